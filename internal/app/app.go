package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"sync"
	"time"

	"cairn/internal/course"
	"cairn/internal/pack"
	"cairn/internal/progress"

	"github.com/gofrs/flock"
)

// Version is Cairn's own version.
const Version = "0.1.0"

// Params is what the program is built from.
type Params struct {
	Folders Folders
	// Pack is the folder of the lesson pack to show.
	Pack fs.FS
	// Now is the wall clock; nil means time.Now.
	Now func() time.Time
	// Shared allows several programs on one data folder; commands without a
	// window use it.
	Shared bool
}

// App is the program without a window. It may be used by several goroutines.
type App struct {
	folders Folders
	files   fs.FS
	now     func() time.Time
	lock    *flock.Flock
	store   *progress.Store
	trouble *StoreError

	pack      *course.Pack
	topics    map[course.Slug]*course.Topic
	lessons   map[course.Slug]*course.Lesson
	exercises map[course.Slug]*course.Exercise
	quizzes   map[course.Slug]*course.Quiz
	order     []*course.Lesson // of reading

	replaying    sync.RWMutex
	emptyReplays sync.Once
	replayDir    string // empty: the system's

	mu       sync.Mutex
	states   map[progress.Item]progress.State
	settings Settings
}

// Open reads the pack and the progress. A pack that is broken is an error, and
// so is a second program (ErrRunning); progress that can't be used is not: the
// learner goes on with a store in memory, and Trouble says so.
func Open(ctx context.Context, p Params) (*App, error) {
	a := &App{folders: p.Folders, files: p.Pack, now: p.Now}
	if a.now == nil {
		a.now = time.Now
	}
	if !p.Shared {
		lock, err := lockInstance(p.Folders)
		if err != nil {
			return nil, err
		}
		a.lock = lock
	}
	loaded := make(chan error, 1)
	go func() { loaded <- a.loadPack() }() // beside the store: both take milliseconds of the start
	err := errors.Join(a.openStore(ctx), <-loaded)
	if err != nil {
		return nil, errors.Join(err, a.Close())
	}
	return a, nil
}

func (a *App) loadPack() error {
	p, err := pack.Load(a.files)
	if err != nil {
		return fmt.Errorf("open the lesson pack: %w", err)
	}
	a.pack = p
	a.topics = index(p.Topics, func(t *course.Topic) course.Slug { return t.Slug })
	a.lessons = index(p.Lessons, func(l *course.Lesson) course.Slug { return l.Slug })
	a.exercises = index(p.Exercises, func(e *course.Exercise) course.Slug { return e.Slug })
	a.quizzes = index(p.Quizzes, func(q *course.Quiz) course.Slug { return q.Slug })
	for _, t := range p.Topics {
		for _, slug := range t.Lessons {
			a.order = append(a.order, a.lessons[slug])
		}
	}
	return nil
}

func index[T any](items []T, key func(*T) course.Slug) map[course.Slug]*T {
	m := make(map[course.Slug]*T, len(items))
	for i := range items {
		m[key(&items[i])] = &items[i]
	}
	return m
}

func (a *App) openStore(ctx context.Context) error {
	params := progress.Params{Path: a.folders.database(), Backups: a.folders.backups(), Now: a.now}
	store, err := progress.Open(ctx, params)
	if errors.As(err, &a.trouble) {
		params.Path = progress.Memory
		store, err = progress.Open(ctx, params)
	}
	if err != nil {
		return err
	}
	a.store = store
	if a.states, err = store.States(ctx); err != nil {
		return err
	}
	return a.loadSettings(ctx)
}

// Close saves what is pending and lets another Cairn use the data folder. It
// waits for the live graphs that are being built; their contexts should be done.
func (a *App) Close() error {
	a.replaying.Lock()
	defer a.replaying.Unlock()
	var errs []error
	if a.store != nil {
		errs = append(errs, a.store.Close())
	}
	if a.lock != nil {
		errs = append(errs, a.lock.Unlock())
	}
	return errors.Join(errs...)
}

// Trouble tells why progress is not saved in this session; nil when it is.
func (a *App) Trouble() *StoreError { return a.trouble }

// Folders says where things lie.
func (a *App) Folders() Folders { return a.folders }

// Pack gives the lesson pack that is open.
func (a *App) Pack() *course.Pack { return a.pack }

// Asset gives a picture of the pack by its slash path.
func (a *App) Asset(path string) ([]byte, error) {
	b, err := fs.ReadFile(a.files, path)
	if err != nil {
		return nil, fmt.Errorf("picture of the pack: %w", err)
	}
	return b, nil
}

// BackUp makes a backup of the progress unless one was made lately.
func (a *App) BackUp(ctx context.Context) error { return a.store.BackupIfDue(ctx) }

// RestoreNewestBackup puts the newest good backup in the place of a damaged
// database, which is kept beside it; it takes effect at the next start.
func (a *App) RestoreNewestBackup(ctx context.Context) (Backup, error) {
	saved, err := progress.Backups(a.folders.backups())
	if err != nil {
		return Backup{}, err
	}
	for _, b := range saved {
		if progress.Check(ctx, b.Path) != nil {
			continue // a damaged backup: the next one may be good
		}
		_, err := progress.Restore(ctx, b.Path, a.folders.database(), a.now())
		return b, err
	}
	return Backup{}, fmt.Errorf("restore: there is no usable backup in %s", a.folders.backups())
}

func (a *App) state(item progress.Item) progress.State {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.states[item]
}

// record appends an event and refreshes the states. When the event can't be
// saved it counts for this session all the same, and the error says so.
func (a *App) record(ctx context.Context, kind progress.Type, item progress.Item, payload progress.Payload) error {
	return a.recordAll(ctx, progress.Event{Type: kind, Item: item, Payload: payload})
}

func (a *App) recordAll(ctx context.Context, events ...progress.Event) error {
	for i := range events {
		events[i].Pack, events[i].PackVersion = a.pack.UUID, a.pack.Version
	}
	saveErr := a.store.Append(ctx, events...)
	states, err := a.store.States(ctx)
	if err == nil {
		a.mu.Lock()
		a.states = states
		a.mu.Unlock()
	}
	return errors.Join(saveErr, err)
}
