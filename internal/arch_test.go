// Package internal_test holds the house to its plan: which room may import which, what lies at the top, how long a
// file may be, and that every package says what it owns. The plan itself is in internal/decisions.
package internal_test

import (
	"bufio"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// maxLines is the wall for one file; most should be far below.
const maxLines = 450

// room is one folder of the house and what its direct imports may be, besides the standard library and itself. An entry
// allows what it names and all below it.
type room struct {
	path   string
	allows []string
}

// Libraries that are at home in more than one room.
var (
	anyTool = []string{"golang.org/x", "github.com/google/uuid"}
	yaml    = "github.com/goccy/go-yaml"
)

// rooms are listed from the bottom of the house to its top: an arrow may only point to a room that stands earlier.
// The first entry whose path a package lies in rules it.
var rooms = []room{
	{"internal/course", nil},
	{"internal/view", nil},
	{"internal/nearest", nil},
	{"internal/disk", nil},
	{"assets", nil},

	{"internal/git", []string{
		"cairn/internal/view", "cairn/internal/nearest", "cairn/internal/disk", "github.com/go-git/go-git/v5/plumbing",
		"github.com/go-git/go-git/v5/storage", "github.com/go-git/go-git/v5/utils", "github.com/go-git/go-billy/v5",
	}},
	{"internal/shell", []string{"cairn/internal/nearest", "cairn/internal/disk", "cairn/internal/git", "mvdan.cc/sh/v3", "modernc.org/sqlite", "modernc.org/libc"}},
	{"internal/practice", []string{
		"cairn/internal/course", "cairn/internal/view", "cairn/internal/nearest", "cairn/internal/disk", "cairn/internal/git",
		"cairn/internal/shell", "github.com/fsnotify/fsnotify", "github.com/gofrs/flock", "mvdan.cc/sh/v3",
	}},
	{"internal/goal/goaltest", []string{ // imported by tests only
		"cairn/assets", "cairn/internal/course", "cairn/internal/view", "cairn/internal/goal", "cairn/internal/pack",
	}},
	{"internal/goal", []string{"cairn/internal/course", "cairn/internal/view", "cairn/internal/nearest", "cel.dev", "google.golang.org/protobuf"}},
	{"internal/pack", []string{
		"cairn/assets", "cairn/internal/course", "cairn/internal/nearest", yaml, "github.com/santhosh-tekuri/jsonschema/v6",
		"aead.dev/minisign", "github.com/yuin/goldmark",
	}},
	{"internal/progress", []string{"cairn/internal/course", "cairn/internal/disk", "github.com/pressly/goose/v3", "modernc.org/sqlite", "github.com/gofrs/flock"}},
	{"internal/review", []string{"cairn/internal/course", "github.com/open-spaced-repetition"}},
	{"internal/search", []string{"cairn/internal/course", "modernc.org/sqlite"}},
	{"internal/report", []string{"cairn/internal/course", "cairn/internal/progress"}},

	// app is the only place where the engines meet.
	{"internal/app", []string{
		"cairn/assets", "cairn/internal/course", "cairn/internal/view", "cairn/internal/nearest", "cairn/internal/git",
		"cairn/internal/shell", "cairn/internal/practice", "cairn/internal/goal", "cairn/internal/pack",
		"cairn/internal/progress", "cairn/internal/review", "cairn/internal/search", "cairn/internal/report",
		"github.com/adrg/xdg", "github.com/gofrs/flock", "github.com/fsnotify/fsnotify",
	}},
	// ui draws; of the engines it sees only the values that app hands out.
	{"internal/ui", []string{
		"cairn/assets", "cairn/internal/course", "cairn/internal/view", "cairn/internal/nearest", "cairn/internal/git/graph",
		"cairn/internal/app", "fyne.io", "github.com/yuin/goldmark", "github.com/alecthomas/chroma/v2",
		"github.com/go-gl/glfw", "github.com/srwiley", "github.com/fyne-io/oksvg", "github.com/BurntSushi/toml",
	}},

	{"cmd/editor", nil},
	{"cmd/console", []string{}},
	{"cmd/cairngit", []string{"cairn/cmd/editor", "cairn/cmd/console", "cairn/internal/disk", "cairn/internal/git"}},
	{"cmd", []string{"cairn/assets", "cairn/internal", "github.com/spf13/cobra", "github.com/adrg/xdg"}},

	// These judge the others and are imported by tests only.
	{"internal/difftest", []string{"pgregory.net/rapid", "cairn/internal/git"}},
	{"internal/e2e", []string{"cairn/internal/app"}},
	{"internal/bench", []string{"cairn/internal/git", "cairn/internal/difftest", "cairn/internal/e2e", "github.com/jezek/xgb"}},
}

func TestImports_pointDown(t *testing.T) {
	for dir, files := range sources(t) {
		r, known := roomOf(dir)
		if !known {
			t.Errorf("%s lies in no room of the plan: add it to rooms, with what it may import", dir)
			continue
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue // tests may look from outside; the linter keeps Fyne and SQL out of them
			}
			for _, imported := range imports(t, file) {
				if !r.may(imported) {
					t.Errorf("%s: %s may not import %s", file, r.path, imported)
				}
			}
		}
	}
}

