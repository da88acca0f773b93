package merge

import (
	"fmt"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"

	"cairn/internal/git/diff"
)

// content merges three versions of one kind; path is where the result will lie,
// paths where each version lies. extra widens the markers of a merge within a merge.
func (m *merger) content(path string, v [3]Version, paths [3]string, extra int) (Version, bool, error) {
	base, ours, theirs := v[atBase], v[atOurs], v[atTheirs]
	out, clean := Version{Mode: theirs.Mode}, true
	if ours.Mode != theirs.Mode && ours.Mode != base.Mode {
		out.Mode = ours.Mode
		clean = theirs.Mode == base.Mode
	}
	switch {
	case ours.Hash == theirs.Hash || ours.Hash == base.Hash:
		out.Hash = theirs.Hash
	case theirs.Hash == base.Hash:
		out.Hash = ours.Hash
	case typeOf(ours.Mode) == filemode.Regular:
		hash, merged, err := m.texts(path, v, paths, extra)
		if err != nil {
			return out, false, err
		}
		out.Hash, clean = hash, clean && merged
		m.say(AutoMerging, []string{path}, "Auto-merging %s", path)
	case ours.Mode == filemode.Submodule:
		m.submodule(paths[atBase], v, &out)
		clean = false
	case m.depth > 0:
		return base, false, nil
	default:
		out.Hash = ours.Hash
		clean = m.Favor == FavorOurs || m.Favor == FavorTheirs
		if m.Favor == FavorTheirs {
			out.Hash = theirs.Hash
		}
	}
	return out, clean, nil
}

// submodule: without its repository only the trivial cases can be decided, so
// this is a conflict.
func (m *merger) submodule(path string, v [3]Version, out *Version) {
	out.Hash = v[atOurs].Hash
	if m.depth > 0 {
		out.Hash = v[atBase].Hash
	}
	if typeOf(v[atBase].Mode) != filemode.Submodule {
		if m.depth > 0 {
			*out = v[atBase]
		}
		return
	}
	m.say(ConflictNotChecked, []string{path}, "Failed to merge submodule %s (not checked out)", path)
	if m.depth == 0 {
		m.submodules = append(m.submodules, path)
	}
}

// texts merges the contents of three blobs and stores the result.
func (m *merger) texts(path string, v [3]Version, paths [3]string, extra int) (plumbing.Hash, bool, error) {
	var data [3][]byte
	for side := range v {
		if typeOf(v[side].Mode) != filemode.Regular {
			continue // another kind of base counts as none
		}
		var err error
		if data[side], err = m.Store.Blob(v[side].Hash); err != nil {
			return plumbing.ZeroHash, false, fmt.Errorf("merge %s: %w", path, err)
		}
		if m.Normalize != nil {
			data[side] = m.Normalize(path, data[side])
		}
	}
	o := m.textOptions(paths, extra)
	driver := Driver{}
	if m.Driver != nil {
		driver = m.Driver(path)
	}
	if driver.Binary || diff.LooksBinary(data[0]) || diff.LooksBinary(data[1]) || diff.LooksBinary(data[2]) {
		return m.binary(path, v, o)
	}
	if driver.MarkerSize > 0 {
		o.MarkerSize = driver.MarkerSize + extra
	}
	if driver.Union {
		o.Favor = FavorUnion
	}
	text, conflicts := Text(data[atBase], data[atOurs], data[atTheirs], o)
	h, err := m.Store.Put(plumbing.BlobObject, text)
	if err != nil {
		return h, false, fmt.Errorf("merge %s: %w", path, err)
	}
	return h, conflicts == 0, nil
}

func (m *merger) textOptions(paths [3]string, extra int) TextOptions {
	o := TextOptions{
		Lines: m.Lines, Style: m.Style, Favor: m.Favor, MarkerSize: defaultMarker + extra,
		Base: m.Base, Ours: m.Ours, Theirs: m.Theirs,
	}
	if m.depth > 0 {
		o.Favor = FavorNone
	}
	if paths[atBase] != paths[atOurs] || paths[atOurs] != paths[atTheirs] {
		o.Base += ":" + paths[atBase]
		o.Ours += ":" + paths[atOurs]
		o.Theirs += ":" + paths[atTheirs]
	}
	return o
}

// binary files are never merged: one side is taken, and the conflict told. Inside
// a virtual base that is the base, which is empty if there was none.
func (m *merger) binary(path string, v [3]Version, o TextOptions) (plumbing.Hash, bool, error) {
	switch {
	case m.depth > 0 && v[atBase].exists():
		return v[atBase].Hash, true, nil
	case m.depth > 0:
		h, err := m.Store.Put(plumbing.BlobObject, nil)
		return h, true, err
	case m.Favor == FavorTheirs:
		return v[atTheirs].Hash, true, nil
	case m.Favor == FavorOurs:
		return v[atOurs].Hash, true, nil
	}
	m.say(ConflictBinary, []string{path}, "warning: Cannot merge binary files: %s (%s vs. %s)", path, o.Ours, o.Theirs)
	return v[atOurs].Hash, false, nil
}

// say records a message; inner merges are silent.
func (m *merger) say(kind Kind, paths []string, format string, args ...any) {
	if m.depth > 0 {
		return
	}
	m.messages = append(m.messages, Message{kind, paths, fmt.Sprintf(format, args...)})
}

// uniquePath finds a free name for a file that must make way: path~branch.
func (m *merger) uniquePath(path, branch string) string {
	stem := path + "~" + strings.ReplaceAll(branch, "/", "_")
	name := stem
	for i := 0; m.taken(name); i++ {
		name = fmt.Sprintf("%s_%d", stem, i)
	}
	return name
}

func (m *merger) taken(name string) bool {
	if m.paths[name] != nil {
		return true
	}
	for _, tree := range m.trees {
		if tree.IsZero() {
			continue
		}
		if _, found, err := m.Store.Lookup(tree, name); err == nil && found {
			return true
		}
	}
	return false
}
