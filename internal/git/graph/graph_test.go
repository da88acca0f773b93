package graph

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"cairn/internal/view"
)

// history makes a view of lines such as "c: a b", newest first; a "~" before the
// name marks a commit that only a reflog keeps. refs are "main=c".
func history(lines []string, refs ...string) *view.View {
	v := &view.View{Exists: true}
	for _, s := range lines {
		name, parents, _ := strings.Cut(s, ":")
		name, lost := strings.CutPrefix(name, "~")
		c := view.Commit{Hash: view.Hash(name), Reachable: !lost}
		for _, p := range strings.Fields(parents) {
			c.Parents = append(c.Parents, view.Hash(p))
		}
		v.Commits = append(v.Commits, c)
	}
	for _, r := range refs {
		name, h, _ := strings.Cut(r, "=")
		v.Refs = append(v.Refs, view.Ref{Name: view.RefName("refs/heads/" + name), Kind: view.KindBranch, Short: name, Hash: view.Hash(h), Commit: view.Hash(h)})
	}
	return v
}

func lanesOf(l Layout) map[view.Hash]int {
	out := map[view.Hash]int{}
	for _, r := range l.Rows {
		out[r.Hash] = r.Lane
	}
	return out
}

func TestNew_putsTheTrunkInLaneZeroAndABranchBeside(t *testing.T) {
	l := New(history([]string{"m: b d", "d: c", "b: a", "c: a", "a:"}, "main=m", "topic=d"), Params{})
	want := map[view.Hash]int{"m": 0, "b": 0, "a": 0, "c": 1, "d": 1}
	if diff := cmp.Diff(want, lanesOf(l)); diff != "" {
		t.Error(diff)
	}
	merge := l.Edges[1]
	if !merge.Merge || merge.FromLane != 0 || merge.Via != 1 || merge.ToLane != 1 {
		t.Errorf("the merged branch's edge is %+v", merge)
	}
	if l.Lanes != 2 {
		t.Errorf("%d lanes", l.Lanes)
	}
}

func TestNew_usesALaneAgainOnceABranchEnded(t *testing.T) {
	l := New(history([]string{"m2: m1 f", "f: m1", "m1: b e", "e: a", "b: a", "a:"}, "main=m2"), Params{})
	if got := lanesOf(l); got["e"] != 1 || got["f"] != 1 {
		t.Errorf("lanes %v", got)
	}
}

func TestNew_keepsTheLaneOfALiveBranchWhenItsCommitIsAmended(t *testing.T) {
	l := New(history([]string{"b2: a", "~b1: a", "a: r", "m: r", "r:"}, "main=m", "topic=b2"), Params{})
	got := lanesOf(l)
	if got["b2"] != got["a"] || got["b1"] == got["a"] {
		t.Errorf("lanes %v", got)
	}
}

func TestNew_givesAMergeOfTheTrunkAnEdgeOfItsOwn(t *testing.T) {
	l := New(history([]string{"m2: m1", "x: t m0", "m1: m0", "t: r", "m0: r", "r:"}, "main=m2", "topic=x"), Params{})
	for _, e := range l.Edges {
		if e.Merge && (e.Via == 0 || e.Via == e.FromLane) {
			t.Errorf("the edge from x to m0 runs over another line: %+v", e)
		}
	}
}

func TestNew_drawsEdgesToMissingParents(t *testing.T) {
	l := New(history([]string{"b: a"}, "main=b"), Params{})
	if len(l.Edges) != 1 || !l.Edges[0].Cut || l.Edges[0].To != 1 {
		t.Errorf("edges %+v", l.Edges)
	}
	if got := New(&view.View{}, Params{}); got.Lanes != 0 || len(got.Rows) != 0 {
		t.Errorf("an empty view gives %+v", got)
	}
}

