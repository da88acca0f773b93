package cli

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/go-git/go-git/v5/plumbing/filemode"

	"cairn/internal/git/index"
	"cairn/internal/git/object"
	"cairn/internal/git/porcelain"
	"cairn/internal/git/quote"
	"cairn/internal/git/worktree"
)

func updateIndexCommand() Command {
	return Command{
		Name: "update-index", Summary: "Change the index entry by entry", Group: "plumbing",
		Usage: []string{"git update-index [<options>] [--] [<file>...]"},
		Options: []Option{
			{Short: 'q', Help: "continue refresh even when index needs update"},
			{Long: "add", Help: "do not ignore new files"},
			{Long: "replace", Help: "let files replace directories and vice-versa"},
			{Long: "remove", Help: "notice files missing from worktree"},
			{Long: "unmerged", Help: "refresh even if index contains unmerged entries"},
			{Long: "refresh", NoNeg: true, Help: "refresh stat information"},
			{Long: "really-refresh", NoNeg: true, Help: "like --refresh, but ignore assume-unchanged setting"},
			{Long: "cacheinfo", Arg: "<mode>,<object>,<path>", NoNeg: true, Help: "add the specified entry to the index"},
			{Long: "chmod", Arg: "(+|-)x", NoNeg: true, Help: "override the executable bit of the listed files"},
			{Long: "assume-unchanged", Help: "mark files as \"not changing\""},
			{Long: "skip-worktree", Help: "mark files as \"index-only\""},
			{Long: "info-only", Help: "add to index only; do not add content to object database"},
			{Long: "force-remove", Help: "remove named paths even if present in worktree"},
			{Short: 'z', Help: "with --stdin: input lines are terminated by null bytes"},
			{Long: "stdin", NoNeg: true, Help: "read list of paths to be updated from standard input"},
			{Long: "index-info", NoNeg: true, Help: "add entries from standard input to the index"},
			{Short: 'g', Long: "again", NoNeg: true, Help: "only update entries that differ from HEAD"},
			{Long: "ignore-missing", Help: "ignore files missing from worktree"},
			{Long: "verbose", Help: "report actions to standard output"},
			{Long: "unresolve", NoNeg: true, Help: "repopulate stages #2 and #3 for the listed paths"},
			{Long: "clear-resolve-undo", Help: "(for porcelains) forget saved unresolved conflicts"},
			{Long: "index-version", Arg: "n", Number: true, Help: "write index in this format"},
		},
		Absent: []Absent{
			{"--split-index", ""}, {"--untracked-cache", ""},
			{"--fsmonitor", ""}, {"--ignore-submodules", ""},
		},
		Example: "git update-index --refresh\ngit update-index --chmod=+x run.sh",
		Setup:   NeedWorkTree, Run: runUpdateIndex,
	}
}

// indexUpdate carries options and paths out in the order in which they stand.
type indexUpdate struct {
	*call
	e     *porcelain.IndexEditor
	quiet bool
	bad   bool // something needs an update
	args  []string
	next  int // first argument that was not taken yet
	skip  map[int]bool
}

func runUpdateIndex(c *call) int {
	e, err := porcelain.EditIndex(c.repo)
	if err != nil {
		return c.fail(err)
	}
	defer e.Close()
	u := &indexUpdate{call: c, e: e, args: c.args, skip: map[int]bool{}}
	for i := range c.opts {
		g := &c.opts[i]
		if code, ok := u.pathsUpTo(g.at); !ok {
			return code
		}
		if code, ok := u.option(g); !ok {
			return code
		}
	}
	if code, ok := u.pathsUpTo(len(u.args)); !ok {
		return code
	}
	if c.flag("stdin") {
		if code, ok := u.fromStdin(); !ok {
			return code
		}
	}
	u.tell()
	if code, ok := u.version(); !ok {
		return code
	}
	if err := e.Save(); err != nil {
		return c.fail(err)
	}
	if u.bad {
		return exitFail
	}
	return exitOK
}

// version chooses the format that the index is written in.
func (u *indexUpdate) version() (int, bool) {
	if _, given := u.value("index-version"); !given {
		return 0, true
	}
	n := u.number("index-version", 0)
	if n < index.FirstVersion || n > index.PrefixVersion {
		return u.die("index-version %d not in range: %d..%d", n, index.FirstVersion, index.PrefixVersion), false
	}
	u.e.Version(uint32(n))
	return 0, true
}

func (u *indexUpdate) pathsUpTo(n int) (int, bool) {
	for ; u.next < n; u.next++ {
		if u.skip[u.next] {
			continue
		}
		if code, ok := u.path(u.args[u.next]); !ok {
			return code, false
		}
	}
	return 0, true
}

func (u *indexUpdate) path(arg string) (int, bool) {
	if err := u.e.Path(arg); err != nil {
		u.tell()
		return u.updateFailed(err), false
	}
	return 0, true
}

func (u *indexUpdate) updateFailed(err error) int {
	var why *porcelain.UpdateError
	if errors.As(err, &why) {
		if why.Why != "" {
			u.errorf("%s", why.Why)
		}
		return u.die("%s", why.Fatal)
	}
	return u.fail(err)
}

func (u *indexUpdate) tell() {
	for _, line := range u.e.Done() {
		if u.flag("verbose") {
			u.println(line)
		}
	}
}

