package pack

import (
	"cmp"
	"slices"
	"strings"

	"cairn/internal/course"
)

// course gives the domain's value of a pack without findings.
func (l *loader) course() *course.Pack {
	p := &l.pack
	pack := &course.Pack{
		Format: p.Format.Value, ID: p.ID.Value, UUID: course.PackID(p.UUID.Value),
		Version: p.Version.Value, Title: p.Title.Value, Summary: strings.TrimSpace(p.Summary.Value),
		Language: p.Language.Value, License: p.License.Value, Authors: values(p.Authors),
		Homepage: p.Homepage.Value, Key: p.Key.Value,
		Requires: course.Requires{Cairn: p.Requires.Cairn.Value},
		Moved:    course.Moved{To: toMap(l.moved.To), Gone: toMap(l.moved.Gone)},
		Assets:   l.assets, Overlays: l.overlays,
	}
	for _, other := range p.Requires.Packs {
		pack.Requires.Packs = append(pack.Requires.Packs, course.PackRange{
			UUID: course.PackID(other.UUID.Value), Range: other.Range.Value,
		})
	}
	order := map[course.Slug]int{}
	for _, topic := range l.roadmap.Topics {
		pack.Topics = append(pack.Topics, topic.course())
		for _, lesson := range topic.Lessons {
			order[course.Slug(lesson.Value)] = len(order)
		}
	}
	for _, lesson := range l.lessons {
		pack.Lessons = append(pack.Lessons, lesson.course())
	}
	slices.SortStableFunc(pack.Lessons, func(a, b course.Lesson) int {
		return cmp.Compare(order[a.Slug], order[b.Slug])
	})
	for _, e := range l.exercises {
		pack.Exercises = append(pack.Exercises, e.course())
	}
	pack.Exercises = inOrder(pack.Exercises, pack.Lessons)
	for _, quiz := range l.quizzes {
		pack.Quizzes = append(pack.Quizzes, quiz.course())
	}
	for _, term := range l.glossary.Terms {
		pack.Glossary = append(pack.Glossary, term.course())
	}
	return pack
}

// inOrder sorts exercises as the lessons lead to them.
func inOrder(exercises []course.Exercise, lessons []course.Lesson) []course.Exercise {
	order := map[course.Slug]int{}
	for _, lesson := range lessons {
		for _, slug := range lesson.Exercises {
			if _, seen := order[slug]; !seen {
				order[slug] = len(order)
			}
		}
	}
	slices.SortStableFunc(exercises, func(a, b course.Exercise) int {
		return cmp.Compare(order[a.Slug], order[b.Slug])
	})
	return exercises
}

func (t topicFile) course() course.Topic {
	return course.Topic{
		ID: course.TopicID(t.ID.Value), Slug: course.Slug(t.Slug.Value), Title: t.Title.Value,
		Summary: strings.TrimSpace(t.Summary.Value), Prerequisites: slugs(t.Prerequisites),
		Lessons: slugs(t.Lessons), Planned: values(t.Planned),
		Column: t.Column.Value, Row: t.Row.Value, Pos: t.At,
		Revision: revisionOf(t.ContentID, t.Rev, t.Change),
	}
}

func (l *lessonText) course() course.Lesson {
	lesson := course.Lesson{
		ID: course.LessonID(l.ID.Value), Slug: course.Slug(l.slug.Value), Topic: course.Slug(l.topic),
		Title: l.Title.Value, Minutes: l.Minutes.Value, Objectives: values(l.Objectives),
		Exercises: slugs(l.Exercise), Quiz: course.Slug(l.Quiz.Value), Teaches: values(l.Teaches),
		Body: l.body, BodyLine: l.bodyLine, Graphs: l.graphs, Pos: l.lessonFile.At,
		Revision: revisionOf(l.ContentID, l.Rev, l.Change),
	}
	for _, s := range l.Sources {
		lesson.Sources = append(lesson.Sources, course.Source{
			Title: s.Title.Value, Author: s.Author.Value, Year: s.Year.Value,
			Taken: s.Taken.Value, URL: s.URL.Value,
		})
	}
	return lesson
}

