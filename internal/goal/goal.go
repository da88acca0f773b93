// Package goal decides whether a repository meets an exercise's goals. Goals
// are CEL expressions over one view of the repository; they are typed, free of
// side effects and bounded in cost, so a pack cannot run code on a learner's
// machine. The package never writes, never opens a repository itself, and
// knows neither packs nor exercises beyond the goal it is given.
package goal

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"cel.dev/cel-go/cel"

	"cairn/internal/course"
	"cairn/internal/view"
)

// The bounds of one judgement. A goal of the built-in pack costs below 1,000.
const (
	maxCost        = 1_000_000
	maxTime        = 2 * time.Second
	maxExpression  = 8 << 10
	maxNesting     = 100
	checkInterrupt = 100 // comprehension steps between looks at the context
)

// Snapshot is what a goal is judged by.
type Snapshot struct {
	View   *view.View
	Source view.Source
	// Solution gives the repository as the solution leaves it. It is called
	// only by goals that compare with the solution; without it such goals give
	// an error.
	Solution func(context.Context) (*view.View, error)
}

// Result says whether a goal is met.
type Result struct {
	Met bool
	// Why explains an unmet goal to the learner; empty when the author gave no
	// reason for this case.
	Why string
}

// Program is a goal that can be judged. It may be used from several goroutines.
type Program struct {
	check *Condition
	cases []explanation
}

type explanation struct {
	when *Condition // nil always holds
	says string
}

// Compile reads a goal's expressions. Everything that is wrong in them comes
// as one *CompileError.
func Compile(g course.Goal) (*Program, error) {
	var wrong CompileError
	program := &Program{check: wrong.compile(g.Check, g.Pos)}
	for _, o := range g.Otherwise {
		e := explanation{says: o.Says}
		if strings.TrimSpace(o.When) != "" {
			e.when = wrong.compile(o.When, o.Pos)
		}
		program.cases = append(program.cases, e)
	}
	if len(wrong.Issues) > 0 {
		return nil, &wrong
	}
	return program, nil
}

// Judge tells whether the snapshot meets the goal, and if not, why. An error
// means that it could not be told: the source could not be read, the cost or
// time ran out, or ctx ended.
func (p *Program) Judge(ctx context.Context, s Snapshot) (Result, error) {
	scope := newScope(s)
	met, err := p.check.holds(ctx, scope)
	if err != nil || met {
		return Result{Met: met}, err
	}
	for _, c := range p.cases {
		if c.when != nil {
			holds, err := c.when.holds(ctx, scope)
			if err != nil {
				return Result{}, err
			}
			if !holds {
				continue
			}
		}
		return Result{Why: c.says}, nil
	}
	return Result{}, nil
}

// Condition is one expression that is true or false, such as an event's.
type Condition struct {
	program cel.Program
	pos     course.Position
}

// CompileCondition reads one expression that lies at pos in its file.
func CompileCondition(expression string, pos course.Position) (*Condition, error) {
	var wrong CompileError
	c := wrong.compile(expression, pos)
	if len(wrong.Issues) > 0 {
		return nil, &wrong
	}
	return c, nil
}

// Holds tells whether the condition is true of the snapshot; errors are as
// those of Judge.
func (c *Condition) Holds(ctx context.Context, s Snapshot) (bool, error) {
	return c.holds(ctx, newScope(s))
}

func (c *Condition) holds(ctx context.Context, s *scope) (bool, error) {
	ctx, cancel := context.WithTimeout(ctx, maxTime)
	defer cancel()
	s.ctx = ctx
	activation, err := s.activation()
	if err != nil {
		return false, c.wrap(err)
	}
	out, _, err := c.program.ContextEval(ctx, activation)
	if err != nil {
		if absent(err) {
			return false, nil
		}
		return false, c.wrap(err)
	}
	met, ok := out.Value().(bool)
	if !ok {
		return false, c.wrap(fmt.Errorf("gives %s, not true or false", out.Type().TypeName()))
	}
	return met, nil
}

func (c *Condition) wrap(err error) error {
	return fmt.Errorf("judge goal %s:%d:%d: %w", c.pos.Path, c.pos.Line, c.pos.Col, err)
}

// absent reports whether an expression asked for an item that a list or map
// does not have, such as the first of no commits. That is a goal not met, not
// a fault: the learner has not got there yet.
func absent(err error) bool {
	for ; err != nil; err = errors.Unwrap(err) {
		text := err.Error()
		if strings.Contains(text, "index out of bounds") || strings.Contains(text, "no such key") {
			return true
		}
	}
	return false
}
