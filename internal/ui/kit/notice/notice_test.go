package notice_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"cairn/internal/ui/kit/gallery"
	"cairn/internal/ui/kit/notice"
	"cairn/internal/ui/theme"
)

func params() notice.Params {
	return notice.Params{
		Says:    "The disk is full. Your answer is kept in memory; free some room and try again.",
		Detail:  "append event: write progress.db: no space left on device",
		Actions: []notice.Action{{Text: "Try again", OnTap: func() {}}},
		OnCopy:  func(string) {}, OnClose: func() {},
	}
}

func TestNotice_foldsDetailsAndCopiesThem(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Params{}))
	copied, closed, tried := "", false, false
	p := params()
	p.OnCopy, p.OnClose = func(s string) { copied = s }, func() { closed = true }
	p.Actions[0].OnTap = func() { tried = true }
	b := notice.New(p)
	w := test.NewTempWindow(t, b)
	w.Resize(fyne.NewSize(700, 300))
	folded := b.HeightFor(700)
	for range 4 {
		w.Canvas().FocusNext()
		w.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	}
	if !tried || !closed || !strings.Contains(copied, "no space left") {
		t.Errorf("tried %v, closed %v, copied %q", tried, closed, copied)
	}
	if b.HeightFor(700) <= folded {
		t.Error("the details did not unfold")
	}
}

func TestScreenshot_notice(t *testing.T) {
	gallery.Shot(t, gallery.Params{
		Name: "kit-notice", Size: fyne.NewSize(700, 130),
		Build: func() fyne.CanvasObject { return notice.New(params()) },
	})
}