func (e *exerciseFolder) course() course.Exercise {
	x := course.Exercise{
		ID: course.ExerciseID(e.ID.Value), Slug: course.Slug(e.slug.Value), Title: e.Title.Value,
		Brief: e.Brief.Value, Minutes: e.Minutes.Value,
		Level:   course.Level(cmp.Or(e.Level.Value, string(course.LevelCore))),
		Teaches: values(e.Teaches), Clock: e.clock,
		Identity: course.Identity{Name: e.Identity.Name.Value, Email: e.Identity.Email.Value},
		Repo:     cmp.Or(e.Repo.Value, defaultRepo),
		Scenario: e.Scenario.Value, ScenarioPos: e.Scenario.Pos,
		Solution: e.Solution.Value, SolutionPos: e.Solution.Pos,
		Hints: values(e.Hints), Ghost: e.Ghost.Value, Review: e.Review.Value,
		Files: e.files, Pos: e.exerciseFile.At,
		Revision: revisionOf(e.ContentID, e.Rev, e.Change),
	}
	for _, r := range e.Remotes {
		x.Remotes = append(x.Remotes, course.RemoteSpec{Name: r.Name.Value, From: r.From.Value})
	}
	for _, ev := range e.Events {
		x.Events = append(x.Events, course.Event{
			Before: ev.Before.Value, When: ev.When.Value, Line: ev.Line.Value, Run: ev.Run.Value, Pos: ev.At,
		})
	}
	for _, goal := range e.Goals {
		x.Goals = append(x.Goals, goal.course())
	}
	for _, miss := range e.wrong {
		x.Wrong = append(x.Wrong, course.NearMiss{
			Slug: course.Slug(miss.slug.Value), Says: strings.TrimSpace(miss.Says.Value),
			Commands: miss.Commands.Value, Misses: goalIDs(miss.Misses), Pos: miss.nearMissFile.At,
		})
	}
	return x
}

func (g goalFile) course() course.Goal {
	goal := course.Goal{
		ID: course.GoalID(g.ID.Value), Says: strings.TrimSpace(g.Says.Value),
		Check: g.Check.Value, Pos: g.Check.Pos,
	}
	for _, c := range g.Otherwise {
		pos := c.At
		if c.When.Set {
			pos = c.When.Pos
		}
		goal.Otherwise = append(goal.Otherwise, course.Otherwise{
			When: c.When.Value, Says: strings.TrimSpace(c.Says.Value), Pos: pos,
		})
	}
	return goal
}

func (q *quizText) course() course.Quiz {
	quiz := course.Quiz{Slug: course.Slug(q.slug.Value), Pos: q.quizFile.At}
	for _, from := range q.Questions {
		question := course.Question{
			ID: course.QuestionID(from.ID.Value), Slug: course.Slug(from.Slug.Value),
			Kind: course.QuestionKind(cmp.Or(from.Kind.Value, string(course.QuestionSingle))),
			Asks: strings.TrimSpace(from.Asks.Value), Pos: from.At,
			Revision: revisionOf(from.ContentID, from.Rev, from.Change),
		}
		for _, c := range from.Choices {
			question.Choices = append(question.Choices, course.Choice{
				Says: strings.TrimSpace(c.Says.Value), Correct: c.Correct.Value,
				Because: strings.TrimSpace(c.Because.Value),
			})
		}
		quiz.Questions = append(quiz.Questions, question)
	}
	return quiz
}

func (t termFile) course() course.Term {
	return course.Term{
		ID: course.Slug(t.ID.Value), Term: t.Term.Value, Says: strings.TrimSpace(t.Says.Value),
		Also: values(t.Also), Links: slugs(t.Links), Pos: t.At,
	}
}

func revisionOf(contentID text, rev number, change text) course.Revision {
	return course.Revision{ContentID: contentID.Value, Rev: rev.Value, Change: course.Change(change.Value)}
}

func values(texts []text) []string {
	var list []string
	for _, t := range texts {
		list = append(list, strings.TrimSpace(t.Value))
	}
	return list
}

func slugs(texts []text) []course.Slug {
	var list []course.Slug
	for _, t := range texts {
		list = append(list, course.Slug(t.Value))
	}
	return list
}

func goalIDs(texts []text) []course.GoalID {
	var list []course.GoalID
	for _, t := range texts {
		list = append(list, course.GoalID(t.Value))
	}
	return list
}

func toMap(list pairs) map[string]string {
	m := make(map[string]string, len(list))
	for _, p := range list {
		m[p.Key.Value] = p.Value.Value
	}
	return m
}
