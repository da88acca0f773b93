package difftest

import (
	"fmt"
	"os"
	"strconv"
	"strings"
)

// golden keeps the words of Git 2.39 for machines with another git. A file holds for each line of the script
// "== LINE", then the lines of stdout after "1>" and of stderr after "2>"; "1\" and "2\" mark a last line without
// newline.
type golden struct {
	path string
	twin string // replaced by $TWIN in the file
}

func (g golden) exists() bool {
	if g.path == "" {
		return false
	}
	_, err := os.Stat(g.path)
	return err == nil
}

// keep writes the golden, or says that an existing one is out of date. It is called with 2.39 only.
func (g golden) keep(script Script, real []record, update bool) error {
	if g.path == "" || !update && !g.exists() {
		return nil
	}
	text := g.format(script, real)
	if update {
		if err := os.WriteFile(g.path, []byte(text), 0o600); err != nil {
			return fmt.Errorf("write golden: %w", err)
		}
		return nil
	}
	old, err := os.ReadFile(g.path)
	if err != nil {
		return fmt.Errorf("read golden: %w", err)
	}
	if string(old) != text {
		return fmt.Errorf("%s: the golden is out of date: go test ./internal/difftest -run 'TestScripts/%s' -update",
			script.Name, script.Name)
	}
	return nil
}

// apply puts 2.39's words in place of those of the installed git.
func (g golden) apply(script Script, real []record) ([]record, error) {
	content, err := os.ReadFile(g.path)
	if err != nil {
		return nil, fmt.Errorf("read golden: %w", err)
	}
	words := parseGolden(strings.ReplaceAll(string(content), "$TWIN", g.twin))
	changed := make([]record, len(real))
	for i, r := range real {
		said, ok := words[script.Steps[i].Line]
		if !ok {
			return nil, fmt.Errorf("%s: its golden lacks line %d: record it again with git 2.39", script.Name, script.Steps[i].Line)
		}
		r.stdout, r.stderr = said.stdout, said.stderr
		changed[i] = r
	}
	return changed, nil
}

func (g golden) format(script Script, real []record) string {
	var out strings.Builder
	for i, r := range real {
		step := script.Steps[i]
		fmt.Fprintf(&out, "== %d\n", step.Line)
		if !step.NoStdout {
			formatStream(&out, "1", r.stdout)
		}
		if !step.NoStderr {
			formatStream(&out, "2", r.stderr)
		}
	}
	return withoutTemporary(strings.ReplaceAll(out.String(), g.twin, "$TWIN"))
}

func formatStream(out *strings.Builder, stream, text string) {
	for line := range strings.Lines(text) {
		if whole, ok := strings.CutSuffix(line, "\n"); ok {
			out.WriteString(stream + ">" + whole + "\n")
		} else {
			out.WriteString(stream + "\\" + line + "\n")
		}
	}
}

func parseGolden(text string) map[int]said {
	words := map[int]said{}
	number := 0
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if mark, ok := strings.CutPrefix(line, "== "); ok {
			number, _ = strconv.Atoi(mark)
			words[number] = said{}
			continue
		}
		if len(line) < 2 {
			continue
		}
		rest, w := line[2:], words[number]
		if line[1] == '>' {
			rest += "\n"
		}
		if line[0] == '1' {
			w.stdout += rest
		} else {
			w.stderr += rest
		}
		words[number] = w
	}
	return words
}
