package difftest

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"
)

// State is what a twin holds on disk, one text a thing: files by path, refs as "GITDIR ref NAME", an index as
// "GITDIR index". Two equal states are the same to a learner and to Git.
type State map[string]string

// maxText bounds the text kept of one file; longer ones are kept by hash.
const maxText = 64 << 10

// ReadState reads all below root.
func ReadState(root string) (State, error) {
	r := reader{root: root, state: State{}}
	if err := r.folder(""); err != nil {
		return nil, err
	}
	return r.state, nil
}

// Repositories names the folders in a state to run git in: working trees, and bare repositories.
func (s State) Repositories() []string {
	var found []string
	for key := range s {
		if dir, ok := strings.CutSuffix(key, "/HEAD"); ok && s[dir+" repository"] != "" {
			found = append(found, strings.TrimSuffix(dir, "/.git"))
		}
	}
	sort.Strings(found)
	return found
}

type reader struct {
	root  string
	state State
}

// folder reads a plain folder or, if it is one, a repository.
func (r *reader) folder(dir string) error {
	entries, err := os.ReadDir(filepath.Join(r.root, dir))
	if err != nil {
		return fmt.Errorf("read state: %w", err)
	}
	if isRepository(entries) {
		r.state[dir+" repository"] = "yes"
		return r.repository(dir)
	}
	if len(entries) == 0 && dir != "" {
		r.state[dir+"/"] = "empty folder"
	}
	for _, entry := range entries {
		path := join(dir, entry.Name())
		if entry.IsDir() {
			err = r.folder(path)
		} else {
			err = r.file(path, entry)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// isRepository knows a repository by the three things Git asks for.
func isRepository(entries []fs.DirEntry) bool {
	found := 0
	for _, e := range entries {
		switch e.Name() {
		case "HEAD":
			found++
		case "objects", "refs":
			if e.IsDir() {
				found++
			}
		}
	}
	return found == 3
}

// file reads one file of a working tree.
func (r *reader) file(path string, entry fs.DirEntry) error {
	full := filepath.Join(r.root, path)
	if entry.Type()&fs.ModeSymlink != 0 {
		target, err := os.Readlink(full)
		if err != nil {
			return fmt.Errorf("read state: %w", err)
		}
		r.state[path] = "120000 " + target
		return nil
	}
	info, err := entry.Info()
	if err != nil {
		return fmt.Errorf("read state: %w", err)
	}
	mode := "100644 "
	if info.Mode()&0o100 != 0 {
		mode = "100755 "
	}
	text, err := r.text(path)
	r.state[path] = mode + text
	return err
}

// text is a file's content, or its hash when it is long.
func (r *reader) text(path string) (string, error) {
	content, err := os.ReadFile(filepath.Join(r.root, path))
	if os.IsPermission(err) {
		return "unreadable", nil
	}
	if err != nil {
		return "", fmt.Errorf("read state: %w", err)
	}
	if len(content) > maxText {
		sum := sha256.Sum256(content)
		return fmt.Sprintf("%d bytes, sha256 %s", len(content), hex.EncodeToString(sum[:])), nil
	}
	return string(content), nil
}

func join(dir, name string) string {
	if dir == "" {
		return name
	}
	return dir + "/" + name
}
