package ui

import (
	"context"
	"errors"
	"fmt"
	"time"

	"cairn/internal/app"
	"cairn/internal/course"
	"cairn/internal/ui/kit/notice"
	"cairn/internal/ui/kit/pile"
	"cairn/internal/ui/kit/rail"
	drawn "cairn/internal/ui/kit/roadmap"
	"cairn/internal/ui/learn"
	_ "cairn/internal/ui/locale" // before Fyne: see there
	"cairn/internal/ui/roadmap"
	"cairn/internal/ui/settings"
	"cairn/internal/ui/task"
	"cairn/internal/ui/theme"

	"fyne.io/fyne/v2"
	fyneapp "fyne.io/fyne/v2/app"
)

// ID is the program's name among the system's programs, as in FyneApp.toml.
const ID = "org.cairn.desktop"

// Params is what the window is built from.
type Params struct {
	Version string
	// Open opens the program without a window. It runs beside the start of the
	// window, on a goroutine of its own.
	Open func(context.Context) (*app.App, error)
}

const (
	defaultWidth, defaultHeight float32 = 1280, 800
)

// Run opens the window and returns when it was closed. Errors are those that
// leave nothing to show.
func Run(ctx context.Context, p Params) error {
	if err := displayError(); err != nil {
		return err
	}
	type opened struct {
		app *app.App
		err error
	}
	ready := make(chan opened, 1)
	go func() {
		a, err := p.Open(ctx)
		ready <- opened{a, err}
	}()
	fyneapp.SetMetadata(fyne.AppMetadata{ID: ID, Name: "Cairn", Version: p.Version, Icon: theme.AppIcon()})
	fyneApp := fyneapp.NewWithID(ID)
	o := <-ready
	if o.err != nil {
		return o.err
	}
	w := newWindow(ctx, fyneApp, o.app, fyne.Do)
	return errors.Join(w.run(), w.close())
}

// window is the one window of the program.
type window struct {
	ctx      context.Context //nolint:containedctx // the window's own life
	app      *app.App
	fyneApp  fyne.App
	win      fyne.Window
	frame    *frame
	errors   []*notice.Bar
	stones   *pile.Pile // one for each exercise that was passed
	dispatch task.Dispatcher
	// saves does the writing that nothing waits for, one after the other.
	saves *task.Lane
	// left keeps how the window is, so that it comes back like that even after a
	// power cut.
	left *task.Keeper[leftAs]

	place  string
	learn  *learn.Screen
	escape func() // takes the uppermost sheet away; nil without one
	// mapPlace is where the roadmap was left in this session.
	mapPlace drawn.Place
}

func newWindow(ctx context.Context, fyneApp fyne.App, a *app.App, dispatch task.Dispatcher) *window {
	w := &window{ctx: ctx, app: a, fyneApp: fyneApp, dispatch: dispatch, saves: task.NewLane(ctx, dispatch)}
	w.left = task.NewKeeper(saveAfter, w.saveLeft)
	w.applyTheme()
	w.win = fyneApp.NewWindow("Cairn")
	bar := rail.New(mark(), places(), w.goTo)
	w.stones = pile.New(a.PassedExercises())
	bar.SetFoot(w.stones)
	w.frame = newFrame(bar)
	w.win.SetContent(w.frame)
	w.win.SetPadded(false)
	w.win.SetMaster()
	w.bind(w.win.Canvas())
	s := a.Settings()
	size := fyne.NewSize(defaultWidth, defaultHeight)
	if s.Width > 0 && s.Height > 0 {
		size = fyne.NewSize(s.Width, s.Height)
	}
	w.win.Resize(size)
	if trouble := a.Trouble(); trouble != nil {
		w.showTrouble(trouble)
	}
	start := s.Screen
	if start == "" {
		start = placeLearn
	}
	w.goTo(start)
	w.frame.onSize = func(size fyne.Size) { w.left.Set(leftAs{w.place, w.keptSize(size)}) }
	return w
}

// leftAs is how the window was left.
type leftAs struct {
	place string
	size  fyne.Size
}

// saveAfter is how long a change of the window's size or place stays unsaved.
const saveAfter = 600 * time.Millisecond

// keptSize is the size to come back in: that before the window filled the screen,
// and the old one while there is none yet.
func (w *window) keptSize(size fyne.Size) fyne.Size {
	if s := w.app.Settings(); w.win.FullScreen() || size.Width <= 0 || size.Height <= 0 {
		return fyne.NewSize(s.Width, s.Height)
	}
	return size
}

func (w *window) saveLeft(as leftAs) {
	w.background(func(ctx context.Context) error {
		if s := w.app.Settings(); s.Screen == as.place && s.Width == as.size.Width && s.Height == as.size.Height {
			return nil
		}
		return w.app.ChangeSettings(ctx, func(s *app.Settings) {
			s.Screen, s.Width, s.Height = as.place, as.size.Width, as.size.Height
		})
	})
}

// run shows the window until it is closed.
func (w *window) run() error {
	w.win.Show()
	if !isDrawn(w.win) {
		return errNotDrawn
	}
	raise := func() { w.dispatch(w.win.RequestFocus) }
	if err := w.app.OnRaise(w.ctx, raise); err != nil {
		w.tell(err)
	}
	w.background(func(ctx context.Context) error { return w.app.BackUp(ctx) })
	w.fyneApp.Lifecycle().SetOnStarted(func() { w.dispatch(w.fitScreen) })
	w.fyneApp.Run()
	return nil
}

