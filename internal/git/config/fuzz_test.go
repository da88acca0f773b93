package config

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"cairn/internal/git/confine"
)

// Whatever a file holds, it is refused or read, and a value that is set comes back as it was.
func FuzzEdit(f *testing.F) {
	f.Add("[core]\n\tbare = false ; why\n[branch \"a\\\"b\"]\n\tx = \"1\" \\\n  2\n", "value")
	f.Add("[a]b=c\n[a]d", " spaced ; \"quoted\" \\ ")
	f.Add("\xef\xbb\xbf# comment\n[A.b]\nk\n", "two\nlines\t\b")
	f.Add("[include]\n\tpath = x\n", "")
	f.Fuzz(func(t *testing.T, text, value string) {
		doc, err := parse([]byte(text), Origin{Name: "fuzz"})
		if err != nil || doc == nil || strings.ContainsAny(value, "\x00\r") {
			return
		}
		if goesOn(text) {
			return
		}
		path := filepath.Join(t.TempDir(), "config")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		err = Edit(path, confine.Root(""), func(file *File) error { return file.Add("fuzz.sub.Key", value) })
		if err != nil {
			return
		}
		err = Edit(path, confine.Root(""), func(file *File) error {
			if got := file.Values("fuzz.sub.key"); !slices.Contains(got, value) {
				t.Errorf("added %q to %q, got %q", value, text, got)
			}
			err := file.Unset("fuzz.sub.key", nil, true)
			var absent *AbsentError
			if errors.As(err, &absent) {
				t.Errorf("added %q to %q, not there to unset", value, text)
			}
			return err
		})
		if err != nil {
			t.Errorf("edit %q again: %v", text, err)
		}
	})
}

// goesOn reports whether what is added would be read as part of the last line, with Git as here.
func goesOn(text string) bool { return strings.HasSuffix(strings.TrimRight(text, "\r\n"), "\\") }
