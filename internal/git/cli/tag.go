package cli

import (
	"errors"
	"os"
	"strconv"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/disk"
	"cairn/internal/git/lockfile"
	"cairn/internal/git/porcelain"
	"cairn/internal/git/reflist"
	"cairn/internal/git/refs"
)

func tagCommand() Command {
	return Command{
		Name: "tag", Summary: "List, make and delete tags", Group: "history",
		Usage: []string{
			"git tag [-a | -s | -u <key-id>] [-f] [-m <msg> | -F <file>] [-e]\n<tagname> [<commit> | <object>]",
			"git tag -d <tagname>...",
			"git tag [-n[<num>]] -l [--contains <commit>] [--no-contains <commit>]\n" +
				"[--points-at <object>] [--column[=<options>] | --no-column]\n" +
				"[--create-reflog] [--sort=<key>] [--format=<format>]\n" +
				"[--merged <commit>] [--no-merged <commit>] [<pattern>...]",
			"git tag -v [--format=<format>] <tagname>...",
		},
		Options: []Option{
			{Short: 'l', Long: "list", Help: "list tag names"},
			{Short: 'n', Arg: "n", OptArg: true, Number: true, Help: "print <n> lines of each tag message"},
			{Short: 'd', Long: "delete", Help: "delete tags"},
			{Group: "Tag creation options"},
			{Short: 'a', Long: "annotate", Help: "annotated tag, needs a message"},
			{Short: 'm', Long: "message", Arg: "message", Help: "tag message"},
			{Short: 'F', Long: "file", Arg: "file", Help: "read message from file"},
			{Short: 'e', Long: "edit", Help: "force edit of tag message"},
			{Long: "cleanup", Arg: "mode", Help: "how to strip spaces and #comments from message"},
			{Short: 'f', Long: "force", Help: "replace the tag if exists"},
			{Long: "create-reflog", Help: "create a reflog"},
			{Group: "Tag listing options"},
			{Long: "column", Arg: "style", OptArg: true, Help: "show tag list in columns"},
			{Long: "contains", Arg: "commit", Default: refs.HEAD, NoNeg: true, Help: "print only tags that contain the commit"},
			{Long: "no-contains", Arg: "commit", Default: refs.HEAD, NoNeg: true, Help: "print only tags that don't contain the commit"},
			{Long: "merged", Arg: "commit", Default: refs.HEAD, NoNeg: true, Help: "print only tags that are merged"},
			{Long: "no-merged", Arg: "commit", Default: refs.HEAD, NoNeg: true, Help: "print only tags that are not merged"},
			{Long: "with", Arg: "commit", Default: refs.HEAD, NoNeg: true, Hidden: true},
			{Long: "without", Arg: "commit", Default: refs.HEAD, NoNeg: true, Hidden: true},
			{Long: "sort", Arg: "key", Help: "field name to sort on"},
			{Long: "points-at", Arg: "object", Default: refs.HEAD, Help: "print only tags of the object"},
			{Long: "format", Arg: "format", Help: "format to use for the output"},
			{Long: "color", Arg: "when", OptArg: true, Help: "respect format colors"},
			{Short: 'i', Long: "ignore-case", Help: "sorting and filtering are case insensitive"},
		},
		Absent: []Absent{
			{"-v", "git cat-file tag NAME, which shows the tag but checks no signature"}, {"--verify", "git cat-file tag NAME"},
			{"-s", "--annotate"}, {"--sign", "--annotate"}, {"-u", "--annotate"}, {"--local-user", "--annotate"},
		},
		Example: "git tag -a v1.0 -m \"First release\"\ngit tag                # list them\ngit tag -n             # with their messages\ngit tag -d v1.0",
		Setup:   NeedRepo,
		Run:     runTag,
	}
}

// tagListOptions make a list of what would be something else, and are not allowed elsewhere.
func tagListOptions() []string {
	return []string{"n", "contains", "with", "no-contains", "without", "points-at", "merged", "no-merged"}
}