// drawHistory makes a random history of n commits, newest first, named by age.
func drawHistory(t *rapid.T, n int) *view.View {
	v := &view.View{Exists: true}
	for i := range n {
		age := n - 1 - i
		c := view.Commit{Hash: view.Hash(fmt.Sprint(age)), Reachable: rapid.IntRange(0, 9).Draw(t, "kept") > 0}
		if age > 0 {
			lo := max(0, age-8)
			for _, p := range rapid.SliceOfNDistinct(rapid.IntRange(lo, age-1), 0, min(3, age-lo), rapid.ID[int]).Draw(t, "parents") {
				c.Parents = append(c.Parents, view.Hash(fmt.Sprint(p)))
			}
		}
		v.Commits = append(v.Commits, c)
	}
	v.Refs = []view.Ref{{Name: "refs/heads/main", Commit: view.Hash(fmt.Sprint(rapid.IntRange(0, n-1).Draw(t, "main")))}}
	return v
}

func TestNew_neverRunsAnEdgeThroughAnotherCommit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := drawHistory(t, rapid.IntRange(1, 60).Draw(t, "commits"))
		l := New(v, Params{})
		edges := 0
		for i := range v.Commits {
			edges += len(v.Commits[i].Parents)
		}
		if len(l.Rows) != len(v.Commits) || len(l.Edges) != edges {
			t.Fatalf("%d rows, %d edges", len(l.Rows), len(l.Edges))
		}
		for _, e := range l.Edges {
			if e.To <= e.From || e.FromLane != l.Rows[e.From].Lane || !e.Cut && e.ToLane != l.Rows[e.To].Lane {
				t.Fatalf("edge %+v", e)
			}
			for row := e.From + 1; row < e.To; row++ {
				if l.Rows[row].Lane == e.Via {
					t.Fatalf("edge %+v runs through row %d", e, row)
				}
			}
		}
	})
}

func TestNew_keepsOldLinesTogetherWhenACommitIsAdded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 40).Draw(t, "commits")
		v := drawHistory(t, n)
		v.Refs[0].Commit = "0" // a trunk that stays
		grown := *v
		older := *v
		older.Commits = v.Commits[1:]
		before, after := lanesOf(New(&older, Params{})), lanesOf(New(&grown, Params{}))
		moved := 0
		for h, lane := range before {
			if after[h] != lane {
				moved++
			}
		}
		// one new commit may widen lines and push those beside them, never the trunk
		if before["0"] != 0 || after["0"] != 0 {
			t.Fatal("the trunk moved")
		}
		if moved > len(before)-1 {
			t.Fatalf("%d of %d commits moved", moved, len(before))
		}
	})
}

func TestNew_staysReadableWithManyBranches(t *testing.T) {
	// twenty branches of nine commits each, merged one after the other
	var lines []string
	lines = append(lines, "m20: m19 b20-9")
	for b := 20; b >= 1; b-- {
		for i := 9; i >= 1; i-- {
			parent := fmt.Sprintf("b%d-%d", b, i-1)
			if i == 1 {
				parent = fmt.Sprintf("m%d", b-1)
			}
			lines = append(lines, fmt.Sprintf("b%d-%d: %s", b, i, parent))
		}
		switch {
		case b > 1:
			lines = append(lines, fmt.Sprintf("m%d: m%d b%d-9", b-1, b-2, b-1))
		default:
			lines = append(lines, "m0:")
		}
	}
	l := New(history(lines, "main=m20"), Params{})
	if l.Lanes != 2 {
		t.Errorf("branches that were merged one after the other take %d lanes", l.Lanes)
	}
}

func BenchmarkNew_tenThousandCommits(b *testing.B) {
	v := &view.View{}
	for i := 10000; i >= 0; i-- {
		c := view.Commit{Hash: view.Hash(fmt.Sprint(i)), Reachable: true}
		if i > 0 {
			c.Parents = append(c.Parents, view.Hash(fmt.Sprint(max(0, i-1-i%3))))
		}
		if i > 5 && i%7 == 0 {
			c.Parents = append(c.Parents, view.Hash(fmt.Sprint(i-5)))
		}
		v.Commits = append(v.Commits, c)
	}
	for b.Loop() {
		New(v, Params{})
	}
}
