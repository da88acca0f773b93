package textgraph

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// draw prints a history, given newest first as "commit: parents".
func draw(history ...string) string {
	g := New[string](nil, "")
	var b strings.Builder
	for i, line := range history {
		if i > 0 {
			b.WriteString("")
		}
		name, rest, _ := strings.Cut(line, ":")
		g.Add(name, strings.Fields(rest), "*")
		for {
			row, onCommit := g.Next()
			if onCommit {
				row += name
			}
			b.WriteString(strings.TrimRight(row, " ") + "\n")
			if onCommit {
				break
			}
		}
		for !g.Done() {
			row, _ := g.Next()
			b.WriteString(strings.TrimRight(row, " ") + "\n")
		}
	}
	return b.String()
}

func TestGraph_drawsMergeAsGit(t *testing.T) {
	got := draw("m: b d", "d: c", "c: a", "b: a", "a:")
	want := `*   m
|\
| * d
| * c
* | b
|/
* a
`
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestGraph_drawsOctopusAsGit(t *testing.T) {
	got := draw("x: a", "m: b c d", "d: a", "c: a", "b: a", "a:")
	want := `* x
| *-.   m
| |\ \
| | | * d
| |_|/
|/| |
| | * c
| |/
|/|
| * b
|/
* a
`
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestGraph_anyHistoryIsDrawnWithOneSignACommit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 25).Draw(t, "commits")
		g := New[int](nil, "")
		for i := range n {
			var parents []int
			if left := n - 1 - i; left > 0 {
				parents = rapid.SliceOfNDistinct(rapid.IntRange(i+1, n-1), 0, min(4, left), rapid.ID[int]).Draw(t, "parents")
			}
			g.Add(i, parents, "*")
			signs := 0
			for rows := 0; ; rows++ {
				_, onCommit := g.Next()
				if onCommit {
					signs++
				}
				if signs == 1 && g.Done() {
					break
				}
				if rows > 500 {
					t.Fatal("the drawing does not end")
				}
			}
		}
	})
}
