package practice_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cairn/internal/course"
	"cairn/internal/practice"
	"cairn/internal/shell"
)

// exercise is a small one with all that a scenario has.
func exercise() course.Exercise {
	return course.Exercise{
		ID: "0f7c2f0e-9a53-4a0e-a6d0-0a54c7a2d001", Slug: "first-shop", Repo: "shop",
		Identity: course.Identity{Name: "Ada Student", Email: "ada@example.com"},
		Clock:    time.Date(2025, 1, 6, 9, 0, 0, 0, time.FixedZone("", 3600)),
		Scenario: strings.Join([]string{
			"# a shop with one page", "git init -q -b main", "mkdir -p src",
			"cat > README.md <<'EOF'", "# Shop", "", "Sells things.", "EOF",
			"printf 'price = 1\\n' > src/shop.txt", "git add .", "git commit -q -m 'Open the shop'",
			"echo 'price = 2' >> src/shop.txt", "git commit -q -am 'Raise the price'",
		}, "\n"),
		Solution: "echo new > new.txt\ngit add new.txt\ngit commit -q -m 'Add a thing'",
	}
}

// open opens a workspace below base; it is closed at the end of the test.
func open(t *testing.T, base string, change func(*practice.Params)) *practice.Workspace {
	t.Helper()
	w, err := practice.Open(t.Context(), params(base, change))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.Close() })
	return w
}

func params(base string, change func(*practice.Params)) practice.Params {
	p := practice.Params{Dir: filepath.Join(base, "Cairn", "first-shop"), UndoDir: filepath.Join(base, "undo"), Exercise: exercise()}
	if change != nil {
		change(&p)
	}
	return p
}

func tempDir(t *testing.T) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// run runs a line and gives its output; a console that breaks fails the test.
func run(t *testing.T, w *practice.Workspace, text string) (out string, exit int) {
	t.Helper()
	var buf bytes.Buffer
	res, err := w.Run(t.Context(), shell.Line{Text: text, Stdout: &buf, Stderr: &buf})
	if err != nil {
		t.Fatalf("run %q: %v", text, err)
	}
	return buf.String(), res.Exit
}

func must(t *testing.T, w *practice.Workspace, text string) string {
	t.Helper()
	out, exit := run(t, w, text)
	if exit != 0 {
		t.Fatalf("%s: exit %d: %s", text, exit, out)
	}
	return out
}

func head(t *testing.T, w *practice.Workspace) string {
	t.Helper()
	v, _, err := w.View(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return string(v.Head.Hash)
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestOpen_givesTheSameHashesEverywhere(t *testing.T) {
	a, b := open(t, tempDir(t), nil), open(t, tempDir(t), nil)
	if head(t, a) == "" || head(t, a) != head(t, b) {
		t.Errorf("two builds: %s and %s", head(t, a), head(t, b))
	}
	must(t, a, "echo x > x && git add x")
	must(t, b, "echo x > x && git add x")
	must(t, a, "git -c user.name=A -c user.email=a@x commit -q -m x")
	must(t, b, "git -c user.name=A -c user.email=a@x commit -q -m x")
	if head(t, a) != head(t, b) {
		t.Errorf("after the same lines: %s and %s", head(t, a), head(t, b))
	}
}

func TestOpen_continuesWhereItWas(t *testing.T) {
	base := tempDir(t)
	w := open(t, base, nil)
	must(t, w, "cd src")
	must(t, w, "echo more >> shop.txt")
	clock, commands := w.Clock(), w.Commands()
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	w = open(t, base, nil)
	if out := must(t, w, "cat shop.txt"); out != "price = 1\nprice = 2\nmore\n" {
		t.Errorf("the file is %q", out)
	}
	if !w.Clock().Equal(clock.Add(time.Minute)) || len(w.Commands()) != len(commands)+1 {
		t.Errorf("clock %v commands %v", w.Clock(), w.Commands())
	}
	if err := w.Undo(t.Context()); err != nil {
		t.Fatal(err)
	}
	if out := must(t, w, "cat shop.txt"); out != "price = 1\nprice = 2\n" {
		t.Errorf("after undo the file is %q", out)
	}
}

func TestOpen_refusesASecondWindow(t *testing.T) {
	base := tempDir(t)
	open(t, base, nil)
	_, err := practice.Open(t.Context(), params(base, nil))
	var locked *practice.LockedError
	if !errors.As(err, &locked) {
		t.Errorf("second window: %v", err)
	}
}
