package porcelain

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/config"
	"cairn/internal/git/object"
	"cairn/internal/git/refs"
	"cairn/internal/git/repo"
	"cairn/internal/git/rev"
	"cairn/internal/git/walk"
)

// Track says whether a new branch follows what it was made from.
type Track int

// The values of --track and branch.autoSetupMerge.
const (
	TrackDefault  Track = iota // as branch.autoSetupMerge says; a remote-tracking branch is followed
	TrackNever                 // --no-track
	TrackExplicit              // --track, --track=direct: a local branch, too
	TrackInherit               // --track=inherit: follow what the start follows
	trackAlways                // branch.autoSetupMerge=always
	trackSimple                // branch.autoSetupMerge=simple
)

// BranchParams says what branch to make.
type BranchParams struct {
	Name      string // short
	Start     string // revision; "" is HEAD
	Force     bool   // move it if it exists
	Track     Track
	CreateLog bool
	Resolver  *rev.Resolver // its warnings go where the caller wants them
}

// BranchError ends a command on branches, in Git's words.
type BranchError struct {
	Text   string
	Before string // a line before it, "error: …"
	Advice string // after it, if the setting allows
	Name   string // of the setting: advice.NAME
}

func (e *BranchError) Error() string { return e.Text }

func branchErrorf(format string, args ...any) *BranchError {
	return &BranchError{Text: fmt.Sprintf(format, args...)}
}

// UpstreamSet tells what a branch follows from now on.
type UpstreamSet struct {
	Branch   string // short
	Upstream string // short: "origin/main"
	Rebase   bool   // git pull will rebase
	Self     bool   // it would follow itself; nothing was set
}

// CreateBranch makes a branch or, with Force, moves it. The result is nil when
// it follows nothing.
func CreateBranch(r *repo.Repo, p BranchParams) (*UpstreamSet, error) {
	exists, err := CheckBranchName(r, p.Name, p.Force)
	if err != nil {
		return nil, err
	}
	start := p.Start
	if start == "" {
		start = refs.HEAD
	}
	v := p.Resolver
	if v == nil {
		v = &rev.Resolver{Repo: r}
	}
	h, from, err := branchStart(r, v, start, p.Track)
	if err != nil {
		return nil, err
	}
	u := refs.Update{Name: refs.Heads + p.Name, New: h, Message: "branch: Created from " + start, CreateLog: p.CreateLog}
	if exists {
		u.Message = "branch: Reset to " + start
	} else {
		zero := plumbing.ZeroHash
		u.Old = &zero
	}
	if err := r.Refs().Set(u); err != nil {
		return nil, err
	}
	if from == "" {
		return nil, nil
	}
	return setupTracking(r, p.Name, from, p.Track)
}

// CheckBranchName refuses a name that a new branch cannot have; exists tells
// whether it would be moved by force.
func CheckBranchName(r *repo.Repo, name string, force bool) (exists bool, err error) {
	if !refs.ValidBranch(name) {
		return false, branchErrorf("'%s' is not a valid branch name", name)
	}
	if _, err := r.Refs().Resolve(refs.Heads + name); refs.IsNotFound(err) {
		return false, nil // a symbolic ref that leads nowhere is no branch either
	}
	if !force {
		return true, branchErrorf("a branch named '%s' already exists", name)
	}
	if at := CheckedOutAt(r, refs.Heads+name); at != "" {
		return true, branchErrorf("cannot force update the branch '%s' checked out at '%s'", name, filepath.ToSlash(at))
	}
	return true, nil
}

// CheckedOutAt is the working tree that a branch (full name) is checked out
// in, "" for none.
func CheckedOutAt(r *repo.Repo, branch string) string {
	for _, w := range WorktreeHeads(r) {
		if w.Branch == branch && w.Path != "" {
			return w.Path
		}
	}
	return ""
}

const (
	upstreamMissing = "the requested upstream branch '%s' does not exist"
	upstreamAdvice  = "\nIf you are planning on basing your work on an upstream\n" +
		"branch that already exists at the remote, you may need to\n" +
		"run \"git fetch\" to retrieve it.\n\n" +
		"If you are planning to push out a new local branch that\n" +
		"will track its remote counterpart, you may want to use\n" +
		"\"git push -u\" to set the upstream config as you push.\n" +
		"Disable this message with \"git config advice.setUpstreamFailure false\""
	upstreamNoBranch = "cannot set up tracking information; starting point '%s' is not a branch"
)

