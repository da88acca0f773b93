// Package pack reads lesson packs: plain folders of YAML and Markdown, format
// 1, embedded in the program or on disk. It gives a course.Pack, or every
// finding that stands in the way with its path, line and column. It never
// writes, never follows a reference out of the folder, and does not judge
// goals: whether an expression is right is package goal's to say.
package pack

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"cairn/internal/course"
)

// The names of a pack's parts.
const (
	packName      = "pack.yaml"
	roadmapName   = "roadmap.yaml"
	glossaryName  = "glossary.yaml"
	movedName     = "moved.yaml"
	exerciseName  = "exercise.yaml"
	lessonsDir    = "lessons"
	exercisesDir  = "exercises"
	quizzesDir    = "quizzes"
	assetsDir     = "assets"
	overlaysDir   = "i18n"
	filesDir      = "files"
	nearMissStart = "wrong-"
)

// maxFileBytes is the largest single file of a pack.
const maxFileBytes = 32 << 20

// Load reads the pack that lies at the root of fsys. A pack with anything
// wrong in it gives no pack but a *BrokenError that holds all findings. For a
// folder on disk give the FS of an os.Root, which follows no link out of it.
func Load(fsys fs.FS) (*course.Pack, error) {
	l := &loader{fsys: fsys}
	l.list()
	l.readAll()
	l.checkAll()
	if list := l.found.sorted(); len(list) > 0 {
		return nil, &BrokenError{Findings: list}
	}
	return l.course(), nil
}

// loader holds a pack's files between reading and checking.
type loader struct {
	fsys  fs.FS
	found findings

	pack      packFile
	roadmap   roadmapFile
	glossary  glossaryFile
	moved     movedFile
	lessons   []*lessonText
	exercises []*exerciseFolder
	quizzes   []*quizText
	overlays  []course.Overlay
	assets    []string
}

// quizText is a quiz with the slug that its file's name gives.
type quizText struct {
	slug text
	quizFile
}

// list finds the files of all parts.
func (l *loader) list() {
	for _, topic := range l.dir(lessonsDir) {
		dir := path.Join(lessonsDir, topic.Name())
		for _, entry := range l.dir(dir) {
			if slug, ok := strings.CutSuffix(entry.Name(), ".md"); ok && !entry.IsDir() {
				l.lessons = append(l.lessons, &lessonText{
					topic: topic.Name(), slug: l.slug(dir, entry.Name(), slug),
				})
			}
		}
	}
	for _, entry := range l.dir(exercisesDir) {
		if entry.IsDir() {
			l.exercises = append(l.exercises, &exerciseFolder{slug: l.slug(exercisesDir, entry.Name(), entry.Name())})
		}
	}
	for _, entry := range l.dir(quizzesDir) {
		if slug, ok := strings.CutSuffix(entry.Name(), ".yaml"); ok && !entry.IsDir() {
			l.quizzes = append(l.quizzes, &quizText{slug: l.slug(quizzesDir, entry.Name(), slug)})
		}
	}
	l.assets = l.walk(assetsDir)
	for _, language := range l.dir(overlaysDir) {
		if language.IsDir() {
			l.overlays = append(l.overlays, course.Overlay{Language: language.Name()})
		}
	}
}

// slug gives a slug that stands in a file's name.
func (l *loader) slug(dir, name, slug string) text {
	t := text{Value: slug, Pos: course.Position{Path: path.Join(dir, name)}, Set: true}
	l.found.slug(t)
	return t
}

// readAll reads every file, several at a time: the window waits for this.
func (l *loader) readAll() {
	var jobs []func(*findings)
	add := func(job func(*findings)) { jobs = append(jobs, job) }
	add(func(f *findings) { l.yaml(packName, true, &l.pack, f) })
	add(func(f *findings) { l.yaml(roadmapName, true, &l.roadmap, f) })
	add(func(f *findings) { l.yaml(glossaryName, false, &l.glossary, f) })
	add(func(f *findings) { l.yaml(movedName, false, &l.moved, f) })
	for _, lesson := range l.lessons {
		add(func(f *findings) { l.readLesson(lesson, f) })
	}
	for _, exercise := range l.exercises {
		add(func(f *findings) { l.readExercise(exercise, f) })
	}
	for _, quiz := range l.quizzes {
		add(func(f *findings) { l.yaml(quiz.slug.Pos.Path, true, &quiz.quizFile, f) })
	}
	for i := range l.overlays {
		add(func(f *findings) { l.readOverlay(&l.overlays[i], f) })
	}
	found := make([]findings, len(jobs))
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, job := range jobs {
		group.Go(func() error {
			job(&found[i])
			return nil
		})
	}
	_ = group.Wait() // no job gives an error: what is wrong is a finding
	for i := range found {
		l.found.list = append(l.found.list, found[i].list...)
	}
}

// yaml reads one YAML file into target.
func (l *loader) yaml(name string, required bool, target any, found *findings) {
	data, ok := l.read(name, required, found)
	if !ok {
		return
	}
	if doc := parseYAML(name, data, 0, found); doc != nil {
		decode(doc, target, found)
	}
}

// read gives a file's bytes within the limit on size.
func (l *loader) read(name string, required bool, found *findings) ([]byte, bool) {
	pos := course.Position{Path: name}
	info, err := fs.Stat(l.fsys, name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if required {
			found.add(pos, "is missing")
		}
		return nil, false
	case err != nil:
		found.add(pos, "cannot be read: %v", err)
		return nil, false
	case !info.Mode().IsRegular():
		found.add(pos, "is not a plain file")
		return nil, false
	case info.Size() > maxFileBytes:
		found.add(pos, "is %d bytes long; a file of a pack may have %d", info.Size(), maxFileBytes)
		return nil, false
	}
	data, err := fs.ReadFile(l.fsys, name)
	if err != nil {
		found.add(pos, "cannot be read: %v", err)
		return nil, false
	}
	return data, true
}

// dir lists a folder; one that is not there is empty.
func (l *loader) dir(name string) []fs.DirEntry {
	entries, err := fs.ReadDir(l.fsys, name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		l.found.add(course.Position{Path: name}, "cannot be listed: %v", err)
	}
	return slices.DeleteFunc(entries, func(e fs.DirEntry) bool { return strings.HasPrefix(e.Name(), ".") })
}

// walk gives the paths of all files below a folder, sorted; a folder that is
// not there has none.
func (l *loader) walk(dir string) []string {
	files, err := filesBelow(l.fsys, dir)
	if err != nil {
		l.found.add(course.Position{Path: dir}, "cannot be listed: %v", err)
	}
	return files
}

func filesBelow(fsys fs.FS, dir string) ([]string, error) {
	var files []string
	err := fs.WalkDir(fsys, dir, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.Type().IsRegular() {
			files = append(files, name)
		}
		return nil
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("list %s: %w", dir, err)
	}
	return files, nil
}

func (l *loader) readOverlay(overlay *course.Overlay, found *findings) {
	dir := path.Join(overlaysDir, overlay.Language)
	names, err := filesBelow(l.fsys, dir)
	if err != nil {
		found.add(course.Position{Path: dir}, "%v", err)
	}
	overlay.Files = make(map[string][]byte, len(names))
	for _, name := range names {
		if data, ok := l.read(name, true, found); ok {
			overlay.Files[strings.TrimPrefix(name, dir+"/")] = data
		}
	}
}
