package schema_test

import (
	"io/fs"
	"os"
	"strings"
	"testing"

	"cairn/assets"
	"cairn/internal/pack/schema"
)

func TestCheckPack_acceptsTheSmallPackThatUsesEveryField(t *testing.T) {
	accepts(t, os.DirFS("../testdata/small"))
}

func TestCheckPack_acceptsTheBuiltInPack(t *testing.T) {
	files, err := assets.BackendRoadmap()
	if err != nil {
		t.Fatal(err)
	}
	accepts(t, files)
}

func accepts(t *testing.T, files fs.FS) {
	t.Helper()
	var checker schema.Checker
	findings, err := checker.CheckPack(files)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range findings {
		t.Error(f)
	}
}

func TestCheck_pointsAtTheValueThatIsWrong(t *testing.T) {
	data, err := os.ReadFile("../testdata/small/exercises/first/exercise.yaml")
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	for _, change := range [][2]string{
		{"level: stretch", "level: hard"}, {"minutes: 3", "minutes: 0"}, {"ghost:", "gohst:"},
		{"    says: There is a commit\n", ""}, {"email: ada@example.com", "mail: ada@example.com"},
	} {
		text = strings.Replace(text, change[0], change[1], 1)
	}
	var checker schema.Checker
	findings, err := checker.Check(schema.Exercise, "exercise.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range findings {
		got = append(got, f.String())
	}
	all := strings.Join(got, "\n")
	for _, want := range []string{
		"exercise.yaml:6:8: level: value must be one of", "exercise.yaml:5:10: minutes: minimum: got 0",
		`exercise.yaml:39:1: unknown field "gohst"`, "exercise.yaml:32:5: goals.1: missing property 'says'",
		`exercise.yaml:8:31: unknown field "mail"`, "exercise.yaml:8:11: identity: missing property 'email'",
	} {
		if !strings.Contains(all, want) {
			t.Errorf("no finding %q in\n%s", want, all)
		}
	}
}

func TestCheck_readsFrontMatterWithItsLines(t *testing.T) {
	var checker schema.Checker
	findings, err := checker.Check(schema.Lesson, "lessons/a/b.md", []byte("---\nid: x\ntitle: B\nminutes: 1\nobjectives: [c]\n---\nText\n"))
	if err != nil {
		t.Fatal(err)
	}
	if len(findings) != 1 || findings[0].Pos.Line != 2 || findings[0].Pos.Col != 5 {
		t.Errorf("got %v", findings)
	}
}
