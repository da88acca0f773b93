package pack

import (
	"io/fs"
	"path"
	"regexp"
	"strings"
	"time"

	"cairn/internal/course"
)

// defaultRepo is the repository's folder where an exercise names none.
const defaultRepo = "repo"

// exerciseFolder is one exercise with the files beside it.
type exerciseFolder struct {
	slug text
	exerciseFile
	clock time.Time
	files map[string][]byte
	wrong []*nearMissText
}

type nearMissText struct {
	slug text
	nearMissFile
}

// readExercise reads an exercise's folder.
func (l *loader) readExercise(e *exerciseFolder, found *findings) {
	dir := e.slug.Pos.Path
	l.yaml(path.Join(dir, exerciseName), true, &e.exerciseFile, found)
	e.readFiles(l, path.Join(dir, filesDir), found)
	entries, err := fs.ReadDir(l.fsys, dir)
	if err != nil {
		found.add(e.slug.Pos, "cannot be listed: %v", err)
	}
	for _, entry := range entries {
		name, ok := strings.CutSuffix(entry.Name(), ".yaml")
		slug, near := strings.CutPrefix(name, nearMissStart)
		if !ok || !near {
			continue
		}
		at := course.Position{Path: path.Join(dir, entry.Name())}
		miss := &nearMissText{slug: text{Value: slug, Pos: at, Set: true}}
		found.slug(miss.slug)
		l.yaml(at.Path, true, &miss.nearMissFile, found)
		e.wrong = append(e.wrong, miss)
	}
	e.check(found)
}

func (e *exerciseFolder) readFiles(l *loader, dir string, found *findings) {
	names, err := filesBelow(l.fsys, dir)
	if err != nil {
		found.add(course.Position{Path: dir}, "%v", err)
	}
	e.files = make(map[string][]byte, len(names))
	for _, name := range names {
		if data, ok := l.read(name, true, found); ok {
			e.files[strings.TrimPrefix(name, dir+"/")] = data
		}
	}
}

// check looks at what one exercise can get wrong by itself.
func (e *exerciseFolder) check(found *findings) {
	if e.Clock.Set {
		clock, err := time.Parse(time.RFC3339, e.Clock.Value)
		if err != nil {
			found.add(e.Clock.Pos, "%q is not a time such as 2025-01-06T09:00:00+01:00", e.Clock.Value)
		}
		e.clock = clock
	}
	if e.Level.Set {
		found.among(e.Level, "level", string(course.LevelCore), string(course.LevelStretch))
	}
	if e.Repo.Set && !relative(e.Repo.Value) {
		found.add(e.Repo.Pos, "%q is not a folder below the practice folder", e.Repo.Value)
	}
	found.positive(e.Minutes, "minutes")
	found.atLeastOne(len(e.Goals), e.exerciseFile.At, "goals")
	found.atLeastOne(len(e.Hints), e.exerciseFile.At, "hints")
	e.checkEvents(found)
	e.checkMisses(found)
}

func (e *exerciseFolder) checkEvents(found *findings) {
	for _, event := range e.Events {
		switch {
		case !event.When.Set && !event.Line.Set:
			found.add(event.At, "an event needs when: or line:, else it never happens")
		case event.Before.Value && !event.Line.Set:
			found.add(event.At, "an event with before: needs line:, the line that it comes before")
		}
		if event.Line.Set {
			if _, err := regexp.Compile(event.Line.Value); err != nil {
				found.add(event.Line.Pos, "not a regular expression: %v", err)
			}
		}
	}
}

func (e *exerciseFolder) checkMisses(found *findings) {
	goals := map[string]bool{}
	for _, goal := range e.Goals {
		goals[goal.ID.Value] = true
	}
	for _, miss := range e.wrong {
		for _, id := range miss.Misses {
			if id.Set && !goals[id.Value] {
				found.missing(id.Pos, "goal", id.Value, keys(goals))
			}
		}
	}
}

// relative reports whether a slash path stays below the folder it starts in.
func relative(p string) bool {
	return p != "" && fs.ValidPath(p) && p != "." && !strings.ContainsAny(p, `\:`)
}
