package walk

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"cairn/internal/git/object"
)

// history is a set of commits in memory; commit n has the hash of the number n.
type history map[plumbing.Hash]*object.Commit

func (h history) Commit(at plumbing.Hash) (*object.Commit, error) {
	c, ok := h[at]
	if !ok {
		return nil, &object.MissingError{Hash: at}
	}
	return c, nil
}

func name(n int) plumbing.Hash { return plumbing.NewHash(fmt.Sprintf("%040x", n)) }

func number(h plumbing.Hash) int { return int(h[18])<<8 | int(h[19]) }

// add makes commit n at a second, with parents.
func (h history) add(n int, second int64, parents ...int) {
	c := &object.Commit{Hash: name(n), TreeHash: name(n)}
	c.Committer.When = time.Unix(second, 0)
	c.Author.When = c.Committer.When
	for _, p := range parents {
		c.ParentHashes = append(c.ParentHashes, name(p))
	}
	h[c.Hash] = c
}

func list(t testing.TB, p Params) []int {
	t.Helper()
	w := New(p)
	var out []int
	for {
		c, err := w.Next()
		if err != nil {
			t.Fatal(err)
		}
		if c == nil {
			return out
		}
		out = append(out, number(c.Hash))
	}
}

func forked() history {
	h := history{}
	h.add(1, 10)
	h.add(2, 20, 1)
	h.add(3, 30, 1)
	h.add(4, 40, 2, 3)
	h.add(5, 50, 4)
	return h
}

func TestWalker_givesCommitsInEachOrder(t *testing.T) {
	h := forked()
	for _, c := range []struct {
		what string
		p    Params
		want []int
	}{
		{"by date", Params{}, []int{5, 4, 3, 2, 1}},
		{"topological", Params{Order: Topo}, []int{5, 4, 3, 2, 1}},
		{"first parents", Params{FirstParent: true}, []int{5, 4, 2, 1}},
		{"reversed", Params{Reverse: true, Max: 2}, []int{4, 5}},
		{"skipped", Params{Skip: 1, Max: 2}, []int{4, 3}},
		{"merges", Params{MinParents: 2}, []int{4}},
		{"roots", Params{MaxParents: NoParents}, []int{1}},
		{"none", Params{Max: NoCommits}, nil},
		{"since", Params{Since: 30}, []int{5, 4, 3}},
		{"until", Params{Until: 30}, []int{3, 2, 1}},
	} {
		c.p.Store, c.p.Tips = h, []Tip{{Hash: name(5)}}
		if diff := cmp.Diff(c.want, list(t, c.p)); diff != "" {
			t.Errorf("%s: %s", c.what, diff)
		}
	}
}

func TestWalker_leavesOutWhatIsExcluded(t *testing.T) {
	h := forked()
	p := Params{Store: h, Tips: []Tip{{Hash: name(5)}, {Hash: name(3), Exclude: true, Bottom: true}}}
	if diff := cmp.Diff([]int{5, 4, 2}, list(t, p)); diff != "" {
		t.Error(diff)
	}
	p.Boundary = true
	if diff := cmp.Diff([]int{5, 4, 2, 3, 1}, list(t, p)); diff != "" {
		t.Error(diff)
	}
	p.Boundary, p.AncestryPath = false, true
	if diff := cmp.Diff([]int{5, 4}, list(t, p)); diff != "" {
		t.Error(diff)
	}
}

func TestMergeBases_findsBothOfACrissCross(t *testing.T) {
	h := history{}
	h.add(1, 10)
	h.add(2, 20, 1)
	h.add(3, 30, 1)
	h.add(4, 40, 2, 3)
	h.add(5, 50, 3, 2)
	got, err := MergeBases(h, name(4), name(5))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]plumbing.Hash{name(3), name(2)}, got); diff != "" {
		t.Error(diff)
	}
	ahead, behind, err := AheadBehind(h, name(4), name(5))
	if ahead != 1 || behind != 1 || err != nil {
		t.Errorf("%d ahead, %d behind, %v", ahead, behind, err)
	}
}

