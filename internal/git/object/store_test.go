package object

import (
	"bytes"
	"encoding/binary"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
)

func open(t testing.TB, dir string) *Store {
	t.Helper()
	s, err := Open(Params{Dir: filepath.Join(dir, "objects")})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// The same objects, packed with deltas and loose, are what git cat-file shows.
func TestRaw_readsWhatGitReads(t *testing.T) {
	dir := history(t, 300)
	work := filepath.Dir(dir)
	run(t, work, "loose text\n", "hash-object", "-w", "--stdin")
	run(t, work, "", "tag", "-a", "-m", "note", "v1", "main")
	s := open(t, dir)
	hashes, err := s.AllSorted()
	if err != nil {
		t.Fatal(err)
	}
	list := run(t, work, "", "cat-file", "--batch-all-objects", "--batch-check")
	if got := strings.Count(list, "\n") + 1; got != len(hashes) {
		t.Fatalf("git knows %d objects, we know %d", got, len(hashes))
	}
	for _, h := range hashes {
		kind, data, err := s.Raw(h)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(list, h.String()+" "+kind.String()+" "+strconv.Itoa(len(data))) {
			t.Errorf("%s: we read a %s of %d bytes; git does not", h, kind, len(data))
		}
		if HashOf(kind, data) != h {
			t.Errorf("%s: the content has the hash %s", h, HashOf(kind, data))
		}
	}
}

func TestPut_writesWhatGitAccepts(t *testing.T) {
	dir := history(t, 1)
	work := filepath.Dir(dir)
	s := open(t, dir)
	blob, err := s.Put(plumbing.BlobObject, []byte("content\n"))
	if err != nil {
		t.Fatal(err)
	}
	tree, err := s.PutTree([]TreeEntry{
		{Name: "a.txt", Mode: filemode.Regular, Hash: blob}, {Name: "a", Mode: filemode.Executable, Hash: blob},
	})
	if err != nil {
		t.Fatal(err)
	}
	who := ParseSignature("Ada <ada@example.com> 1700000000 +0530")
	commit, err := s.PutCommit(&Commit{TreeHash: tree, Author: who, Committer: who, Message: "one\n"})
	if err != nil {
		t.Fatal(err)
	}
	run(t, work, "", "update-ref", "refs/heads/made", commit.String())
	run(t, work, "", "fsck", "--strict")
	if got := run(t, work, "", "show", "-s", "--format=%an %ad", "--date=raw", "made"); got != "Ada 1700000000 +0530" {
		t.Errorf("git shows %q", got)
	}
	if again, err := s.Put(plumbing.BlobObject, []byte("content\n")); err != nil || again != blob {
		t.Errorf("second Put gives %s, %v", again, err)
	}
	info, err := os.Stat(s.dirs[0].file(blob))
	if err != nil || info.Mode().Perm() != 0o444 {
		t.Errorf("the object's file has mode %v, %v", info.Mode(), err)
	}
}

func TestCommit_keepsEveryHeader(t *testing.T) {
	text := "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n" +
		"parent 0000000000000000000000000000000000000001\nparent 0000000000000000000000000000000000000002\n" +
		"author A U Thor <a@x> 1700000000 +0545\ncommitter C <c@x> 1700000001 -1130\nencoding ISO-8859-1\n" +
		"mergetag object 0000000000000000000000000000000000000002\n type commit\n tag v1\n \n text\n" +
		"gpgsig -----BEGIN PGP SIGNATURE-----\n \n abc\n -----END PGP SIGNATURE-----\n" +
		"\nSubject\nsecond line\n\nBody\n"
	c, err := DecodeCommit(plumbing.ZeroHash, []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if got := string(c.Encode()); got != text {
		t.Errorf("written again it is\n%s", got)
	}
	if c.Subject() != "Subject second line" {
		t.Errorf("subject is %q", c.Subject())
	}
}

func TestAbbrev_isAsShortAsGits(t *testing.T) {
	dir := history(t, 200)
	work := filepath.Dir(dir)
	s := open(t, dir)
	hashes, err := s.AllSorted()
	if err != nil {
		t.Fatal(err)
	}
	in := ""
	for _, h := range hashes[:100] {
		in += h.String() + "\n"
	}
	for _, h := range hashes[:40] {
		if got, want := s.Abbrev(h, 4), run(t, work, "", "rev-parse", "--short=4", h.String()); got != want {
			t.Errorf("%s is shortened to %s, by git to %s", h, got, want)
		}
		found, err := s.Expand(s.Abbrev(h, 4))
		if err != nil || !slices.Equal(found, []plumbing.Hash{h}) {
			t.Errorf("%s expands to %v, %v", s.Abbrev(h, 4), found, err)
		}
	}
}

func TestRaw_tellsMissingFromCorrupt(t *testing.T) {
	dir := t.TempDir()
	s, err := Open(Params{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	h, err := s.Put(plumbing.BlobObject, []byte("text"))
	if err != nil {
		t.Fatal(err)
	}
	path := s.dirs[0].file(h)
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Blob(h); !isMissing(err) {
		t.Errorf("a missing object gives %v", err)
	}
	for _, junk := range []string{"", "x", "\x78\x9c", "\x78\x9c\x4b\xca\xc9\x4f\x52\x30"} {
		if err := os.WriteFile(path, []byte(junk), 0o666); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Blob(h); err == nil || isMissing(err) {
			t.Errorf("junk %q gives %v", junk, err)
		}
	}
}

func TestCheckPath_refusesEverySpellingOfDotGit(t *testing.T) {
	for _, p := range []string{
		"", "/", "/a", "a/", "a//b", ".", "..", "a/../b", "../x", ".git", ".GIT/config", "a/.Git/x", "git~1", "GIT~1/hooks",
		".git ", ".git.", ".git. .", ".git::$INDEX_ALLOCATION", ".git:x", ".g\u200cit", "\u200e.git", ".gi\ufefft/config",
		"C:/x", "c:x", "a\\b", "a/con", "NUL.txt", "aux", "com1.c", "lpt9", "CONIN$", "x/prn.a.b",
	} {
		if CheckPath(p) == nil {
			t.Errorf("%q is accepted", p)
		}
	}
	for _, p := range []string{"a", "a/b", ".gitignore", ".gitmodules", "git", ".github/x", "gitx~1", "console", "com0", "com10", "a b", "ä/ö"} {
		if err := CheckPath(p); err != nil {
			t.Errorf("%q: %v", p, err)
		}
	}
}

func TestCheckInside_refusesWhatLeavesTheTreeOnly(t *testing.T) {
	for _, p := range []string{
		"", "/a", "a/", "a//b", ".", "..", "a/../b", "../x", "./a", "a/.", ".git", ".GIT/config", "a/.Git/x", "git~1", "x/GIT~1/hooks",
		".git ", ".git.", ".git::$INDEX_ALLOCATION", ".g\u200cit", "\u200e.git", "a\\..\\..\\x", "a\\.git\\config",
	} {
		if CheckInside(p) == nil {
			t.Errorf("%q is accepted", p)
		}
	}
	for _, p := range []string{"a", ".gitignore", ".github/x", "a.b/.c", "aux.c", "a\\b", "C:/x", "ä/ö", "a~1", "..a/...", "x."} {
		if err := CheckInside(p); err != nil {
			t.Errorf("%q: %v", p, err)
		}
	}
}

func TestApplyDelta_refusesToGrowWithoutEnd(t *testing.T) {
	base := bytes.Repeat([]byte("x"), 0xffff)
	delta := binary.AppendUvarint(binary.AppendUvarint(nil, uint64(len(base))), maxDelta+1)
	for range maxDelta/len(base) + 1 {
		delta = append(delta, 0x80|1<<4|1<<5, 0xff, 0xff) // all of the base
	}
	if out, err := applyDelta(base, delta); err == nil || len(out) > 0 {
		t.Errorf("%d bytes, %v", len(out), err)
	}
}

func FuzzApplyDelta_neverPanics(f *testing.F) {
	f.Add([]byte("base text"), []byte{9, 4, 0x90, 4})
	f.Add([]byte("base"), []byte{4, 2, 2, 'a', 'b'})
	f.Fuzz(func(t *testing.T, base, delta []byte) {
		out, err := applyDelta(base, delta)
		if err == nil {
			if to, _, ok := varint(delta[1:]); ok && len(base) < 128 && to != uint64(len(out)) {
				t.Errorf("%d bytes instead of %d", len(out), to)
			}
		}
	})
}

func FuzzDecode_neverPanics(f *testing.F) {
	f.Add([]byte("tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\nauthor A <a> 1 +0000\n\nm"))
	f.Add([]byte("object 4b825dc642cb6eb9a060e54bf8d69288fbee4904\ntype tree\ntag x\ntagger A <a> 1 +0000\n\nm"))
	f.Add([]byte("100644 a\x0001234567890123456789"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if c, err := DecodeCommit(plumbing.ZeroHash, data); err == nil {
			_ = c.Subject()
			if _, err := DecodeCommit(plumbing.ZeroHash, c.Encode()); err != nil {
				t.Errorf("what was written cannot be read: %v", err)
			}
		}
		if tag, err := DecodeTag(plumbing.ZeroHash, data); err == nil {
			_ = tag.Encode()
		}
		if entries, err := DecodeTree(data); err == nil && len(entries) > 0 && !bytes.Contains(data, []byte("0000")) {
			_ = EncodeTree(entries)
		}
	})
}

func TestSearch_findsEveryPlace(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for _, count := range []int{0, 1, 2, 3, 17, 300} {
		for _, spread := range []int{0, 3, 19} { // how many bytes after the first are the same
			var hashes [][]byte
			for range count {
				h := make([]byte, 20)
				for i := 1 + spread; i < len(h); i++ {
					h[i] = byte(r.Uint32())
				}
				hashes = append(hashes, h)
			}
			slices.SortFunc(hashes, bytes.Compare)
			b := &bucket{hashes: bytes.Join(hashes, nil)}
			for _, h := range append(hashes, make([]byte, 20), bytes.Repeat([]byte{255}, 20)) {
				for _, last := range []byte{h[19], h[19] - 1, h[19] + 1} {
					probe := append(bytes.Clone(h[:19]), last)
					want, _ := slices.BinarySearchFunc(hashes, probe, bytes.Compare)
					if got := b.search(probe); got != want {
						t.Fatalf("%d hashes, %d same: %x is at %d, not %d", count, spread, probe, want, got)
					}
				}
			}
		}
	}
}

func TestStore_forgetsWhatWasPutAside(t *testing.T) {
	s, err := Open(Params{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	done := s.Aside()
	h, err := s.Put(plumbing.BlobObject, []byte("passing"))
	if err != nil {
		t.Fatal(err)
	}
	if data, err := s.Blob(h); err != nil || string(data) != "passing" {
		t.Errorf("got %q, %v while it is there", data, err)
	}
	done()
	if s.Has(h) {
		t.Error("it is still there")
	}
	if files, err := os.ReadDir(s.Dir()); err != nil || len(files) > 0 {
		t.Errorf("files remain: %v, %v", files, err)
	}
}

func TestDecodeCommit_readsAHeaderOfManyLinesInTime(t *testing.T) {
	const lines = 200_000
	data := "tree " + EmptyTree.String() + "\nauthor A <a@x> 1 +0000\ncommitter A <a@x> 1 +0000\nx y\n" + strings.Repeat(" y\n", lines) + "\nm\n"
	c, err := DecodeCommit(plumbing.ZeroHash, []byte(data))
	if err != nil || len(c.Extra) != 1 || len(c.Extra[0].Value) != 2*lines+1 || c.Message != "m\n" {
		t.Fatalf("it is %v, %v", c, err)
	}
}
