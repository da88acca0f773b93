package practice

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"cairn/internal/course"
	"cairn/internal/git/cli"
)

// variables are what a line sees beside the console's own: the date that
// commits get, and who makes them.
func (w *Workspace) variables() map[string]string {
	clock := w.st.Clock
	date := fmt.Sprintf("%d %s", clock.Unix(), clock.Format("-0700"))
	vars := map[string]string{
		"GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date, "TZ": zone(clock.Format("-07:00")),
		"GIT_CONFIG_NOSYSTEM": "1",
	}
	if len(w.p.Exercise.Files) > 0 {
		vars["FILES"] = filepath.Join(w.homeDir(), "files")
	}
	id, known := w.identity()
	if !known {
		return vars
	}
	if id.Name != "" && (w.pure || w.actor != "" || w.configured("user.name") == "") {
		vars["GIT_AUTHOR_NAME"], vars["GIT_COMMITTER_NAME"] = id.Name, id.Name
	}
	if id.Email != "" && (w.pure || w.actor != "" || w.configured("user.email") == "") {
		vars["GIT_AUTHOR_EMAIL"], vars["GIT_COMMITTER_EMAIL"] = id.Email, id.Email
	}
	return vars
}

// zone writes an offset such as +01:00 as a POSIX time zone, in which the sign
// is turned round.
func zone(offset string) string {
	if offset == "+00:00" || len(offset) != 6 {
		return "UTC"
	}
	sign := map[byte]string{'+': "-", '-': "+"}[offset[0]]
	return "<" + offset[:3] + offset[4:] + ">" + sign + offset[1:]
}

// identity is who the next line's commits are by.
func (w *Workspace) identity() (course.Identity, bool) {
	switch {
	case w.actor != "":
		return course.Identity{Name: w.actor, Email: strings.ToLower(w.actor) + "@example.com"}, true
	case w.pure:
		return w.p.Exercise.Identity, true
	case w.p.Identity != nil:
		return w.p.Identity()
	}
	return course.Identity{}, false
}

// configured gives a value of the learner's or the repository's configuration:
// what they set with `git config` goes before the name in the settings.
func (w *Workspace) configured(key string) string {
	dir := w.RepoDir()
	if w.sh != nil {
		dir = w.sh.Dir() // the line may run in another repository
	}
	if !isDir(dir) {
		dir = w.workDir()
	}
	out, code := w.git(context.Background(), dir, "config", key)
	if code != 0 {
		return ""
	}
	return strings.TrimSpace(out)
}

// git runs one command of the engine aside from the learner's lines.
func (w *Workspace) git(ctx context.Context, dir string, argv ...string) (string, int) {
	var out bytes.Buffer
	env := cli.Env{
		Dir: dir, Root: w.roots(), Stdin: strings.NewReader(""), Stdout: &out, Stderr: &bytes.Buffer{}, Now: w.clock,
		Vars: map[string]string{"HOME": w.homeDir(), "GIT_CONFIG_NOSYSTEM": "1"},
	}
	code := cli.Run(ctx, env, argv)
	return out.String(), code
}

func (w *Workspace) userName() string {
	if id := w.p.Exercise.Identity; id.Name != "" {
		return strings.ToLower(strings.Fields(id.Name)[0])
	}
	return "learner"
}

// completeConfigs gives every repository two settings of its own, so that the
// learner's other Git, on any system, leaves line endings and long paths alone.
func (w *Workspace) completeConfigs(ctx context.Context) error {
	for _, dir := range w.repositories() {
		if w.ready[dir] {
			continue
		}
		for _, pair := range [][2]string{{"core.autocrlf", "false"}, {"core.longpaths", "true"}} {
			if _, code := w.git(ctx, dir, "config", "--local", pair[0]); code == 0 {
				continue
			}
			if _, code := w.git(ctx, dir, "config", "--local", pair[0], pair[1]); code != 0 {
				return nil // a repository that the learner broke stays as it is
			}
		}
		w.ready[dir] = true
	}
	return nil
}

// repositories finds the repositories in work, two folders deep.
func (w *Workspace) repositories() []string {
	var found []string
	look := func(dir string) bool {
		if isDir(filepath.Join(dir, ".git")) || isBare(dir) {
			found = append(found, dir)
			return true
		}
		return false
	}
	if look(w.workDir()) {
		return found
	}
	tops, err := os.ReadDir(w.workDir())
	if err != nil {
		return nil
	}
	for _, top := range tops {
		dir := filepath.Join(w.workDir(), top.Name())
		if !top.IsDir() || look(dir) {
			continue
		}
		subs, err := os.ReadDir(dir)
		if err != nil {
			continue
		}
		for _, sub := range subs {
			if sub.IsDir() {
				look(filepath.Join(dir, sub.Name()))
			}
		}
	}
	return found
}

func isBare(dir string) bool {
	if !isDir(filepath.Join(dir, "objects")) || !isDir(filepath.Join(dir, "refs")) {
		return false
	}
	info, err := os.Stat(filepath.Join(dir, "HEAD"))
	return err == nil && info.Mode().IsRegular()
}
