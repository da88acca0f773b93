package rev

import (
	"fmt"
	"strings"

	"cairn/internal/git/refs"
	"cairn/internal/git/repo"
)

// Tracking is what branch.NAME.remote and branch.NAME.merge say.
type Tracking struct {
	Remote string // "." is this repository
	Merge  string // full name of the branch over there
	// Ref is the local ref that follows it: refs/remotes/origin/main, or Merge
	// itself when Remote is "."; "" when no refspec covers it.
	Ref string
}

// TrackingOf reads the upstream of a branch (short name). It is false when none is set.
func TrackingOf(r *repo.Repo, branch string) (Tracking, bool) {
	cfg := r.Config()
	t := Tracking{
		Remote: cfg.String("branch."+branch+".remote", ""),
		Merge:  cfg.String("branch."+branch+".merge", ""),
	}
	if t.Merge == "" || t.Remote == "" {
		return t, false
	}
	if t.Remote == "." {
		t.Ref = t.Merge
		if full := refs.Heads + t.Merge; !strings.HasPrefix(t.Merge, "refs/") && r.Refs().Exists(full) {
			t.Ref = full
		}
		return t, true
	}
	t.Ref = FetchedInto(r, t.Remote, t.Merge)
	return t, true
}

// Upstream is the full name of the ref that a branch (short name) follows.
// The errors are Git's.
func Upstream(r *repo.Repo, branch string) (string, error) {
	t, ok := TrackingOf(r, branch)
	if !ok {
		return "", &Error{Text: fmt.Sprintf("no upstream configured for branch '%s'", branch)}
	}
	if t.Ref == "" {
		return "", &Error{Text: fmt.Sprintf("upstream branch '%s' not stored as a remote-tracking branch", t.Merge)}
	}
	return t.Ref, nil
}

// FetchedInto is the local ref into which remote.NAME.fetch puts a ref of the other side.
func FetchedInto(r *repo.Repo, remote, name string) string {
	return mapRef(r.Config().All("remote."+remote+".fetch"), name)
}

// mapRef sends a name through refspecs, the first that covers it.
func mapRef(specs []string, name string) string {
	for _, spec := range specs {
		from, to, ok := strings.Cut(strings.TrimPrefix(spec, "+"), ":")
		if !ok || strings.HasPrefix(spec, "^") {
			continue
		}
		head, tail, star := strings.Cut(from, "*")
		if !star {
			if from == name {
				return to
			}
			continue
		}
		if len(name) < len(head)+len(tail) || !strings.HasPrefix(name, head) || !strings.HasSuffix(name, tail) {
			continue
		}
		return strings.Replace(to, "*", name[len(head):len(name)-len(tail)], 1)
	}
	return ""
}

// RemoteOf is the remote that a branch is fetched from: its own, the only one,
// or "origin".
func RemoteOf(r *repo.Repo, branch string) (name string, explicit bool) {
	cfg := r.Config()
	if branch != "" {
		if remote, ok := cfg.Get("branch." + branch + ".remote"); ok {
			return remote, true
		}
	}
	if all := cfg.Subsections("remote"); len(all) == 1 {
		return all[0], false
	}
	return "origin", false
}

// PushRemoteOf is the remote that a branch is pushed to.
func PushRemoteOf(r *repo.Repo, branch string) (name string, explicit bool) {
	cfg := r.Config()
	if remote, ok := cfg.Get("branch." + branch + ".pushRemote"); ok {
		return remote, true
	}
	if remote, ok := cfg.Get("remote.pushDefault"); ok {
		return remote, true
	}
	return RemoteOf(r, branch)
}

// PushTarget is the full name of the ref that follows where `git push` would
// send a branch (short name), by push.default. The errors are Git's.
func PushTarget(r *repo.Repo, branch string) (string, error) {
	remote, _ := PushRemoteOf(r, branch)
	full := refs.Heads + branch
	cfg := r.Config()
	if specs := cfg.All("remote." + remote + ".push"); len(specs) > 0 {
		to := mapRef(specs, full)
		if to == "" {
			return "", &Error{Text: fmt.Sprintf("push refspecs for '%s' do not include '%s'", remote, branch)}
		}
		return trackingFor(r, remote, to)
	}
	switch mode := cfg.String("push.default", "simple"); mode {
	case "nothing":
		return "", &Error{Text: "push has no destination (push.default is 'nothing')"}
	case "matching", "current":
		return trackingFor(r, remote, full)
	case "upstream", "tracking":
		return Upstream(r, branch)
	default:
		up, err := Upstream(r, branch)
		if err != nil {
			return "", err
		}
		cur, err := trackingFor(r, remote, full)
		if err != nil {
			return "", err
		}
		if cur != up {
			return "", &Error{Text: "cannot resolve 'simple' push to a single destination"}
		}
		return cur, nil
	}
}

func trackingFor(r *repo.Repo, remote, name string) (string, error) {
	if to := FetchedInto(r, remote, name); to != "" {
		return to, nil
	}
	return "", &Error{Text: fmt.Sprintf("push destination '%s' on remote '%s' has no local tracking branch", name, remote)}
}

// PushedAs is the name that a branch (short name) has where the push refspecs
// of its remote send it, "" without such refspecs.
func PushedAs(r *repo.Repo, branch string) string {
	remote, _ := PushRemoteOf(r, branch)
	return mapRef(r.Config().All("remote."+remote+".push"), refs.Heads+branch)
}
