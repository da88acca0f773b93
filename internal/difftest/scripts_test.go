package difftest_test

import (
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cairn/internal/difftest"
)

var (
	engine    = flag.String("engine", "", "a built cairngit to test instead of building one")
	stateOnly = flag.Bool("state", false, "compare state and exit codes, no text")
	windows   = flag.Bool("windows", false, "the engine is one for Windows: leave out what that system has not")
	update    = flag.Bool("update", false, "write the goldens beside the scripts; needs git 2.39")
)

// tools is built once for all tests of this package.
var tools *difftest.Tools

func TestMain(m *testing.M) {
	flag.Parse()
	var err error
	if tools, err = difftest.Build(*engine); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	tools.Remove()
	os.Exit(code)
}

// scriptFiles are the paths of all scripts, by their name.
func scriptFiles(t testing.TB) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir("scripts", func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if !entry.IsDir() && filepath.Ext(path) == ".txt" {
			name, _ := filepath.Rel("scripts", strings.TrimSuffix(path, ".txt"))
			files[filepath.ToSlash(name)] = path
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestScripts(t *testing.T) {
	t.Parallel()
	folders := map[string][]string{}
	files := scriptFiles(t)
	for name := range files {
		folder, _, _ := strings.Cut(name, "/")
		folders[folder] = append(folders[folder], name)
	}
	for folder, names := range folders {
		t.Run(folder, func(t *testing.T) {
			t.Parallel()
			for _, name := range names {
				t.Run(strings.TrimPrefix(name, folder+"/"), func(t *testing.T) {
					t.Parallel()
					script, err := difftest.ParseFile(name, files[name])
					if err != nil {
						t.Fatal(err)
					}
					difftest.Run(t, difftest.Params{
						Tools: tools, StateOnly: *stateOnly, Foreign: *windows, Update: *update,
						Golden: strings.TrimSuffix(files[name], ".txt") + ".golden",
					}, script)
				})
			}
		})
	}
}
