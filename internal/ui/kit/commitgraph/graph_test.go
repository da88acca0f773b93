package commitgraph_test

import (
	"fmt"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"cairn/internal/ui/kit/commitgraph"
	"cairn/internal/ui/kit/gallery"
	"cairn/internal/ui/theme"
	"cairn/internal/view"
)

func commit(hash view.Hash, subject string, parents ...view.Hash) view.Commit {
	return view.Commit{Hash: hash, Subject: subject, Parents: parents, Reachable: true}
}

func branch(name string, at view.Hash) view.Ref {
	return view.Ref{Name: view.RefName("refs/heads/" + name), Kind: view.KindBranch, Short: name, Hash: at, Commit: at}
}

// merging is the repository of look.md's picture, in the middle of a merge.
func merging() *view.View {
	lost := commit("9d0c1e5", "Try another name", "be03c11")
	lost.Reachable = false
	return &view.View{
		Exists: true,
		Head:   view.Head{Ref: "refs/heads/main", Branch: "main", Hash: "41d20be"},
		Commits: []view.Commit{
			commit("8c1f0aa", "Add orders table", "be03c11"),
			commit("41d20be", "Add coupon codes", "0f9a7d3"),
			commit("be03c11", "Draft orders schema", "0f9a7d3"),
			commit("0f9a7d3", "Users and carts", "6e5b102"),
			commit("6e5b102", "First schema"),
			lost,
		},
		Refs: []view.Ref{
			branch("feature/orders", "8c1f0aa"), branch("main", "41d20be"),
			{Name: "refs/tags/v1.0", Kind: view.KindTag, Short: "v1.0", Hash: "0f9a7d3", Commit: "0f9a7d3"},
			{Name: "refs/remotes/origin/main", Kind: view.KindRemote, Short: "origin/main", Hash: "0f9a7d3", Commit: "0f9a7d3"},
		},
		Operation: view.Operation{Kind: view.OperationMerge, Head: "8c1f0aa"},
		Status:    []view.Change{{Path: "db/schema.sql", X: 'U', Y: 'U'}},
	}
}

// merged is the same repository after the merge.
func merged() *view.View {
	v := merging()
	v.Commits[5].Parents = []view.Hash{"6e5b102"}
	v.Commits = append([]view.Commit{commit("77aa01f", "Merge branch 'feature/orders'", "41d20be", "8c1f0aa")}, v.Commits[:5]...)
	v.Head.Hash, v.Operation, v.Status = "77aa01f", view.Operation{Kind: view.OperationNone}, nil
	v.Refs[1] = branch("main", "77aa01f")
	return v
}

// long is a history of n commits with a side branch merged at every tenth.
func long(n int) *view.View {
	v := &view.View{Exists: true, Head: view.Head{Branch: "main", Ref: "refs/heads/main", Hash: "c0"}}
	name := func(i int) view.Hash { return view.Hash(fmt.Sprintf("c%d", i)) }
	for i := range n {
		parents := []view.Hash{name(i + 1)}
		if i == n-1 {
			parents = nil
		} else if i%10 == 0 && i+7 < n {
			parents = append(parents, name(i+7))
		}
		v.Commits = append(v.Commits, commit(name(i), fmt.Sprintf("Change number %d", n-i), parents...))
	}
	v.Refs = []view.Ref{branch("main", "c0")}
	return v
}

func shown(t testing.TB, v *view.View, p commitgraph.Params) (*commitgraph.Pane, fyne.Window) {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Params{Mode: theme.ModeLight}))
	g := commitgraph.New(p)
	w := test.NewTempWindow(t, g)
	w.Resize(fyne.NewSize(600, 300))
	g.Set(commitgraph.NewModel(v))
	return g, w
}

func key(g *commitgraph.Pane, name fyne.KeyName) { g.TypedKey(&fyne.KeyEvent{Name: name}) }

func TestKeys_goThroughTheCommitsAndOpenOne(t *testing.T) {
	var selected, opened view.Hash
	g, _ := shown(t, merging(), commitgraph.Params{
		OnSelect: func(h view.Hash) { selected = h }, OnOpen: func(h view.Hash) { opened = h },
	})
	key(g, fyne.KeyDown)
	if selected != "8c1f0aa" {
		t.Errorf("the first step chose %q", selected)
	}
	key(g, fyne.KeyDown)
	key(g, fyne.KeyReturn)
	if opened != "41d20be" {
		t.Errorf("opened %q", opened)
	}
	key(g, fyne.KeyEnd)
	if selected != "9d0c1e5" {
		t.Errorf("End chose %q", selected)
	}
	key(g, fyne.KeyEscape)
	if g.Selected() != "" {
		t.Error("Escape kept the choice")
	}
}

