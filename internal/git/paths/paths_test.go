package paths

import (
	"os"
	"path/filepath"
	"testing"
)

// What Git Bash and git.exe make of a name; the rules are text only, so every
// system can check them.
func TestOnWindows_knowsTheNamesOfUnixShells(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"/c/work/x":       "C:/work/x",
		"/D/":             "D:/",
		"/c":              "C:/",
		"/tmp":            "C:/Users/ada/Temp",
		"/tmp/x/y":        "C:/Users/ada/Temp/x/y",
		"/tmpfile":        "E:/tmpfile",
		"/home/ada":       "E:/home/ada",
		"/1/x":            "E:/1/x",
		"/":               "E:/",
		"//server/share":  "//server/share",
		"C:/x":            "C:/x",
		"c/x":             "c/x",
		"../x":            "../x",
		"":                "",
		"/usr/bin/../lib": "E:/usr/bin/../lib",
	} {
		if got := onWindows(name, "E:", "C:/Users/ada/Temp"); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
	if got := onWindows("/tmp/x", "E:", ""); got != "E:/tmp/x" {
		t.Errorf("without a folder for temporary files: %q", got)
	}
}

func TestAbs_meansTheSameFileAsTheSystem(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if got, want := Abs(dir, "a/../b"), filepath.Join(dir, "b"); got != want {
		t.Errorf("relative: %q, want %q", got, want)
	}
	if got, want := Abs(dir, filepath.ToSlash(dir)+"/x"), filepath.Join(dir, "x"); got != want {
		t.Errorf("absolute: %q, want %q", got, want)
	}
	if got := Abs(dir, "/dev/null"); got != os.DevNull || !IsNull(got) {
		t.Errorf("/dev/null: %q", got)
	}
	if data, err := os.ReadFile(Abs(dir, Null)); err != nil || len(data) != 0 {
		t.Errorf("/dev/null has %q, %v", data, err)
	}
	if !IsAbs("/x") || IsAbs("x") || IsAbs("") {
		t.Error("a name is absolute when it begins with a slash")
	}
}