// close saves what is unsaved. It runs after the window is gone.
func (w *window) close() error {
	if w.learn != nil {
		w.learn.Close()
	}
	w.left.Flush()
	w.saves.Wait()
	w.saves.Close()
	return w.app.Close()
}

// goTo shows a place of the rail.
func (w *window) goTo(place string) {
	if w.learn != nil && place != placeLearn {
		w.learn.Leave()
	}
	switch place {
	case placeRoadmap:
		page := roadmap.New(roadmap.Params{Map: w.app.Roadmap(), Place: w.mapPlace, OnOpen: w.openLesson, OnTopic: w.showTopic,
			OnPlace: func(p drawn.Place) { w.mapPlace = p }})
		w.frame.setPage(page)
		w.win.Canvas().Focus(page.Focus())
	case placeSettings:
		w.frame.setPage(settings.New(settings.Params{
			Settings: w.app.Settings(), Folders: w.app.Folders(),
			OnChange: w.changeSettings, OnOpen: w.openFolder, OnCopy: w.copyText, OnKeys: w.showKeys,
		}))
	default:
		place = placeLearn
		if w.learn == nil {
			w.place = place
			w.openLesson(w.app.First())
			return
		}
		w.frame.setKept(w.learn.Object())
		w.learn.Enter()
	}
	w.place = place
	w.frame.rail.Select(place)
	w.left.Set(leftAs{place, w.keptSize(w.frame.Size())})
}

// openLesson shows a lesson beside its practice.
func (w *window) openLesson(l *course.Lesson) {
	if l == nil {
		return
	}
	page, err := w.app.OpenLesson(w.ctx, l.Slug)
	if err != nil {
		w.tell(err)
		if page.Lesson == nil {
			return
		}
	}
	w.background(func(ctx context.Context) error { return w.app.NoteOpened(ctx, page.Lesson) })
	if w.learn != nil {
		w.learn.Close()
	}
	w.learn = learn.New(learn.Params{
		Context: w.ctx, App: w.app, Page: page, Dispatch: w.dispatch, Saves: w.saves,
		Window: w.win, OnOpen: w.openLesson, OnEnd: func() { w.goTo(placeRoadmap) }, OnWorked: w.forgetErrors, OnError: w.tell, OnLink: w.openLink,
		OnDone: func() { w.stones.Set(w.app.PassedExercises()) }, OnAskIdentity: w.askIdentity, OnOpenFolder: w.openFolder, OnCopy: w.copyText,
	})
	w.goTo(placeLearn)
}

// tell shows an error in place, in a sentence.
func (w *window) tell(err error) {
	if err == nil || errors.Is(err, context.Canceled) {
		return
	}
	var trouble *app.StoreError
	if errors.As(err, &trouble) {
		w.showTrouble(trouble)
		return
	}
	w.errors = append(w.errors, w.frame.addNotice(notice.Params{Level: notice.Danger, Says: Sentence(err), OnCopy: w.copyText}))
}

// forgetErrors takes the errors away that were told; trouble with the progress
// stays.
func (w *window) forgetErrors() {
	for _, bar := range w.errors {
		w.frame.dropNotice(bar)
	}
	w.errors = nil
}

func (w *window) showTrouble(e *app.StoreError) {
	p := notice.Params{Level: notice.Danger, Says: troubleSays(e), Detail: e.Error(), OnCopy: w.copyText}
	if e.Trouble == app.TroubleDamaged {
		p.Actions = []notice.Action{{Text: "Restore the newest backup", OnTap: w.restoreBackup}}
	}
	w.frame.addNotice(p)
}

// troubleSays tells in words what is the matter with the progress.
func troubleSays(e *app.StoreError) string {
	what := map[app.TroubleKind]string{
		app.TroubleFuture:   "Your progress was saved by a newer Cairn, which this one can't read.",
		app.TroubleDamaged:  "The file with your progress is damaged.",
		app.TroubleReadOnly: "Cairn can't write to its data folder, so this session's progress will not be saved.",
		app.TroubleFull:     "The disk is full.",
		app.TroubleInUse:    "Another program is using your progress.",
		app.TroubleOther:    "Your progress could not be saved.",
	}
	return what[e.Trouble] + " " + e.Advice
}

func (w *window) restoreBackup() {
	task.Go(w.saves, w.app.RestoreNewestBackup, func(saved app.Backup, err error) {
		if err != nil {
			w.tell(err)
			return
		}
		w.frame.clearNotices()
		w.frame.addNotice(notice.Params{Level: notice.Success, Says: fmt.Sprintf(
			"The backup of %s is in place. Start Cairn again to go on with it; the damaged file was kept beside it.",
			saved.When.Local().Format("2 January 2006, 15:04"))})
	})
}

// background does work that nobody waits for, and tells when it fails.
func (w *window) background(work func(context.Context) error) {
	task.Go(w.saves, func(ctx context.Context) (struct{}, error) { return struct{}{}, work(ctx) },
		func(_ struct{}, err error) { w.tell(err) })
}
