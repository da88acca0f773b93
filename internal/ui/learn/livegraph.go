package learn

import (
	"context"

	"cairn/internal/course"
	"cairn/internal/ui/kit/commitgraph"
	"cairn/internal/ui/kit/markdown"
	"cairn/internal/ui/task"
	"cairn/internal/view"

	"fyne.io/fyne/v2"
)

// liveGraph is a small repository in the text: its history, and one command.
type liveGraph struct {
	block  course.Graph
	graph  *commitgraph.Graph
	before *commitgraph.Model // nil until the repository was built
	after  *commitgraph.Model
	ran    bool
}

// graphRows is the height that is kept free before the repository was built.
const graphRows float32 = 4 * 30

// histories are a graph block's repository before its command ran, and after.
type histories struct{ before, after *view.View }

// liveGraph gives a graph block; its repository is built once the window stands.
func (s *Screen) liveGraph(number int) (markdown.LiveGraph, bool) {
	l := s.page.Lesson
	if number >= len(l.Graphs) {
		return nil, false
	}
	g := &liveGraph{block: l.Graphs[number], graph: commitgraph.NewInline(commitgraph.Params{Empty: "One moment …"})}
	build := func() { s.buildGraph(g, l, number) }
	if s.settled {
		build()
	} else {
		s.unbuilt = append(s.unbuilt, build)
	}
	return g, true
}

func (s *Screen) buildGraph(g *liveGraph, l *course.Lesson, number int) {
	task.Go(s.graphs, func(ctx context.Context) (histories, error) {
		before, after, err := s.params.App.LiveGraph(ctx, l, number)
		return histories{before, after}, err
	}, func(h histories, err error) {
		if err != nil {
			s.params.OnError(err)
			return
		}
		g.before, g.after = commitgraph.NewModel(h.before), commitgraph.NewModel(h.after)
		g.graph.Set(g.before)
	})
}

// Object implements markdown.LiveGraph.
func (g *liveGraph) Object() fyne.CanvasObject { return g.graph }

// Height implements markdown.LiveGraph: room for the history as it will be.
func (g *liveGraph) Height() float32 {
	if g.after == nil {
		return graphRows
	}
	return max(graphRows, commitgraph.HeightFor(g.after))
}

// Command implements markdown.LiveGraph.
func (g *liveGraph) Command() string { return g.block.Run }

// Then implements markdown.LiveGraph.
func (g *liveGraph) Then() string { return g.block.Then }

// Run implements markdown.LiveGraph: the second time it begins afresh.
func (g *liveGraph) Run(done func(error)) {
	if g.after == nil {
		done(nil)
		return
	}
	if g.ran {
		g.graph.Set(g.before)
	}
	g.ran = true
	g.graph.Set(g.after)
	done(nil)
}
