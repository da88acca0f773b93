package blame

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"

	"cairn/internal/git/object"
)

// book writes commits of one file into a store of its own.
type book struct {
	t     testing.TB
	store *object.Store
	clock int64
}

func newBook(t testing.TB) *book {
	t.Helper()
	store, err := object.Open(object.Params{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	return &book{t: t, store: store}
}

func (b *book) commit(files map[string]string, parents ...plumbing.Hash) plumbing.Hash {
	b.t.Helper()
	var entries []object.TreeEntry
	for name, text := range files {
		h, err := b.store.Put(plumbing.BlobObject, []byte(text))
		if err != nil {
			b.t.Fatal(err)
		}
		entries = append(entries, object.TreeEntry{Name: name, Mode: filemode.Regular, Hash: h})
	}
	slices.SortFunc(entries, object.CompareEntries)
	tree, err := b.store.PutTree(entries)
	if err != nil {
		b.t.Fatal(err)
	}
	b.clock++
	who := object.Signature{Name: "A", Email: "a@b", When: time.Unix(b.clock, 0)}
	h, err := b.store.PutCommit(&object.Commit{TreeHash: tree, ParentHashes: parents, Author: who, Committer: who, Message: fmt.Sprintln(b.clock)})
	if err != nil {
		b.t.Fatal(err)
	}
	return h
}

func (b *book) blame(p Params, at plumbing.Hash, path string) *Result {
	b.t.Helper()
	c, err := b.store.Commit(at)
	if err != nil {
		b.t.Fatal(err)
	}
	p.Store, p.Commit, p.Path = b.store, c, path
	res, err := Run(context.Background(), p)
	if err != nil {
		b.t.Fatal(err)
	}
	return res
}

// guilty writes for each line the number of its commit.
func guilty(res *Result) string {
	var out []string
	for _, e := range res.Entries {
		for range e.Count {
			out = append(out, strings.TrimSpace(e.Commit.Message))
		}
	}
	return strings.Join(out, " ")
}

func TestRun_blamesEachLineOnItsCommit(t *testing.T) {
	b := newBook(t)
	first := b.commit(map[string]string{"f": "a\nb\nc\n"})
	second := b.commit(map[string]string{"f": "a\nB\nc\n"}, first)
	other := b.commit(map[string]string{"f": "a\nb\nc\nd\n"}, first)
	merge := b.commit(map[string]string{"f": "a\nB\nc\nd\n"}, second, other)
	if got := guilty(b.blame(Params{}, merge, "f")); got != "1 2 1 3" {
		t.Errorf("got %s", got)
	}
	if got := guilty(b.blame(Params{FirstParent: true}, merge, "f")); got != "1 2 1 4" {
		t.Errorf("first parent: %s", got)
	}
	if got := guilty(b.blame(Params{Ranges: []Range{{1, 2}}}, merge, "f")); got != "2" {
		t.Errorf("range: %s", got)
	}
	stop := func(c *object.Commit) bool { return c.Hash == second }
	if res := b.blame(Params{Stop: stop}, second, "f"); guilty(res) != "2 2 2" || !res.Entries[0].Boundary {
		t.Errorf("boundary: %s", guilty(res))
	}
}

func TestRun_followsRenamesMovesAndCopies(t *testing.T) {
	b := newBook(t)
	block := "the first long line of a block\nthe second long line of a block\n"
	first := b.commit(map[string]string{"old": block + "x\ny\nz\n"})
	renamed := b.commit(map[string]string{"new": block + "x\ny\nz\n"}, first)
	moved := b.commit(map[string]string{"new": "x\ny\nz\n" + block}, renamed)
	copied := b.commit(map[string]string{"new": "x\ny\nz\n" + block + "w\n", "copy": block}, moved)
	if got := guilty(b.blame(Params{}, renamed, "new")); got != "1 1 1 1 1" {
		t.Errorf("rename: %s", got)
	}
	if got := guilty(b.blame(Params{Moves: 20}, moved, "new")); got != "1 1 1 1 1" {
		t.Errorf("move: %s", got)
	}
	if got := guilty(b.blame(Params{Moves: 20, Copies: 40, CopyLevel: 1}, copied, "copy")); got != "1 1" {
		t.Errorf("copy: %s", got)
	}
}

func TestRun_passesIgnoredCommits(t *testing.T) {
	b := newBook(t)
	first := b.commit(map[string]string{"f": "if x:\n  call(y)\n"})
	second := b.commit(map[string]string{"f": "if x:\n    call(y)\n"}, first)
	res := b.blame(Params{Ignore: map[plumbing.Hash]bool{second: true}}, second, "f")
	if guilty(res) != "1 1" || !res.Entries[1].Ignored {
		t.Errorf("got %s %+v", guilty(res), res.Entries)
	}
}

func TestRun_accountsForEveryLineOnce(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	b := newBook(t)
	text := []string{"0\n"}
	at := b.commit(map[string]string{"f": text[0]})
	for i := range 60 {
		text = slices.Clone(text)
		for range 1 + rng.IntN(3) {
			k := rng.IntN(len(text) + 1)
			if rng.IntN(3) == 0 && k < len(text) && len(text) > 1 {
				text = slices.Delete(text, k, k+1)
				continue
			}
			text = slices.Insert(text, k, fmt.Sprintf("%d\n", i%7))
		}
		at = b.commit(map[string]string{"f": strings.Join(text, "")}, at)
	}
	res := b.blame(Params{}, at, "f")
	next := 0
	for _, e := range res.Entries {
		if e.Line != next || e.Count <= 0 {
			t.Fatalf("entry %+v does not begin at line %d", e, next)
		}
		next += e.Count
	}
	if next != len(text) {
		t.Errorf("%d of %d lines", next, len(text))
	}
}
