package ui

import (
	"context"
	"errors"
	"image"
	"testing"
	"time"

	"cairn/assets"
	"cairn/internal/app"
	"cairn/internal/course"
	"cairn/internal/ui/kit/gallery"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// pump is the window's goroutine in a test: what is dispatched runs when the
// test says so, and never beside it.
type pump chan func()

func (p pump) dispatch(f func()) { p <- f }

// until runs what is dispatched until ok.
func (p pump) until(t *testing.T, what string, ok func() bool) {
	t.Helper()
	late := time.After(30 * time.Second)
	for !ok() {
		select {
		case f := <-p:
			f()
		case <-time.After(20 * time.Millisecond):
		case <-late:
			t.Fatalf("waited in vain for %s", what)
		}
	}
}

// settle runs what is dispatched until nothing comes any more.
func (p pump) settle() {
	for {
		select {
		case f := <-p:
			f()
		case <-time.After(700 * time.Millisecond):
			return
		}
	}
}

// opened is a window on an empty home.
func opened(t *testing.T, change func(*app.Settings)) (*window, pump) {
	t.Helper()
	files, err := assets.BackendRoadmap()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	a, err := app.Open(t.Context(), app.Params{Folders: app.Folders{Data: dir + "/data", Practice: dir + "/Cairn"}, Pack: files})
	if err != nil {
		t.Fatal(err)
	}
	if change != nil {
		if err := a.ChangeSettings(t.Context(), change); err != nil {
			t.Fatal(err)
		}
	}
	p := make(pump, 1000)
	w := newWindow(context.WithoutCancel(t.Context()), test.NewTempApp(t), a, p.dispatch)
	w.win.Resize(fyne.NewSize(1440, 900))
	t.Cleanup(func() {
		if err := w.close(); err != nil {
			t.Error(err)
		}
	})
	p.settle()
	return w, p
}

func practise(t *testing.T, w *window, p pump, slug course.Slug, lines int) {
	t.Helper()
	var e *course.Exercise
	for i := range w.app.Pack().Exercises {
		if w.app.Pack().Exercises[i].Slug == slug {
			e = &w.app.Pack().Exercises[i]
		}
	}
	solution := app.Lines(e.Solution)
	w.learn.Run(solution[:lines]...)
	p.settle()
	if lines == len(solution) {
		p.until(t, "the exercise to be passed", func() bool { return w.app.Passed(e) })
	}
}

func TestWindow_opensOnTheFirstLessonWithItsConsoleFocused(t *testing.T) {
	w, _ := opened(t, nil)
	if w.place != placeLearn || w.learn.Page().Lesson.Slug != "terminal" {
		t.Errorf("the window opens on %s", w.place)
	}
	if w.win.Canvas().Focused() == nil {
		t.Error("nothing has the keyboard")
	}
}

func TestWindow_goesEverywhereAndBack(t *testing.T) {
	w, p := opened(t, nil)
	for _, place := range []string{placeRoadmap, placeSettings, placeLearn, placeRoadmap, placeLearn} {
		w.goTo(place)
		p.settle()
		if w.place != place {
			t.Errorf("went to %s, is at %s", place, w.place)
		}
	}
	w.neighbour(true)
	p.settle()
	if got := w.learn.Page().Lesson.Slug; got != "own-repository" {
		t.Errorf("the next lesson is %s", got)
	}
	w.showKeys()
	w.escape()
	if w.escape != nil {
		t.Error("the sheet of keys stays")
	}
}

func TestWindow_keepsItsSizeAndPlaceBeforeItIsClosed(t *testing.T) {
	w, p := opened(t, nil)
	w.win.Resize(fyne.NewSize(1111, 777))
	w.goTo(placeSettings)
	p.until(t, "size and place to be kept", func() bool {
		s := w.app.Settings()
		return s.Width == 1111 && s.Height == 777 && s.Screen == placeSettings
	})
}

func TestWindow_doesTheFirstExercise(t *testing.T) {
	w, p := opened(t, nil)
	practise(t, w, p, "look-around", 6)
	card := w.app.Roadmap().Cards[0]
	if card.State != app.TopicInProgress {
		t.Errorf("the topic is %s", card.State)
	}
}

// TestScreenshots paints the screens as `make screenshots` writes them.
func TestScreenshots(t *testing.T) {
	screens := []struct {
		name string
		show func(t *testing.T, w *window, p pump)
	}{
		{"learn", func(*testing.T, *window, pump) {}},
		{"passed", func(t *testing.T, w *window, p pump) {
			w.neighbour(true)
			p.settle()
			practise(t, w, p, "first-commits", 9)
		}},
		{"roadmap", func(_ *testing.T, w *window, p pump) { w.goTo(placeRoadmap); p.settle() }},
		{"topic", func(_ *testing.T, w *window, p pump) {
			w.goTo(placeRoadmap)
			w.showTopic(w.app.Roadmap().Cards[0])
			p.settle()
		}},
		{"planned", func(_ *testing.T, w *window, p pump) {
			w.goTo(placeRoadmap)
			w.showTopic(w.app.Roadmap().Cards[5])
			p.settle()
		}},
		{"settings", func(_ *testing.T, w *window, p pump) { w.goTo(placeSettings); p.settle() }},
		{"keys", func(_ *testing.T, w *window, p pump) { w.showKeys(); p.settle() }},
		{"identity", func(_ *testing.T, w *window, p pump) { w.askIdentity(func() {}); p.settle() }},
	}
	for _, screen := range screens {
		for _, theme := range []app.Theme{app.ThemeLight, app.ThemeDark} {
			t.Run(screen.name+"-"+string(theme), func(t *testing.T) {
				w, p := opened(t, func(s *app.Settings) { s.Theme, s.ReducedMotion = theme, true })
				screen.show(t, w, p)
				gallery.Keep(t, "screen-"+screen.name+"-"+string(theme), capture(w))
			})
		}
	}
	t.Run("contrast", func(t *testing.T) {
		w, _ := opened(t, func(s *app.Settings) { s.Theme, s.ReducedMotion = app.ThemeHighContrast, true })
		gallery.Keep(t, "screen-learn-contrast", capture(w))
	})
	t.Run("large text", func(t *testing.T) {
		w, _ := opened(t, func(s *app.Settings) { s.Theme, s.TextScale, s.ReducedMotion = app.ThemeLight, 1.5, true })
		gallery.Keep(t, "screen-learn-large", capture(w))
	})
}

func capture(w *window) image.Image { return w.win.Canvas().Capture() }

func TestIdentity_asksAgainForAnAddressThatIsNone(t *testing.T) {
	w, _ := opened(t, func(s *app.Settings) { s.Given = course.Identity{Name: "Ada", Email: "nonsense"} })
	done := false
	w.askIdentity(func() { done = true })
	name := w.win.Canvas().Focused()
	enter := func() { w.win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn}) }
	enter()
	enter()
	email, ok := w.win.Canvas().Focused().(*field)
	if done || !ok || email == name {
		t.Fatalf("done %v, the focus is on %T", done, w.win.Canvas().Focused())
	}
	email.SetText("ada@example.com")
	enter()
	if got, want := w.app.Settings().Identity, (course.Identity{Name: "Ada", Email: "ada@example.com"}); !done || got != want {
		t.Errorf("done %v, the name is %v", done, got)
	}
}

func TestWindow_forgetsAnErrorOnceTheLineWorks(t *testing.T) {
	w, p := opened(t, nil)
	w.tell(errors.New("the practice folder is gone"))
	if len(w.frame.notices) != 1 {
		t.Fatalf("%d notices", len(w.frame.notices))
	}
	w.learn.Run("ls")
	p.until(t, "the error to be taken away", func() bool { return len(w.frame.notices) == 0 })
}