// branchStart resolves where a branch begins: its commit, and the ref that it
// could follow ("" for none).
func branchStart(r *repo.Repo, v *rev.Resolver, start string, track Track) (plumbing.Hash, string, error) {
	explicit := track == TrackExplicit || track == TrackInherit
	h, err := startHash(r, v, start)
	if err != nil {
		if !unknownRevision(err) {
			return h, "", err
		}
		if explicit {
			return h, "", &BranchError{Text: fmt.Sprintf(upstreamMissing, start), Advice: upstreamAdvice, Name: "setUpstreamFailure"}
		}
		return h, "", branchErrorf("not a valid object name: '%s'", start)
	}
	quiet := rev.Resolver{Repo: r}
	found, err := quiet.Matches(start)
	if err != nil {
		return h, "", err
	}
	from := ""
	switch len(found) {
	case 0:
	case 1:
		if ref, err := r.Refs().Follow(found[0]); err == nil {
			from = ref.Name
		}
		if !strings.HasPrefix(from, refs.Heads) && len(remotesOf(r, from)) == 0 {
			from = ""
		}
	default:
		return h, "", branchErrorf("ambiguous object name: '%s'", start)
	}
	if from == "" && explicit {
		return h, "", branchErrorf(upstreamNoBranch, start)
	}
	c, err := r.Objects().Peel(h, plumbing.CommitObject)
	if err != nil {
		e := branchErrorf("not a valid branch point: '%s'", start)
		var kind *object.KindError
		if errors.As(err, &kind) {
			e.Before = fmt.Sprintf("error: object %s is a %s, not a commit", kind.Hash, firstKind(r, h))
		}
		return h, "", e
	}
	return c, from, nil
}

// firstKind is the kind of what a tag leads to.
func firstKind(r *repo.Repo, h plumbing.Hash) plumbing.ObjectType {
	if p, err := r.Objects().Peel(h, plumbing.AnyObject); err == nil {
		h = p
	}
	kind, _ := r.Objects().Kind(h)
	return kind
}

// startHash resolves a start; A...B is the merge base of both.
func startHash(r *repo.Repo, v *rev.Resolver, start string) (plumbing.Hash, error) {
	if strings.Contains(start, "...") {
		items, ok, err := v.Range(start)
		if err != nil {
			return plumbing.ZeroHash, err
		}
		if ok && len(items) == 2 && items[0].Side == rev.Left {
			bases, err := walk.MergeBases(r.Objects(), items[0].Hash, items[1].Hash)
			if err != nil {
				return plumbing.ZeroHash, err
			}
			if len(bases) == 1 {
				return bases[0], nil
			}
			return plumbing.ZeroHash, &rev.UnknownError{Spec: start}
		}
	}
	return v.Resolve(start)
}

func unknownRevision(err error) bool {
	var u *rev.UnknownError
	return errors.As(err, &u)
}

// remoteMatch is a remote whose fetch writes a ref.
type remoteMatch struct{ remote, source string }

// remotesOf finds the remotes from which a remote-tracking ref is fetched, and
// the name that it has there.
func remotesOf(r *repo.Repo, ref string) []remoteMatch {
	var list []remoteMatch
	for _, name := range r.Config().Subsections("remote") {
		for _, spec := range r.Config().All("remote." + name + ".fetch") {
			spec = strings.TrimPrefix(spec, "+")
			from, to, ok := strings.Cut(spec, ":")
			if !ok || strings.HasPrefix(spec, "^") {
				continue
			}
			head, tail, star := strings.Cut(to, "*")
			switch {
			case !star && to == ref:
				list = append(list, remoteMatch{name, from})
			case star && len(ref) >= len(head)+len(tail) && strings.HasPrefix(ref, head) && strings.HasSuffix(ref, tail):
				list = append(list, remoteMatch{name, strings.Replace(from, "*", ref[len(head):len(ref)-len(tail)], 1)})
			}
		}
	}
	return list
}

// trackMode applies branch.autoSetupMerge to TrackDefault.
func trackMode(r *repo.Repo, t Track) (Track, error) {
	if t != TrackDefault {
		return t, nil
	}
	switch v := r.Config().String("branch.autoSetupMerge", "true"); v {
	case "always":
		return trackAlways, nil
	case "inherit":
		return TrackInherit, nil
	case "simple":
		return trackSimple, nil
	}
	on, err := r.Config().Bool("branch.autoSetupMerge", true)
	if !on {
		t = TrackNever
	}
	return t, err
}

