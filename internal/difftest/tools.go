package difftest

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
)

// oracle is the version whose words are the reference.
const oracle = "git version 2.39."

// realGit finds the machine's git and its version, once.
var realGit = sync.OnceValues(func() (string, error) {
	path, err := exec.LookPath("git")
	if err != nil {
		return "", fmt.Errorf("the differential tests need git (make test installs it): %w", err)
	}
	return filepath.Abs(path)
})

// gitVersion is what the machine's git calls itself.
var gitVersion = sync.OnceValues(func() (string, error) {
	git, err := realGit()
	if err != nil {
		return "", err
	}
	out, err := exec.Command(git, "version").Output()
	if err != nil {
		return "", fmt.Errorf("git version: %w", err)
	}
	return strings.TrimSpace(string(out)), nil
})

// helpers are the editors that a script may name, the same on both sides.
var helpers = map[string]string{
	"edit":      "#!/bin/sh\nprintf '%b' \"$EDIT\" >\"$1\"\n",
	"edit-keep": "#!/bin/sh\nexit 0\n",
	"edit-show": "#!/bin/sh\ncat \"$1\"\n",
}

// Tools is what both sides find on PATH.
type Tools struct {
	Git    string // the machine's git
	Engine string // the program that stands in for git on the other side
	root   string
}

// Build compiles cmd/cairngit into a new folder, which Remove deletes. An engine that is already built may be named.
func Build(engine string) (*Tools, error) {
	git, err := realGit()
	if err != nil {
		return nil, err
	}
	root, err := os.MkdirTemp("", "cairn-difftest-")
	if err != nil {
		return nil, fmt.Errorf("build the engine: %w", err)
	}
	tools := &Tools{Git: git, Engine: filepath.Join(root, "ours", "git"), root: root}
	if err := tools.lay(); err != nil {
		tools.Remove()
		return nil, err
	}
	if engine != "" {
		if err := os.Symlink(engine, tools.Engine); err != nil {
			return nil, fmt.Errorf("use engine: %w", err)
		}
		return tools, nil
	}
	var said bytes.Buffer
	build := exec.Command("go", "build", "-o", tools.Engine, "cairn/cmd/cairngit")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	build.Stderr = &said
	if err := build.Run(); err != nil {
		tools.Remove()
		return nil, fmt.Errorf("build cmd/cairngit: %w\n%s", err, said.String())
	}
	return tools, nil
}

// Remove deletes what Build made.
func (t *Tools) Remove() { _ = os.RemoveAll(t.root) }

// lay writes the two PATH folders.
func (t *Tools) lay() error {
	for _, side := range []string{"real", "ours"} {
		dir := filepath.Join(t.root, side)
		if err := os.Mkdir(dir, 0o755); err != nil {
			return fmt.Errorf("lay out tools: %w", err)
		}
		for name, text := range helpers {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o755); err != nil {
				return fmt.Errorf("lay out tools: %w", err)
			}
		}
	}
	if err := os.Symlink(t.Git, filepath.Join(t.root, "real", "git")); err != nil {
		return fmt.Errorf("lay out tools: %w", err)
	}
	return nil
}

// path is the PATH of one side.
func (t *Tools) path(side string) string {
	return strings.Join([]string{filepath.Join(t.root, side), "/usr/bin", "/bin"}, string(os.PathListSeparator))
}
