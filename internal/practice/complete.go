package practice

import (
	"context"
	"path"
	"path/filepath"
	"strings"

	"cairn/internal/shell"
	"cairn/internal/view"
)

// Complete finds what could stand at the cursor of a line, which counts
// letters. It never waits for a line under way: names of branches are those of
// the last View.
func (w *Workspace) Complete(ctx context.Context, text string, cursor int) shell.Completion {
	if ctx.Err() != nil {
		return shell.Completion{}
	}
	files, err := shell.OpenFiles(w.workDir(), w.homeDir())
	if err != nil {
		return shell.Completion{}
	}
	defer files.Close()
	w.viewMu.Lock()
	v := w.view
	if v == nil {
		v = w.lastView
	}
	w.viewMu.Unlock()
	return shell.Complete(files, text, cursor, w.completionState(v))
}

func (w *Workspace) completionState(v *view.View) shell.State {
	st := shell.State{Dir: w.Cwd(), Changed: map[string]string{}}
	if v == nil {
		return st
	}
	for _, ref := range v.Refs {
		switch ref.Kind {
		case view.KindBranch:
			st.Branches = append(st.Branches, ref.Short)
		case view.KindTag:
			st.Tags = append(st.Tags, ref.Short)
		case view.KindRemote:
			st.Tracking = append(st.Tracking, ref.Short)
		case view.KindOther:
		}
	}
	for _, remote := range v.Remotes {
		st.Remotes = append(st.Remotes, remote.Name)
	}
	// Paths are told relative to the console's folder, as they must be typed.
	prefix, err := filepath.Rel(w.RepoDir(), st.Dir)
	if err != nil || !filepath.IsLocal(prefix) {
		return st
	}
	prefix = filepath.ToSlash(prefix)
	for _, ch := range v.Status {
		name := ch.Path
		if prefix != "." {
			rest, ok := strings.CutPrefix(name, prefix+"/")
			if !ok {
				continue
			}
			name = rest
		}
		st.Changed[path.Clean(name)] = changeWord(ch)
	}
	return st
}

// changeWord says in a word what git status says in two letters.
func changeWord(ch view.Change) string {
	switch {
	case ch.Conflicted():
		return "in conflict"
	case ch.X == '?':
		return "untracked"
	case ch.Y == 'M' || ch.Y == 'T':
		return "modified"
	case ch.Y == 'D':
		return "deleted"
	case ch.X != ' ' && ch.X != 0:
		return "staged"
	}
	return ""
}
