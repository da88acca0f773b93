package cli

import (
	"strings"

	"cairn/internal/git/color"
	"cairn/internal/git/porcelain"
)

// patchWords are the words of one of the dialogues.
type patchWords struct {
	verb  string // "Stage", "Unstage" …
	where string // " from worktree" …
	edit  string // what an edited hunk is marked for
	help  string // of the five letters that are always there
}

func wordsFor(mode porcelain.PatchMode) patchWords {
	w := patchWords{verb: "Apply", edit: "applying"}
	doing, tail := "apply this hunk to", "apply"
	switch mode {
	case porcelain.PatchAdd:
		return patchWords{verb: "Stage", edit: "staging", help: patchHelp("stage this hunk", "stage")}
	case porcelain.PatchUnstage:
		return patchWords{verb: "Unstage", edit: "unstaging", help: patchHelp("unstage this hunk", "unstage")}
	case porcelain.PatchResetFrom:
		w.where, doing = " to index", doing+" index"
	case porcelain.PatchDiscard, porcelain.PatchRestoreHead:
		w = patchWords{verb: "Discard", where: " from worktree", edit: "discarding"}
		doing, tail = "discard this hunk from worktree", "discard"
	case porcelain.PatchCheckoutHead:
		w = patchWords{verb: "Discard", where: " from index and worktree", edit: "discarding"}
		doing, tail = "discard this hunk from index and worktree", "discard"
	case porcelain.PatchCheckoutFrom:
		w.where, doing = " to index and worktree", doing+" index and worktree"
	case porcelain.PatchRestoreFrom:
		w.where, doing = " to worktree", doing+" worktree"
	}
	w.help = patchHelp(doing, tail)
	return w
}

// patchHelp explains y, n, q, a and d: doing is "stage this hunk", verb "stage".
func patchHelp(doing, verb string) string {
	return "y - " + doing + "\n" +
		"n - do not " + doing + "\n" +
		"q - quit; do not " + verb + " this hunk or any of the remaining ones\n" +
		"a - " + verb + " this hunk and all later hunks in the file\n" +
		"d - do not " + verb + " this hunk or any of the later hunks in the file\n"
}

// patchHelpMore explains the letters that are there when the question names them.
const patchHelpMore = `j - leave this hunk undecided, see next undecided hunk
J - leave this hunk undecided, see next hunk
k - leave this hunk undecided, see previous undecided hunk
K - leave this hunk undecided, see previous hunk
g - select a hunk to go to
/ - search for a hunk matching the given regex
s - split the current hunk into smaller hunks
e - manually edit the current hunk
? - print help
`

// question asks about a hunk; letters are those that are possible besides the five.
func (w *patchWords) question(what, letters string) string {
	return w.verb + " " + what + w.where + " [y,n,q,a,d" + letters + ",?]? "
}

// editGuide is what stands below a hunk that is being edited.
func (w *patchWords) editGuide(reverse bool) string {
	gone, fresh := "-", "+"
	if reverse {
		gone, fresh = fresh, gone
	}
	text := "---\n" +
		"To remove '" + gone + "' lines, make them ' ' lines (context).\n" +
		"To remove '" + fresh + "' lines, delete them.\n" +
		"Lines starting with # will be removed.\n" +
		"If the patch applies cleanly, the edited hunk will immediately be marked for " + w.edit + ".\n" +
		"If it does not apply cleanly, you will be given an opportunity to\n" +
		"edit again.  If all lines of the hunk are removed, then the edit is\n" +
		"aborted and the hunk is left unchanged.\n"
	var b strings.Builder
	for line := range strings.Lines(text) {
		b.WriteString("# " + line)
	}
	return b.String()
}

// patchPaint colours the dialogue; color.interactive.<slot>.
type patchPaint struct {
	on                    bool
	promptC, headC, helpC string
	errorC                string
}

func (c *call) readPaint() *patchPaint {
	p := &patchPaint{}
	cfg := c.repo.Config()
	v, ok := cfg.Get("color.interactive")
	if !ok {
		v = cfg.String("color.ui", "auto")
	}
	switch strings.ToLower(v) {
	case "always":
	case "never", "false", "no", "off":
		return p
	default:
		if !c.env.autoColor() {
			return p
		}
	}
	p.promptC, p.headC, p.helpC, p.errorC = "\x1b[1;34m", "\x1b[1m", "\x1b[1;31m", "\x1b[1;31m"
	for slot, target := range map[string]*string{"prompt": &p.promptC, "header": &p.headC, "help": &p.helpC, "error": &p.errorC} {
		if v, ok := cfg.Get("color.interactive." + slot); ok {
			if code, err := color.Parse(v); err == nil {
				*target = code
			}
		}
	}
	return p
}

func painted(code, text string) string {
	if code == "" || text == "" {
		return text
	}
	return code + text + color.Reset
}

func (p *patchPaint) prompt(text string) string { return painted(p.promptC, text) }
func (p *patchPaint) head(text string) string   { return painted(p.headC, text) }
func (p *patchPaint) help(text string) string   { return painted(p.helpC, text) }
func (p *patchPaint) error(text string) string  { return painted(p.errorC, text) }
