package markdown_test

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/png"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"cairn/internal/ui/kit"
	"cairn/internal/ui/kit/gallery"
	"cairn/internal/ui/kit/markdown"
	"cairn/internal/ui/theme"
)

const lesson = `# Migrations that collide

A migration is a numbered step from one shape of the database to the next. The number is the
promise: every machine runs the steps in the same order. Two branches that each add “the next”
step both keep that promise *alone*, and **break it together**.

` + "```sql" + `
ALTER TABLE orders ADD COLUMN coupon_code text;
-- 0004 on feature/coupons
` + "```" + `

## Who goes first?

The branch that reaches ` + "`main`" + ` first keeps its number. The other one [renames its file](lesson:rename),
checks that its step still works after the first, and only then merges.

1. Fetch what the others pushed.
2. Rename ` + "`db/0004_orders.sql`" + ` to the next free number.
3. Run both steps on an empty database.

- a point
- another, that is long enough to go on below in a second line of the list, set off from its mark
- [x] done already
- [ ] still to do

> [!WARNING]
> Never renumber a migration that has run in production. Write a new one.

> [!NOTE]
> ` + "`git mv`" + ` is a rename in the index; Git itself stores no renames.

| Command | What it does | Safe |
|---|---|--:|
| ` + "`git merge topic`" + ` | joins the histories and, where it must, records a merge commit | yes |
| ` + "`git reset --hard`" + ` | moves the branch and throws away what was not committed | no |

` + "```go\nfunc main() {\n\tfmt.Println(\"Hello\", 42) // say it\n}\n```" + `

` + "```practice\ngit merge feature/orders\n```" + `

` + "```quiz\nwhich-number\n```" + `

> A quotation, muted.

![Two branches](assets/two.png "Two branches that add one number each")

---

The end.
`

func question(name string) (markdown.Question, bool) {
	return markdown.Question{
		Name: name, Asks: "Which number does the second branch take?",
		Choices: []markdown.Choice{
			{Says: "The same one, Git keeps both", Because: "Git keeps both files, and the database runs only one of them."},
			{Says: "The next free number on `main`", Correct: true, Because: "Then every machine runs them in one order."},
			{Says: "A number far ahead, to be safe", Because: "The next colleague would not know what is free."},
		},
	}, name == "which-number"
}

func picture(string) ([]byte, error) {
	img := image.NewNRGBA(image.Rect(0, 0, 320, 90))
	for y := range 90 {
		for x := range 320 {
			img.Set(x, y, color.NRGBA{R: uint8(x), G: 120, B: uint8(2 * y), A: 255})
		}
	}
	var b bytes.Buffer
	err := png.Encode(&b, img)
	return b.Bytes(), err
}

func newView(p markdown.Params) *markdown.View {
	p.Question, p.Picture = question, picture
	if p.OnRun == nil {
		p.OnRun = func([]string) {}
	}
	if p.OnLink == nil {
		p.OnLink = func(string) {}
	}
	return markdown.NewView(markdown.Parse(lesson), p)
}

func window(t *testing.T, o fyne.CanvasObject, w, h float32) fyne.Window {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Params{Mode: theme.ModeLight}))
	win := test.NewTempWindow(t, o)
	win.SetPadded(false)
	win.Resize(fyne.NewSize(w, h))
	return win
}

func same(a, b image.Image) bool {
	for y := range a.Bounds().Dy() {
		for x := range a.Bounds().Dx() {
			if a.At(x, y) != b.At(x, y) {
				return false
			}
		}
	}
	return true
}

func press(f fyne.Focusable) { f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn}) }

