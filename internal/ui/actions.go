package ui

import (
	"context"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"unicode"

	"cairn/internal/app"
	"cairn/internal/course"
	"cairn/internal/ui/kit/markdown"
	"cairn/internal/ui/learn"
	"cairn/internal/ui/theme"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
)

// The practice pane's actions that have keys.
const (
	practiceHint = learn.ActionHint
	practiceUndo = learn.ActionUndo
	practiceRedo = learn.ActionRedo
)

func (w *window) practice(a learn.Action) {
	if w.place == placeLearn && w.learn != nil {
		w.learn.Do(a)
	}
}

func (w *window) switchPane() {
	if w.place == placeLearn && w.learn != nil {
		w.learn.SwitchPane()
	}
}

func (w *window) toggleFullScreen() { w.win.SetFullScreen(!w.win.FullScreen()) }

func (w *window) neighbour(next bool) {
	if w.learn == nil || w.place != placeLearn {
		return
	}
	page := w.learn.Page()
	if next {
		w.openLesson(page.Next)
	} else {
		w.openLesson(page.Previous)
	}
}

func (w *window) skipTopic(t *course.Topic, skip bool) {
	w.background(func(ctx context.Context) error { return w.app.SkipTopic(ctx, t, skip) })
	w.saves.Wait()
	w.goTo(placeRoadmap)
}

// changeSettings applies a change at once and keeps it.
func (w *window) changeSettings(change func(*app.Settings)) {
	before := w.app.Settings()
	if err := w.app.ChangeSettings(w.ctx, change); err != nil {
		w.tell(err)
	}
	s := w.app.Settings()
	if s.Theme != before.Theme || s.TextScale != before.TextScale || s.ReducedMotion != before.ReducedMotion {
		w.applyTheme()
	}
}

func (w *window) applyTheme() {
	s := w.app.Settings()
	w.fyneApp.Settings().SetTheme(theme.New(theme.Params{
		Mode: theme.Mode(s.Theme), TextScale: s.TextScale, ReducedMotion: s.ReducedMotion}))
}

// scales are the sizes of text that the keys step through.
var scales = []float32{0.85, 1, 1.15, 1.3, 1.5, 1.75}

func (w *window) scaleText(larger bool) {
	now := w.app.Settings().TextScale
	want := now
	for _, s := range scales {
		if larger && s > now {
			want = s
			break
		}
		if !larger && s < now {
			want = s
		}
	}
	w.changeSettings(func(s *app.Settings) { s.TextScale = want })
}

func (w *window) resetText() { w.changeSettings(func(s *app.Settings) { s.TextScale = 1 }) }

func (w *window) copyText(text string) { w.fyneApp.Clipboard().SetContent(text) }

// openFolder opens a folder in the system's file manager; it is made when it
// is not there yet.
func (w *window) openFolder(folder string) {
	if err := os.MkdirAll(folder, 0o750); err != nil {
		w.tell(err)
		return
	}
	path := filepath.ToSlash(folder)
	if runtime.GOOS == "windows" {
		path = "/" + path
	}
	if err := w.fyneApp.OpenURL(&url.URL{Scheme: "file", Path: path}); err != nil {
		w.tell(err)
	}
}

// openLink opens a link of a lesson: another lesson, a glossary term, or a
// page for the browser.
func (w *window) openLink(dest string) {
	kind, name, _ := strings.Cut(dest, ":")
	switch kind {
	case "lesson":
		w.openLesson(w.app.Lesson(course.Slug(name)))
	case "term", "glossary":
		for _, t := range w.app.Pack().Glossary {
			if string(t.ID) == name {
				w.showSheet(t.Term, markdown.NewText(t.Says, markdown.Params{OnLink: w.openLink}))
				return
			}
		}
	case "http", "https":
		if u, err := url.Parse(dest); err == nil {
			if err := w.fyneApp.OpenURL(u); err != nil {
				w.tell(err)
			}
		}
	}
}

// mark is the logo above the places.
func mark() fyne.CanvasObject {
	image := canvas.NewImageFromResource(theme.AppIcon())
	image.FillMode = canvas.ImageFillContain
	image.SetMinSize(fyne.NewSquareSize(32))
	return container.New(layout.NewCenterLayout(), image)
}

// Sentence is an error as a sentence: a capital at its start, a full stop at
// its end.
func Sentence(err error) string {
	letters := []rune(strings.TrimSpace(err.Error()))
	if len(letters) == 0 {
		return ""
	}
	letters[0] = unicode.ToUpper(letters[0])
	s := string(letters)
	if !strings.ContainsAny(s[len(s)-1:], ".!?") {
		s += "."
	}
	return s
}
