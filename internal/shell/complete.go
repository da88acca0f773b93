package shell

import (
	"path"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"cairn/internal/git/cli"
)

// Completion is what could stand at the cursor.
type Completion struct {
	// From is where, in letters, the word begins that a candidate replaces.
	From int
	// Candidates are whole words, quoted where needed; folders end in a slash.
	Candidates []string
	// Notes say something of each candidate; some are empty.
	Notes []string
}

// State is what completion knows of the place where the line will run.
type State struct {
	// Dir is the current folder, absolute.
	Dir string
	// Branches, Tags, Tracking (such as origin/main) and Remotes are names in
	// the repository there.
	Branches, Tags, Tracking, Remotes []string
	// Changed are paths that git status lists, below Dir, with a word on each.
	Changed map[string]string
}

// maxCandidates bounds a list that nobody would read to its end.
const maxCandidates = 300

// Complete finds what could stand at the cursor of a line, which counts letters.
func Complete(files *Files, text string, cursor int, st State) Completion {
	before := []rune(text)
	before = before[:max(0, min(cursor, len(before)))]
	l := lexLine(string(before))
	c := &completer{files: files, state: st, lexed: l}
	c.fill()
	out := Completion{From: utf8.RuneCountInString(string(before)[:l.start])}
	for _, cand := range c.found {
		out.Candidates = append(out.Candidates, cand.word)
		out.Notes = append(out.Notes, cand.note)
	}
	return out
}

// lexed is the command at the cursor, cut into words.
type lexed struct {
	words    []string // before the word at the cursor, without quotes
	word     string   // at the cursor, without quotes
	start    int      // where the word at the cursor begins, in bytes
	redirect bool     // the word follows > or <
}

// lexLine reads what stands before the cursor as the shell would, as far as
// completion needs it.
func lexLine(text string) lexed {
	l := lexed{}
	var word strings.Builder
	inWord, quote := false, byte(0)
	end := func() {
		if inWord {
			if !l.redirect {
				l.words = append(l.words, word.String())
			}
			l.redirect = false
		}
		word.Reset()
		inWord = false
	}
	for i := 0; i < len(text); i++ {
		ch := text[i]
		switch {
		case quote != 0:
			if ch == quote {
				quote = 0
			} else {
				word.WriteByte(ch)
			}
			continue
		case strings.IndexByte(" \t", ch) >= 0:
			end()
			continue
		case strings.IndexByte(";|&\n(){}", ch) >= 0 && !(inWord && strings.IndexByte("{}", ch) >= 0):
			end()
			l.words, l.redirect = nil, false
			continue
		case ch == '>' || ch == '<':
			end()
			l.redirect = true
			continue
		}
		if !inWord {
			inWord, l.start = true, i
		}
		switch {
		case ch == '\'' || ch == '"':
			quote = ch
		case ch == '\\' && i+1 < len(text):
			i++
			word.WriteByte(text[i])
		default:
			word.WriteByte(ch)
		}
	}
	if !inWord {
		l.start = len(text)
	}
	l.word = word.String()
	for len(l.words) > 0 && (isAssignment(l.words[0]) || slices.Contains(leadWords(), l.words[0])) {
		l.words = l.words[1:]
	}
	return l
}

