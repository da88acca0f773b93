package flow_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"cairn/internal/ui/kit/flow"
	"cairn/internal/ui/kit/gallery"
	"cairn/internal/ui/theme"
)

const sample = "A migration is a numbered step from one shape of the database to the next. " +
	"The number is the promise: every machine runs the steps in the same order."

func tempApp(t *testing.T) {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Params{Mode: theme.ModeLight}))
}

func lesson(spans []flow.Span) *flow.Text {
	return flow.New(spans, flow.Style{Size: theme.Lesson, Leading: theme.LeadingLesson})
}

func TestHeightFor_growsAsTheWidthShrinks(t *testing.T) {
	tempApp(t)
	text := lesson(flow.Plain(sample))
	wide, narrow := text.HeightFor(600), text.HeightFor(200)
	if wide >= narrow {
		t.Errorf("600 wide: %v, 200 wide: %v", wide, narrow)
	}
	if line := text.HeightFor(5000); line < 25 || line > 26 {
		t.Errorf("one line is %v high, want 16.5 × 1.55", line)
	}
}

func TestHeightFor_cutsAWordThatIsWiderThanTheLine(t *testing.T) {
	tempApp(t)
	text := lesson(flow.Plain(strings.Repeat("x", 300)))
	if text.HeightFor(100) <= text.HeightFor(3000) {
		t.Error("a long word was not cut")
	}
}

func TestHeightFor_takesAnyText(t *testing.T) {
	tempApp(t)
	for _, s := range []string{"", " ", "\n\n", "é̂", "\x00", "日本語のテキスト", "🙂🙂🙂"} {
		if h := lesson(flow.Plain(s)).HeightFor(1); h <= 0 {
			t.Errorf("%q: height %v", s, h)
		}
	}
}

func TestLink_opensByClickAndByKey(t *testing.T) {
	tempApp(t)
	opened := 0
	text := lesson([]flow.Span{{Text: "See "}, {Text: "rebase", OnTap: func() { opened++ }}, {Text: "."}})
	w := test.NewTempWindow(t, text)
	w.Resize(fyne.NewSize(400, 100))
	w.Canvas().FocusNext()
	if w.Canvas().Focused() == nil {
		t.Fatal("Tab does not reach the link")
	}
	w.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	test.TapCanvas(w.Canvas(), fyne.NewPos(60, 20))
	if opened != 2 {
		t.Errorf("opened %d times, want 2", opened)
	}
}

func TestSelection_copiesWhatTheMouseMarked(t *testing.T) {
	tempApp(t)
	text := lesson([]flow.Span{{Text: "Reach "}, {Text: "main", Mono: true}, {Text: " first."}})
	w := test.NewTempWindow(t, text)
	w.Resize(fyne.NewSize(400, 100))
	w.Canvas().FocusNext()
	if w.Canvas().Focused() != nil {
		t.Error("a paragraph without a mark takes the focus")
	}
	text.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(400, 5)}, Dragged: fyne.NewDelta(400, 0)})
	text.DragEnd()
	if got := text.SelectedText(); got != "Reach main first." {
		t.Errorf("marked %q", got)
	}
	clip := test.NewClipboard()
	text.TypedShortcut(&fyne.ShortcutCopy{Clipboard: clip})
	if clip.Content() != "Reach main first." {
		t.Errorf("copied %q", clip.Content())
	}
}

func TestStack_laysOutWhatSetKidsBrings(t *testing.T) {
	tempApp(t)
	stack := flow.Stack(4)
	kid := flow.New(flow.Plain("A hint."), flow.Style{})
	stack.SetKids(kid)
	if got, want := stack.HeightFor(300), kid.HeightFor(300); got != want || want == 0 {
		t.Errorf("the stack is %v high, its one kid %v", got, want)
	}
	stack.SetKids()
	if got := stack.HeightFor(300); got != 0 {
		t.Errorf("without kids the stack is %v high", got)
	}
}

func TestMaxLines_endsWithAnEllipsis(t *testing.T) {
	tempApp(t)
	text := flow.New(flow.Plain(sample), flow.Style{MaxLines: 1})
	if text.HeightFor(150) != text.HeightFor(5000) {
		t.Error("more than one line")
	}
}

func TestScreenshot_flow(t *testing.T) {
	gallery.Shot(t, gallery.Params{
		Name: "kit-flow", Size: fyne.NewSize(600, 220), Ground: theme.Surface,
		Build: func() fyne.CanvasObject {
			return lesson([]flow.Span{
				{Text: "The branch that reaches "}, {Text: "main", Mono: true, Chip: true},
				{Text: " first keeps its number. The other one "}, {Text: "renames its file", Bold: true},
				{Text: ", checks that its step "}, {Text: "still", Italic: true},
				{Text: " works after the first, and only then "}, {Text: "merges the two branches into one", OnTap: func() {}},
				{Text: ". "}, {Text: "Not so.", Strike: true}, {Text: " And " + sample},
			})
		},
	})
}

func BenchmarkHeightFor_aNewWidth(b *testing.B) {
	test.NewTempApp(b).Settings().SetTheme(theme.New(theme.Params{}))
	text := lesson(flow.Plain(strings.Repeat(sample+" ", 70)))
	text.HeightFor(600)
	for i := 0; b.Loop(); i++ {
		text.HeightFor(float32(400 + i%200))
	}
}
