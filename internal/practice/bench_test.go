package practice_test

import (
	"fmt"
	"testing"

	"cairn/internal/practice"
	"cairn/internal/shell"
)

// BenchmarkRun measures what a line costs in a small repository, snapshot and
// view included.
func BenchmarkRun(b *testing.B) {
	for _, text := range []string{"ls", "git status", "echo x >> f; git add f", "git commit -q --allow-empty -m x"} {
		b.Run(text, func(b *testing.B) {
			w, err := practice.Open(b.Context(), params(b.TempDir(), func(p *practice.Params) {
				for i := range 100 {
					p.Exercise.Scenario += fmt.Sprintf("\necho %d > file%d.txt", i, i)
				}
				p.Exercise.Scenario += "\ngit add .; git commit -q -m many"
				p.Identity = nil
			}))
			if err != nil {
				b.Fatal(err)
			}
			defer func() { _ = w.Close() }()
			for b.Loop() {
				if _, err := w.Run(b.Context(), shell.Line{Text: text}); err != nil {
					b.Fatal(err)
				}
				if _, _, err := w.View(b.Context()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
