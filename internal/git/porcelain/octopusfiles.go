package porcelain

import (
	"fmt"
	"path"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"

	"cairn/internal/git/diff"
	"cairn/internal/git/index"
	"cairn/internal/git/merge"
	"cairn/internal/git/object"
)

// fileMerge is one path that both sides of a simple merge have changed, and what comes of it. Its words are those of
// Git's helper, git-merge-one-file, seen in 2.39.
type fileMerge struct {
	o                  *octopus
	path               string
	base, ours, theirs merge.Version
	inFolder           bool // a base has a folder of its name
	said, errors       []string
}

// crowded reports whether a file of one side lies where the other has a folder.
func crowded(pairs []diff.Pair) bool {
	files := map[string]bool{}
	for i := range pairs {
		files[pairs[i].Path()] = true
	}
	for file := range files {
		for dir := path.Dir(file); dir != "."; dir = path.Dir(dir) {
			if files[dir] {
				return true
			}
		}
	}
	return false
}

// files merges path by path what differs between the result so far and the next head.
func (o *octopus) files(h MergeHead, bases []plumbing.Hash, pairs []diff.Pair) error {
	x, err := o.resultIndex()
	if err != nil {
		return err
	}
	step := OctopusStep{Head: h, Simple: true}
	for i := range pairs {
		f := fileMerge{o: o, path: pairs[i].Path(), ours: versionOf(pairs[i].Old), theirs: versionOf(pairs[i].New)}
		result, decided, err := f.trivial(bases)
		clean := decided
		step.Simple = step.Simple && !f.inFolder
		if err == nil && !decided {
			step.Simple = false
			result, clean, err = f.merge()
		}
		if err != nil {
			return err
		}
		if !clean {
			o.result.Conflicts = append(o.result.Conflicts, merge.Conflict{
				Path: f.path, Stages: [3]merge.Version{f.base, f.ours, f.theirs},
			})
		}
		step.Messages = append(step.Messages, f.said...)
		o.result.Errors = append(o.result.Errors, f.errors...)
		x.Remove(f.path)
		if result.Mode != 0 {
			x.Add(&index.Entry{Path: f.path, Mode: result.Mode, Hash: result.Hash})
		}
	}
	o.result.Steps = append(o.result.Steps, step)
	o.result.Tree, err = x.WriteTree(o.store.PutTreeData)
	return err
}

// resultIndex is an index of the tree so far.
func (o *octopus) resultIndex() (*index.Index, error) {
	all, err := diff.Trees(o.store, plumbing.ZeroHash, o.result.Tree, diff.TreeOptions{})
	if err != nil {
		return nil, err
	}
	entries := make([]*index.Entry, len(all))
	for i := range all {
		entries[i] = &index.Entry{Path: all[i].New.Path, Mode: all[i].New.Mode, Hash: all[i].New.Hash}
	}
	x := index.New()
	x.AddAll(entries)
	return x, nil
}

func versionOf(f *diff.File) merge.Version { return merge.Version{Mode: f.Mode, Hash: f.Hash} }

// trivial takes the one side that changed a path. Of several bases each may be the one that a side has kept.
func (f *fileMerge) trivial(bases []plumbing.Hash) (result merge.Version, decided bool, err error) {
	oursKept, theirsKept := false, false
	for i, base := range bases {
		e, found, err := f.o.store.Lookup(base, f.path)
		if err != nil {
			return result, false, err
		}
		var v merge.Version
		if found && !e.IsTree() {
			v = merge.Version{Mode: e.Mode, Hash: e.Hash}
		}
		if i == 0 {
			f.base = v
		}
		f.inFolder = f.inFolder || found && e.IsTree()
		oursKept, theirsKept = oursKept || v == f.ours, theirsKept || v == f.theirs
	}
	switch {
	case oursKept && !theirsKept:
		return f.theirs, true, nil
	case theirsKept && !oursKept:
		return f.ours, true, nil
	}
	return f.ours, false, nil
}

