// Package goaltest reads a repository with the machine's own git, so that
// goals are tested on real repositories and apart from Cairn's engine. Only
// tests import it.
package goaltest

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"cairn/internal/view"
)

// Repo is a folder in which git and a shell run with a fixed clock.
type Repo struct {
	t testing.TB
	// Work is the practice folder, Home the learner's, Dir the repository's
	// folder below Work, with slashes.
	Work, Home, Dir string
	clock           time.Time
	name, email     string
	commands        []string
	worked          []string // those of commands that ended with exit status 0
}

// New makes empty folders. Commits get the name and address, and dates from
// clock on.
func New(t testing.TB, dir, name, email string, clock time.Time) *Repo {
	t.Helper()
	Need(t)
	base := t.TempDir()
	r := &Repo{t: t, Work: filepath.Join(base, "work"), Home: filepath.Join(base, "home"), Dir: dir, clock: clock, name: name, email: email}
	for _, d := range []string{r.Work, r.Home} {
		if err := os.MkdirAll(d, 0o750); err != nil {
			t.Fatal(err)
		}
	}
	return r
}

// Need skips a test on a machine without git or without a POSIX shell.
func Need(t testing.TB) {
	t.Helper()
	for _, program := range []string{"git", "/bin/sh"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skip("no " + program + " on this machine; make test installs git")
		}
	}
}

// path is the repository's folder on disk.
func (r *Repo) path() string { return filepath.Join(r.Work, filepath.FromSlash(r.Dir)) }

// Script runs shell lines below the practice folder in one shell; the clock
// moves a minute a line, as it does for what a learner types. The last line must end well.
func (r *Repo) Script(lines string) {
	r.t.Helper()
	if statuses := r.run(lines); len(statuses) > 0 && statuses[len(statuses)-1] != "0" {
		r.t.Fatalf("script: the last line ended with exit status %s\n%s", statuses[len(statuses)-1], lines)
	}
}

// run gives the exit status of each line.
func (r *Repo) run(lines string) []string {
	r.t.Helper()
	cwd := r.Work
	if info, err := os.Stat(r.path()); err == nil && info.IsDir() {
		cwd = r.path()
	}
	var script strings.Builder
	for _, line := range Lines(lines) {
		stamp := r.clock.Format(time.RFC3339)
		r.clock = r.clock.Add(time.Minute)
		fmt.Fprintf(&script, "export GIT_AUTHOR_DATE=%s GIT_COMMITTER_DATE=%s\n%s\necho $? >&3\n", stamp, stamp, line)
	}
	cmd := exec.Command("/bin/sh", "-c", script.String())
	cmd.Dir, cmd.Env = cwd, r.env()
	statuses, err := os.Create(filepath.Join(r.t.TempDir(), "statuses"))
	if err != nil {
		r.t.Fatal(err)
	}
	defer func() { _ = statuses.Close() }()
	cmd.ExtraFiles = []*os.File{statuses}
	if out, err := cmd.CombinedOutput(); err != nil {
		r.t.Fatalf("script: %v\n%s\n%s", err, lines, out)
	}
	said, err := os.ReadFile(statuses.Name())
	if err != nil {
		r.t.Fatal(err)
	}
	return strings.Fields(string(said))
}

// Type runs lines as the learner would type them: they count as commands.
func (r *Repo) Type(lines string) {
	r.t.Helper()
	typed := Lines(lines)
	for i, status := range r.run(lines) {
		r.commands = append(r.commands, typed[i])
		if status == "0" {
			r.worked = append(r.worked, typed[i])
		}
	}
}

