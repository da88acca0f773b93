package rev

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/index"
	"cairn/internal/git/object"
	"cairn/internal/git/paths"
	"cairn/internal/git/refs"
)

// path resolves ":/text", ":N:path", ":path" and "rev:path".
func (v *Resolver) path(spec string) (Result, bool, error) {
	if strings.HasPrefix(spec, ":") {
		return v.colon(spec)
	}
	at := treeColon(spec)
	if at < 0 {
		return Result{}, false, nil
	}
	base, name := spec[:at], spec[at+1:]
	h, err := v.hash(base, Treeish)
	if isUnknown(err) {
		return Result{}, false, nil
	}
	if err == nil {
		name, err = v.Relative(name)
	}
	if err != nil {
		return Result{}, false, err
	}
	if strings.HasPrefix(name, "/") || strings.Contains(name, "//") {
		return Result{}, false, nil
	}
	tree, err := v.objects().Peel(h, plumbing.TreeObject)
	silent := Resolver{Repo: v.Repo}
	if isUnknown(silent.wrongKind(base, err)) {
		return Result{}, false, nil
	}
	if err != nil {
		return Result{}, false, err
	}
	e, ok, err := v.objects().Lookup(tree, name)
	if err != nil || !ok || strings.HasSuffix(name, "/") && !e.IsTree() {
		return Result{}, false, err
	}
	return Result{Hash: e.Hash, Mode: e.Mode, Path: name, Rev: base}, true, nil
}

// treeColon finds the colon of "rev:path": the first one outside of braces.
func treeColon(spec string) int {
	depth := 0
	for i := range len(spec) {
		switch spec[i] {
		case '{':
			depth++
		case '}':
			depth--
		case ':':
			if depth <= 0 {
				return i
			}
		}
	}
	return -1
}

func (v *Resolver) colon(spec string) (Result, bool, error) {
	if text, ok := strings.CutPrefix(spec, ":/"); ok {
		if text == "" {
			return Result{}, false, nil
		}
		tips, err := v.allTips()
		if err != nil {
			return Result{}, false, err
		}
		h, err := v.search(spec, text, tips)
		if isUnknown(err) {
			return Result{}, false, nil
		}
		return Result{Hash: h}, err == nil, err
	}
	stage, name := cutStage(spec)
	name, err := v.Relative(name)
	if err != nil {
		return Result{}, false, err
	}
	x, err := index.Read(v.Repo.IndexFile())
	if err != nil {
		return Result{}, false, err
	}
	e := x.GetStage(name, index.Stage(stage))
	if e == nil || e.IntentToAdd {
		return Result{}, false, nil
	}
	return Result{Hash: e.Hash, Mode: e.Mode, Path: name}, true, nil
}

// cutStage splits ":2:path" and ":path".
func cutStage(spec string) (int, string) {
	if len(spec) >= 3 && spec[2] == ':' && spec[1] >= '0' && spec[1] <= '3' {
		return int(spec[1] - '0'), spec[3:]
	}
	return 0, spec[1:]
}

// CutPath splits "rev:path"; ok is false for a name without a path.
func CutPath(spec string) (base, path string, ok bool) {
	at := treeColon(spec)
	if at < 0 {
		return "", "", false
	}
	return spec[:at], spec[at+1:], true
}

// Relative makes a path that begins with ./ or ../ one from the top.
func (v *Resolver) Relative(name string) (string, error) {
	if !strings.HasPrefix(name, "./") && !strings.HasPrefix(name, "../") {
		return name, nil
	}
	if !v.Repo.InsideWorkTree() {
		return "", &Error{Text: "relative path syntax can't be used outside working tree"}
	}
	prefix := v.Repo.Prefix()
	if v.Prefix != nil {
		prefix = *v.Prefix
	}
	full := path.Join(prefix, name)
	if full == ".." || strings.HasPrefix(full, "../") {
		return "", &Error{Text: fmt.Sprintf("'%s' is outside repository at '%s'", name, filepath.ToSlash(v.Repo.WorkTree()))}
	}
	if full == "." {
		return "", nil
	}
	return full, nil
}

