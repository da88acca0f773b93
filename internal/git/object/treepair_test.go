package object

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
)

// What a pair of trees gives is what their decoded entries differ in, in their order.
func TestTreePair_givesWhatDiffers(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 500 {
		trees := map[plumbing.Hash]RawTree{}
		sides := [2]plumbing.Hash{{1}, {2}}
		var lists [2][]TreeEntry
		for name := range 12 {
			for side := range 2 {
				if r.IntN(4) == 0 {
					continue
				}
				e := TreeEntry{Name: fmt.Sprintf("n%d", name/2), Mode: filemode.Regular, Hash: plumbing.Hash{byte(r.IntN(3) / 2)}}
				if name%2 == 1 {
					e.Name, e.Mode = fmt.Sprintf("n%d", name/2+1-r.IntN(2)*name), filemode.Dir
				}
				if !slices.ContainsFunc(lists[side], func(o TreeEntry) bool { return o.Name == e.Name }) {
					lists[side] = append(lists[side], e)
				}
			}
		}
		want := differences(lists[0], lists[1])
		for side, h := range sides {
			trees[h] = EncodeTree(lists[side])
		}
		pair, err := NewTreePair(func(h plumbing.Hash) (RawTree, error) { return trees[h], nil }, sides[0], sides[1])
		if err != nil {
			t.Fatal(err)
		}
		var got [][2]TreeEntry
		for {
			x, y, more, err := pair.Next()
			if err != nil {
				t.Fatal(err)
			}
			if !more {
				break
			}
			got = append(got, [2]TreeEntry{x, y})
		}
		if !slices.Equal(got, want) {
			t.Fatalf("%v\n%v\ngive %v\nnot %v", lists[0], lists[1], got, want)
		}
	}
}

func differences(a, b []TreeEntry) [][2]TreeEntry {
	var out [][2]TreeEntry
	for _, x := range a {
		at := slices.IndexFunc(b, func(y TreeEntry) bool { return CompareEntries(x, y) == 0 })
		switch {
		case at < 0:
			out = append(out, [2]TreeEntry{x, {}})
		case x != b[at]:
			out = append(out, [2]TreeEntry{x, b[at]})
		}
	}
	for _, y := range b {
		if !slices.ContainsFunc(a, func(x TreeEntry) bool { return CompareEntries(x, y) == 0 }) {
			out = append(out, [2]TreeEntry{{}, y})
		}
	}
	entry := func(p [2]TreeEntry) TreeEntry {
		if p[0].Name != "" {
			return p[0]
		}
		return p[1]
	}
	slices.SortFunc(out, func(p, q [2]TreeEntry) int { return CompareEntries(entry(p), entry(q)) })
	return out
}

func TestTreePair_saysWhichTreeIsDamaged(t *testing.T) {
	good := RawTree(EncodeTree([]TreeEntry{{Name: "a", Mode: filemode.Regular}}))
	trees := map[plumbing.Hash]RawTree{{1}: good, {2}: good[:len(good)-1]}
	pair, err := NewTreePair(func(h plumbing.Hash) (RawTree, error) { return trees[h], nil }, plumbing.Hash{1}, plumbing.Hash{2})
	if err != nil {
		t.Fatal(err)
	}
	_, _, _, err = pair.Next()
	if corrupt, ok := err.(*CorruptError); !ok || corrupt.Hash != (plumbing.Hash{2}) { //nolint:errorlint // the very error
		t.Fatalf("it says %v", err)
	}
}