func runTag(c *call) int {
	list := c.flag("list") || len(c.args) == 0 && !c.flag("delete")
	chosen := "" // an option that is for lists only
	for _, o := range tagListOptions() {
		if chosen == "" && c.flag(o) {
			chosen = o
		}
	}
	list = list || chosen != "" && !c.flag("delete")
	creating := c.flag("annotate") || c.flag("message") || c.flag("file") || c.flag("force")
	switch {
	case c.flag("delete") && c.flag("list"):
		last := c.opts[len(c.opts)-1]
		if last.opt.key() == "list" {
			return c.misuse("switch `l' is incompatible with --delete")
		}
		return c.misuse("switch `d' is incompatible with --list")
	case creating && (list || c.flag("delete")):
		return c.usage()
	case list:
		return c.listTags()
	}
	if _, err := c.sortKeys(""); err != nil {
		return c.fail(err)
	}
	switch {
	case chosen != "":
		return c.die("the '%s' option is only allowed in list mode", shownOption(chosen))
	case c.flag("delete"):
		return c.deleteTags()
	case len(c.args) > 2:
		return c.die("too many arguments")
	}
	return c.createTag()
}

// shownOption is an option of tagListOptions as it is written; two have a name beside.
func shownOption(key string) string {
	switch key {
	case "n":
		return "-n"
	case "with":
		return "--contains"
	case "without":
		return "--no-contains"
	}
	return "--" + key
}

func (c *call) deleteTags() int {
	code := exitOK
	var list []doomed
	for _, name := range c.args {
		full := refs.Tags + name
		h, err := c.repo.Refs().Resolve(full)
		if err != nil {
			code = exitFail
			c.errorf("tag '%s' not found.", name)
			continue
		}
		list = append(list, doomed{name, full, c.repo.Objects().Abbrev(h, 0)})
	}
	if !c.deleteRefs(list) {
		code = exitFail
	}
	for _, d := range list {
		if !c.repo.Refs().Exists(d.full) {
			c.printf("Deleted tag '%s' (was %s)\n", d.name, d.was)
		}
	}
	return code
}

func (c *call) listTags() int {
	f, err := c.reachFilter()
	if err != nil {
		return c.fail(err)
	}
	keys, err := c.sortKeys("tag.sort")
	if err != nil {
		return c.fail(err)
	}
	if c.flag("column") && c.flag("n") {
		return c.die("options '%s' and '%s' cannot be used together", "--column", "-n")
	}
	f.Prefixes, f.Patterns, f.Strip = []string{refs.Tags}, c.args, true
	items, err := reflist.List(c.repo, f, func(line string) { c.say("%s", line) })
	if err != nil {
		return c.fail(err)
	}
	colored, err := c.colorWanted("ui")
	if err != nil {
		return c.fail(err)
	}
	rc := &reflist.Context{Repo: c.repo, Worktrees: porcelain.CheckedOut(c.repo), Warn: func(line string) { c.say("%s", line) }, Color: colored}
	if err := reflist.Sort(rc, items, keys, f.IgnoreCase); err != nil {
		return c.fail(err)
	}
	format, given := c.value("format")
	switch {
	case given:
	case c.flag("n") && c.number("n", 1) > 0:
		format = "%(align:15)%(refname:lstrip=2)%(end) %(contents:lines=" + strconv.Itoa(c.number("n", 1)) + ")"
	default:
		format = "%(refname:lstrip=2)"
	}
	compiled, err := reflist.Parse(format)
	if err != nil {
		return c.badFormat(err)
	}
	lines := make([]string, len(items))
	for i, it := range items {
		if lines[i], err = compiled.Expand(rc, it); err != nil {
			return c.fail(err)
		}
	}
	return c.printColumns(lines, "tag", !c.flag("n"))
}

