package app

import (
	"context"
	"fmt"
	"sync"

	"cairn/internal/course"
	"cairn/internal/goal"
	"cairn/internal/view"
)

// GoalStanding is one goal as it stands.
type GoalStanding struct {
	Goal *course.Goal
	Met  bool
	// Why says what is missing; empty when it is met or nothing is known.
	Why string
}

// Standing is an exercise under way, as it looks after a change.
type Standing struct {
	View   *view.View
	Source view.Source
	Goals  []GoalStanding
	// Met counts the goals that are met now.
	Met int
	// Passed is true once all goals were met together, for good; JustPassed
	// only in the standing that brought it.
	Passed, JustPassed bool
	// Prompt is what stands before the next line, such as "shop (main) $".
	Prompt           string
	CanUndo, CanRedo bool
	// Stopped says why the last line was stopped before its end; mostly empty.
	Stopped string
	// Hints are those shown so far.
	Hints []string
	// Commands is how many lines were typed; Shortest how many the solution takes.
	Commands, Shortest int
}

// judge decides the goals and conditions of one exercise.
type judge struct {
	app      *App
	exercise *course.Exercise
	goals    []*course.Goal
	programs []*goal.Program

	mu         sync.Mutex
	solved     *view.View // the solution's, once it was asked for
	conditions map[string]*goal.Condition
}

func newJudge(a *App, e *course.Exercise) (*judge, error) {
	j := &judge{app: a, exercise: e, conditions: map[string]*goal.Condition{}}
	for i := range e.Goals {
		p, err := goal.Compile(e.Goals[i])
		if err != nil {
			return nil, fmt.Errorf("exercise %s: %w", e.Slug, err)
		}
		j.goals, j.programs = append(j.goals, &e.Goals[i]), append(j.programs, p)
	}
	return j, nil
}

// standings judges every goal. A goal that can't be judged counts as open and
// says why.
func (j *judge) standings(ctx context.Context, v *view.View, s view.Source) (list []GoalStanding, met int) {
	snapshot := j.snapshot(v, s)
	for i, p := range j.programs {
		r, err := p.Judge(ctx, snapshot)
		if err != nil {
			r = goal.Result{Why: "This goal could not be checked: " + err.Error()}
		}
		if r.Met {
			met++
		}
		list = append(list, GoalStanding{Goal: j.goals[i], Met: r.Met, Why: r.Why})
	}
	return list, met
}

func (j *judge) snapshot(v *view.View, s view.Source) goal.Snapshot {
	return goal.Snapshot{View: v, Source: s, Solution: j.solution}
}

// solution gives the view of the exercise's solution, replayed once in a folder
// of its own, far from the learner's work.
func (j *judge) solution(ctx context.Context) (*view.View, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.solved != nil {
		return j.solved, nil
	}
	v, err := j.app.replayed(ctx, *j.exercise, j.exercise.Solution)
	if err != nil {
		return nil, fmt.Errorf("replay the solution of %s: %w", j.exercise.Slug, err)
	}
	j.solved = v
	return v, nil
}

// holds tells whether the condition of an event is true.
func (j *judge) holds(ctx context.Context, expression string, v *view.View, s view.Source) (bool, error) {
	c, err := j.condition(expression)
	if err != nil {
		return false, err
	}
	return c.Holds(ctx, j.snapshot(v, s))
}

func (j *judge) condition(expression string) (*goal.Condition, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if c := j.conditions[expression]; c != nil {
		return c, nil
	}
	c, err := goal.CompileCondition(expression, j.exercise.Pos)
	if err != nil {
		return nil, fmt.Errorf("exercise %s: event: %w", j.exercise.Slug, err)
	}
	j.conditions[expression] = c
	return c, nil
}
