package confine

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// CheckLinks refuses a repository's own folder when a symbolic link in it
// leads out of the roots: refs, reflogs and messages are written by name, and
// such a link would lead the writing elsewhere. Loose objects are written
// beside their place and renamed, so the folders that hold them are listed but
// not looked into. Without a root nothing is checked, and a folder that does
// not exist has no links.
func (r Root) CheckLinks(gitDir string) error {
	if r == "" {
		return nil
	}
	return r.checkLinks(gitDir, true)
}

func (r Root) checkLinks(dir string, top bool) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return &OutsideError{Path: dir, Root: r}
	}
	for _, e := range entries {
		path := filepath.Join(dir, e.Name())
		switch {
		case e.Type()&(fs.ModeSymlink|fs.ModeIrregular) != 0:
			if err := r.Check(path); err != nil {
				return err
			}
		case !e.IsDir():
		case top && e.Name() == "objects":
			if err := r.checkObjects(path); err != nil {
				return err
			}
		default:
			if err := r.checkLinks(path, false); err != nil {
				return err
			}
		}
	}
	return nil
}

// checkObjects looks at the folders of objects, and into pack and info, whose
// files are written by name.
func (r Root) checkObjects(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return &OutsideError{Path: dir, Root: r}
	}
	for _, e := range entries {
		path := filepath.Join(dir, e.Name())
		switch {
		case e.Type()&(fs.ModeSymlink|fs.ModeIrregular) != 0:
			if err := r.Check(path); err != nil {
				return err
			}
		case e.IsDir() && len(e.Name()) != 2:
			if err := r.checkLinks(path, false); err != nil {
				return err
			}
		}
	}
	return nil
}