func TestTopLevel_holdsOnlyWhatThePlanNames(t *testing.T) {
	allowed := []string{
		"cmd", "internal", "assets", "go.mod", "go.sum", "FyneApp.toml", "README.md", "Makefile", "LICENSE", "CHANGELOG.md",
		"build", "dist", // ignored by git: what make builds
	}
	entries, err := os.ReadDir(root())
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if !strings.HasPrefix(entry.Name(), ".") && !slices.Contains(allowed, entry.Name()) {
			t.Errorf("%s does not belong at the top", entry.Name())
		}
	}
}

func TestPackages_sayWhatTheyOwn(t *testing.T) {
	for dir, files := range sources(t) {
		comments, onlyTests := 0, true
		for _, file := range files {
			parsed, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root(), file), nil, parser.PackageClauseOnly|parser.ParseComments)
			if err != nil {
				t.Error(err)
				continue
			}
			onlyTests = onlyTests && strings.HasSuffix(file, "_test.go")
			if parsed.Doc.Text() != "" {
				comments++
			}
		}
		if comments == 0 && !onlyTests {
			t.Errorf("%s has no package comment", dir)
		}
	}
}

func TestFiles_areOneThought(t *testing.T) {
	for _, files := range sources(t) {
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			if lines, generated := measure(t, file); lines > maxLines && !generated {
				t.Errorf("%s has %d lines; %d is the wall", file, lines, maxLines)
			}
		}
	}
}

// root is the module's folder: tests run in their package's.
func root() string { return ".." }

// sources lists every Go file under cmd, internal and assets by its folder, with slashes.
func sources(t *testing.T) map[string][]string {
	t.Helper()
	found := map[string][]string{}
	for _, top := range []string{"cmd", "internal", "assets"} {
		err := filepath.WalkDir(filepath.Join(root(), top), func(path string, entry os.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if entry.IsDir() && (entry.Name() == "testdata" || strings.HasPrefix(entry.Name(), ".")) {
				return filepath.SkipDir // as Go does
			}
			if entry.IsDir() || filepath.Ext(path) != ".go" {
				return nil
			}
			rel, err := filepath.Rel(root(), path)
			if err != nil {
				return err
			}
			dir := filepath.ToSlash(filepath.Dir(rel))
			found[dir] = append(found[dir], filepath.ToSlash(rel))
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	delete(found, "internal") // this test
	return found
}

// roomOf finds the room that a folder lies in.
func roomOf(dir string) (room, bool) {
	for _, r := range rooms {
		if within(dir, r.path) {
			return r, true
		}
	}
	return room{}, false
}

// may says whether a room may import a path.
func (r room) may(imported string) bool {
	first, _, _ := strings.Cut(imported, "/")
	if !strings.Contains(first, ".") && first != "cairn" {
		return true // the standard library
	}
	if within(imported, "cairn/"+r.path) {
		return true
	}
	// Domain rooms are pure: the standard library only.
	if r.allows == nil {
		return false
	}
	return slices.ContainsFunc(append(r.allows, anyTool...), func(allowed string) bool { return within(imported, allowed) })
}

func within(path, folder string) bool {
	return path == folder || strings.HasPrefix(path, folder+"/")
}

// imports gives a file's direct imports.
func imports(t *testing.T, file string) []string {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root(), file), nil, parser.ImportsOnly)
	if err != nil {
		t.Error(err)
		return nil
	}
	var paths []string
	for _, spec := range parsed.Imports {
		path, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Error(err)
		}
		paths = append(paths, path)
	}
	return paths
}

// measure counts a file's lines, and says whether it is generated.
func measure(t *testing.T, file string) (lines int, generated bool) {
	t.Helper()
	path := filepath.Join(root(), file)
	parsed, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.PackageClauseOnly|parser.ParseComments)
	if err == nil {
		generated = ast.IsGenerated(parsed)
	}
	content, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = content.Close() }()
	scanner := bufio.NewScanner(content)
	for scanner.Scan() {
		lines++
	}
	return lines, generated
}
