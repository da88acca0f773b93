package difftest_test

import (
	"os"
	"path/filepath"
	"sort"
	"strings"
	"sync"
	"testing"

	"mvdan.cc/sh/v3/syntax"

	"cairn/internal/difftest"
	"cairn/internal/git/cli"
)

// fewest is how many scripts there must be, by the plan of the engine's first part.
const fewest = 400

func TestScripts_areMany(t *testing.T) {
	t.Parallel()
	if n := len(scriptFiles(t)); n < fewest {
		t.Errorf("there are %d scripts; at least %d are wanted", n, fewest)
	}
}

// Where another Git than 2.39 is installed, the words are compared with the goldens alone.
func TestScripts_haveTheirGoldens(t *testing.T) {
	t.Parallel()
	for name, path := range scriptFiles(t) {
		if _, err := os.Stat(strings.TrimSuffix(path, ".txt") + ".golden"); err != nil {
			t.Errorf("%s: record its words with `make goldens`: %v", name, err)
		}
	}
	goldens, err := filepath.Glob("scripts/*/*.golden")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range goldens {
		if _, err := os.Stat(strings.TrimSuffix(path, ".golden") + ".txt"); err != nil {
			t.Errorf("%s belongs to no script: %v", path, err)
		}
	}
}

// An option that no script uses is an option that nobody compared with Git.
func TestScripts_useEveryOption(t *testing.T) {
	t.Parallel()
	used := map[string]map[string]bool{}
	for name, path := range scriptFiles(t) {
		script, err := difftest.ParseFile(name, path)
		if err != nil {
			t.Error(err)
			continue
		}
		for _, step := range script.Steps {
			for _, words := range gitCalls(t, script.Name, step.Text) {
				note(used, words)
			}
		}
	}
	for _, command := range cli.Commands() {
		seen, known := used[command.Name]
		if !known {
			t.Errorf("git %s: no script runs it", command.Name)
			continue
		}
		var missing []string
		for _, option := range command.Options {
			if option.Long == "" && option.Short == 0 || seen[spell(option)] || seen["-"+string(rune(option.Short))] {
				continue
			}
			missing = append(missing, spell(option))
		}
		sort.Strings(missing)
		if len(missing) > 0 {
			t.Errorf("git %s: no script uses %s", command.Name, strings.Join(missing, " "))
		}
	}
}

func spell(option cli.Option) string {
	if option.Long != "" {
		return "--" + option.Long
	}
	return "-" + string(rune(option.Short))
}

// gitCalls finds the words of every call of git in a line; a word that is not plain text is "".
func gitCalls(t *testing.T, name, line string) [][]string {
	t.Helper()
	file, err := syntax.NewParser(syntax.Variant(syntax.LangPOSIX)).Parse(strings.NewReader(line), name)
	if err != nil {
		t.Errorf("%s: %v in: %s", name, err, line)
		return nil
	}
	var calls [][]string
	syntax.Walk(file, func(node syntax.Node) bool {
		if call, ok := node.(*syntax.CallExpr); ok && len(call.Args) > 0 && call.Args[0].Lit() == "git" {
			words := make([]string, 0, len(call.Args))
			for _, word := range call.Args[1:] {
				words = append(words, plainText(word))
			}
			calls = append(calls, words)
		}
		return true
	})
	return calls
}

// plainText is a word without its quotes; parts that are not text are left out.
func plainText(word *syntax.Word) string {
	var text strings.Builder
	for _, part := range word.Parts {
		switch part := part.(type) {
		case *syntax.Lit:
			text.WriteString(part.Value)
		case *syntax.SglQuoted:
			text.WriteString(part.Value)
		case *syntax.DblQuoted:
			text.WriteString(plainText(&syntax.Word{Parts: part.Parts}))
		}
	}
	return text.String()
}

// note marks the options that a call of git uses.
func note(used map[string]map[string]bool, words []string) {
	for len(words) > 0 && strings.HasPrefix(words[0], "-") {
		takes := words[0] == "-C" || words[0] == "-c" || words[0] == "--git-dir" || words[0] == "--work-tree"
		words = words[1:]
		if takes && len(words) > 0 {
			words = words[1:]
		}
	}
	if len(words) == 0 {
		return
	}
	seen := used[words[0]]
	if seen == nil {
		seen = map[string]bool{}
		used[words[0]] = seen
	}
	options := table(words[0])
	for _, word := range words[1:] {
		switch {
		case word == "--":
			return
		case strings.HasPrefix(word, "--"):
			noteLong(seen, options, word[2:])
		case strings.HasPrefix(word, "-"):
			noteShorts(seen, options, word[1:])
		}
	}
}

func table(command string) []cli.Option { return tables()[command] }

// tables are the options of every command.
var tables = sync.OnceValue(func() map[string][]cli.Option {
	options := map[string][]cli.Option{}
	for _, c := range cli.Commands() {
		options[c.Name] = c.Options
	}
	return options
})

// noteLong marks the option that a long word names, as a whole, as --no-NAME or shortened.
func noteLong(seen map[string]bool, options []cli.Option, word string) {
	word, _, _ = strings.Cut(word, "=")
	plain := strings.TrimPrefix(word, "no-")
	var shortened []string
	for _, option := range options {
		if option.Long == word {
			seen["--"+word] = true
			return
		}
	}
	for _, option := range options {
		switch {
		case option.Long == "":
		case option.Long == plain || strings.TrimPrefix(option.Long, "no-") == word:
			seen["--"+option.Long] = true
			return
		case strings.HasPrefix(option.Long, word):
			shortened = append(shortened, option.Long)
		}
	}
	if len(shortened) == 1 {
		seen["--"+shortened[0]] = true
	}
}

// noteShorts marks the letters of -abc, up to one that takes the rest as its argument; -5 stands for the option that
// takes digits.
func noteShorts(seen map[string]bool, options []cli.Option, letters string) {
	for i := range len(letters) {
		letter := letters[i]
		for _, option := range options {
			if option.Digits && letter >= '0' && letter <= '9' {
				seen[spell(option)] = true
			}
			if option.Short != letter {
				continue
			}
			seen["-"+string(rune(letter))] = true
			if option.Arg != "" {
				return
			}
		}
	}
}