func TestView_runsLinksCommandsAndAnswersByKeyboard(t *testing.T) {
	var link, ran, answered string
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Params{}))
	v := newView(markdown.Params{
		OnLink: func(dest string) { link = dest },
		OnRun:  func(commands []string) { ran = strings.Join(commands, ";") },
		OnAnswer: func(name string, _ []int, correct bool) {
			answered += name + map[bool]string{true: " right;", false: " wrong;"}[correct]
		},
	})
	w := window(t, v, 700, 3000)
	seen := map[fyne.Focusable]bool{}
	for range 30 {
		w.Canvas().FocusNext()
		if f := w.Canvas().Focused(); f != nil && !seen[f] {
			seen[f] = true
			press(f)
		}
	}
	if link != "lesson:rename" || ran != "git merge feature/orders" || !strings.HasPrefix(answered, "which-number wrong;") {
		t.Errorf("link %q, ran %q, answered %q", link, ran, answered)
	}
	if fyne.CurrentApp().Clipboard().Content() == "" {
		t.Error("no code was copied by keyboard")
	}
}

func TestView_drawsOnlyWhatIsNear(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Params{}))
	v := markdown.NewView(markdown.Parse(strings.Repeat(lesson+"\n", 20)), markdown.Params{})
	window(t, v, 700, 500)
	texts := 0
	count(v, &texts)
	if texts == 0 || texts > 400 {
		t.Errorf("%d texts are handed to Fyne", texts)
	}
	v.ScrollTo(4000)
	if v.Offset() != 4000 {
		t.Errorf("offset %v", v.Offset())
	}
}

func count(o fyne.CanvasObject, texts *int) {
	switch o := o.(type) {
	case *canvas.Text:
		*texts++
	case *fyne.Container:
		for _, c := range o.Objects {
			count(c, texts)
		}
	case fyne.Widget:
		for _, c := range test.WidgetRenderer(o).Objects() {
			count(c, texts)
		}
	}
}

func TestView_keepsItsPlaceWhenTheWidthChanges(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Params{}))
	v := markdown.NewView(markdown.Parse(strings.Repeat(lesson+"\n", 5)), markdown.Params{})
	w := window(t, v, 900, 500)
	v.ScrollTo(2000)
	w.Resize(fyne.NewSize(420, 500))
	if v.Offset() < 2200 {
		t.Errorf("after narrowing the offset is %v: the text slipped", v.Offset())
	}
	w.Resize(fyne.NewSize(900, 500))
	if v.Offset() < 1990 || v.Offset() > 2010 {
		t.Errorf("back at the old width the offset is %v, want 2000", v.Offset())
	}
}

func TestTab_bringsWhatItReachesIntoSight(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Params{}))
	v := newView(markdown.Params{})
	w := window(t, v, 700, 300)
	v.Settle()
	for range 7 {
		w.Canvas().FocusNext()
		if w.Canvas().Focused() == fyne.Focusable(v) {
			continue // the text itself
		}
		o, ok := w.Canvas().Focused().(fyne.CanvasObject)
		if !ok {
			t.Fatal("nothing has the focus")
		}
		y := fyne.CurrentApp().Driver().AbsolutePositionForObject(o).Y
		if y < 0 || y+o.Size().Height > 300 {
			t.Errorf("%T lies at %v, out of sight", o, y)
		}
	}
	if v.Offset() == 0 {
		t.Error("the text did not scroll")
	}
}

func TestTab_beginsAtWhatIsInSight(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Params{}))
	v := newView(markdown.Params{})
	w := window(t, v, 700, 300)
	v.Settle()
	v.ScrollTo(600)
	w.Canvas().Focus(v)
	v.TypedKey(&fyne.KeyEvent{Name: fyne.KeyTab})
	o, ok := w.Canvas().Focused().(fyne.CanvasObject)
	if !ok || o == fyne.CanvasObject(v) {
		t.Fatalf("the focus is on %T", o)
	}
	if y := fyne.CurrentApp().Driver().AbsolutePositionForObject(o).Y; y < -o.Size().Height || y > 300 {
		t.Errorf("%T lies at %v, out of sight", o, y)
	}
	if v.Offset() < 500 {
		t.Errorf("the text went back to %v", v.Offset())
	}
}

