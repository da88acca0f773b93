package language

import (
	"regexp"
	"testing"
)

func TestFind_patternsCompile(t *testing.T) {
	for _, name := range []string{
		"ada", "bash", "bibtex", "cpp", "csharp", "css", "dts", "elixir", "fortran", "fountain", "golang", "html", "java",
		"kotlin", "markdown", "matlab", "objc", "pascal", "perl", "php", "python", "ruby", "rust", "scheme", "tex",
	} {
		l, ok := Find(name)
		if !ok {
			t.Errorf("%s is not known", name)
			continue
		}
		if len(l.Headings) == 0 || l.Words == "" {
			t.Errorf("%s has no headings or words", name)
		}
		for _, p := range append(append([]string{l.Words}, l.Never...), l.Headings...) {
			if _, err := regexp.Compile(p); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

func TestFind_knowsNoOther(t *testing.T) {
	if _, ok := Find("cobol"); ok {
		t.Error("cobol is known, but not to Git")
	}
}
