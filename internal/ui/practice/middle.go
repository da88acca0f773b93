package practice

import (
	"cairn/internal/ui/kit/flow"
	"cairn/internal/ui/kit/markdown"
	"cairn/internal/ui/theme"
	"cairn/internal/view"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// middle is what lies under the tabs: the brief, the graph, the files, the
// three trees, and the graph of each remote and teammate.
type middle struct {
	widget.BaseWidget

	pane    *Pane
	page    int
	brief   fyne.CanvasObject
	graph   *graphPage
	files   *table
	trees   *table
	paths   []fileRow
	others  []other
	editing *editPage // nil while no text is edited
	stack   *fyne.Container
	back    *canvas.Rectangle
}

// other is another repository of the workspace.
type other struct {
	name  string
	view  *view.View
	graph *graphPage
}

// The pages that are always there.
const (
	pageBrief = iota
	pageGraph
	pageFiles
	pageTrees
	fixedPages
)

func newMiddle(p *Pane) *middle {
	m := &middle{pane: p, graph: newGraphPage("No commits yet. The first one appears here as you make it.")}
	m.files = newTable(nil, []float32{0.62, 0.38}, "No files yet.", m.openFile)
	m.trees = newTable([]string{"", "Working tree", "Index", "HEAD"}, []float32{0.4, 0.2, 0.2, 0.2},
		"Nothing in any of the three trees yet.", nil)
	m.brief = newBrief(p)
	m.stack = container.NewStack(m.brief)
	m.back = canvas.NewRectangle(nil)
	m.ExtendBaseWidget(m)
	return m
}

// labels are the tabs' words.
func (m *middle) labels() []string {
	labels := []string{"Brief", "Graph", "Files", "Three trees"}
	for _, o := range m.others {
		labels = append(labels, o.name)
	}
	if m.editing != nil {
		labels = append(labels, m.editing.title)
	}
	return labels
}

// editPage is the number of the page with the editor, -1 without one.
func (m *middle) editPage() int {
	if m.editing == nil {
		return -1
	}
	return fixedPages + len(m.others)
}

// show brings a page to the front.
func (m *middle) show(page int) {
	m.page = page
	object := m.brief
	switch {
	case page == m.editPage():
		object = m.editing.object
	case page == pageGraph:
		object = m.graph.object
	case page == pageFiles:
		object = m.files.object
	case page == pageTrees:
		object = m.trees.object
	case page >= fixedPages && page-fixedPages < len(m.others):
		object = m.others[page-fixedPages].graph.object
	}
	m.stack.Objects = []fyne.CanvasObject{object}
	m.update()
	m.stack.Refresh()
}

// update shows the standing; only the page in front is drawn anew.
func (m *middle) update() {
	v := m.pane.standing.View
	if v == nil {
		return
	}
	m.gatherOthers(v)
	switch {
	case m.page == pageBrief, m.page == m.editPage():
	case m.page == pageGraph:
		m.graph.set(v)
	case m.page == pageFiles:
		m.updateFiles(v)
	case m.page == pageTrees:
		m.updateTrees(v)
	case m.page-fixedPages < len(m.others):
		o := m.others[m.page-fixedPages]
		o.graph.set(o.view)
	default:
		m.show(pageGraph)
	}
}

// gatherOthers keeps the page of each remote and teammate, by name.
func (m *middle) gatherOthers(v *view.View) {
	old := map[string]*graphPage{}
	for _, o := range m.others {
		old[o.name] = o.graph
	}
	m.others = nil
	add := func(name string, v *view.View) {
		if v == nil {
			return
		}
		g := old[name]
		if g == nil {
			g = newGraphPage("No commits here yet.")
		}
		m.others = append(m.others, other{name, v, g})
	}
	for _, r := range v.Remotes {
		add(r.Name, r.View)
	}
	for _, t := range v.Teammates {
		add(t.Name, t.View)
	}
}

func (m *middle) updateFiles(v *view.View) {
	m.paths = fileRows(v)
	rows := make([][]cell, 0, len(m.paths))
	for _, r := range m.paths {
		role := theme.Muted
		switch r.word {
		case "conflict":
			role = theme.Danger
		case "staged", "new, staged", "renamed, staged", "deletion staged":
			role = theme.Success
		case "", "ignored":
		default:
			role = theme.Warning
		}
		path := cell{text: r.path, mono: true}
		if r.gone || r.word == "ignored" {
			path.role = theme.Muted
		}
		rows = append(rows, []cell{path, {text: r.word, role: role}})
	}
	m.files.set(rows)
}

func (m *middle) updateTrees(v *view.View) {
	var head []view.TreeEntry
	if v.Head.Hash != "" && m.pane.standing.Source != nil {
		entries, err := m.pane.standing.Source.Tree(v.Head.Hash)
		if err != nil {
			m.pane.params.OnError(err)
		}
		head = entries
	}
	var rows [][]cell
	for _, r := range treeRows(v, head) {
		rows = append(rows, []cell{
			{text: r.path, mono: true},
			contentCell(r.worked, r.index),
			contentCell(r.index, r.head),
			contentCell(r.head, r.head),
		})
	}
	m.trees.set(rows)
}

// contentCell names a content, and stands out where it differs from the tree
// to its right, which it goes to next.
func contentCell(h, next view.Hash) cell {
	switch {
	case h == "" && next == "":
		return cell{text: "–", role: theme.Muted}
	case h == "":
		return cell{text: "removed", role: theme.Danger}
	case h != next:
		return cell{text: h.Short(), role: theme.Warning, mono: true, bold: true}
	}
	return cell{text: h.Short(), role: theme.Muted, mono: true}
}

// newBrief is what the exercise is about.
func newBrief(p *Pane) fyne.CanvasObject {
	text := markdown.NewText(p.params.Exercise.Brief, markdown.Params{OnLink: p.params.OnLink})
	return container.NewVScroll(flow.NewBox(func(width float32, put flow.Put) float32 {
		const side, top = theme.Space6, theme.Space4
		inner := min(width-2*side, briefWidth)
		h := text.HeightFor(inner)
		put(text, side, top, inner, h)
		return h + 2*top
	}, nil, text))
}

// briefWidth keeps lines readable in a wide pane.
const briefWidth float32 = 620

// CreateRenderer implements fyne.Widget.
func (m *middle) CreateRenderer() fyne.WidgetRenderer {
	m.ExtendBaseWidget(m)
	r := &middleRenderer{m}
	r.colour()
	return r
}

type middleRenderer struct{ m *middle }

func (r *middleRenderer) Destroy() {}
func (r *middleRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.m.back, r.m.stack}
}
func (r *middleRenderer) MinSize() fyne.Size { return fyne.NewSize(200, 60) }

func (r *middleRenderer) Layout(size fyne.Size) {
	r.m.back.Resize(size)
	r.m.stack.Resize(size)
}

func (r *middleRenderer) colour() { r.m.back.FillColor = theme.Colour(theme.Surface) }

func (r *middleRenderer) Refresh() {
	r.colour()
	r.m.update()
	canvas.Refresh(r.m)
}