// draw makes a random history; dates go backwards now and then.
func draw(t *rapid.T) (history, int) {
	n := rapid.IntRange(1, 30).Draw(t, "commits")
	h := history{}
	for i := 1; i <= n; i++ {
		var parents []int
		if i > 1 {
			parents = rapid.SliceOfNDistinct(rapid.IntRange(max(1, i-6), i-1), 0, min(3, i-1), rapid.ID[int]).Draw(t, "parents")
		}
		h.add(i, int64(i)+rapid.Int64Range(-3, 0).Draw(t, "skew"), parents...)
	}
	return h, n
}

// below gives everything that can be reached.
func (h history) below(from plumbing.Hash) map[plumbing.Hash]bool {
	seen := map[plumbing.Hash]bool{}
	work := []plumbing.Hash{from}
	for len(work) > 0 {
		at := work[len(work)-1]
		work = work[:len(work)-1]
		if !seen[at] {
			seen[at] = true
			work = append(work, h[at].ParentHashes...)
		}
	}
	return seen
}

func TestWalker_givesEveryCommitOnceAndChildrenFirst(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h, n := draw(t)
		order := rapid.SampledFrom([]Order{ByDate, Topo, DateTopo, AuthorTopo}).Draw(t, "order")
		w := New(Params{Store: h, Tips: []Tip{{Hash: name(n)}}, Order: order})
		place := map[plumbing.Hash]int{}
		for {
			c, err := w.Next()
			if err != nil {
				t.Fatal(err)
			}
			if c == nil {
				break
			}
			if _, twice := place[c.Hash]; twice {
				t.Fatalf("%s comes twice", c.Hash)
			}
			place[c.Hash] = len(place)
		}
		if len(place) != len(h.below(name(n))) {
			t.Fatalf("%d of %d commits", len(place), len(h.below(name(n))))
		}
		if order == ByDate {
			return
		}
		for at, i := range place {
			for _, p := range h[at].ParentHashes {
				if place[p] < i {
					t.Fatalf("parent %s comes before its child %s", p, at)
				}
			}
		}
	})
}

func TestMergeBases_areTheBestCommonAncestors(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h, n := draw(t)
		a, b := name(rapid.IntRange(1, n).Draw(t, "a")), name(rapid.IntRange(1, n).Draw(t, "b"))
		belowA, belowB := h.below(a), h.below(b)
		var want []plumbing.Hash
		for c := range belowA {
			if !belowB[c] {
				continue
			}
			best := true
			for d := range belowA {
				if d != c && belowB[d] && h.below(d)[c] {
					best = false
				}
			}
			if best {
				want = append(want, c)
			}
		}
		got, err := MergeBases(h, a, b)
		if err != nil {
			t.Fatal(err)
		}
		byNumber := func(x, y plumbing.Hash) int { return number(x) - number(y) }
		slices.SortFunc(want, byNumber)
		slices.SortFunc(got, byNumber)
		if !slices.Equal(want, got) {
			t.Fatal(cmp.Diff(want, got))
		}
		is, err := IsAncestor(h, a, b)
		if err != nil || is != belowB[a] {
			t.Fatalf("ancestor: %v, %v", is, err)
		}
	})
}

func TestWalker_saysWhichCommitIsMissing(t *testing.T) {
	h := history{}
	h.add(2, 20, 1)
	w := New(Params{Store: h, Tips: []Tip{{Hash: name(2)}}})
	if _, err := w.Next(); err == nil {
		t.Error("a missing parent is no error")
	}
	if got := list(t, Params{Store: history{}, Tips: []Tip{{Hash: name(9)}}, MissingOK: true}); len(got) != 0 {
		t.Errorf("got %v", got)
	}
}