// Lines gives the lines of a block as a person types them: a here-document or
// an open quote goes on below. Blank lines and comments are none.
func Lines(lines string) []string {
	var all []string
	var open, heredoc string
	for line := range strings.SplitSeq(strings.TrimRight(lines, "\n"), "\n") {
		switch {
		case heredoc != "":
			open += "\n" + line
			if strings.TrimSpace(line) == heredoc {
				all, open, heredoc = append(all, open), "", ""
			}
			continue
		case open != "":
			open += "\n" + line
		default:
			open = line
		}
		if _, word, ok := strings.Cut(line, "<<"); ok {
			heredoc = strings.Trim(strings.Fields(word)[0], `'"-`)
			continue
		}
		if strings.Count(open, `'`)%2 == 0 && strings.Count(open, `"`)%2 == 0 && !strings.HasSuffix(open, `\`) {
			if text := strings.TrimSpace(open); text != "" && !strings.HasPrefix(text, "#") {
				all = append(all, open)
			}
			open = ""
		}
	}
	return all
}

func (r *Repo) env() []string {
	return []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + r.Home, "LC_ALL=C", "TZ=UTC", "GIT_CONFIG_NOSYSTEM=1",
		"GIT_AUTHOR_NAME=" + r.name, "GIT_AUTHOR_EMAIL=" + r.email,
		"GIT_COMMITTER_NAME=" + r.name, "GIT_COMMITTER_EMAIL=" + r.email,
	}
}

// git runs git in the repository and gives its output.
func (r *Repo) git(args ...string) (string, error) {
	cmd := exec.Command("git", args...)
	cmd.Dir, cmd.Env = r.path(), append(r.env(), "GIT_OPTIONAL_LOCKS=0")
	out, err := cmd.Output()
	if err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			return "", fmt.Errorf("git %s: %w: %s", strings.Join(args, " "), err, exit.Stderr)
		}
		return "", fmt.Errorf("git %s: %w", strings.Join(args, " "), err)
	}
	return string(out), nil
}

func (r *Repo) must(args ...string) string {
	r.t.Helper()
	out, err := r.git(args...)
	if err != nil {
		r.t.Fatal(err)
	}
	return out
}

// View reads the repository as it is now.
func (r *Repo) View() *view.View {
	r.t.Helper()
	v := &view.View{Dir: r.Dir, Commands: slices.Clone(r.commands), Worked: slices.Clone(r.worked)}
	_, err := os.Stat(filepath.Join(r.path(), ".git"))
	v.Exists = err == nil
	r.files(v)
	if !v.Exists {
		return v
	}
	r.refs(v)
	r.commits(v)
	r.index(v)
	r.status(v)
	r.config(v)
	return v
}

func (r *Repo) refs(v *view.View) {
	if ref, err := r.git("symbolic-ref", "-q", "HEAD"); err == nil {
		v.Head.Ref = view.RefName(strings.TrimSpace(ref))
		v.Head.Branch = view.Branch(strings.TrimPrefix(string(v.Head.Ref), "refs/heads/"))
	} else {
		v.Head.Detached = true
	}
	if hash, err := r.git("rev-parse", "-q", "--verify", "HEAD"); err == nil {
		v.Head.Hash = view.Hash(strings.TrimSpace(hash))
	}
	out := r.must("for-each-ref", "--format=%(refname)%00%(objectname)%00%(*objectname)%00%(objecttype)%00%(upstream)%00%(contents)%01")
	for entry := range strings.SplitSeq(out, "\x01") {
		f := strings.Split(strings.TrimLeft(entry, "\n"), "\x00")
		if len(f) < 6 {
			continue
		}
		ref := view.Ref{Name: view.RefName(f[0]), Hash: view.Hash(f[1]), Commit: view.Hash(f[1]), Upstream: view.RefName(f[4]), Kind: view.KindOther}
		for prefix, kind := range map[string]view.RefKind{"refs/heads/": view.KindBranch, "refs/tags/": view.KindTag, "refs/remotes/": view.KindRemote} {
			if short, ok := strings.CutPrefix(f[0], prefix); ok {
				ref.Short, ref.Kind = short, kind
			}
		}
		if f[3] == "tag" {
			ref.Commit, ref.Annotated, ref.Message = view.Hash(f[2]), true, f[5]
		}
		v.Refs = append(v.Refs, ref)
		r.reflog(v, ref.Name)
	}
	r.reflog(v, "HEAD")
	for _, entry := range v.Reflogs["refs/stash"] {
		v.Stash = append(v.Stash, view.StashEntry{Hash: entry.New, Message: entry.Message})
	}
}

func (r *Repo) reflog(v *view.View, name view.RefName) {
	data, err := os.ReadFile(filepath.Join(r.path(), ".git", "logs", filepath.FromSlash(string(name))))
	if err != nil {
		return
	}
	if v.Reflogs == nil {
		v.Reflogs = map[view.RefName][]view.ReflogEntry{}
	}
	var list []view.ReflogEntry
	for line := range strings.SplitSeq(strings.TrimSpace(string(data)), "\n") {
		head, message, _ := strings.Cut(line, "\t")
		f := strings.Fields(head)
		list = append(list, view.ReflogEntry{Old: view.Hash(f[0]), New: view.Hash(f[1]), Message: message})
	}
	slices.Reverse(list)
	v.Reflogs[name] = list
}

func (r *Repo) commits(v *view.View) {
	if v.Head.Hash == "" && len(v.Refs) == 0 {
		return
	}
	reachable := r.must("rev-list", "--branches", "--tags", "--remotes", "HEAD")
	out := r.must("log", "--all", "--reflog", "HEAD", "-z", "--format=%H%x01%T%x01%P%x01%an%x01%ae%x01%at%x01%cn%x01%ce%x01%ct%x01%s%x01%b")
	for entry := range strings.SplitSeq(strings.TrimSuffix(out, "\x00"), "\x00") {
		f := strings.Split(entry, "\x01")
		c := view.Commit{
			Hash: view.Hash(f[0]), Tree: view.Hash(f[1]), Subject: f[9], Body: f[10],
			Author: signature(f[3], f[4], f[5]), Committer: signature(f[6], f[7], f[8]),
			Reachable: strings.Contains(reachable, f[0]),
		}
		for p := range strings.FieldsSeq(f[2]) {
			c.Parents = append(c.Parents, view.Hash(p))
		}
		args := []string{"diff-tree", "-r", "--root", "--no-commit-id", "--name-only", "-z", f[0]}
		if len(c.Parents) > 0 {
			args = []string{"diff-tree", "-r", "--name-only", "-z", string(c.Parents[0]), f[0]}
		}
		c.Paths = zero(r.must(args...))
		v.Commits = append(v.Commits, c)
	}
}

func signature(name, email, at string) view.Signature {
	seconds, _ := strconv.ParseInt(at, 10, 64)
	return view.Signature{Name: name, Email: email, When: time.Unix(seconds, 0).UTC()}
}

func zero(out string) []string {
	if out == "" {
		return nil
	}
	return strings.Split(strings.TrimSuffix(out, "\x00"), "\x00")
}

func (r *Repo) index(v *view.View) {
	for _, line := range zero(r.must("ls-files", "-s", "-z")) {
		head, name, _ := strings.Cut(line, "\t")
		f := strings.Fields(head)
		stage, _ := strconv.Atoi(f[2])
		v.Index = append(v.Index, view.IndexEntry{Path: name, Mode: view.Mode(f[0]), Hash: view.Hash(f[1]), Stage: stage})
	}
	tracked := map[string]bool{}
	for _, e := range v.Index {
		tracked[e.Path] = true
	}
	ignored := zero(r.must("ls-files", "-z", "--others", "--ignored", "--exclude-standard"))
	for i := range v.Files {
		f := &v.Files[i]
		f.Tracked, f.Ignored = tracked[f.Path], slices.Contains(ignored, f.Path)
		f.Hash = view.Hash(strings.TrimSpace(r.must("hash-object", "--no-filters", "--", f.Path)))
	}
}

func (r *Repo) status(v *view.View) {
	list := zero(r.must("status", "--porcelain", "-z", "-uall"))
	for i := 0; i < len(list); i++ {
		c := view.Change{X: list[i][0], Y: list[i][1], Path: list[i][3:]}
		if c.X == 'R' || c.X == 'C' {
			i++
			c.From = list[i]
		}
		v.Status = append(v.Status, c)
	}
	v.Operation.Kind = view.OperationNone
	for name, kind := range map[string]view.OperationKind{"MERGE_HEAD": view.OperationMerge, "rebase-merge": view.OperationRebase, "CHERRY_PICK_HEAD": view.OperationCherryPick, "REVERT_HEAD": view.OperationRevert, "BISECT_LOG": view.OperationBisect} {
		if _, err := os.Stat(filepath.Join(r.path(), ".git", name)); err == nil {
			v.Operation.Kind = kind
		}
	}
}

func (r *Repo) config(v *view.View) {
	v.Config = map[string][]string{}
	for _, entry := range zero(r.must("config", "--list", "-z")) {
		key, value, _ := strings.Cut(entry, "\n")
		v.Config[key] = append(v.Config[key], value)
		if name, ok := strings.CutPrefix(key, "remote."); ok && strings.HasSuffix(name, ".url") {
			name = strings.TrimSuffix(name, ".url")
			v.Remotes = append(v.Remotes, view.Remote{Name: name, URL: value, View: r.remote(value)})
		}
	}
}

// remote reads the branches of a bare repository that lies beside this one.
func (r *Repo) remote(url string) *view.View {
	out, err := r.git("ls-remote", url)
	if err != nil {
		return nil
	}
	v := &view.View{Exists: true, Bare: true}
	for line := range strings.SplitSeq(strings.TrimSpace(out), "\n") {
		hash, name, _ := strings.Cut(line, "\t")
		if short, ok := strings.CutPrefix(name, "refs/heads/"); ok {
			v.Refs = append(v.Refs, view.Ref{Name: view.RefName(name), Short: short, Kind: view.KindBranch, Hash: view.Hash(hash), Commit: view.Hash(hash)})
		}
	}
	return v
}

func (r *Repo) files(v *view.View) {
	root := r.path()
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
		if entry.Name() == ".git" {
			return filepath.SkipDir
		}
		if entry.IsDir() {
			return nil
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, name)
		mode := view.Mode("100644")
		if info.Mode()&0o100 != 0 {
			mode = "100755"
		}
		v.Files = append(v.Files, view.File{Path: filepath.ToSlash(rel), Mode: mode, Size: info.Size(), Hash: view.Hash("file:" + rel)})
		return err
	})
	if err != nil {
		r.t.Fatal(err)
	}
}

// Blob gives a blob of the repository, or a file of the working tree.
func (r *Repo) Blob(hash view.Hash) ([]byte, error) {
	if rel, ok := strings.CutPrefix(string(hash), "file:"); ok {
		return os.ReadFile(filepath.Join(r.path(), rel))
	}
	if out, err := r.git("cat-file", "blob", string(hash)); err == nil {
		return []byte(out), nil
	}
	for _, f := range r.View().Files {
		if f.Hash == hash {
			return os.ReadFile(filepath.Join(r.path(), filepath.FromSlash(f.Path)))
		}
	}
	return nil, fmt.Errorf("no blob %s", hash)
}

// Tree lists the files of a commit or tree.
func (r *Repo) Tree(hash view.Hash) ([]view.TreeEntry, error) {
	out, err := r.git("ls-tree", "-r", "-z", string(hash))
	if err != nil {
		return nil, err
	}
	var list []view.TreeEntry
	for _, line := range zero(out) {
		head, name, _ := strings.Cut(line, "\t")
		f := strings.Fields(head)
		list = append(list, view.TreeEntry{Path: name, Mode: view.Mode(f[0]), Hash: view.Hash(f[2])})
	}
	return list, nil
}

// Resolve gives what a revision names.
func (r *Repo) Resolve(rev string) (view.Hash, error) {
	out, err := r.git("rev-parse", "-q", "--verify", rev)
	return view.Hash(strings.TrimSpace(out)), err
}

// Range lists the commits of a range.
func (r *Repo) Range(spec string) ([]view.Hash, error) {
	out, err := r.git("rev-list", spec)
	if err != nil {
		return nil, err
	}
	var list []view.Hash
	for line := range strings.FieldsSeq(out) {
		list = append(list, view.Hash(line))
	}
	return list, nil
}
