package cli

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// practice is a repository as a learner has it after an exercise: some commits over a few files, and a branch.
type practice struct {
	tb  testing.TB
	dir string
	env map[string]string
	n   int // changes so far
}

func newPractice(tb testing.TB) *practice {
	tb.Helper()
	p := &practice{tb: tb, dir: tb.TempDir(), env: map[string]string{
		"GIT_AUTHOR_NAME": "Ada", "GIT_AUTHOR_EMAIL": "ada@example.org", "GIT_COMMITTER_NAME": "Ada", "GIT_COMMITTER_EMAIL": "ada@example.org",
	}}
	p.env["HOME"] = p.dir
	p.run("init", "-q", "-b", "main")
	if err := os.Mkdir(filepath.Join(p.dir, "src"), 0o777); err != nil {
		tb.Fatal(err)
	}
	for range 30 {
		p.change()
		p.run("add", "-A")
		p.run("commit", "-qm", "Change")
	}
	p.run("switch", "-qc", "topic")
	p.change()
	p.run("commit", "-qam", "Topic work")
	p.run("switch", "-q", "main")
	time.Sleep(10 * time.Millisecond) // so that no file is as young as the index
	p.run("status", "-s")
	return p
}

// change gives one of six files another last line.
func (p *practice) change() {
	p.n++
	text := new(bytes.Buffer)
	for i := range 200 {
		fmt.Fprintf(text, "file line %d version 1\n", i)
	}
	fmt.Fprintln(text, p.n)
	if err := os.WriteFile(filepath.Join(p.dir, "src", fmt.Sprintf("file-%d.txt", p.n%6)), text.Bytes(), 0o666); err != nil {
		p.tb.Fatal(err)
	}
}

func (p *practice) run(words ...string) {
	var out bytes.Buffer
	env := Env{Dir: p.dir, Vars: p.env, Stdin: new(bytes.Buffer), Stdout: &out, Stderr: &out, Now: time.Now}
	if code := Run(p.tb.Context(), env, words); code != exitOK {
		p.tb.Fatalf("%v: exit code %d\n%s", words, code, &out)
	}
}

// BenchmarkPractice measures the calls that a line in the console costs.
func BenchmarkPractice(b *testing.B) {
	p := newPractice(b)
	for _, c := range []struct {
		name   string
		before func()
		words  []string
	}{
		{"status", nil, []string{"status"}},
		{"add", p.change, []string{"add", "src"}},
		{"commit", func() { p.change(); p.run("add", "-A") }, []string{"commit", "-m", "x"}},
		{"commit -a", p.change, []string{"commit", "-am", "x"}},
		{"diff", p.change, []string{"diff"}},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for range b.N {
				if c.before != nil {
					b.StopTimer()
					c.before()
					b.StartTimer()
				}
				p.run(c.words...)
			}
		})
	}
	b.Run("switch", func(b *testing.B) {
		b.ReportAllocs()
		p.run("add", "-A")
		p.run("commit", "-q", "--allow-empty", "-m", "x")
		for range b.N {
			b.StopTimer()
			p.run("switch", "-q", "main")
			b.StartTimer()
			p.run("switch", "topic")
		}
	})
}