func TestMouse_tellsWhichCommitItIsOn(t *testing.T) {
	var hovered []view.Hash
	g, _ := shown(t, merging(), commitgraph.Params{OnHover: func(h view.Hash, _ fyne.Position) { hovered = append(hovered, h) }})
	at := func(row float32) *desktop.MouseEvent {
		return &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(100, 16+30*(row+0.5))}}
	}
	g.MouseMoved(at(0)) // the merge under way is no commit yet
	g.MouseMoved(at(1))
	g.MouseMoved(at(2))
	g.MouseOut()
	if fmt.Sprint(hovered) != "[8c1f0aa 41d20be ]" {
		t.Errorf("hovered %q", hovered)
	}
	g.Tapped(&at(1).PointEvent)
	if g.Selected() != "8c1f0aa" {
		t.Errorf("a click chose %q", g.Selected())
	}
}

func TestSet_keepsTheChoiceAsLongAsTheCommitIsThere(t *testing.T) {
	g, _ := shown(t, merging(), commitgraph.Params{})
	g.Select("9d0c1e5")
	g.Set(commitgraph.NewModel(merged()))
	if g.Selected() != "" {
		t.Error("a commit that is gone stays chosen")
	}
	g.Select("41d20be")
	g.Set(commitgraph.NewModel(merging()))
	if g.Selected() != "41d20be" || g.Moving() {
		t.Errorf("chosen %q, moving %v", g.Selected(), g.Moving())
	}
}

func TestSet_drawsAnEmptyAndABrokenHistory(t *testing.T) {
	g, w := shown(t, &view.View{}, commitgraph.Params{Empty: "No commits yet."})
	w.Canvas().Capture()
	broken := &view.View{Commits: []view.Commit{commit("a", "", "missing", "missing too"), commit("b", "", "a")}}
	broken.Operation = view.Operation{Kind: view.OperationRebase, Head: "nowhere"}
	g.Set(commitgraph.NewModel(broken))
	w.Canvas().Capture()
}

func TestGraph_drawsOnlyWhatIsInSight(t *testing.T) {
	g, _ := shown(t, long(10_000), commitgraph.Params{})
	if n := len(test.WidgetRenderer(g).Objects()); n > 60 {
		t.Errorf("%d objects for a view of ten rows", n)
	}
	g.Select("c9000")
	g.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -50)})
}

func TestScreenshot_graph(t *testing.T) {
	for name, v := range map[string]*view.View{"kit-graph-merging": merging(), "kit-graph-merged": merged(), "kit-graph-long": long(400)} {
		gallery.Shot(t, gallery.Params{
			Name: name, Size: fyne.NewSize(690, 300),
			Modes: []theme.Mode{theme.ModeLight, theme.ModeDark, theme.ModeContrastLight},
			Build: func() fyne.CanvasObject {
				g := commitgraph.New(commitgraph.Params{})
				g.Set(commitgraph.NewModel(v))
				g.Select("be03c11")
				g.SetLit(map[view.Hash]bool{"0f9a7d3": true})
				return g
			},
		})
	}
}

func BenchmarkScroll_of10000Commits(b *testing.B) {
	g, w := shown(b, long(10_000), commitgraph.Params{})
	for i := 0; b.Loop(); i++ {
		dy := float32(-300)
		if i%900 > 450 {
			dy = 300
		}
		g.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, dy)})
	}
	_ = w
}

func BenchmarkModel_of10000Commits(b *testing.B) {
	v := long(10_000)
	for b.Loop() {
		commitgraph.NewModel(v)
	}
}

func TestLayout_atTheSameSizeMakesNothingNew(t *testing.T) {
	g, _ := shown(t, merging(), commitgraph.Params{})
	r := test.WidgetRenderer(g)
	before := slices.Clone(r.Objects())
	r.Layout(g.Size())
	if !slices.Equal(before, r.Objects()) {
		t.Error("each layout makes new objects, so that the window would draw for ever")
	}
}
