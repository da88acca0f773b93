package console_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"fyne.io/fyne/v2/container"

	"cairn/internal/ui/kit/console"
	"cairn/internal/ui/kit/gallery"
	"cairn/internal/ui/theme"
)

type desk struct {
	c   *console.Console
	w   fyne.Window
	ran []string
	now time.Time
}

// open shows a console that notes what is run and finishes it at once.
func open(t testing.TB, p console.Params) *desk {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Params{Mode: theme.ModeLight}))
	d := &desk{now: time.Unix(0, 0)}
	p.Do, p.Now = func(f func()) { f() }, func() time.Time { return d.now }
	if p.OnRun == nil {
		p.OnRun = func(line string) { d.ran = append(d.ran, line); d.c.Finish(0) }
	}
	d.c = console.New(p)
	d.w = test.NewTempWindow(t, container.NewBorder(nil, widget.NewEntry(), nil, nil, d.c))
	d.w.Resize(fyne.NewSize(640, 300))
	d.w.Canvas().Focus(d.c)
	return d
}

func (d *desk) keys(names ...fyne.KeyName) {
	for _, n := range names {
		d.c.TypedKey(&fyne.KeyEvent{Name: n})
	}
}

func (d *desk) ctrl(key fyne.KeyName) {
	d.c.TypedShortcut(&desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierControl})
}

// typed sends letters as a keyboard does: the key before each.
func (d *desk) typed(text string) {
	for _, r := range text {
		d.c.TypedKey(&fyne.KeyEvent{Name: fyne.KeyName(strings.ToUpper(string(r)))})
		d.c.TypedRune(r)
	}
}

func TestEnter_runsTheLineAndMarksHowItEnded(t *testing.T) {
	d := open(t, console.Params{})
	d.typed("git status")
	d.keys(fyne.KeyReturn)
	if strings.Join(d.ran, "|") != "git status" || d.c.Input() != "" || d.c.Running() {
		t.Errorf("ran %q, input %q, running %v", d.ran, d.c.Input(), d.c.Running())
	}
	if d.c.Text() != "$ git status\n" {
		t.Errorf("shown %q", d.c.Text())
	}
}

func TestEnter_onAnEmptyLineRunsTheGhost(t *testing.T) {
	d := open(t, console.Params{})
	d.c.SetGhost("git init")
	d.keys(fyne.KeyReturn, fyne.KeyReturn)
	if strings.Join(d.ran, "|") != "git init" {
		t.Errorf("ran %q", d.ran)
	}
}

func TestRight_acceptsTheGhostAtTheEnd(t *testing.T) {
	d := open(t, console.Params{Ghost: func(string) string { return "git commit -m x" }})
	d.typed("git co")
	d.keys(fyne.KeyLeft, fyne.KeyRight)
	if d.c.Input() != "git co" {
		t.Errorf("accepted within the line: %q", d.c.Input())
	}
	d.keys(fyne.KeyRight)
	if d.c.Input() != "git commit -m x" {
		t.Errorf("input %q", d.c.Input())
	}
}

func TestEnter_goesOnWhileAQuoteIsOpen(t *testing.T) {
	d := open(t, console.Params{})
	d.typed("git commit -m 'one")
	d.keys(fyne.KeyReturn)
	d.typed("two'")
	d.keys(fyne.KeyReturn)
	if len(d.ran) != 1 || d.ran[0] != "git commit -m 'one\ntwo'" {
		t.Errorf("ran %q", d.ran)
	}
}

func TestPaste_showsSeveralLinesAndRunsThemInTurn(t *testing.T) {
	d := open(t, console.Params{})
	clip := test.NewClipboard()
	clip.SetContent("git add .\r\ngit commit -m 'a\nb'\ngit log\n")
	d.c.TypedShortcut(&fyne.ShortcutPaste{Clipboard: clip})
	if len(d.ran) != 0 {
		t.Fatalf("ran before it was shown: %q", d.ran)
	}
	d.keys(fyne.KeyReturn)
	if want := "git add .|git commit -m 'a\nb'|git log"; strings.Join(d.ran, "|") != want {
		t.Errorf("ran %q", d.ran)
	}
}

func TestFailure_dropsTheCommandsThatWait(t *testing.T) {
	var d *desk
	d = open(t, console.Params{OnRun: func(line string) { d.ran = append(d.ran, line); d.c.Finish(1) }})
	d.c.Run("false", "never")
	if strings.Join(d.ran, "|") != "false" {
		t.Errorf("ran %q", d.ran)
	}
}

func TestEnter_keepsWhatIsTypedAheadUntilTheCommandIsDone(t *testing.T) {
	var d *desk
	d = open(t, console.Params{OnRun: func(line string) { d.ran = append(d.ran, line) }})
	d.typed("slow")
	d.keys(fyne.KeyReturn, fyne.KeyReturn)
	d.typed("mkdir drafts")
	d.keys(fyne.KeyReturn)
	d.typed("ls")
	d.keys(fyne.KeyReturn)
	if strings.Join(d.ran, "|") != "slow" || d.c.Input() != "" {
		t.Errorf("before the end: ran %q, input %q", d.ran, d.c.Input())
	}
	d.c.Finish(1)
	d.c.Finish(0)
	if strings.Join(d.ran, "|") != "slow|mkdir drafts|ls" {
		t.Errorf("ran %q", d.ran)
	}
}