// setupTracking makes a branch follow the ref that it was made from, if the mode
// asks for that.
func setupTracking(r *repo.Repo, branch, from string, track Track) (*UpstreamSet, error) {
	mode, err := trackMode(r, track)
	if err != nil || mode == TrackNever {
		return nil, err
	}
	if mode == TrackInherit {
		t, ok := rev.TrackingOf(r, strings.TrimPrefix(from, refs.Heads))
		if !ok {
			return nil, nil
		}
		up, err := installUpstream(r, branch, t.Remote, t.Merge)
		if up != nil && t.Remote == "." && !up.Self {
			up.Upstream = "./" + up.Upstream // Git shows an inherited remote even when it is this repository
		}
		return up, err
	}
	found := remotesOf(r, from)
	switch {
	case len(found) == 0 && mode != TrackExplicit && mode != trackAlways:
		return nil, nil
	case len(found) == 0:
		return installUpstream(r, branch, ".", from)
	case len(found) > 1:
		e := branchErrorf("not tracking: ambiguous information for ref '%s'", from)
		e.Name, e.Advice = "ambiguousFetchRefspec", ambiguousAdvice(from, found)
		return nil, e
	}
	if mode == trackSimple && found[0].source != refs.Heads+branch {
		return nil, nil
	}
	return installUpstream(r, branch, found[0].remote, found[0].source)
}

func ambiguousAdvice(ref string, found []remoteMatch) string {
	text := "There are multiple remotes whose fetch refspecs map to the remote\n" +
		"tracking ref '" + ref + "':\n"
	for _, m := range found {
		text += "  " + m.remote + "\n"
	}
	return text + "\nThis is typically a configuration error.\n\n" +
		"To support setting up tracking branches, ensure that\n" +
		"different remotes' fetch refspecs map into different\n" +
		"tracking namespaces."
}

// installUpstream writes branch.NAME.remote and .merge.
func installUpstream(r *repo.Repo, branch, remote, merge string) (*UpstreamSet, error) {
	short := strings.TrimPrefix(merge, refs.Heads)
	if remote == "." && short == branch {
		return &UpstreamSet{Branch: branch, Self: true}, nil
	}
	rebase, err := autoRebase(r, remote)
	if err != nil {
		return nil, err
	}
	err = editConfig(r, func(f *config.File) error {
		if err := f.ReplaceAll("branch."+branch+".remote", remote, nil); err != nil {
			return err
		}
		if err := f.ReplaceAll("branch."+branch+".merge", merge, nil); err != nil {
			return err
		}
		if rebase {
			return f.ReplaceAll("branch."+branch+".rebase", "true", nil)
		}
		return nil
	})
	if err != nil {
		return nil, upstreamError(remote, merge, err)
	}
	name := short
	if remote != "." {
		name = remote + "/" + short
	}
	return &UpstreamSet{Branch: branch, Upstream: name, Rebase: rebase}, nil
}

// autoRebase reads branch.autoSetupRebase.
func autoRebase(r *repo.Repo, remote string) (bool, error) {
	switch v := r.Config().String("branch.autoSetupRebase", "never"); v {
	case "never":
		return false, nil
	case "local":
		return remote == ".", nil
	case "remote":
		return remote != ".", nil
	case "always":
		return true, nil
	default:
		return false, CheckBranchSettings(r)
	}
}

// CheckBranchSettings refuses values of branch.autoSetupRebase that are none,
// as git branch does whatever it is about.
func CheckBranchSettings(r *repo.Repo) error {
	e, ok := r.Config().Last("branch.autoSetupRebase")
	cause := &config.ValueError{Text: "malformed value for branch.autosetuprebase"}
	switch {
	case ok && e.Implicit:
		cause = &config.ValueError{Text: "missing value for 'branch.autosetuprebase'"}
	case !ok, e.Value == "never", e.Value == "local", e.Value == "remote", e.Value == "always":
		return nil
	}
	return &config.VariableError{Entry: e, Cause: cause}
}

// SetUpstream is git branch --set-upstream-to: branch (short) follows the branch
// that a revision names.
func SetUpstream(r *repo.Repo, v *rev.Resolver, branch, upstream string) (*UpstreamSet, error) {
	_, from, err := branchStart(r, v, upstream, TrackExplicit)
	if err != nil {
		return nil, err
	}
	return setupTracking(r, branch, from, TrackExplicit)
}

// UnsetUpstream removes what a branch (short) follows.
func UnsetUpstream(r *repo.Repo, branch string) error {
	if _, ok := rev.TrackingOf(r, branch); !ok {
		return branchErrorf("Branch '%s' has no upstream information", branch)
	}
	err := editConfig(r, func(f *config.File) error {
		if err := f.Unset("branch."+branch+".remote", nil, true); err != nil {
			return err
		}
		return f.Unset("branch."+branch+".merge", nil, true)
	})
	var lock *config.LockError
	if errors.As(err, &lock) {
		return &unsetError{branch, err}
	}
	return err
}