func TestQuiz_keepsTheKeyboardWhenItIsAnswered(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Params{}))
	q, _ := question("which-number")
	card := markdown.NewQuizCard(q, markdown.Params{})
	before := widget.NewButton("before", nil)
	w := window(t, container.NewVBox(before, card), 500, 600)
	w.Canvas().Focus(before)
	w.Canvas().FocusNext()
	chosen := w.Canvas().Focused()
	press(chosen)
	if !card.Answered() || w.Canvas().Focused() != chosen {
		t.Fatalf("answered %v, the focus is on %T", card.Answered(), w.Canvas().Focused())
	}
	w.Canvas().FocusNext()
	again, ok := w.Canvas().Focused().(*kit.Button)
	if !ok || again.Label() != "Try again" {
		t.Fatalf("Tab went to %T", w.Canvas().Focused())
	}
	press(again)
	if w.Canvas().Focused() != chosen {
		t.Errorf("after Try again the focus is on %T", w.Canvas().Focused())
	}
}

func TestGoTo_waitsForASizeAndHoldsAtEveryOther(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Params{}))
	doc := markdown.Parse(strings.Repeat(lesson+"\n", 5))
	var at markdown.Place
	want := markdown.Place{Block: 20, Into: 0.5}
	v := markdown.NewView(doc, markdown.Params{OnScroll: func(p markdown.Place, _ float32) { at = p }})
	v.GoTo(want)
	v.Resize(fyne.NewSize(-2, 196)) // as a split that has no room yet does
	w := window(t, v, 700, 500)
	check := func(what string) {
		t.Helper()
		if at.Block != want.Block || at.Into < 0.45 || at.Into > 0.55 {
			t.Errorf("%s the place is %v, want %v", what, at, want)
		}
	}
	check("at first")
	before := v.Offset()
	w.Resize(fyne.NewSize(420, 500))
	check("in a narrow window")
	test.ApplyTheme(t, theme.New(theme.Params{TextScale: 1.5}))
	check("with large letters")
	if v.Offset() < before*1.5 {
		t.Errorf("offset %v after %v: the text did not grow", v.Offset(), before)
	}
}

func TestPicture_missingIsSaid(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Params{}))
	v := markdown.NewView(markdown.Parse("![A map](no.png)"), markdown.Params{
		Picture: func(string) ([]byte, error) { return nil, errors.New("none") },
	})
	w := window(t, v, 500, 300)
	if w.Canvas().Capture() == nil {
		t.Error("nothing is drawn")
	}
}

func TestScreenshot_lesson(t *testing.T) {
	gallery.Shot(t, gallery.Params{
		Name: "kit-markdown", Size: fyne.NewSize(640, 1900), Ground: theme.Surface,
		Modes: []theme.Mode{theme.ModeLight, theme.ModeDark, theme.ModeContrastLight},
		Build: func() fyne.CanvasObject { return newView(markdown.Params{}) },
	})
	gallery.Shot(t, gallery.Params{
		Name: "kit-quiz", Size: fyne.NewSize(560, 420), Ground: theme.Surface,
		Build: func() fyne.CanvasObject {
			q, _ := question("which-number")
			q.Chosen = []int{0}
			return markdown.NewQuizCard(q, markdown.Params{})
		},
	})
}

func BenchmarkResize_lessonOf10KB(b *testing.B) {
	test.NewTempApp(b).Settings().SetTheme(theme.New(theme.Params{}))
	v := markdown.NewView(markdown.Parse(strings.Repeat(lesson+"\n", 5)), markdown.Params{Question: question, Picture: picture})
	w := test.NewTempWindow(b, v)
	w.Resize(fyne.NewSize(700, 800))
	for i := 0; b.Loop(); i++ {
		v.Resize(fyne.NewSize(float32(500+i%200), 800))
	}
}

func BenchmarkOpen_lessonOf10KB(b *testing.B) {
	test.NewTempApp(b).Settings().SetTheme(theme.New(theme.Params{}))
	for b.Loop() {
		v := markdown.NewView(markdown.Parse(strings.Repeat(lesson+"\n", 5)), markdown.Params{Question: question, Picture: picture})
		v.Resize(fyne.NewSize(700, 800))
	}
}
