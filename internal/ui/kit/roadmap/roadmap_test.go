package roadmap_test

import (
	"fmt"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"cairn/internal/ui/kit/gallery"
	"cairn/internal/ui/kit/roadmap"
	"cairn/internal/ui/theme"
)

func backend() ([]roadmap.Card, []roadmap.Edge) {
	cards := []roadmap.Card{
		{ID: "first", Title: "First steps", Note: "done", State: roadmap.Done, Progress: 1, Column: 0, Row: 2, Due: true},
		{ID: "2025", Title: "The backend in 2025", Note: "done", State: roadmap.Done, Progress: 1, Column: 1, Row: 1},
		{ID: "python", Title: "Python", Note: "60 % · 5 lessons", State: roadmap.InProgress, Progress: 0.6, Column: 1, Row: 2},
		{ID: "team", Title: "Git in a team", Note: "done", State: roadmap.Done, Progress: 1, Column: 1, Row: 3},
		{ID: "languages", Title: "Languages", Note: "skipped", State: roadmap.Skipped, Column: 2, Row: 0},
		{ID: "databases", Title: "Relational databases", Note: "5 lessons", Next: true, Column: 2, Row: 2},
		{ID: "clean", Title: "A clean history", Note: "20 % · 5 lessons", State: roadmap.InProgress, Progress: 0.2, Column: 2, Row: 3},
		{ID: "frameworks", Title: "Frameworks", Note: "6 lessons", Column: 3, Row: 0},
		{ID: "apis", Title: "APIs", Note: "4 lessons", Column: 3, Row: 1},
		{ID: "nosql", Title: "NoSQL and caches", Note: "3 lessons", Column: 3, Row: 2},
		{ID: "testing", Title: "Testing", Note: "5 lessons", Column: 3, Row: 3},
		{ID: "security", Title: "Security", Note: "coming", State: roadmap.Planned, Column: 4, Row: 1},
		{ID: "cloud", Title: "Cloud", Note: "coming", State: roadmap.Planned, Column: 4, Row: 2},
	}
	edges := []roadmap.Edge{
		{"first", "2025"}, {"first", "python"}, {"first", "team"}, {"2025", "languages"}, {"python", "databases"},
		{"python", "frameworks"}, {"languages", "frameworks"}, {"team", "clean"}, {"databases", "apis"}, {"databases", "nosql"},
		{"clean", "testing"}, {"frameworks", "security"}, {"apis", "security"}, {"nosql", "cloud"}, {"first", "nowhere"},
	}
	return cards, edges
}

func shown(t testing.TB, p roadmap.Params) *roadmap.Roadmap {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Params{Mode: theme.ModeLight}))
	r := roadmap.New(p)
	w := test.NewTempWindow(t, r)
	w.Resize(fyne.NewSize(700, 500))
	r.Set(backend())
	w.Canvas().Focus(r)
	return r
}

func key(r *roadmap.Roadmap, names ...fyne.KeyName) {
	for _, n := range names {
		r.TypedKey(&fyne.KeyEvent{Name: n})
	}
}

func TestKeys_goFromCardToCardAndOpenOne(t *testing.T) {
	opened := ""
	r := shown(t, roadmap.Params{OnOpen: func(id string) { opened = id }})
	if r.Current() != "databases" {
		t.Errorf("the keys begin at %q, not at the recommended topic", r.Current())
	}
	key(r, fyne.KeyLeft, fyne.KeyLeft, fyne.KeyRight)
	if r.Current() != "python" {
		t.Errorf("left, left, right leads to %q", r.Current())
	}
	key(r, fyne.KeyDown, fyne.KeyReturn)
	if opened != "team" {
		t.Errorf("opened %q", opened)
	}
	key(r, fyne.KeyHome)
	if r.Current() != "databases" {
		t.Errorf("Home leads to %q", r.Current())
	}
}

func TestClick_opensTheCardUnderTheMouse(t *testing.T) {
	opened := ""
	r := shown(t, roadmap.Params{OnOpen: func(id string) { opened = id }})
	r.SetPlace(roadmap.Place{Zoom: 1})
	r.Tapped(&fyne.PointEvent{Position: fyne.NewPos(24+228+100, 24+2*108+30)})
	if opened != "python" {
		t.Errorf("opened %q", opened)
	}
	opened = ""
	r.Tapped(&fyne.PointEvent{Position: fyne.NewPos(10, 10)})
	if opened != "" {
		t.Errorf("a click beside the cards opened %q", opened)
	}
}

func TestZoom_keepsThePointUnderTheMouse(t *testing.T) {
	r := shown(t, roadmap.Params{})
	r.SetPlace(roadmap.Place{X: 100, Y: 40, Zoom: 1})
	middle := r.Place().X + 350/r.Place().Zoom
	r.TypedRune('+')
	if got := r.Place().X + 350/r.Place().Zoom; got < middle-1 || got > middle+1 {
		t.Errorf("the middle went from %v to %v", middle, got)
	}
	for range 20 {
		r.TypedRune('-')
	}
	if z := r.Place().Zoom; z < 0.39 {
		t.Errorf("zoom went down to %v", z)
	}
	r.TypedRune('0')
	if z := r.Place().Zoom; z > 1 {
		t.Errorf("all of the map at zoom %v", z)
	}
}

func TestDrag_movesTheMapAndTellsSo(t *testing.T) {
	var last roadmap.Place
	r := shown(t, roadmap.Params{OnMove: func(p roadmap.Place) { last = p }})
	r.SetPlace(roadmap.Place{Zoom: 1})
	r.Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(-120, 0)})
	if last.X != 120 {
		t.Errorf("after the drag the place is %+v", last)
	}
	r.Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(9999, 9999)})
	if last.X != 0 {
		t.Errorf("the map was lost at %+v", last)
	}
}

func TestSet_drawsOnlyTheCardsInSight(t *testing.T) {
	r := shown(t, roadmap.Params{})
	var cards []roadmap.Card
	for i := range 2000 {
		cards = append(cards, roadmap.Card{ID: fmt.Sprint(i), Title: "A topic", Column: i / 10, Row: i % 10})
	}
	r.Set(cards, nil)
	r.SetPlace(roadmap.Place{Zoom: 1})
	if n := len(test.WidgetRenderer(r).Objects()); n > 40 {
		t.Errorf("%d objects", n)
	}
	r.Set(nil, nil)
	key(r, fyne.KeyDown, fyne.KeyReturn)
}

func TestScreenshot_roadmap(t *testing.T) {
	gallery.Shot(t, gallery.Params{
		Name: "kit-roadmap", Size: fyne.NewSize(1280, 500),
		Modes: []theme.Mode{theme.ModeLight, theme.ModeDark, theme.ModeContrastDark},
		Build: func() fyne.CanvasObject {
			r := roadmap.New(roadmap.Params{})
			r.Set(backend())
			return r
		},
	})
}

func BenchmarkPan(b *testing.B) {
	r := shown(b, roadmap.Params{})
	for i := 0; b.Loop(); i++ {
		r.Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(float32(5-10*(i/40%2)), 0)})
	}
}

func TestLayout_atTheSameSizeMakesNothingNew(t *testing.T) {
	m := shown(t, roadmap.Params{})
	r := test.WidgetRenderer(m)
	before := slices.Clone(r.Objects())
	r.Layout(m.Size())
	if !slices.Equal(before, r.Objects()) {
		t.Error("each layout makes new objects, so that the window would draw for ever")
	}
}