// merge decides about a path that both sides changed.
func (f *fileMerge) merge() (result merge.Version, clean bool, err error) {
	switch {
	case f.ours.Mode == 0 || f.theirs.Mode == 0:
		f.deleted()
	case f.base.Mode == 0 && f.ours.Hash == f.theirs.Hash:
		f.fail("File modes added identically in both branches,")
		f.fail("but permissions conflict %06o->%06o.", uint32(f.ours.Mode), uint32(f.theirs.Mode))
	case f.ours.Mode == filemode.Symlink || f.theirs.Mode == filemode.Symlink:
		f.fail("%s: Not merging symbolic link changes.", f.path)
	case f.ours.Mode == filemode.Submodule || f.theirs.Mode == filemode.Submodule:
		f.fail("%s: Not merging conflicting submodule changes.", f.path)
	default:
		return f.texts()
	}
	return f.ours, false, nil
}

func (f *fileMerge) fail(format string, args ...any) {
	f.errors = append(f.errors, "ERROR: "+fmt.Sprintf(format, args...))
}

// deleted tells of a path that one side deleted and the other changed.
func (f *fileMerge) deleted() {
	left := f.ours
	if left.Mode == 0 {
		left = f.theirs
	}
	if left.Hash == f.base.Hash {
		f.fail("File %s deleted on one branch but had its", f.path)
		f.fail("permissions changed on the other.")
		return
	}
	f.fail("%s: Not handling case %s -> %s -> %s", f.path, f.base.Hash, nameOf(f.ours), nameOf(f.theirs))
}

// nameOf is the hash of a version, nothing where there is none.
func nameOf(v merge.Version) string {
	if v.Mode == 0 {
		return ""
	}
	return v.Hash.String()
}

// texts merges contents. Files that both sides added are a conflict even where their texts go together.
func (f *fileMerge) texts() (result merge.Version, clean bool, err error) {
	var data [3][]byte
	for i, v := range []merge.Version{f.base, f.ours, f.theirs} {
		if v.Mode == 0 {
			continue
		}
		if data[i], err = f.o.store.Blob(v.Hash); err != nil {
			return f.ours, false, err
		}
	}
	added := f.base.Mode == 0
	if added {
		f.said = append(f.said, "Added "+f.path+" in both, but differently.")
	} else {
		f.said = append(f.said, "Auto-merging "+f.path)
	}
	result, conflicts, err := f.text(data[0], data[1], data[2])
	if err != nil {
		return f.ours, false, err
	}
	trouble := ""
	if added || conflicts {
		trouble = "content conflict"
	}
	if f.ours.Mode != f.theirs.Mode {
		if trouble != "" {
			trouble += ", "
		}
		base := ""
		if !added {
			base = fmt.Sprintf("%06o", uint32(f.base.Mode))
		}
		trouble += fmt.Sprintf("permissions conflict: %s->%06o,%06o", base, uint32(f.ours.Mode), uint32(f.theirs.Mode))
	}
	if trouble != "" {
		f.fail("%s in %s", trouble, f.path)
	}
	return result, trouble == "", nil
}

// text merges as merge-file does, with our file's mode. Of a file without a base Git reads the empty blob, which need
// not be there; then our file stays as it is.
func (f *fileMerge) text(base, ours, theirs []byte) (result merge.Version, conflicts bool, err error) {
	noBase := f.base.Mode == 0 && !f.o.store.Has(object.HashOf(plumbing.BlobObject, nil))
	if noBase {
		f.errors = append(f.errors, "fatal: unable to read blob object "+object.HashOf(plumbing.BlobObject, nil).String())
	}
	for _, side := range []struct {
		data []byte
		v    merge.Version
	}{{ours, f.ours}, {base, f.base}, {theirs, f.theirs}} {
		if side.v.Mode != 0 && diff.LooksBinary(side.data) {
			f.errors = append(f.errors, "error: Cannot merge binary files: "+temporary(side.v))
			return f.ours, true, nil
		}
		if side.v.Mode == 0 && noBase {
			f.errors = append(f.errors, "error: Could not stat : No such file or directory")
			return f.ours, true, nil
		}
	}
	text, n := merge.Text(base, ours, theirs, merge.TextOptions{
		JoinBlank: true, Style: f.o.style, Ours: temporary(f.ours), Base: temporary(f.base), Theirs: temporary(f.theirs),
	})
	h, err := f.o.store.Put(plumbing.BlobObject, text)
	return merge.Version{Mode: f.ours.Mode, Hash: h}, n > 0, err
}

// temporary is a name such as those of the files that Git unpacks a merge's versions into, and names in the markers.
// Git's are random.
func temporary(v merge.Version) string {
	const letters = 6
	return ".merge_file_" + v.Hash.String()[:letters]
}