func TestHistory_goesBackAndKeepsTheDraft(t *testing.T) {
	d := open(t, console.Params{History: []string{"one", "two"}})
	d.typed("dra")
	d.keys(fyne.KeyUp, fyne.KeyUp, fyne.KeyUp)
	if d.c.Input() != "one" {
		t.Errorf("input %q", d.c.Input())
	}
	d.keys(fyne.KeyDown, fyne.KeyDown)
	if d.c.Input() != "dra" {
		t.Errorf("draft %q", d.c.Input())
	}
	d.ctrl(fyne.KeyU)
	d.ctrl(fyne.KeyR)
	d.typed("tw")
	d.keys(fyne.KeyReturn)
	if strings.Join(d.ran, "|") != "two" {
		t.Errorf("search ran %q", d.ran)
	}
}

func TestTab_completesToWhatIsSharedThenLists(t *testing.T) {
	complete := func(line string, at int) console.Completion {
		return console.Completion{From: strings.LastIndex(line[:at], " ") + 1, Candidates: []string{"feature/coupons", "feature/orders"}}
	}
	d := open(t, console.Params{Complete: complete})
	d.typed("git switch fe")
	d.keys(fyne.KeyTab)
	if d.c.Input() != "git switch feature/" {
		t.Errorf("after one Tab %q", d.c.Input())
	}
	d.keys(fyne.KeyTab, fyne.KeyTab, fyne.KeyReturn)
	if d.c.Input() != "git switch feature/orders " || len(d.ran) != 0 {
		t.Errorf("input %q, ran %q", d.c.Input(), d.ran)
	}
}

func TestTab_withCtrlLeaves(t *testing.T) {
	d := open(t, console.Params{})
	if !d.c.AcceptsTab() {
		t.Error("Tab is not kept for completion")
	}
	d.ctrl(fyne.KeyTab)
	if d.w.Canvas().Focused() == fyne.Focusable(d.c) {
		t.Error("Ctrl+Tab did not leave")
	}
}

func TestControlKeys_editAsAShellDoes(t *testing.T) {
	d := open(t, console.Params{})
	d.typed("one two three")
	d.ctrl(fyne.KeyW)
	if d.c.Input() != "one two " {
		t.Errorf("Ctrl+W: %q", d.c.Input())
	}
	d.c.TypedShortcut(&fyne.ShortcutSelectAll{})
	d.typed("x")
	d.ctrl(fyne.KeyK)
	if d.c.Input() != "x" {
		t.Errorf("Ctrl+A, Ctrl+K: %q", d.c.Input())
	}
	d.ctrl(fyne.KeyE)
	d.ctrl(fyne.KeyU)
	if d.c.Input() != "" {
		t.Errorf("Ctrl+U: %q", d.c.Input())
	}
	d.c.Write("printed\n")
	d.ctrl(fyne.KeyL)
	if d.c.Text() != "" {
		t.Errorf("Ctrl+L left %q", d.c.Text())
	}
}

func TestShortcuts_ofTheWindowReachIt(t *testing.T) {
	d := open(t, console.Params{})
	got := 0
	d.w.Canvas().AddShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyK, Modifier: fyne.KeyModifierControl}, func(fyne.Shortcut) { got++ })
	d.ctrl(fyne.KeyK)
	if got != 1 {
		t.Error("Ctrl+K on an empty line did not reach the window")
	}
}

func TestCopyKey_copiesTheMarkOrInterrupts(t *testing.T) {
	stopped := 0
	var d *desk
	d = open(t, console.Params{OnRun: func(string) {}, OnInterrupt: func() { stopped++; d.c.Finish(130) }})
	d.c.Write("hello world\n")
	d.c.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(500, 20)}, Dragged: fyne.NewDelta(490, 0)})
	d.c.DragEnd()
	clip := test.NewClipboard()
	d.c.TypedShortcut(&fyne.ShortcutCopy{Clipboard: clip})
	if clip.Content() != "hello world" || stopped != 0 {
		t.Errorf("copied %q, stopped %d", clip.Content(), stopped)
	}
	d.typed("sleep")
	d.keys(fyne.KeyReturn)
	d.c.TypedShortcut(&fyne.ShortcutCopy{Clipboard: clip})
	if stopped != 1 || d.c.Running() {
		t.Errorf("stopped %d, running %v", stopped, d.c.Running())
	}
	d.typed("half a li")
	d.c.TypedShortcut(&fyne.ShortcutCopy{Clipboard: clip})
	if d.c.Input() != "" || !strings.Contains(d.c.Text(), "half a li^C") {
		t.Errorf("input %q, shown %q", d.c.Input(), d.c.Text())
	}
}