func (u *indexUpdate) option(g *given) (int, bool) {
	on := !g.off
	switch g.opt.key() {
	case "q":
		u.quiet = on
	case "add":
		u.e.Add = on
	case "replace":
		u.e.Replace = on
	case "remove":
		u.e.Remove = on
	case "ignore-missing":
		u.e.IgnoreMissing = on
	case "info-only":
		u.e.InfoOnly = on
	case "force-remove":
		u.e.ForceRemove = on
	case "assume-unchanged":
		u.e.AssumeValid = &on
	case "skip-worktree":
		u.e.SkipWorktree = &on
	case "chmod":
		if g.value != "+x" && g.value != "-x" {
			return u.misuse("option 'chmod' expects \"+x\" or \"-x\""), false
		}
		u.e.Chmod = g.value[0]
	case "refresh", "really-refresh":
		u.refresh(g.opt.key() == "really-refresh")
	case "again":
		args := u.args[g.at:]
		u.next = len(u.args)
		if err := u.e.Again(args); err != nil {
			return u.updateFailed(err), false
		}
	case "unresolve":
		args := u.args[g.at:]
		u.next = len(u.args)
		return u.unresolve(args)
	case "clear-resolve-undo":
		u.e.ForgetResolved()
	case "cacheinfo":
		return u.cacheInfo(g)
	case "index-info":
		return u.indexInfo()
	}
	return 0, true
}

func (u *indexUpdate) refresh(really bool) {
	for _, c := range u.e.Refresh(really) {
		if c.State == worktree.Deleted && u.e.IgnoreMissing {
			continue
		}
		what := "needs update"
		if c.State == worktree.Unmerged {
			if u.flag("unmerged") {
				continue
			}
			what = "needs merge"
		}
		if c.State == worktree.Unmerged || !u.quiet {
			u.bad = true
		}
		if !u.quiet {
			u.printf("%s: %s\n", c.Entry.Path, what)
		}
	}
}

// cacheInfo reads "mode,object,path", or the older form of three arguments.
func (u *indexUpdate) cacheInfo(g *given) (int, bool) {
	parts := strings.SplitN(g.value, ",", 3)
	if len(parts) != 3 {
		if g.at+1 >= len(u.args) {
			return u.misuse("option 'cacheinfo' expects <mode>,<sha1>,<path>"), false
		}
		parts = []string{g.value, u.args[g.at], u.args[g.at+1]}
		u.skip[g.at], u.skip[g.at+1] = true, true
	}
	mode, err := strconv.ParseUint(parts[0], 8, 32)
	h, ok := object.ParseHash(parts[1])
	if err != nil || !ok {
		return u.misuse("option 'cacheinfo' expects <mode>,<sha1>,<path>"), false
	}
	err = u.e.Info(filemode.FileMode(mode), h, index.Merged, parts[2])
	var why *porcelain.UpdateError
	if errors.As(err, &why) {
		u.errorf("%s", why.Why)
		return u.die("git update-index: --cacheinfo cannot add %s", parts[2]), false
	}
	if err != nil {
		return u.fail(err), false
	}
	return 0, true
}

func (u *indexUpdate) fromStdin() (int, bool) {
	data, err := io.ReadAll(u.env.Stdin)
	if err != nil {
		return u.fail(err), false
	}
	for _, path := range splitPaths(string(data), u.flag("z")) {
		if code, ok := u.path(path); !ok {
			return code, false
		}
	}
	return 0, true
}

// indexInfo reads entries in the forms of git-update-index(1), "Using --index-info".
func (u *indexUpdate) indexInfo() (int, bool) {
	u.e.Add, u.e.Replace, u.e.Remove = true, true, true
	in := bufio.NewScanner(u.env.Stdin)
	in.Buffer(nil, 1<<20)
	if u.flag("z") {
		in.Split(splitNul)
	}
	for in.Scan() {
		line := in.Text()
		head, path, tabbed := strings.Cut(line, "\t")
		fields := strings.Fields(head)
		if !tabbed || len(fields) < 2 {
			return u.die("malformed index info %s", line), false
		}
		if err := u.indexInfoLine(fields, path); err != nil {
			var why *porcelain.UpdateError
			if errors.As(err, &why) {
				u.errorf("%s", why.Why)
				return u.die("git update-index: unable to update %s", path), false
			}
			return u.die("malformed index info %s", line), false
		}
	}
	return 0, true
}

var errIndexInfo = errors.New("malformed")

func (u *indexUpdate) indexInfoLine(fields []string, path string) error {
	mode, err := strconv.ParseUint(fields[0], 8, 32)
	if err != nil {
		return fmt.Errorf("mode: %w", err)
	}
	stage := uint64(0)
	hash := fields[1]
	if len(fields) == 3 {
		if _, ok := object.ParseHash(fields[1]); ok {
			if stage, err = strconv.ParseUint(fields[2], 10, 2); err != nil {
				return fmt.Errorf("stage: %w", err)
			}
		} else {
			hash = fields[2]
		}
	}
	h, ok := object.ParseHash(hash)
	if !ok {
		return errIndexInfo
	}
	if name, rest, err := quote.Unquote(path); err == nil && rest == "" && !u.flag("z") {
		path = name
	}
	return u.e.Info(filemode.FileMode(mode), h, index.Stage(stage), path)
}

func splitNul(data []byte, atEOF bool) (int, []byte, error) {
	if i := strings.IndexByte(string(data), 0); i >= 0 {
		return i + 1, data[:i], nil
	}
	if atEOF && len(data) > 0 {
		return len(data), data, nil
	}
	return 0, nil, nil
}
