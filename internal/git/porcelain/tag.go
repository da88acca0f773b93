package porcelain

import (
	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/object"
	"cairn/internal/git/refs"
	"cairn/internal/git/repo"
)

// TagParams says what tag to make.
type TagParams struct {
	Name      string // short
	Target    plumbing.Hash
	Annotated bool
	Message   string // of an annotated tag, as it is stored
	Force     bool
	CreateLog bool
}

// TagError ends git tag, in Git's words.
type TagError struct{ Text string }

func (e *TagError) Error() string { return e.Text }

// CheckTag refuses a name that a new tag cannot have, and gives what the tag
// points at now (zero if it is new).
func CheckTag(r *repo.Repo, name string, force bool) (plumbing.Hash, error) {
	if !refs.ValidTag(name) {
		return plumbing.ZeroHash, &TagError{"'" + name + "' is not a valid tag name."}
	}
	old, err := r.Refs().Resolve(refs.Tags + name)
	if err != nil && refs.IsNotFound(err) {
		return plumbing.ZeroHash, nil
	}
	if !force {
		return old, &TagError{"tag '" + name + "' already exists"}
	}
	return old, nil
}

// CreateTag makes a tag and gives what it points at.
func CreateTag(r *repo.Repo, p TagParams) (plumbing.Hash, error) {
	old, err := CheckTag(r, p.Name, p.Force)
	if err != nil {
		return old, err
	}
	at := p.Target
	if p.Annotated {
		if at, err = putTag(r, p); err != nil {
			return at, err
		}
	}
	u := refs.Update{Name: refs.Tags + p.Name, New: at, CreateLog: p.CreateLog}
	if old.IsZero() {
		u.Old = &old
	}
	if p.CreateLog || r.Refs().HasReflog(u.Name) || r.Config().String("core.logAllRefUpdates", "") == "always" {
		u.Message = tagLog(r, p.Target)
	}
	return at, r.Refs().Set(u)
}

func putTag(r *repo.Repo, p TagParams) (plumbing.Hash, error) {
	who, err := r.Committer()
	if err != nil {
		return plumbing.ZeroHash, err
	}
	kind, err := r.Objects().Kind(p.Target)
	if err != nil {
		return plumbing.ZeroHash, err
	}
	t := object.Tag{Target: p.Target, TargetType: kind, Name: p.Name, Tagger: &who, Message: p.Message}
	return r.Objects().Put(plumbing.TagObject, t.Encode())
}

// tagLog is the reflog message of a new tag.
func tagLog(r *repo.Repo, h plumbing.Hash) string {
	text := "tag: tagging " + r.Objects().Abbrev(h, 0) + " ("
	kind, err := r.Objects().Kind(h)
	if err != nil {
		return text + "internal object)"
	}
	switch kind {
	case plumbing.CommitObject:
		c, err := r.Objects().Commit(h)
		if err != nil {
			return text + "commit object)"
		}
		return text + c.Subject() + ", " + c.Committer.When.Format("2006-01-02") + ")"
	case plumbing.TreeObject:
		return text + "tree object)"
	case plumbing.BlobObject:
		return text + "blob object)"
	default:
		return text + "other tag object)"
	}
}
