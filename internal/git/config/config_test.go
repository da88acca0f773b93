package config

import (
	"bytes"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"cairn/internal/git/confine"
)

// git runs git config on a file and returns its output and whether it succeeded.
func git(t testing.TB, file string, args ...string) (string, bool) {
	t.Helper()
	cmd := exec.Command("git", append([]string{"config", "-f", file}, args...)...)
	cmd.Env = append(os.Environ(), "GIT_CONFIG_NOSYSTEM=1", "LC_ALL=C")
	out, err := cmd.Output()
	return string(out), err == nil
}

func needGit(t testing.TB) {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
}

// pieces that random files are made of.
func pieces() []string {
	return []string{
		"[a]\n", "[a \"B\"]\n", "[b]\n", "[a]", "[c] ; note\n", "\tx = 1\n", "x=2\n", "y = two words\n", "\tz\n", "# note\n", "\n",
		" ; more\n", "x = \"q # r\" ; s\n", "y = a\\\n  b\n", "w = tab\tbed\n", "  \n", "\tx = 3", "v = \\\"e\\\"\n",
	}
}

// Random files are read and edited as git reads and edits them, byte for byte.
func TestEdit_leavesTheBytesThatGitLeaves(t *testing.T) {
	needGit(t)
	rng := rand.New(rand.NewPCG(3, 4))
	dir := t.TempDir()
	for round := range 100 {
		var text strings.Builder
		for range rng.IntN(10) {
			text.WriteString(pieces()[rng.IntN(len(pieces()))])
		}
		theirs, ours := filepath.Join(dir, "theirs"), filepath.Join(dir, "ours")
		for _, f := range []string{theirs, ours} {
			if err := os.WriteFile(f, []byte(text.String()), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		for range 3 {
			key := []string{"a.x", "a.B.x", "b.y", "c.new", "A.Z", "a.B.v"}[rng.IntN(6)]
			op := rng.IntN(4)
			args := [][]string{{key, "new value"}, {"--add", key, "more"}, {"--unset", key}, {"--replace-all", key, " r;"}}[op]
			_, ok := git(t, theirs, args...)
			err := Edit(ours, "", func(f *File) error {
				switch op {
				case 0:
					return f.Set(key, "new value", nil)
				case 1:
					return f.Add(key, "more")
				case 2:
					return f.Unset(key, nil, false)
				default:
					return f.ReplaceAll(key, " r;", nil)
				}
			})
			if ok != (err == nil) {
				t.Fatalf("round %d, %v: git says %t, we say %v, on\n%s", round, args, ok, err, text.String())
			}
			want, _ := os.ReadFile(theirs)
			got, _ := os.ReadFile(ours)
			if !bytes.Equal(want, got) {
				t.Fatalf("round %d, %v, on\n%q\ngit makes\n%q\nwe make\n%q", round, args, text.String(), want, got)
			}
		}
		want, ok := git(t, theirs, "--list")
		cfg, err := LoadFile(Params{}, ours, ours, Local, false)
		if ok != (err == nil) {
			t.Fatalf("round %d: git reads it: %t, we: %v", round, ok, err)
		}
		if got := listing(cfg); ok && got != want {
			t.Fatalf("round %d: git lists\n%s\nwe list\n%s", round, want, got)
		}
	}
}

func listing(c *Config) string {
	if c == nil {
		return ""
	}
	var b strings.Builder
	for _, e := range c.Entries() {
		b.WriteString(e.Key.String())
		if !e.Implicit {
			b.WriteString("=" + e.Value)
		}
		b.WriteString("\n")
	}
	return b.String()
}

func TestParseBool_knowsGitsWords(t *testing.T) {
	for v, want := range map[string]bool{
		"true": true, "Yes": true, "ON": true, "1": true, "2k": true, "-1": true,
		"false": false, "no": false, "off": false, "0": false, "": false,
	} {
		if got, ok := ParseBool(v); !ok || got != want {
			t.Errorf("%q is %t, %t", v, got, ok)
		}
	}
	if _, ok := ParseBool("maybe"); ok {
		t.Error("maybe is a boolean")
	}
}

func TestLoad_refusesAnIncludeOutsideOfTheRoot(t *testing.T) {
	base := t.TempDir()
	home := filepath.Join(base, "home")
	if err := os.MkdirAll(home, 0o777); err != nil {
		t.Fatal(err)
	}
	outside := filepath.Join(base, "secret")
	for name, text := range map[string]string{
		outside: "[a]\n\tb = c\n", filepath.Join(home, ".gitconfig"): "[include]\n\tpath = ../secret\n",
	} {
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := Load(Params{Env: map[string]string{"HOME": home}, Dir: home}); err != nil {
		t.Errorf("without a root: %v", err)
	}
	if _, err := Load(Params{Env: map[string]string{"HOME": home}, Root: confine.Root(home), Dir: home}); err == nil {
		t.Error("a file outside of the root was read")
	}
}

func FuzzEdit_neverLosesAValue(f *testing.F) {
	for _, p := range pieces() {
		f.Add("[s]\n"+p, "s.key", "value")
	}
	f.Fuzz(func(t *testing.T, text, key, value string) {
		doc, err := parse([]byte(text), Origin{Name: "f"})
		if err != nil || goesOn(text) {
			return
		}
		file := &File{path: "f", text: []byte(text), doc: doc}
		if strings.ContainsAny(value, "\x00\r") || strings.ContainsAny(key, "\x00") || file.Add(key, value) != nil {
			return
		}
		values := file.Values(key)
		if len(values) == 0 || values[len(values)-1] != value {
			t.Errorf("%q = %q was written into %q; %q was read", key, value, text, values)
		}
		if err := file.Unset(key, nil, true); err != nil {
			t.Errorf("unset %q: %v", key, err)
		}
		if left := file.Values(key); len(left) != 0 {
			t.Errorf("%q is left", left)
		}
	})
}