func isAssignment(word string) bool {
	name, _, ok := strings.Cut(word, "=")
	return ok && name != "" && strings.Trim(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_0123456789") == ""
}

// leadWords stand before a command.
func leadWords() []string {
	return []string{"do", "then", "else", "if", "while", "until", "!", "time", "command", "exec"}
}

type candidate struct{ word, note string }

type completer struct {
	files *Files
	state State
	lexed
	found []candidate
}

func (c *completer) fill() {
	switch {
	case c.redirect:
		c.paths(false)
	case len(c.words) == 0 && strings.Contains(c.word, "/"):
		c.paths(false)
	case len(c.words) == 0:
		for _, name := range CommandNames() {
			note := ""
			if usage := usages()[name]; usage != "" {
				_, note, _ = strings.Cut(usage, " ")
			}
			c.add(name, note)
		}
	case c.words[0] == "git":
		c.git(c.words[1:])
	case c.words[0] == "cd" || c.words[0] == "rmdir" || c.words[0] == "mkdir":
		c.paths(true)
	case c.words[0] == "help" || c.words[0] == "which" || c.words[0] == "type":
		for _, name := range CommandNames() {
			c.add(name, "")
		}
	default:
		c.paths(false)
	}
}

// add offers a name that begins with the word at the cursor.
func (c *completer) add(name, note string) {
	if strings.HasPrefix(name, c.word) && len(c.found) < maxCandidates &&
		!slices.ContainsFunc(c.found, func(o candidate) bool { return o.word == quoteIfNeeded(name) }) {
		c.found = append(c.found, candidate{quoteIfNeeded(name), note})
	}
}

// quoteIfNeeded writes a name as it must be typed.
func quoteIfNeeded(name string) string {
	if name != "" && strings.Trim(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-+=./@:,%^~{}") == "" &&
		!strings.HasPrefix(name, "~") && !strings.ContainsAny(name, "{}") {
		return name
	}
	if strings.IndexFunc(name, func(r rune) bool { return r < 128 && strings.ContainsRune(" \t\n'\"\\$`&|;<>()*?[]!#~{}", r) }) < 0 {
		return name
	}
	return quoteWord(name)
}

// paths offers files, or folders only, by their spelling in the line.
func (c *completer) paths(onlyDirs bool) {
	dir, base := path.Split(c.word)
	entries, err := c.files.ReadDir(Abs(c.state.Dir, path.Join(dir, ".")))
	if err != nil {
		return
	}
	for _, e := range entries {
		name := e.Name()
		if strings.HasPrefix(name, ".") && !strings.HasPrefix(base, ".") {
			continue
		}
		isDir := e.IsDir()
		if !isDir && !e.Type().IsRegular() {
			if info, err := c.files.Stat(Abs(c.state.Dir, dir+name)); err == nil {
				isDir = info.IsDir()
			}
		}
		switch {
		case isDir:
			c.add(dir+name+"/", "")
		case !onlyDirs:
			c.add(dir+name, c.state.Changed[path.Clean(dir+name)])
		}
	}
}

// git completes after the word git.
func (c *completer) git(words []string) {
	for len(words) > 1 && (words[0] == "-C" || words[0] == "-c") {
		words = words[2:]
	}
	if len(words) == 0 || len(words) == 1 && (words[0] == "-C" || words[0] == "-c" || words[0] == "help") {
		if len(words) == 1 && words[0] == "-C" {
			c.paths(true)
			return
		}
		for _, cmd := range cli.Commands() {
			c.add(cmd.Name, cmd.Summary)
		}
		return
	}
	at := slices.IndexFunc(cli.Commands(), func(cmd cli.Command) bool { return cmd.Name == words[0] })
	if strings.HasPrefix(c.word, "-") && !slices.Contains(words, "--") {
		if at >= 0 {
			c.options(cli.Commands()[at])
		}
		return
	}
	c.operands(words)
}

// options offers a command's options, the long ones first.
func (c *completer) options(cmd cli.Command) {
	for _, o := range cmd.Options {
		if o.Long != "" && !o.Hidden {
			name := "--" + o.Long
			if o.Arg != "" && !o.OptArg {
				name += "="
			}
			c.add(name, o.Help)
		}
	}
	for _, o := range cmd.Options {
		if o.Short != 0 && !o.Hidden {
			c.add("-"+string(o.Short), o.Help)
		}
	}
}

// operands offers names and paths, by what the subcommand takes.
func (c *completer) operands(words []string) {
	sub, afterDashes := words[0], slices.Contains(words, "--")
	switch {
	case afterDashes || slices.Contains([]string{"add", "rm", "mv", "clean", "restore", "check-ignore", "hash-object", "apply"}, sub):
		c.changed()
		c.paths(false)
	case sub == "switch" || sub == "merge" || sub == "rebase" || sub == "branch":
		c.refs(sub != "branch")
	case slices.Contains([]string{"push", "pull", "fetch", "remote"}, sub):
		for _, name := range c.state.Remotes {
			c.add(name, "remote")
		}
		c.refs(false)
	case slices.Contains([]string{"config", "init", "help", "status", "stash", "commit"}, sub):
		c.changed()
		c.paths(false)
	default:
		c.refs(true)
		c.paths(false)
	}
}

// changed offers what git status lists, before all other files.
func (c *completer) changed() {
	names := make([]string, 0, len(c.state.Changed))
	for name := range c.state.Changed {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		c.add(name, c.state.Changed[name])
	}
}

func (c *completer) refs(all bool) {
	for _, name := range c.state.Branches {
		c.add(name, "branch")
	}
	if !all {
		return
	}
	for _, name := range c.state.Tags {
		c.add(name, "tag")
	}
	for _, name := range c.state.Tracking {
		c.add(name, "remote branch")
	}
	c.add("HEAD", "")
}
