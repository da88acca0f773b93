package diff

import (
	"regexp"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/diff/lines"
)

// Formats is a set of output formats. Format writes them in Git's order.
type Formats uint16

// The formats of git-diff(1).
const (
	Patch Formats = 1 << iota
	Raw
	Stat
	NumStat
	ShortStat
	DirStat
	Summary
	NameOnly
	NameStatus
	Check
	NoOutput // -s
)

// Detect says how far the search for renames goes.
type Detect int

// The levels of -M and -C.
const (
	NoRenames Detect = iota
	Renames
	Copies
)

// Env is what a comparison needs from a repository.
type Env struct {
	Blobs Blobs
	// Abbrev shortens a hash for show; n 0 is the configured length. nil: seven digits.
	Abbrev func(h plumbing.Hash, n int) string
	// Driver tells what .gitattributes say of a path. nil: nothing.
	Driver func(path string) Driver
}

// Driver is the diff attribute of a path.
type Driver struct {
	Binary, Text bool // -diff, diff
	Name         string
	Heading      func(line string) (string, bool) // nil: the default
	Words        func() *regexp.Regexp            // what a word is; nil: what white space parts
	MarkerSize   int                              // of conflict markers; 0: seven
	Fault        error                            // a pattern of the configuration that cannot be used
	Whitespace   *Rules                           // nil: core.whitespace
}

// Filter is --diff-filter: letters wanted and letters excluded.
type Filter struct {
	Want, Without string
	All           bool // '*': all or none
}

// Pickaxe is -S or -G.
type Pickaxe struct {
	Needle string         // -S text
	Regex  *regexp.Regexp // -S with --pickaxe-regex, or -G
	InDiff bool           // -G: the changed lines match
	Object plumbing.Hash  // --find-object: this object comes or goes
	All    bool           // --pickaxe-all
}

// WordMode is --word-diff.
type WordMode int

// The kinds of word diff.
const (
	NoWords WordMode = iota
	PlainWords
	ColorWords
	PorcelainWords
)

// StatSize is --stat=width,name-width,count and its kin; 0 is the default.
// FitPrefix makes what stands before each line part of the width.
type StatSize struct {
	Width, NameWidth, GraphWidth, Count int
	FitPrefix                           bool
}

// DirStatOptions are the parameters of --dirstat.
type DirStatOptions struct {
	By         string // "changes", "lines", "files"
	Cumulative bool
	PerMille   int // lowest share shown, 30 by default
}

// Options holds everything that git-diff(1) lets one choose. Begin with
// DefaultOptions.
type Options struct {
	Env
	Lines            lines.Options
	Context          int
	InterHunk        int
	FunctionContext  bool
	IgnoreBlankLines bool
	IgnoreMatching   []*regexp.Regexp

	Detect       Detect
	CopiesHarder bool
	MinScore     int // least similarity of a rename, of MaxScore
	RenameLimit  int // 0: none
	NeededLimit  int // set by Refine when RenameLimit kept it from rating files
	SkipEmpty    bool
	RenamesTo    string // the only path that is looked for as a rename's target; "": all
	// Headers are lines that a patch shows for an old path among its headers. Unless it is nil, a patch goes by old paths.
	Headers    map[string][]string
	Break      bool
	BreakScore int
	MergeScore int
	Filter     Filter
	Pickaxe    *Pickaxe
	Order      []string // patterns of -O
	SkipTo     string
	RotateTo   string
	NeedsPath  bool // SkipTo and RotateTo must name a pair

	Formats   Formats
	SrcPrefix string
	DstPrefix string
	FullIndex bool
	Abbrev    int    // digits of a hash, 0: as configured
	RawAbbrev bool   // raw output shortens hashes
	Ellipsis  string // what follows a shortened hash of raw output
	// Submodules tells what happened in a submodule (--submodule=log); nil: its hash is shown like a file.
	Submodules func(path string, from, to plumbing.Hash) SubmoduleLog
	// SubmodulePatch gives the patch of a submodule in place of its commits (--submodule=diff): from one commit to the
	// other, or to its files. The prefixes are those of its files.
	SubmodulePatch func(SubmoduleChange) []byte
	// IgnoreSubmodule leaves a submodule out (--ignore-submodules=all); nil: none.
	IgnoreSubmodule    func(path string) bool
	Text               bool
	Binary             bool // --binary
	Reverse            bool
	Relative           string // prefix that is cut off; files outside are left out
	NUL                bool   // -z
	QuoteHigh          bool   // core.quotePath
	Stat               StatSize
	CompactSummary     bool
	DirStat            DirStatOptions
	Words              WordMode
	WordRegex          *regexp.Regexp // nil: as the driver of a file says
	DefaultWords       *regexp.Regexp // for files whose driver says nothing
	Colors             *Palette       // nil: no colour
	Moved              MovedMode
	MovedSpace         lines.Whitespace // differences that do not count in moved lines
	MovedIndent        bool             // blocks may be indented otherwise
	Indicators         [3]byte          // of context, old and new lines; zero: ' ', '-', '+'
	Rules              Rules            // white space errors
	ErrorLines         ErrorLines
	IrreversibleDelete bool   // -D
	Dense              bool   // --cc rather than -c
	AllPaths           bool   // --combined-all-paths
	SuppressBlank      bool   // an empty context line has no blank in front
	IntroBlank         string // what stands between statistics and patch besides a blank line
	LinePrefix         string // put before each line (log --graph)
}

// DefaultScore is a similarity of one half.
const DefaultScore = MaxScore / 2

const (
	defaultContext    = 3
	defaultLimit      = 1000
	defaultMergeScore = MaxScore * 3 / 5
	defaultDirStat    = 30
)

// DefaultOptions are the settings of the diff command (porcelain) before
// configuration: renames on, indent heuristic on, three lines of context.
func DefaultOptions(env Env) *Options {
	return &Options{
		Env: env, Lines: lines.Options{IndentHeuristic: true}, Context: defaultContext,
		Detect: Renames, MinScore: DefaultScore, RenameLimit: defaultLimit,
		BreakScore: DefaultScore, MergeScore: defaultMergeScore,
		SrcPrefix: "a/", DstPrefix: "b/", QuoteHigh: true, RawAbbrev: true,
		DirStat: DirStatOptions{By: "changes", PerMille: defaultDirStat},
		Rules:   DefaultRules(), ErrorLines: ErrorsInNew, Dense: true,
	}
}

func (o *Options) driver(path string) Driver {
	if o.Driver == nil {
		return Driver{}
	}
	return o.Driver(path)
}

// driverOf is the driver of a file; the target of a symbolic link has none.
func (o *Options) driverOf(f *File) Driver {
	if f.isLink() {
		return Driver{}
	}
	return o.driver(f.Path)
}

func (o *Options) abbrev(h plumbing.Hash) string {
	const short = 7
	switch {
	case o.FullIndex:
		return h.String()
	case o.Env.Abbrev != nil:
		return o.Env.Abbrev(h, o.Abbrev)
	case o.Abbrev > 0:
		return h.String()[:o.Abbrev]
	}
	return h.String()[:short]
}
