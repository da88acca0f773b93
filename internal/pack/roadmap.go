package pack

import (
	"path"
	"strings"

	"cairn/internal/course"
)

// checkRoadmap checks the topics, and that every lesson belongs to one.
func (l *loader) checkRoadmap(known *index) {
	type place struct{ column, row int }
	places := map[place]string{}
	listed := map[string]course.Position{}
	l.found.atLeastOne(len(l.roadmap.Topics), l.roadmap.At, "topics")
	for _, topic := range l.roadmap.Topics {
		l.found.slug(topic.Slug)
		l.found.revision(topic.Change)
		if topic.Column.Value < 0 || topic.Row.Value < 0 {
			l.found.add(topic.At, "column and row count from 0")
		}
		here := place{topic.Column.Value, topic.Row.Value}
		if other, taken := places[here]; taken && topic.Column.Set && topic.Row.Set {
			l.found.add(topic.Column.Pos, "column %d, row %d is taken by the topic %q", here.column, here.row, other)
		}
		places[here] = topic.Slug.Value
		for _, name := range topic.Prerequisites {
			if name.Set && !known.topics[name.Value] {
				l.found.missing(name.Pos, "topic", name.Value, keys(known.topics))
			}
		}
		l.checkTopicLessons(topic, listed)
	}
	l.checkCycles()
	for _, lesson := range l.lessons {
		if _, ok := listed[path.Join(lesson.topic, lesson.slug.Value)]; !ok {
			l.found.add(lesson.slug.Pos, "no topic lists this lesson; name it in %s under %q", roadmapName, lesson.topic)
		}
	}
}

func (l *loader) checkTopicLessons(topic topicFile, listed map[string]course.Position) {
	have := map[string]bool{}
	for _, lesson := range l.lessons {
		if lesson.topic == topic.Slug.Value {
			have[lesson.slug.Value] = true
		}
	}
	for _, name := range topic.Lessons {
		key := path.Join(topic.Slug.Value, name.Value)
		if first, twice := listed[key]; twice {
			l.found.add(name.Pos, "the lesson %q is listed already on line %d", name.Value, first.Line)
		} else if name.Set && !have[name.Value] {
			l.found.missing(name.Pos, "lesson", path.Join(lessonsDir, key)+".md", nil)
		}
		listed[key] = name.Pos
	}
	if len(topic.Lessons)+len(topic.Planned) == 0 {
		l.found.add(topic.At, "the topic has no lessons; list some, or say in planned: what will come")
	}
}

// checkCycles finds topics that are their own prerequisites in the end.
func (l *loader) checkCycles() {
	needs := map[string][]text{}
	for _, topic := range l.roadmap.Topics {
		needs[topic.Slug.Value] = topic.Prerequisites
	}
	const visiting, done = 1, 2
	state := map[string]int{}
	var visit func(slug string, trail []string)
	visit = func(slug string, trail []string) {
		state[slug] = visiting
		trail = append(trail, slug)
		for _, next := range needs[slug] {
			switch state[next.Value] {
			case visiting:
				l.found.add(next.Pos, "topics need each other in a circle: %s", strings.Join(append(trail, next.Value), " needs "))
			case done:
			default:
				visit(next.Value, trail)
			}
		}
		state[slug] = done
	}
	for _, topic := range l.roadmap.Topics {
		if state[topic.Slug.Value] == 0 {
			visit(topic.Slug.Value, nil)
		}
	}
}
