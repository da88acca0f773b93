package editor_test

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"cairn/internal/ui/kit/editor"
	"cairn/internal/ui/kit/gallery"
	"cairn/internal/ui/theme"
)

const conflicted = `CREATE TABLE orders (
	id integer PRIMARY KEY,
<<<<<<< HEAD
	coupon_code text,
=======
	customer_id integer,
	total integer
>>>>>>> feature/orders
);

CREATE TABLE carts (
<<<<<<< HEAD
	id integer
=======
	id bigint
>>>>>>> feature/orders
);
`

func open(t *testing.T, p editor.Params) (*editor.Editor, fyne.Window) {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Params{Mode: theme.ModeLight}))
	e := editor.New(p)
	w := test.NewTempWindow(t, e)
	w.Resize(fyne.NewSize(600, 300))
	w.Canvas().Focus(e)
	return e, w
}

func keys(e *editor.Editor, names ...fyne.KeyName) {
	for _, n := range names {
		e.TypedKey(&fyne.KeyEvent{Name: n})
	}
}

func ctrl(e *editor.Editor, key fyne.KeyName) {
	e.TypedShortcut(&desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault})
}

func TestTyping_changesTheTextAndIsUndoneAsOne(t *testing.T) {
	e, _ := open(t, editor.Params{Text: "one\n  two"})
	keys(e, fyne.KeyDown, fyne.KeyEnd)
	test.Type(e, " more")
	keys(e, fyne.KeyReturn)
	test.Type(e, "three")
	if e.Text() != "one\n  two more\n  three" {
		t.Errorf("text %q", e.Text())
	}
	for range 3 {
		e.TypedShortcut(&fyne.ShortcutUndo{})
	}
	if e.Text() != "one\n  two" {
		t.Errorf("undone to %q", e.Text())
	}
	e.TypedShortcut(&fyne.ShortcutRedo{})
	if e.Text() != "one\n  two more" {
		t.Errorf("redone to %q", e.Text())
	}
}

func TestErase_joinsLinesAndWords(t *testing.T) {
	e, _ := open(t, editor.Params{Text: "alpha beta\ngamma"})
	keys(e, fyne.KeyDown, fyne.KeyBackspace, fyne.KeyBackspace)
	if e.Text() != "alpha betgamma" {
		t.Errorf("text %q", e.Text())
	}
	keys(e, fyne.KeyHome, fyne.KeyDelete)
	ctrl(e, fyne.KeyEnd)
	ctrl(e, fyne.KeyBackspace)
	if e.Text() != "lpha " {
		t.Errorf("text %q", e.Text())
	}
}

func TestClipboard_takesWhatShiftMarked(t *testing.T) {
	e, _ := open(t, editor.Params{Text: "one\ntwo\nthree"})
	clip := test.NewClipboard()
	e.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	keys(e, fyne.KeyDown, fyne.KeyRight)
	e.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	e.TypedShortcut(&fyne.ShortcutCut{Clipboard: clip})
	if clip.Content() != "one\nt" || e.Text() != "wo\nthree" {
		t.Errorf("cut %q, left %q", clip.Content(), e.Text())
	}
	e.TypedShortcut(&fyne.ShortcutSelectAll{})
	e.TypedShortcut(&fyne.ShortcutPaste{Clipboard: clip})
	if e.Text() != "one\nt" {
		t.Errorf("pasted %q", e.Text())
	}
}

func TestTake_settlesTheConflictAtTheCursor(t *testing.T) {
	for side, want := range map[editor.Side]string{
		editor.Ours: "\tcoupon_code text,\n);", editor.Theirs: "\tcustomer_id integer,\n\ttotal integer\n);",
		editor.Both: "\tcoupon_code text,\n\tcustomer_id integer,\n\ttotal integer\n);",
	} {
		e, _ := open(t, editor.Params{Text: conflicted})
		if e.Conflicts() != 2 {
			t.Fatalf("%d conflicts", e.Conflicts())
		}
		e.Take(side)
		if !strings.Contains(e.Text(), "PRIMARY KEY,\n"+want) || e.Conflicts() != 1 {
			t.Errorf("side %d: %q", side, e.Text())
		}
		e.Take(side)
		if e.Conflicts() != 0 || strings.ContainsAny(e.Text(), "<>=") {
			t.Errorf("side %d left %q", side, e.Text())
		}
		e.TypedShortcut(&fyne.ShortcutUndo{})
		e.TypedShortcut(&fyne.ShortcutUndo{})
		if e.Text() != conflicted {
			t.Errorf("undo gave %q", e.Text())
		}
	}
}

