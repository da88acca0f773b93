package markdown

import (
	"slices"

	"cairn/internal/ui/kit/flow"
)

// Question is a quiz question. Texts are Markdown.
type Question struct {
	Name string
	// Multiple questions may have several right choices, and are checked with a
	// button; others at the first choice.
	Multiple bool
	Asks     string
	Choices  []Choice
	// Chosen are the numbers of the choices taken earlier; then the card opens
	// answered.
	Chosen []int
}

// Choice is one answer and why it is right or wrong.
type Choice struct {
	Says    string
	Correct bool
	Because string
}

// Right reports whether exactly the right choices are in chosen.
func (q Question) Right(chosen []int) bool {
	for i, c := range q.Choices {
		if c.Correct != slices.Contains(chosen, i) {
			return false
		}
	}
	return true
}

func (b builder) quiz(block Quiz) flow.Tall {
	if b.params.Question == nil {
		return nil
	}
	q, ok := b.params.Question(block.Name)
	if !ok {
		return flow.New(flow.Plain("The question “"+block.Name+"” is not in this pack."), flow.Style{})
	}
	return NewQuizCard(q, b.params)
}