func (c *call) createTag() int {
	p := porcelain.TagParams{Name: c.args[0], Force: c.flag("force"), CreateLog: c.flag("create-reflog")}
	p.Annotated = c.flag("annotate") || c.flag("message") || c.flag("file")
	if c.flag("message") && c.flag("file") {
		return c.die("options '%s' and '%s' cannot be used together", "-F", "-m")
	}
	spec := refs.HEAD
	if len(c.args) == 2 {
		spec = c.args[1]
	}
	message, given, code, ok := c.tagText()
	if !ok {
		return code
	}
	h, err := c.resolver().Resolve(spec)
	if isUnknown(err) {
		return c.die("Failed to resolve '%s' as a valid ref.", spec)
	}
	if err != nil {
		return c.fail(err)
	}
	p.Target = h
	old, err := porcelain.CheckTag(c.repo, p.Name, p.Force)
	if err != nil {
		return c.fail(err)
	}
	if p.Annotated {
		if p.Message, code, ok = c.tagMessage(&p, message, given, spec); !ok {
			return code
		}
	}
	at, err := porcelain.CreateTag(c.repo, p)
	if err != nil {
		return c.fail(err)
	}
	if err := disk.Remove(c.repo.StateFile(tagEditFile)); err != nil && !errors.Is(err, os.ErrNotExist) {
		return c.fail(err)
	}
	if !old.IsZero() && old != at {
		c.printf("Updated tag '%s' (was %s)\n", p.Name, c.repo.Objects().Abbrev(old, 0))
	}
	return exitOK
}

// tagText is the message from -m or -F.
func (c *call) tagText() (text string, given bool, code int, ok bool) {
	if parts := c.values("message"); len(parts) > 0 {
		return strings.Join(parts, "\n\n"), true, 0, true
	}
	name, given := c.value("file")
	if !given {
		return "", false, 0, true
	}
	data, err := c.readArgFile(name)
	if err != nil {
		return "", true, c.die("could not open or read '%s': %s", name, lockfile.Reason(err)), false
	}
	return data, true, 0, true
}

// tagMessage makes the message ready, asking for it in an editor if needed.
func (c *call) tagMessage(p *porcelain.TagParams, text string, given bool, spec string) (string, int, bool) {
	mode := porcelain.CleanStrip
	if word, ok := c.value("cleanup"); ok {
		switch word {
		case "strip", "default":
		case "verbatim":
			mode = porcelain.CleanVerbatim
		case "whitespace":
			mode = porcelain.CleanWhitespace
		default:
			return "", c.die("Invalid cleanup mode %s", word), false
		}
	}
	if kind, err := c.repo.Objects().Kind(p.Target); err == nil && kind == plumbing.TagObject && c.advises("nestedTag") {
		c.hint("You have created a nested tag. The object referred to by your new tag is\n" +
			"already a tag. If you meant to tag the object that it points to, use:\n\n" +
			"\tgit tag -f " + p.Name + " " + spec + "^{}\n" +
			"Disable this message with \"git config advice.nestedTag false\"")
	}
	if !given || c.flag("edit") {
		edited, code, ok := c.editTag(p, text, given, mode)
		if !ok {
			return "", code, false
		}
		text = edited
	}
	text = porcelain.CleanMessage(text, mode, false, c.commentOf())
	if text == "" && !given {
		return "", c.die("no tag message?"), false
	}
	return text, 0, true
}

// tagEditFile is where the editor finds the message.
const tagEditFile = "TAG_EDITMSG"

func (c *call) editTag(p *porcelain.TagParams, text string, given bool, mode porcelain.Cleanup) (string, int, bool) {
	path := c.repo.StateFile(tagEditFile)
	if !given {
		if at, err := c.repo.Refs().Resolve(refs.Tags + p.Name); err == nil {
			if t, err := c.repo.Objects().Tag(at); err == nil {
				text = t.Message
			}
		}
		sign := string(rune(c.commentOf()))
		text += "\n" + sign + "\n" + sign + " Write a message for tag:\n" + sign + "   " + p.Name + "\n"
		text += sign + " Lines starting with '" + sign + "' "
		if mode == porcelain.CleanStrip {
			text += "will be ignored.\n"
		} else {
			text += "will be kept; you may remove them yourself if you want to.\n"
		}
	}
	if err := lockfile.Replace(path, []byte(text)); err != nil {
		return "", c.die("could not create file '%s': %s", path, lockfile.Reason(err)), false
	}
	if err := c.edit(path); err != nil {
		c.say("Please supply the message using either -m or -F option.")
		return "", exitFail, false
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return "", c.fail(err), false
	}
	return string(data), 0, true
}
