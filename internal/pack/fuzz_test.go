package pack_test

import (
	"errors"
	"io/fs"
	"testing"
	"testing/fstest"

	"cairn/assets"
	"cairn/internal/pack"
)

func FuzzLesson(f *testing.F) {
	f.Add(small(f)["lessons/basics/hello.md"].Data)
	f.Add([]byte("---\nid: [\n---\n```graph\n? a\n```\n[x](y"))
	fuzzFile(f, "lessons/basics/hello.md")
}

func FuzzExercise(f *testing.F) {
	f.Add(small(f)["exercises/first/exercise.yaml"].Data)
	f.Add([]byte("goals:\n  - otherwise:\n    - {when: |\n"))
	fuzzFile(f, "exercises/first/exercise.yaml")
}

// fuzzFile replaces one file of the small pack: whatever it holds, there must
// be a pack or findings, each within the file that it names.
func fuzzFile(f *testing.F, name string) {
	f.Helper()
	files := small(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		files[name] = &fstest.MapFile{Data: data}
		got, err := pack.Load(files)
		var broken *pack.BrokenError
		switch {
		case err == nil && got == nil:
			t.Error("neither pack nor error")
		case err != nil && !errors.As(err, &broken):
			t.Errorf("an error without findings: %v", err)
		}
	})
}

// BenchmarkLoad loads the built-in pack, as a window does that opens.
func BenchmarkLoad(b *testing.B) {
	files, err := assets.BackendRoadmap()
	if err != nil {
		b.Fatal(err)
	}
	load(b, files)
}

func load(b *testing.B, files fs.FS) {
	b.Helper()
	for b.Loop() {
		if _, err := pack.Load(files); err != nil {
			b.Fatal(err)
		}
	}
}