func (v *Resolver) allTips() ([]plumbing.Hash, error) {
	var tips []plumbing.Hash
	if h, err := v.Repo.Refs().Resolve(refs.HEAD); err == nil {
		tips = append(tips, h)
	}
	all, err := v.Repo.Refs().List("")
	if err != nil {
		return nil, err
	}
	for _, r := range slices.Backward(all) { // so Git meets those of the same age
		if h, err := v.Repo.Refs().Resolve(r.Name); err == nil {
			tips = append(tips, h)
		}
	}
	return tips, nil
}

// Diagnose says why "rev:path" or ":path" stands for nothing, as Git does
// before it gives up. It returns nil when there is nothing special to say.
func (v *Resolver) Diagnose(spec string) error {
	if strings.HasPrefix(spec, ":") {
		if spec == ":" || strings.HasPrefix(spec, ":/") {
			return nil
		}
		return v.diagnoseIndex(spec)
	}
	at := treeColon(spec)
	if at < 0 {
		again := *v // only for what it says on the way, as Git does
		again.Quiet = true
		_, _ = again.hash(spec, Any)
		return nil
	}
	base, name := spec[:at], spec[at+1:]
	again := *v
	again.Quiet = true
	h, err := again.hash(base, Treeish)
	if err != nil {
		return &Error{Text: fmt.Sprintf("invalid object name '%s'.", base)}
	}
	name, err = v.Relative(name)
	if err != nil {
		return err
	}
	if v.onDisk(name) {
		return &Error{Text: fmt.Sprintf("path '%s' exists on disk, but not in '%s'", name, base)}
	}
	if prefix := v.Repo.Prefix(); prefix != "" {
		tree, err := v.objects().Peel(h, plumbing.TreeObject)
		if err != nil {
			tree = object.EmptyTree
		}
		if _, ok, err := v.objects().Lookup(tree, prefix+name); err == nil && ok {
			return &Error{
				Text:   fmt.Sprintf("path '%s%s' exists, but not '%s'", prefix, name, name),
				Advice: fmt.Sprintf("Did you mean '%s:%s%s' aka '%s:./%s'?", base, prefix, name, base, name),
			}
		}
	}
	return &Error{Text: fmt.Sprintf("path '%s' does not exist in '%s'", name, base)}
}

func (v *Resolver) diagnoseIndex(spec string) error {
	stage, name := cutStage(spec)
	name, err := v.Relative(name)
	if err != nil {
		return err
	}
	x, err := index.Read(v.Repo.IndexFile())
	if err != nil {
		return err
	}
	if all := x.Stages(name); len(all) > 0 {
		return &Error{
			Text:   fmt.Sprintf("path '%s' is in the index, but not at stage %d", name, stage),
			Advice: fmt.Sprintf("Did you mean ':%d:%s'?", all[0].Stage, name),
		}
	}
	if prefix := v.Repo.Prefix(); prefix != "" {
		if all := x.Stages(prefix + name); len(all) > 0 {
			return &Error{
				Text: fmt.Sprintf("path '%s%s' is in the index, but not '%s'", prefix, name, name),
				Advice: fmt.Sprintf("Did you mean ':%d:%s%s' aka ':%d:./%s'?",
					all[0].Stage, prefix, name, all[0].Stage, name),
			}
		}
	}
	if v.onDisk(name) {
		return &Error{Text: fmt.Sprintf("path '%s' exists on disk, but not in the index", name)}
	}
	return &Error{Text: fmt.Sprintf("path '%s' does not exist (neither on disk nor in the index)", name)}
}

func (v *Resolver) onDisk(name string) bool {
	tree := v.Repo.WorkTree()
	if tree == "" || name == "" {
		return false
	}
	full := paths.Abs(tree, name)
	if v.Repo.Confine(full) != nil {
		return false
	}
	info, err := os.Lstat(full)
	return err == nil && (info.IsDir() || !strings.HasSuffix(name, "/"))
}
