package pack

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"cairn/internal/course"
	"cairn/internal/nearest"
)

// slug checks that a name is a slug.
func (f *findings) slug(t text) {
	if t.Set && !isSlug(t.Value) {
		f.add(t.Pos, "%q is not a slug: use lower-case letters, digits and single hyphens", t.Value)
	}
}

func isSlug(s string) bool {
	for part := range strings.SplitSeq(s, "-") {
		if part == "" || strings.Trim(part, "abcdefghijklmnopqrstuvwxyz0123456789") != "" {
			return false
		}
	}
	return true
}

// uuid checks that an id is a UUID, written in lower case.
func (f *findings) uuid(t text) {
	if t.Set && !isUUID(t.Value) {
		f.add(t.Pos, "%q is not a UUID such as 0f7cb3a2-5d1e-4c46-9a57-2f0c8be1d934", t.Value)
	}
}

func isUUID(s string) bool {
	if len(s) != 36 {
		return false
	}
	for i, c := range []byte(s) {
		if i == 8 || i == 13 || i == 18 || i == 23 {
			if c != '-' {
				return false
			}
		} else if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

func (f *findings) among(t text, name string, allowed ...string) {
	if t.Set && !slices.Contains(allowed, t.Value) {
		f.add(t.Pos, "%s is %q; it may be %s", name, t.Value, strings.Join(allowed, " or "))
	}
}

func (f *findings) positive(n number, name string) {
	if n.Set && n.Value < 1 {
		f.add(n.Pos, "%s is %d; it must be 1 or more", name, n.Value)
	}
}

func (f *findings) atLeastOne(n int, at course.Position, name string) {
	if n == 0 && at.Line > 0 {
		f.add(at, "%s: there must be at least one", name)
	}
}

// missing reports a reference to something that is not there.
func (f *findings) missing(pos course.Position, what, name string, have []string) {
	if meant, ok := nearest.Of(name, have); ok {
		f.add(pos, "there is no %s %q; did you mean %q?", what, name, meant)
		return
	}
	f.add(pos, "there is no %s %q", what, name)
}

// revision checks the fields that say how an item changed.
func (f *findings) revision(change text) {
	f.among(change, "change", string(course.ChangeEditorial), string(course.ChangeRecheck))
}

func keys(m map[string]bool) []string {
	return slices.Sorted(maps.Keys(m))
}

// index is what a pack holds, by name.
type index struct {
	topics, lessons, exercises, quizzes, terms map[string]bool
	ids                                        map[string]course.Position
}

// checkAll looks at what the files say about each other.
func (l *loader) checkAll() {
	known := l.index()
	l.checkPack()
	l.checkRoadmap(known)
	for _, lesson := range l.lessons {
		l.checkLesson(lesson, known)
	}
	l.checkUse()
	for _, e := range l.exercises {
		l.found.revision(e.Change)
	}
	for _, quiz := range l.quizzes {
		l.checkQuiz(quiz)
	}
	l.checkGlossary(known)
	l.checkMoved(known)
}

// index gathers the names, and finds ids and names that stand twice.
func (l *loader) index() *index {
	known := &index{
		topics: map[string]bool{}, lessons: map[string]bool{}, exercises: map[string]bool{},
		quizzes: map[string]bool{}, terms: map[string]bool{}, ids: map[string]course.Position{},
	}
	for _, topic := range l.roadmap.Topics {
		l.name(known.topics, topic.Slug, "topic")
		l.id(known, topic.ID)
	}
	for _, lesson := range l.lessons {
		l.name(known.lessons, lesson.slug, "lesson")
		l.id(known, lesson.ID)
	}
	for _, e := range l.exercises {
		known.exercises[e.slug.Value] = true
		l.id(known, e.ID)
		for _, goal := range e.Goals {
			l.id(known, goal.ID)
		}
	}
	for _, quiz := range l.quizzes {
		known.quizzes[quiz.slug.Value] = true
		for _, question := range quiz.Questions {
			l.id(known, question.ID)
		}
	}
	for _, term := range l.glossary.Terms {
		l.found.slug(term.ID)
		l.name(known.terms, term.ID, "glossary term")
	}
	return known
}

func (l *loader) name(names map[string]bool, t text, what string) {
	if t.Set && names[t.Value] {
		l.found.add(t.Pos, "there are two of the %s %q", what, t.Value)
	}
	names[t.Value] = true
}

func (l *loader) id(known *index, id text) {
	if !id.Set {
		return
	}
	l.found.uuid(id)
	if first, twice := known.ids[id.Value]; twice {
		l.found.add(id.Pos, "the id %s is used already in %s on line %d", id.Value, first.Path, first.Line)
		return
	}
	known.ids[id.Value] = id.Pos
}

// Go's regular expressions are linear in time; this one is compiled only when
// a pack is read.
const versionPattern = `^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$`

func (l *loader) checkPack() {
	p := &l.pack
	if p.Format.Set && p.Format.Value != 1 {
		l.found.add(p.Format.Pos, "format %d is not known; this Cairn reads format 1", p.Format.Value)
	}
	l.found.slug(p.ID)
	l.found.uuid(p.UUID)
	if p.Version.Set && !regexp.MustCompile(versionPattern).MatchString(p.Version.Value) {
		l.found.add(p.Version.Pos, "%q is not a version such as 1.2.0", p.Version.Value)
	}
	l.found.atLeastOne(len(p.Authors), p.At, "authors")
	for _, other := range p.Requires.Packs {
		l.found.uuid(other.UUID)
	}
}

// checkUse finds exercises and quizzes that no lesson leads to.
func (l *loader) checkUse() {
	used := map[string]bool{}
	for _, lesson := range l.lessons {
		used["quiz "+lesson.Quiz.Value] = true
		for _, e := range lesson.Exercise {
			used["exercise "+e.Value] = true
		}
	}
	for _, e := range l.exercises {
		if !used["exercise "+e.slug.Value] {
			l.found.add(e.slug.Pos, "no lesson leads to this exercise")
		}
	}
	for _, quiz := range l.quizzes {
		if !used["quiz "+quiz.slug.Value] {
			l.found.add(quiz.slug.Pos, "no lesson has this quiz")
		}
	}
}

func (l *loader) checkLesson(lesson *lessonText, known *index) {
	f := &l.found
	f.positive(lesson.Minutes, "minutes")
	f.revision(lesson.Change)
	f.atLeastOne(len(lesson.Objectives), lesson.lessonFile.At, "objectives")
	for _, exercise := range lesson.Exercise {
		if !known.exercises[exercise.Value] {
			f.missing(exercise.Pos, "exercise", exercise.Value, keys(known.exercises))
		}
	}
	questions := map[string]bool{}
	if lesson.Quiz.Set {
		if !known.quizzes[lesson.Quiz.Value] {
			f.missing(lesson.Quiz.Pos, "quiz", lesson.Quiz.Value, keys(known.quizzes))
		}
		for _, quiz := range l.quizzes {
			if quiz.slug.Value == lesson.Quiz.Value {
				for _, q := range quiz.Questions {
					questions[q.Slug.Value] = true
				}
			}
		}
	}
	placed := map[string]bool{}
	for _, b := range lesson.blocks {
		if b.language != blockQuiz {
			continue
		}
		name := strings.TrimSpace(b.body)
		if !questions[name] {
			f.missing(b.pos, "question", name, keys(questions))
		} else if placed[name] {
			f.add(b.pos, "the question %q stands in this text twice", name)
		}
		placed[name] = true
	}
	for _, link := range lesson.links {
		l.link(link, known)
	}
}

func (l *loader) checkQuiz(quiz *quizText) {
	slugs := map[string]bool{}
	l.found.atLeastOne(len(quiz.Questions), quiz.quizFile.At, "questions")
	for _, q := range quiz.Questions {
		l.found.slug(q.Slug)
		l.found.revision(q.Change)
		l.name(slugs, q.Slug, "question")
		if q.Kind.Set {
			l.found.among(q.Kind, "kind", string(course.QuestionSingle), string(course.QuestionMultiple))
		}
		right := 0
		for _, c := range q.Choices {
			if c.Correct.Value {
				right++
			}
		}
		switch {
		case len(q.Choices) < 2:
			l.found.add(q.At, "a question needs two choices or more")
		case right == 0:
			l.found.add(q.At, "no choice is correct")
		case right > 1 && q.Kind.Value != string(course.QuestionMultiple):
			l.found.add(q.At, "%d choices are correct; write kind: multiple, or leave one", right)
		}
	}
}

func (l *loader) checkGlossary(known *index) {
	for _, term := range l.glossary.Terms {
		for _, link := range term.Links {
			if link.Set && !known.terms[link.Value] {
				l.found.missing(link.Pos, "glossary term", link.Value, keys(known.terms))
			}
		}
	}
}

// checkMoved finds ids that are said to be gone and still are there, and
// moves that lead nowhere.
func (l *loader) checkMoved(known *index) {
	gone := map[string]bool{}
	for _, p := range slices.Concat(l.moved.To, l.moved.Gone) {
		l.found.uuid(p.Key)
		if at, there := known.ids[p.Key.Value]; there {
			l.found.add(p.Key.Pos, "%s is still used in %s on line %d", p.Key.Value, at.Path, at.Line)
		}
		if gone[p.Key.Value] {
			l.found.add(p.Key.Pos, "%s is both moved and gone", p.Key.Value)
		}
		gone[p.Key.Value] = true
	}
	for _, p := range l.moved.To {
		l.found.uuid(p.Value)
		_, there := known.ids[p.Value.Value]
		if p.Value.Set && !there && !gone[p.Value.Value] {
			l.found.add(p.Value.Pos, "%s leads to %s, which this pack does not have", p.Key.Value, p.Value.Value)
		}
	}
}
