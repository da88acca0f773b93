package shell

import (
	"os"
	"path/filepath"

	"cairn/internal/disk"
	"cairn/internal/git/confine"
)

// RemoveIn removes a file, a link or an empty folder below a root. Old
// Windows, and wine, lack the call by which an os.Root removes; there the path
// is checked link by link and then removed by its name.
func RemoveIn(r *os.Root, name string) error {
	err := disk.Do(func() error { return r.Remove(name) })
	if !disk.Lacking(err) {
		return err
	}
	full := filepath.Join(r.Name(), name)
	if err := confine.Root(r.Name()).Check(filepath.Dir(full)); err != nil {
		return &OutsideError{Path: full}
	}
	return disk.Remove(full)
}
