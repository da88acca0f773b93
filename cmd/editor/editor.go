// Package editor starts the editor that a person names by a line of their
// environment, such as "code --wait", on a file. It never asks a repository's
// configuration, which would let a repository start programs.
package editor

import (
	"context"
	"os"
	"os/exec"
	"runtime"
)

// Default is what opens a file where nothing else is named: each Windows has
// Notepad, and no other system an editor that everybody can leave again.
func Default() string {
	if runtime.GOOS == "windows" {
		return "notepad"
	}
	return ""
}

// Command is the editor on a file, with this process's console. The line is
// read as a shell reads it, and on a Windows without one as cmd.exe does.
func Command(ctx context.Context, line, path string) *exec.Cmd {
	cmd := inShell(ctx, line, path)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	return cmd
}

func withSh(ctx context.Context, line, path string) *exec.Cmd {
	return exec.CommandContext(ctx, "sh", "-c", line+` "$@"`, line, path) //nolint:gosec // the person's own choice
}

// cmdLine is what starts the editor in cmd.exe, which with /s takes away the
// outermost quotes and no others. A program's bare path may have spaces in it.
func cmdLine(line, path string, isFile func(string) bool) string {
	if isFile(line) {
		line = `"` + line + `"`
	}
	return `cmd /s /c "` + line + ` "` + path + `""`
}
