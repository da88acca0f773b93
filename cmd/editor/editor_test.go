package editor

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func TestCmdLine_keepsTheQuotesThatCmdReads(t *testing.T) {
	t.Parallel()
	isFile := func(path string) bool { return path == `C:\Program Files\ed.exe` }
	for line, want := range map[string]string{
		"notepad":                 `cmd /s /c "notepad "C:\Users\José Ruiz\MSG""`,
		"code --wait":             `cmd /s /c "code --wait "C:\Users\José Ruiz\MSG""`,
		`"C:\My Tools\x.exe" -m`:  `cmd /s /c ""C:\My Tools\x.exe" -m "C:\Users\José Ruiz\MSG""`,
		`C:\Program Files\ed.exe`: `cmd /s /c ""C:\Program Files\ed.exe" "C:\Users\José Ruiz\MSG""`,
	} {
		if got := cmdLine(line, `C:\Users\José Ruiz\MSG`, isFile); got != want {
			t.Errorf("%s:\n%s\nwant\n%s", line, got, want)
		}
	}
}

func TestCommand_editsAFileWithSpacesInItsName(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := filepath.Join(dir, "my é file")
	if err := os.WriteFile(file, []byte("old\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	script, name := "#!/bin/sh\necho \"$1\" >>\"$2\"\n", "my editor.sh"
	if runtime.GOOS == "windows" {
		script, name = "@echo %1>>%2\r\n", "my editor.bat"
	}
	program := filepath.Join(dir, name)
	if err := os.WriteFile(program, []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := Command(context.Background(), `"`+program+`" new`, file).Run(); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(file)
	if got := strings.Fields(string(data)); err != nil || len(got) != 2 || got[1] != "new" {
		t.Errorf("%q, %v", data, err)
	}
}