func TestTake_leavesTheBaseOfDiff3Out(t *testing.T) {
	e, _ := open(t, editor.Params{Text: "<<<<<<< a\n1\n||||||| 12ab\n0\n=======\n2\n>>>>>>> b\n"})
	e.Take(editor.Both)
	if e.Text() != "1\n2\n" {
		t.Errorf("text %q", e.Text())
	}
}

func TestConflicts_areNotSeenInBrokenMarkers(t *testing.T) {
	for _, s := range []string{"<<<<<<< a\n=======\n", ">>>>>>> b\n", "<<<<<<<< a\n=======\n>>>>>>> b", "=======\nTitle\n======="} {
		if e, _ := open(t, editor.Params{Text: s}); e.Conflicts() != 0 {
			t.Errorf("%q: %d conflicts", s, e.Conflicts())
		}
	}
}

func TestSave_andCancelByKey(t *testing.T) {
	saved, cancelled := "", false
	e, _ := open(t, editor.Params{Text: "x", OnSave: func(s string) { saved = s }, OnCancel: func() { cancelled = true }})
	test.Type(e, "y")
	ctrl(e, fyne.KeyS)
	keys(e, fyne.KeyEscape)
	if saved != "yx" || !cancelled {
		t.Errorf("saved %q, cancelled %v", saved, cancelled)
	}
}

func TestReadOnly_keepsTheText(t *testing.T) {
	e, _ := open(t, editor.Params{Text: conflicted, ReadOnly: true})
	test.Type(e, "y")
	keys(e, fyne.KeyReturn, fyne.KeyDelete)
	e.Take(editor.Ours)
	if e.Text() != conflicted {
		t.Errorf("text %q", e.Text())
	}
}

func FuzzEditor(f *testing.F) {
	f.Add("a\nb\n<<<<<<< \n=======\n>>>>>>> x\t\x00é", "ldurhebk")
	f.Fuzz(func(t *testing.T, s, moves string) {
		test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Params{}))
		e := editor.New(editor.Params{Text: s})
		e.Resize(fyne.NewSize(200, 100))
		names := map[rune]fyne.KeyName{
			'l': fyne.KeyLeft, 'r': fyne.KeyRight, 'u': fyne.KeyUp, 'd': fyne.KeyDown, 'h': fyne.KeyHome, 'e': fyne.KeyEnd,
			'b': fyne.KeyBackspace, 'k': fyne.KeyDelete, 'n': fyne.KeyReturn, 'p': fyne.KeyPageDown, 's': desktop.KeyShiftLeft,
		}
		for _, m := range moves {
			switch {
			case m == 's':
				e.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
			case m == 'z':
				e.TypedShortcut(&fyne.ShortcutUndo{})
			case m == 't':
				e.Take(editor.Both)
			case names[m] != "":
				e.TypedKey(&fyne.KeyEvent{Name: names[m]})
			default:
				e.TypedRune(m)
			}
		}
	})
}

func TestScreenshot_editor(t *testing.T) {
	gallery.Shot(t, gallery.Params{
		Name: "kit-editor", Size: fyne.NewSize(640, 380),
		Modes: []theme.Mode{theme.ModeLight, theme.ModeDark, theme.ModeContrastLight},
		Build: func() fyne.CanvasObject { return editor.New(editor.Params{Text: conflicted}) },
		Then: func(w fyne.Window) {
			e, _ := w.Canvas().Content().(*fyne.Container).Objects[1].(*editor.Editor)
			w.Canvas().Focus(e)
		},
	})
	gallery.Shot(t, gallery.Params{
		Name: "kit-editor-message", Size: fyne.NewSize(640, 200),
		Build: func() fyne.CanvasObject {
			return editor.New(editor.Params{Comment: "#", Guide: 72, Text: "Add coupon codes\n\nThe shop gives them at Easter.\n" +
				"# Please enter the commit message for your changes. Lines starting\n# with '#' will be ignored, and an empty message aborts the commit.\n"})
		},
	})
}

func TestLayout_atTheSameSizeMakesNothingNew(t *testing.T) {
	e, _ := open(t, editor.Params{Text: conflicted})
	r := test.WidgetRenderer(e)
	before := slices.Clone(r.Objects())
	r.Layout(e.Size())
	if !slices.Equal(before, r.Objects()) {
		t.Error("each layout makes new objects, so that the window would draw for ever")
	}
}
