package difftest

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// repository reads the files of state of one Git directory.
func (r *reader) repository(dir string) error {
	if err := r.packedRefs(dir); err != nil {
		return err
	}
	base := filepath.Join(r.root, dir)
	return filepath.WalkDir(base, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(base, path)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		if entry.IsDir() {
			return r.enter(dir, rel, path)
		}
		return r.stateFile(dir, rel)
	})
}

// enter decides whether a folder inside a Git directory is walked.
func (r *reader) enter(dir, rel, path string) error {
	switch rel {
	case ".":
		return nil
	case "objects":
		return r.alternates(dir)
	case "hooks", "branches":
		return filepath.SkipDir
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		return err
	}
	if isRepository(entries) { // a submodule's
		if err := r.folder(join(dir, rel)); err != nil {
			return err
		}
		return filepath.SkipDir
	}
	return nil
}

// alternates keeps the one file under objects/ that says something a user decided.
func (r *reader) alternates(dir string) error {
	name := dir + "/objects/info/alternates"
	if text, err := r.text(name); err == nil {
		r.state[name] = text
	}
	return filepath.SkipDir
}

// stateFile keeps one file of a Git directory in the form in which two Gits must agree on it.
func (r *reader) stateFile(dir, rel string) error {
	if rel == "description" || rel == "packed-refs" {
		return nil
	}
	text, err := r.text(join(dir, rel))
	if err != nil {
		return err
	}
	switch {
	case strings.HasPrefix(rel, "refs/") && !strings.HasSuffix(rel, ".lock"):
		r.state[dir+" ref "+rel] = strings.TrimSpace(text)
	case rel == "info/exclude":
		r.state[join(dir, rel)] = withoutComments(text)
	case filepath.Base(rel) == "index":
		content, err := os.ReadFile(filepath.Join(r.root, dir, rel))
		if err != nil {
			return err
		}
		r.state[strings.TrimSuffix(join(dir, rel), "/index")+" index"] = ListIndex(content)
	default:
		r.state[join(dir, rel)] = text
	}
	return nil
}

// packedRefs reads the packed refs; loose ones, read later, win.
func (r *reader) packedRefs(dir string) error {
	content, err := os.ReadFile(filepath.Join(r.root, dir, "packed-refs"))
	if os.IsNotExist(err) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, line := range strings.Split(string(content), "\n") {
		if strings.HasPrefix(line, "#") || strings.HasPrefix(line, "^") {
			continue
		}
		if hash, name, ok := strings.Cut(line, " "); ok {
			r.state[dir+" ref "+name] = hash
		}
	}
	return nil
}

// withoutComments leaves what Git acts on in an exclude file: its template is all comments.
func withoutComments(text string) string {
	var kept []string
	for _, line := range strings.Split(text, "\n") {
		if line != "" && !strings.HasPrefix(line, "#") {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "\n")
}
