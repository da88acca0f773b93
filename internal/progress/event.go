package progress

import (
	"cairn/internal/course"
	"encoding/json"
	"fmt"
)

// Type names what happened.
type Type string

// The types of events. Names are stored: they never change.
const (
	LessonOpened    Type = "lesson.opened"
	LessonRead      Type = "lesson.read"
	ExerciseStarted Type = "exercise.started"
	ExerciseReset   Type = "exercise.reset"
	ExercisePassed  Type = "exercise.passed"
	GoalMet         Type = "goal.met"
	HintShown       Type = "hint.shown"
	SolutionWatched Type = "solution.watched"
	Answered        Type = "question.answered"
	TopicSkipped    Type = "topic.skipped"
	TopicResumed    Type = "topic.resumed"
)

// Item is the UUID of a topic, lesson, exercise, goal or question.
type Item string

// Event is one fact to be recorded. The store adds id, device, sequence and
// clock.
type Event struct {
	Type Type
	Item Item
	// Pack and PackVersion say which text the learner saw.
	Pack        course.PackID
	PackVersion string
	Payload     Payload
}

// Payload holds what some types of events need beside the item; fields that
// do not apply stay empty and are not stored.
type Payload struct {
	// Exercise is the exercise of a goal.
	Exercise course.ExerciseID `json:"exercise,omitempty"`
	// Correct and Chosen describe an answer: the chosen choices count from 0.
	Correct bool  `json:"correct,omitempty"`
	Chosen  []int `json:"chosen,omitempty"`
	// Hint counts from 1.
	Hint int `json:"hint,omitempty"`
	// Commands is how many lines a passed exercise took.
	Commands int `json:"commands,omitempty"`
}

func (p Payload) encode() (string, error) {
	b, err := json.Marshal(p)
	if err != nil {
		return "", fmt.Errorf("encode event: %w", err)
	}
	return string(b), nil
}

func decodePayload(s string) (Payload, error) {
	var p Payload
	if err := json.Unmarshal([]byte(s), &p); err != nil {
		return Payload{}, fmt.Errorf("decode event payload %q: %w", s, err)
	}
	return p, nil
}

// record is an event as it is stored.
type record struct {
	Event
	ID      string
	Device  string
	Seq     int64
	Clock   clock
	Learner string
}
