package read

import (
	"context"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/disk"
	"cairn/internal/git/config"
	"cairn/internal/git/object"
	"cairn/internal/git/refs"
	"cairn/internal/git/repo"
	"cairn/internal/view"
)

// scan fills one view from one repository.
type scan struct {
	ctx    context.Context
	reader *Reader
	repo   *repo.Repo
	view   *view.View
}

// all reads every part. Broken parts stay empty; only a cancelled context ends it.
func (s *scan) all() error {
	s.config()
	s.head()
	s.refs()
	s.reflogs()
	s.operation()
	if err := s.commits(); err != nil {
		return err
	}
	s.upstreams()
	if !s.repo.Bare() {
		if err := s.worktree(); err != nil {
			return err
		}
	}
	return s.ctx.Err()
}

func (s *scan) config() {
	s.view.Config = map[string][]string{}
	for _, e := range s.repo.Config().Entries() {
		if e.Origin.Scope == config.Local || e.Origin.Scope == config.Global || e.Origin.Scope == config.Worktree {
			key := strings.ToLower(e.Key.String())
			s.view.Config[key] = append(s.view.Config[key], e.Value)
		}
	}
	for _, name := range s.repo.Config().Subsections("remote") {
		url := s.repo.Config().String("remote."+name+".url", "")
		s.view.Remotes = append(s.view.Remotes, view.Remote{Name: name, URL: url})
	}
	slices.SortFunc(s.view.Remotes, func(a, b view.Remote) int { return strings.Compare(a.Name, b.Name) })
}

func (s *scan) head() {
	branch, at, err := s.repo.Refs().Head()
	if err != nil {
		return
	}
	s.view.Head = view.Head{Ref: view.RefName(branch), Hash: hash(at), Detached: branch == ""}
	if short, ok := strings.CutPrefix(branch, refs.Heads); ok {
		s.view.Head.Branch = view.Branch(short)
	}
}

func (s *scan) refs() {
	list, err := s.repo.Refs().List("")
	if err != nil {
		return
	}
	for _, r := range list {
		if r.Broken {
			continue
		}
		v := view.Ref{Name: view.RefName(r.Name), Kind: view.KindOther, Short: refs.Short(r.Name)}
		switch {
		case strings.HasPrefix(r.Name, refs.Heads):
			v.Kind = view.KindBranch
		case strings.HasPrefix(r.Name, refs.Tags):
			v.Kind = view.KindTag
		case strings.HasPrefix(r.Name, refs.Remotes):
			v.Kind = view.KindRemote
		}
		h := r.Hash
		if r.Symbolic() {
			v.Symbolic = view.RefName(r.Target)
			if h, err = s.repo.Refs().Resolve(r.Name); err != nil {
				continue
			}
		}
		v.Hash = hash(h)
		s.target(&v, h)
		s.view.Refs = append(s.view.Refs, v)
	}
}

// target follows a ref's object to the commit that it leads to.
func (s *scan) target(v *view.Ref, h plumbing.Hash) {
	kind, err := s.repo.Objects().Kind(h)
	if err != nil {
		return
	}
	switch kind {
	case plumbing.CommitObject:
		v.Commit = v.Hash
	case plumbing.TagObject:
		tag, err := s.repo.Objects().Tag(h)
		if err != nil {
			return
		}
		v.Annotated, v.Message = true, strings.TrimRight(tag.Message, "\n")
		if c, err := s.repo.Objects().Peel(h, plumbing.CommitObject); err == nil {
			v.Commit = hash(c)
		}
	}
}

func (s *scan) reflogs() {
	s.view.Reflogs = map[view.RefName][]view.ReflogEntry{}
	names, err := s.repo.Refs().Reflogs()
	if err != nil {
		return
	}
	for _, name := range names {
		entries, err := s.repo.Refs().Reflog(name)
		if err != nil {
			continue
		}
		out := make([]view.ReflogEntry, 0, len(entries))
		for _, e := range entries {
			out = append(out, view.ReflogEntry{Old: hash(e.Old), New: hash(e.New), Who: signature(e.Who), Message: e.Message})
		}
		s.view.Reflogs[view.RefName(name)] = out
		if name == "refs/stash" {
			for _, e := range out {
				s.view.Stash = append(s.view.Stash, view.StashEntry{Hash: e.New, Message: e.Message})
			}
		}
	}
}

func signature(s object.Signature) view.Signature {
	return view.Signature{Name: s.Name, Email: s.Email, When: s.When}
}

// operation finds what was begun and not finished, by Git's own state files.
func (s *scan) operation() {
	op := &s.view.Operation
	op.Kind = view.OperationNone
	for _, dir := range []string{"rebase-merge", "rebase-apply"} {
		if _, err := os.Stat(s.repo.StateFile(dir)); err != nil {
			continue
		}
		if s.state("rebase-apply/applying") != "" {
			continue
		}
		op.Kind = view.OperationRebase
		op.Onto = view.Hash(s.state(dir + "/onto"))
		op.Branch = view.Branch(strings.TrimPrefix(s.state(dir+"/head-name"), refs.Heads))
		step, last := "msgnum", "end"
		if dir == "rebase-apply" {
			step, last = "next", "last"
		}
		op.Step, _ = strconv.Atoi(s.state(dir + "/" + step))
		op.Steps, _ = strconv.Atoi(s.state(dir + "/" + last))
		op.Head = view.Hash(s.state("REBASE_HEAD"))
		return
	}
	for _, f := range []struct {
		file string
		kind view.OperationKind
	}{
		{"MERGE_HEAD", view.OperationMerge},
		{"CHERRY_PICK_HEAD", view.OperationCherryPick},
		{"REVERT_HEAD", view.OperationRevert},
	} {
		if text := s.state(f.file); text != "" {
			first, _, _ := strings.Cut(text, "\n")
			op.Kind, op.Head = f.kind, view.Hash(first)
			return
		}
	}
	if text := s.state("BISECT_START"); text != "" {
		op.Kind, op.Branch = view.OperationBisect, view.Branch(text)
	}
}

// state reads a small state file, "" if it is not there.
func (s *scan) state(name string) string {
	data, err := disk.ReadFile(s.repo.StateFile(name))
	if err != nil || len(data) > 1<<16 {
		return ""
	}
	return strings.TrimSpace(string(data))
}
