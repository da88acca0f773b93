package markdown_test

import (
	"errors"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"cairn/internal/ui/kit"
	"cairn/internal/ui/kit/commitgraph"
	"cairn/internal/ui/kit/gallery"
	"cairn/internal/ui/kit/markdown"
	"cairn/internal/ui/theme"
	"cairn/internal/view"
)

const graphText = "Each commit names the one before it.\n\n```graph\nrun: git commit\n```\n\nThe end."

// growing is a live graph of one commit that gets a second.
type growing struct {
	graph *commitgraph.Graph
	fails bool
}

func newGrowing(fails bool) *growing {
	g := &growing{graph: commitgraph.NewInline(commitgraph.Params{}), fails: fails}
	g.graph.Set(commitgraph.NewModel(history(1)))
	return g
}

func history(n int) *view.View {
	names := []view.Hash{"6e5b102", "0f9a7d3"}
	v := &view.View{Exists: true, Head: view.Head{Ref: "refs/heads/main", Branch: "main", Hash: names[n-1]}}
	for i := n - 1; i >= 0; i-- {
		c := view.Commit{Hash: names[i], Subject: []string{"First schema", "Users and carts"}[i], Reachable: true}
		if i > 0 {
			c.Parents = []view.Hash{names[i-1]}
		}
		v.Commits = append(v.Commits, c)
	}
	v.Refs = []view.Ref{{Name: "refs/heads/main", Kind: view.KindBranch, Short: "main", Commit: names[n-1]}}
	return v
}

func (g *growing) Object() fyne.CanvasObject { return g.graph }
func (g *growing) Height() float32           { return 2*30 + 32 }
func (g *growing) Command() string           { return "git commit" }
func (g *growing) Then() string              { return "The branch `main` moved to the **new commit**." }

func (g *growing) Run(done func(error)) {
	if g.fails {
		done(errors.New("the repository of this graph could not be built"))
		return
	}
	g.graph.Set(commitgraph.NewModel(history(2)))
	done(nil)
}

func graphView(live *growing) *markdown.View {
	return markdown.NewView(markdown.Parse(graphText), markdown.Params{
		LiveGraph: func(g markdown.Graph) (markdown.LiveGraph, bool) { return live, g.Number == 0 },
	})
}

func TestGraph_explainsAfterItsCommandRan(t *testing.T) {
	for _, fails := range []bool{false, true} {
		test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Params{ReducedMotion: true}))
		v := graphView(newGrowing(fails))
		w := window(t, v, 600, 500)
		before := w.Canvas().Capture()
		for range 5 {
			w.Canvas().FocusNext()
			if b, ok := w.Canvas().Focused().(*kit.Button); ok {
				press(b)
				break
			}
		}
		if same(before, w.Canvas().Capture()) {
			t.Errorf("fails %v: nothing changed", fails)
		}
	}
}

func TestScreenshot_graphBlock(t *testing.T) {
	gallery.Shot(t, gallery.Params{
		Name: "kit-graph-block", Size: fyne.NewSize(600, 330), Ground: theme.Surface,
		Build: func() fyne.CanvasObject { return graphView(newGrowing(false)) },
		Then: func(w fyne.Window) {
			for range 3 {
				w.Canvas().FocusNext()
				if b, ok := w.Canvas().Focused().(*kit.Button); ok {
					press(b)
					return
				}
			}
		},
	})
}