func TestAsk_givesTheLineToTheRunningCommand(t *testing.T) {
	var answers []string
	var d *desk
	d = open(t, console.Params{
		OnRun:   func(string) { d.c.Write("(1/1) Stage this hunk [y,n]? "); d.c.Ask(true) },
		OnInput: func(line string) { answers = append(answers, line); d.c.Finish(0) },
	})
	d.typed("git add -p")
	d.keys(fyne.KeyReturn)
	d.typed("y")
	d.keys(fyne.KeyReturn)
	if strings.Join(answers, "|") != "y" || !strings.Contains(d.c.Text(), "[y,n]? y\n") {
		t.Errorf("answers %q, shown %q", answers, d.c.Text())
	}
}

func TestInterrupt_keepsTheLinesOfWhatWasTyped(t *testing.T) {
	d := open(t, console.Params{})
	d.typed("echo 'a")
	d.keys(fyne.KeyReturn)
	d.typed("b")
	d.ctrl(fyne.KeyC)
	if got, want := d.c.Text(), "$ echo 'a\n> b^C\n"; got != want {
		t.Errorf("printed %q, want %q", got, want)
	}
}

func TestWrite_keepsColoursOutOfTheTextAndLinesWithinTheLimit(t *testing.T) {
	d := open(t, console.Params{Limit: 100})
	d.c.Write("\x1b[31mred\x1b[m and \x1b[1;3")
	d.c.Write("2mgreen\x1b[0m\x1b]8;;http://x\x07\tx\r\n50%\r100%\n\x1b[2J")
	if want := "red and green   x\n100%\n"; d.c.Text() != want {
		t.Errorf("shown %q, want %q", d.c.Text(), want)
	}
	for i := range 500 {
		d.c.Write(fmt.Sprintln("line", i))
	}
	if n := strings.Count(d.c.Text(), "\n"); n != 100 {
		t.Errorf("%d lines kept", n)
	}
}

func TestScreenshot_console(t *testing.T) {
	gallery.Shot(t, gallery.Params{
		Name: "kit-console", Size: fyne.NewSize(690, 340),
		Modes: []theme.Mode{theme.ModeLight, theme.ModeDark, theme.ModeContrastDark},
		Build: func() fyne.CanvasObject { return sample() },
		Then: func(w fyne.Window) {
			c, _ := w.Canvas().Content().(*fyne.Container).Objects[1].(*console.Console)
			w.Canvas().Focus(c)
			test.Type(c, "git add db/")
			c.TypedKey(&fyne.KeyEvent{Name: fyne.KeyTab})
			c.TypedKey(&fyne.KeyEvent{Name: fyne.KeyTab})
		},
	})
	gallery.Shot(t, gallery.Params{
		Name: "kit-console-ghost", Size: fyne.NewSize(690, 340),
		Build: func() fyne.CanvasObject { return sample() },
		Then: func(w fyne.Window) {
			c, _ := w.Canvas().Content().(*fyne.Container).Objects[1].(*console.Console)
			w.Canvas().Focus(c)
			test.Type(c, "git add db/sch")
		},
	})
}

func sample() *console.Console {
	var c *console.Console
	c = console.New(console.Params{
		Do:    func(f func()) { f() },
		Ghost: func(string) string { return "git add db/schema.sql" },
		Complete: func(string, int) console.Completion {
			return console.Completion{From: 8, Candidates: []string{"db/0005_orders.sql", "db/schema.sql"}, Notes: []string{"added", "in conflict"}}
		},
		OnRun: func(line string) {
			switch line {
			case "git merge feature/orders":
				c.Write("Auto-merging db/schema.sql\n\x1b[31mCONFLICT (content): Merge conflict in db/schema.sql\x1b[m\n" +
					"Automatic merge failed; fix conflicts and then commit the result.\n")
				c.Finish(1)
			default:
				c.Write("\x1b[32mA\x1b[m  db/0005_orders.sql\n\x1b[31mUU\x1b[m db/schema.sql\n")
				c.Finish(0)
			}
		},
	})
	c.SetPrompt("shop (main) $")
	c.Run("git merge feature/orders")
	c.SetPrompt("shop (main|MERGING) $")
	c.Run("git status -s")
	return c
}

func BenchmarkWrite_aLineAfter10000(b *testing.B) {
	d := open(b, console.Params{})
	d.c.Write(strings.Repeat("a line of output that is as long as lines are in a log of commits\n", 10_000))
	for b.Loop() {
		d.c.Write("one more line\n")
	}
}

func TestLayout_atTheSameSizeMakesNothingNew(t *testing.T) {
	d := open(t, console.Params{})
	d.c.Run("git status", "git status")
	r := test.WidgetRenderer(d.c)
	before := slices.Clone(r.Objects())
	r.Layout(d.c.Size())
	if !slices.Equal(before, r.Objects()) {
		t.Error("each layout makes new objects, so that the window would draw for ever")
	}
}
