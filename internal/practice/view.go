package practice

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strings"

	"cairn/internal/git/read"
	"cairn/internal/view"
)

// View reads what the repository looks like now. The same value is given until
// something changes.
func (w *Workspace) View(ctx context.Context) (*view.View, view.Source, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.readView(ctx)
}

func (w *Workspace) readView(ctx context.Context) (*view.View, view.Source, error) {
	w.viewMu.Lock()
	defer w.viewMu.Unlock()
	if w.view != nil {
		return w.view, w.source, nil
	}
	v, src, err := w.reader.View(ctx, read.Params{
		Dir: w.RepoDir(), Base: w.workDir(), Root: w.roots(), Env: w.readVariables(), Now: w.clock,
		Teammates: w.teammates(), Commands: w.commands(), Worked: w.worked(),
	})
	if err != nil {
		return nil, nil, err
	}
	w.view, w.source, w.lastView = v, src, v
	return v, src, nil
}

// readVariables are the variables by which the engine finds the learner's
// configuration.
func (w *Workspace) readVariables() map[string]string {
	return map[string]string{"HOME": w.homeDir(), "GIT_CONFIG_NOSYSTEM": "1", "TZ": zone(w.st.Clock.Format("-07:00"))}
}

// forgetView lets the next View read again.
func (w *Workspace) forgetView() {
	w.viewMu.Lock()
	defer w.viewMu.Unlock()
	w.view, w.source = nil, nil
}

// teammates are those that the exercise names and whose clone exists.
func (w *Workspace) teammates() []read.Teammate {
	names := map[string]bool{}
	blocks := []string{w.p.Exercise.Scenario}
	for _, e := range w.p.Exercise.Events {
		blocks = append(blocks, e.Run)
	}
	find := regexp.MustCompile(`(?m)^\s*as ([A-Za-z][A-Za-z-]*):`)
	for _, m := range find.FindAllStringSubmatch(strings.Join(blocks, "\n"), -1) {
		names[m[1]] = true
	}
	var list []read.Teammate
	for name := range names {
		dir := filepath.Join(w.workDir(), strings.ToLower(name))
		if isDir(dir) {
			list = append(list, read.Teammate{Name: name, Dir: dir})
		}
	}
	sort.Slice(list, func(i, j int) bool { return list[i].Name < list[j].Name })
	return list
}

// promptNow reads what Prompt shows; it costs two small reads.
func (w *Workspace) promptNow() string {
	if w.sh == nil {
		return "$ "
	}
	where := "work"
	if rel, err := filepath.Rel(w.workDir(), w.sh.Dir()); err == nil && rel != "." {
		where = filepath.ToSlash(rel)
		if !filepath.IsLocal(rel) {
			where = "~" + strings.TrimPrefix(filepath.ToSlash(w.sh.Dir()), filepath.ToSlash(w.homeDir()))
		}
	}
	gitDir := w.gitDirAt(w.sh.Dir())
	if gitDir == "" {
		return where + " $ "
	}
	return where + " (" + headWords(gitDir) + operationWords(gitDir) + ") $ "
}

// gitDirAt finds the repository around a folder, within work.
func (w *Workspace) gitDirAt(dir string) string {
	for {
		rel, err := filepath.Rel(w.workDir(), dir)
		if err != nil || !filepath.IsLocal(rel) {
			return ""
		}
		if git := filepath.Join(dir, ".git"); isDir(git) {
			return git
		}
		if isBare(dir) {
			return dir
		}
		if rel == "." {
			return ""
		}
		dir = filepath.Dir(dir)
	}
}

// headWords names the branch, or the commit when HEAD is detached.
func headWords(gitDir string) string {
	// During a rebase HEAD is detached, and the branch is named aside.
	for _, name := range []string{"rebase-merge/head-name", "rebase-apply/head-name"} {
		if data, err := os.ReadFile(filepath.Join(gitDir, filepath.FromSlash(name))); err == nil {
			return strings.TrimPrefix(strings.TrimSpace(string(data)), "refs/heads/")
		}
	}
	data, err := os.ReadFile(filepath.Join(gitDir, "HEAD"))
	if err != nil {
		return "?"
	}
	text := strings.TrimSpace(string(data))
	if ref, ok := strings.CutPrefix(text, "ref: "); ok {
		return strings.TrimPrefix(ref, "refs/heads/")
	}
	return "detached " + text[:min(7, len(text))]
}

// operationWords names what was begun and not finished, in the words of Git's
// own prompt.
func operationWords(gitDir string) string {
	for _, mark := range [][2]string{
		{"rebase-merge", "|REBASE"}, {"rebase-apply", "|REBASE"}, {"MERGE_HEAD", "|MERGING"},
		{"CHERRY_PICK_HEAD", "|CHERRY-PICKING"}, {"REVERT_HEAD", "|REVERTING"}, {"BISECT_LOG", "|BISECTING"},
	} {
		if _, err := os.Lstat(filepath.Join(gitDir, mark[0])); err == nil {
			return mark[1]
		}
	}
	return ""
}
