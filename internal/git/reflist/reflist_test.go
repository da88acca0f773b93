package reflist

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/refs"
	"cairn/internal/git/repo"
)

// history is a repository with three commits in a row (main on the third, side
// on a fourth from the second), an annotated tag v1.10 of the first, v1.9 and
// v1.10-rc on the third.
type history struct {
	*repo.Repo
	commits []plumbing.Hash
}

func newHistory(t testing.TB) *history {
	t.Helper()
	dir := t.TempDir()
	r, _, err := repo.Init(repo.InitParams{Path: dir, Branch: "main", Params: repo.Params{
		Dir: dir, Now: func() time.Time { return time.Unix(1_700_000_000, 0) },
		Env: repo.Env{"HOME": t.TempDir(), "TZ": "UTC", "GIT_COMMITTER_NAME": "Ada", "GIT_COMMITTER_EMAIL": "ada@x"},
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.Close)
	h := &history{Repo: r}
	tree := h.put(t, plumbing.TreeObject, "")
	for i, parent := range []int{-1, 0, 1, 1} {
		text := "tree " + tree.String() + "\n"
		if parent >= 0 {
			text += "parent " + h.commits[parent].String() + "\n"
		}
		text += fmt.Sprintf("author Ada <ada@x> %[1]d +0000\ncommitter Bob <bob@y> %[1]d +0000\n\nsubject %[2]d\n\nbody %[2]d\n\nAcked-by: C\n", 1000*(i+1), i)
		h.commits = append(h.commits, h.put(t, plumbing.CommitObject, text))
	}
	tag := h.put(t, plumbing.TagObject, "object "+h.commits[0].String()+
		"\ntype commit\ntag v1.10\ntagger Cy <cy@z> 9000 +0100\n\nthe release\nof one\n")
	for name, at := range map[string]plumbing.Hash{
		"refs/heads/main": h.commits[2], "refs/heads/side": h.commits[3], "refs/remotes/origin/main": h.commits[1],
		"refs/tags/v1.10": tag, "refs/tags/v1.9": h.commits[2], "refs/tags/v1.10-rc": h.commits[2],
	} {
		if err := r.Refs().Set(refs.Update{Name: name, New: at}); err != nil {
			t.Fatal(err)
		}
	}
	return h
}

func (h *history) put(t testing.TB, kind plumbing.ObjectType, text string) plumbing.Hash {
	t.Helper()
	hash, err := h.Objects().Put(kind, []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return hash
}

func (h *history) configure(t testing.TB, text string) {
	t.Helper()
	path := filepath.Join(h.CommonDir(), "config")
	old, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, append(old, text...), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := h.Reload(); err != nil {
		t.Fatal(err)
	}
}

func names(items []Item) string {
	var list []string
	for _, it := range items {
		list = append(list, strings.TrimPrefix(it.Name, "refs/"))
	}
	return strings.Join(list, " ")
}

func list(t testing.TB, h *history, f Filter) []Item {
	t.Helper()
	items, err := List(h.Repo, f, func(line string) { t.Errorf("warned: %s", line) })
	if err != nil {
		t.Fatal(err)
	}
	return items
}

func TestList_passesWhatTheFilterLetsThrough(t *testing.T) {
	h := newHistory(t)
	at := func(n ...int) (list []plumbing.Hash) {
		for _, i := range n {
			list = append(list, h.commits[i])
		}
		return list
	}
	heads := []string{refs.Heads}
	for _, c := range []struct {
		point string
		f     Filter
		want  string
	}{
		{"nothing asked", Filter{}, "heads/main heads/side remotes/origin/main tags/v1.10 tags/v1.10-rc tags/v1.9"},
		{"a folder", Filter{Prefixes: heads}, "heads/main heads/side"},
		{"a whole part", Filter{Patterns: []string{"refs/tags/v1.10"}}, "tags/v1.10"},
		{"a glob that stops at slashes", Filter{Patterns: []string{"refs/*/main"}}, "heads/main"},
		{"short names", Filter{Prefixes: heads, Patterns: []string{"s*"}, Strip: true}, "heads/side"},
		{"any case", Filter{Prefixes: heads, Patterns: []string{"MAIN"}, Strip: true, IgnoreCase: true}, "heads/main"},
		{"merged", Filter{Prefixes: heads, Merged: at(2)}, "heads/main"},
		{"not merged", Filter{Prefixes: heads, NoMerged: at(2)}, "heads/side"},
		{"contains", Filter{Contains: at(1)}, "heads/main heads/side remotes/origin/main tags/v1.10-rc tags/v1.9"},
		{"contains not", Filter{NoContains: at(2)}, "heads/side remotes/origin/main tags/v1.10"},
		{"points at, through a tag", Filter{PointsAt: at(0)}, "tags/v1.10"},
		{"two conditions", Filter{Contains: at(1), NoContains: at(2), Prefixes: heads}, "heads/side"},
	} {
		if got := names(list(t, h, c.f)); got != c.want {
			t.Errorf("%s: %s, want %s", c.point, got, c.want)
		}
	}
}

func TestList_tellsOfBrokenRefsAndPassesOverThem(t *testing.T) {
	h := newHistory(t)
	for name, text := range map[string]string{
		"garbage": "nonsense\n", "zero": plumbing.ZeroHash.String() + "\n", "bad..name": h.commits[0].String() + "\n",
		"nowhere": "ref: refs/heads/none\n", "circle": "ref: refs/heads/circle\n",
	} {
		if err := os.WriteFile(filepath.Join(h.CommonDir(), "refs", "heads", name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	told := map[string]bool{}
	items, err := List(h.Repo, Filter{Prefixes: []string{refs.Heads}}, func(line string) { told[line] = true })
	if err != nil || names(items) != "heads/main heads/side" {
		t.Errorf("%s, %v", names(items), err)
	}
	for _, line := range []string{
		"warning: ignoring broken ref refs/heads/garbage", "warning: ignoring broken ref refs/heads/zero",
		"warning: ignoring ref with broken name refs/heads/bad..name",
	} {
		if !told[line] {
			t.Errorf("not told: %s", line)
		}
	}
	if len(told) != 3 {
		t.Errorf("told: %v", told)
	}
}

func TestSort_ordersByKeysTheLastFirst(t *testing.T) {
	h := newHistory(t)
	for words, want := range map[string]string{
		"":                    "heads/main heads/side tags/v1.10 tags/v1.10-rc tags/v1.9",
		"-refname":            "tags/v1.9 tags/v1.10-rc tags/v1.10 heads/side heads/main",
		"v:refname":           "heads/main heads/side tags/v1.9 tags/v1.10 tags/v1.10-rc",
		"-version:refname":    "tags/v1.10-rc tags/v1.10 tags/v1.9 heads/side heads/main",
		"committerdate":       "tags/v1.10 heads/main tags/v1.10-rc tags/v1.9 heads/side",
		"-creatordate":        "tags/v1.10 heads/side heads/main tags/v1.10-rc tags/v1.9",
		"-refname objecttype": "tags/v1.9 tags/v1.10-rc heads/side heads/main tags/v1.10",
	} {
		var keys []Key
		for _, w := range strings.Fields(words) {
			k, err := ParseKey(w)
			if err != nil {
				t.Fatal(err)
			}
			keys = append(keys, k)
		}
		items := list(t, h, Filter{Prefixes: []string{refs.Heads, refs.Tags}})
		if err := Sort(&Context{Repo: h.Repo}, items, keys, false); err != nil {
			t.Fatal(err)
		}
		if got := names(items); got != want {
			t.Errorf("%q: %s, want %s", words, got, want)
		}
	}
	if _, err := ParseKey("nothing"); err == nil {
		t.Error("a key that is no field is accepted")
	}
}

func TestSort_putsSuffixesWhereTheConfigurationSays(t *testing.T) {
	h := newHistory(t)
	h.configure(t, "[versionsort]\n\tsuffix = -rc\n\tprereleaseSuffix = -x\n")
	var told []string
	c := &Context{Repo: h.Repo, Warn: func(line string) { told = append(told, line) }}
	key, err := ParseKey("v:refname")
	if err != nil {
		t.Fatal(err)
	}
	items := list(t, h, Filter{Prefixes: []string{refs.Tags}})
	if err := Sort(c, items, []Key{key}, false); err != nil || names(items) != "tags/v1.9 tags/v1.10-rc tags/v1.10" {
		t.Errorf("%s, %v", names(items), err)
	}
	if len(told) != 1 || !strings.Contains(told[0], "ignoring versionsort.prereleasesuffix") {
		t.Errorf("told: %v", told)
	}
}

// expand writes a format for one ref.
func expand(t testing.TB, c *Context, h *history, name, format string) string {
	t.Helper()
	f, err := Parse(format)
	if err != nil {
		t.Fatalf("%s: %v", format, err)
	}
	for _, it := range list(t, h, Filter{}) {
		if it.Name == name {
			text, err := f.Expand(c, it)
			if err != nil {
				t.Fatalf("%s: %v", format, err)
			}
			return text
		}
	}
	t.Fatalf("there is no %s", name)
	return ""
}

func TestExpand_fillsInWhatRefsAndObjectsTell(t *testing.T) {
	h := newHistory(t)
	h.configure(t, "[remote \"origin\"]\n\turl = u\n\tfetch = +refs/heads/*:refs/remotes/origin/*\n"+
		"[branch \"main\"]\n\tremote = origin\n\tmerge = refs/heads/main\n")
	short := h.commits[2].String()[:7]
	for _, c := range []struct{ name, format, want string }{
		{"refs/heads/main", "%(refname) %(refname:short) %(refname:lstrip=1) %(refname:rstrip=-1)", "refs/heads/main main heads/main refs"},
		{"refs/heads/main", "%(HEAD)%(objecttype) %(objectname:short)", "*commit " + short},
		{"refs/heads/side", "[%(HEAD)] %(numparent) %(parent:short=4)", "[ ] 1 " + h.commits[1].String()[:4]},
		{"refs/heads/main", "%(authorname) %(authoremail:localpart) %(committeremail:trim) %(authordate:unix)", "Ada ada bob@y 3000"},
		{"refs/heads/main", "%(subject)|%(body)|%(contents:lines=1)|%(trailers:only)", "subject 2|body 2\n\nAcked-by: C\n|subject 2|Acked-by: C\n"},
		{"refs/tags/v1.10", "%(objecttype) %(*objecttype) %(tag) %(taggername) %(*authorname) %(contents:subject)", "tag commit v1.10 Cy Ada the release of one"},
		{"refs/tags/v1.9", "%(*objecttype)[%(tag)]", "[]"},
		{"refs/heads/main", "%(upstream) %(upstream:short) %(upstream:track) %(upstream:trackshort)", "refs/remotes/origin/main origin/main [ahead 1] >"},
		{"refs/heads/side", "[%(upstream)%(upstream:track)]", "[]"},
		{"refs/heads/main", "%%%41%(creatordate:short)", "%A1970-01-01"},
	} {
		if got := expand(t, &Context{Repo: h.Repo}, h, c.name, c.format); got != c.want {
			t.Errorf("%s of %s: %q, want %q", c.format, c.name, got, c.want)
		}
	}
}

func TestExpand_choosesAlignsAndColors(t *testing.T) {
	h := newHistory(t)
	for format, want := range map[string]string{
		"%(if)%(tag)%(then)tag%(else)none%(end)":                            "none",
		"%(if:equals=main)%(refname:short)%(then)yes%(end)!":                "yes!",
		"%(if:notequals=main)%(refname:short)%(then)yes%(end)!":             "!",
		"%(if)%(if:equals=x)%(refname)%(then)a%(end)%(then)b%(else)c%(end)": "c",
		"[%(align:8)%(refname:short)%(end)]":                                "[main    ]",
		"[%(align:right,width=8)%(refname:short)%(end)]":                    "[    main]",
		"[%(align:middle,7)%(refname:short)%(end)]":                         "[ main  ]",
		"[%(align:2)%(refname:short)%(end)]":                                "[main]",
		"%(color:red)%(refname:short)%(color:reset)":                        "\x1b[31mmain\x1b[m",
		"%(color:bold)%(refname:short)":                                     "\x1b[1mmain\x1b[m",
		"[%(align:6)%(color:red)%(refname:short)%(color:reset)%(end)]":      "[\x1b[31mmain\x1b[m  ]",
	} {
		if got := expand(t, &Context{Repo: h.Repo, Color: true}, h, "refs/heads/main", format); got != want {
			t.Errorf("%s: %q, want %q", format, got, want)
		}
	}
	if got := expand(t, &Context{Repo: h.Repo}, h, "refs/heads/main", "%(color:red)%(refname:short)"); got != "main" {
		t.Errorf("without colour: %q", got)
	}
}

func TestExpand_quotesForOtherLanguages(t *testing.T) {
	h := newHistory(t)
	name := "refs/heads/o'n$e!"
	if err := h.Refs().Set(refs.Update{Name: name, New: h.commits[0]}); err != nil {
		t.Fatal(err)
	}
	for q, want := range map[Quote]string{
		NoQuote: `o'n$e!`, Shell: `'o'\''n$e'\!''`, Perl: `'o\'n$e!'`, Python: `'o\'n$e!'`, Tcl: `"o'n\$e!"`,
	} {
		if got := expand(t, &Context{Repo: h.Repo, Quote: q}, h, name, "%(refname:short)"); got != want {
			t.Errorf("quoting %d: %s, want %s", q, got, want)
		}
	}
}

func TestExpand_namesWhatIsMissing(t *testing.T) {
	h := newHistory(t)
	lost := strings.Repeat("ab", 20)
	if err := os.WriteFile(filepath.Join(h.CommonDir(), "refs", "heads", "lost"), []byte(lost+"\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	f, err := Parse("%(objecttype)")
	if err != nil {
		t.Fatal(err)
	}
	_, err = f.Expand(&Context{Repo: h.Repo}, Item{Name: "refs/heads/lost", Hash: plumbing.NewHash(lost)})
	if err == nil || err.Error() != "missing object "+lost+" for refs/heads/lost" {
		t.Errorf("the error is %v", err)
	}
	if got := expand(t, &Context{Repo: h.Repo}, h, "refs/heads/lost", "%(objectname)"); got != lost {
		t.Errorf("its name alone is %s", got)
	}
}

func TestParse_explainsMistakes(t *testing.T) {
	for format, want := range map[string]string{
		"%(nothing)":            "unknown field name: nothing",
		"%(refname:lstrip=x)":   "Integer value expected refname:lstrip=x",
		"%(objectname:short=0)": "positive value expected '0' in %(objectname:short=0)",
		"%(authoremail:x)":      "unrecognized email option: x",
		"%(contents:lines=x)":   "positive value expected contents:lines=x",
		"%(trailers:key)":       "expected %(trailers:key=<value>)",
		"%(align:x)a%(end)":     "unrecognized %(align) argument: x",
		"%(align:left)a%(end)":  "positive width expected with the %(align) atom",
		"%(if)a%(end)":          "format: %(if) atom used without a %(then) atom",
		"%(if)a%(then)b":        "format: %(end) atom missing",
		"%(then)":               "format: %(then) atom used without a %(if) atom",
		"%(end)":                "format: %(end) atom used without corresponding atom",
		"%(refname":             "malformed format string %(refname",
	} {
		if _, err := Parse(format); err == nil || err.Error() != want {
			t.Errorf("%s: %v, want %s", format, err, want)
		}
	}
}

func FuzzParse_neverPanics(f *testing.F) {
	h := newHistory(f)
	for _, seed := range []string{"%(refname:short)", "%(if:equals=a)%(HEAD)%(then)%(align:9,right)x%(end)%(else)%(*raw)%(end)", "%0%(color:bold red)%%%(contents:lines=2)"} {
		f.Add(seed)
	}
	f.Fuzz(func(_ *testing.T, text string) {
		format, err := Parse(text)
		if err != nil {
			return
		}
		_, _ = format.Expand(&Context{Repo: h.Repo, Color: true, Quote: Tcl}, Item{Name: "refs/tags/v1.9", Hash: h.commits[2]})
	})
}
