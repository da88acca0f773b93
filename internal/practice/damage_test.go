package practice_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cairn/internal/practice"
)

// spoil writes rubbish over all files below a folder.
func spoil(t *testing.T, dir string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		return os.WriteFile(path, []byte("rubbish"), 0o644)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestOpen_keepsTheFilesWhateverHappenedToTheUndoStore(t *testing.T) {
	for name, damage := range map[string]func(t *testing.T, undo string){
		"state is rubbish":    func(t *testing.T, undo string) { t.Helper(); write(t, filepath.Join(undo, "state.json"), "{rubbish") },
		"state is empty":      func(t *testing.T, undo string) { t.Helper(); write(t, filepath.Join(undo, "state.json"), "") },
		"moments are rubbish": func(t *testing.T, undo string) { t.Helper(); spoil(t, filepath.Join(undo, "moments")) },
		"objects are rubbish": func(t *testing.T, undo string) { t.Helper(); spoil(t, filepath.Join(undo, "objects")) },
		"all is gone": func(t *testing.T, undo string) {
			t.Helper()
			if err := os.RemoveAll(undo); err != nil {
				t.Fatal(err)
			}
		},
		"a restore to nowhere": func(t *testing.T, undo string) {
			t.Helper()
			path := filepath.Join(undo, "state.json")
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			write(t, path, strings.Replace(string(data), "{", `{"restoring":4711,`, 1))
		},
	} {
		t.Run(name, func(t *testing.T) {
			base := tempDir(t)
			w := open(t, base, simple)
			must(t, w, "echo one > f")
			must(t, w, "echo two > f; echo x > g")
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
			damage(t, filepath.Join(base, "undo"))
			w = open(t, base, simple)
			if data, err := w.ReadFile("f"); err != nil || string(data) != "two\n" {
				t.Errorf("f is %q, %v", data, err)
			}
			must(t, w, "echo three > f")
			if err := w.Undo(t.Context()); err != nil {
				t.Fatal(err)
			}
			if data, err := w.ReadFile("f"); err != nil || string(data) != "two\n" {
				t.Errorf("after a new line and undo f is %q, %v", data, err)
			}
			for w.CanUndo() { // what is damaged is passed over, and ends
				if err := w.Undo(t.Context()); err != nil {
					break
				}
			}
			must(t, w, "echo fine > f")
		})
	}
}

func TestWatch_seesTheFolderComeBack(t *testing.T) {
	w := open(t, tempDir(t), simple)
	told := make(chan struct{}, 20)
	if err := w.Watch(t.Context(), func() { told <- struct{}{} }); err != nil {
		t.Fatal(err)
	}
	must(t, w, "echo one > f")
	if err := os.RemoveAll(filepath.Join(w.Dir(), "work")); err != nil {
		t.Fatal(err)
	}
	waitFor(t, told, "the folder is gone")
	if err := w.Undo(t.Context()); err != nil {
		t.Fatal(err)
	}
	pause() // until the watch is on the new folder
	write(t, filepath.Join(w.RepoDir(), "other"), "x")
	waitFor(t, told, "a file in the new folder")
}

func waitFor(t *testing.T, told <-chan struct{}, what string) {
	t.Helper()
	select {
	case <-told:
	case <-time.After(4 * time.Second):
		t.Errorf("not told: %s", what)
	}
}

func pause() { time.Sleep(600 * time.Millisecond) }

func TestOpen_buildsAgainWhatWasKilledWhileBuilding(t *testing.T) {
	base := tempDir(t)
	junk := filepath.Join(base, "Cairn", "first-shop", "work", "shop", "half")
	for _, dir := range []string{filepath.Dir(junk), filepath.Join(base, "undo")} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	write(t, junk, "half a scenario")
	write(t, filepath.Join(base, "undo", "state.json"), `{"building":true}`)
	w := open(t, base, simple)
	if got, want := photograph(t, w), photograph(t, open(t, tempDir(t), simple)); got != want {
		t.Errorf("built\n%s\nwant\n%s", got, want)
	}
}

func TestOpen_touchesNothingWhenTheFolderCannotBeMade(t *testing.T) {
	base := tempDir(t)
	write(t, filepath.Join(base, "Cairn"), "a file in the way")
	_, err := practice.Open(t.Context(), params(base, simple))
	if err == nil || !strings.Contains(err.Error(), "build exercise first-shop") {
		t.Errorf("%v", err)
	}
	if data, err := os.ReadFile(filepath.Join(base, "Cairn")); err != nil || string(data) != "a file in the way" {
		t.Errorf("%q %v", data, err)
	}
}
