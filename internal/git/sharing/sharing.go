// Package sharing owns core.sharedRepository: which permissions the files and folders of a repository have when several
// accounts work in it. It refuses values that would lock the owner out. On Windows permissions mean nothing, and nothing
// is done.
package sharing

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strconv"

	"cairn/internal/disk"
)

// Mode says how files are shared; the zero Mode leaves them to the process's umask. See git-config(1).
type Mode struct {
	bits  fs.FileMode // for reading and writing
	exact bool        // bits are all there are; otherwise they are added to those of the umask
}

// The modes that have names.
var (
	group    = Mode{bits: 0o660}
	everyone = Mode{bits: 0o664}
)

// ValueError says that a value is no mode, in Git's words. Nothing can be written then, whatever the command was about.
type ValueError struct{ Text string }

func (e *ValueError) Error() string { return e.Text }

// Parse reads a value of core.sharedRepository. ok is false for one that is neither a mode's name nor an octal number;
// Git takes such a value for a boolean, see Of.
func Parse(value string) (m Mode, ok bool, err error) {
	switch value {
	case "umask":
		return Mode{}, true, nil
	case "group":
		return group, true, nil
	case "all", "world", "everybody":
		return everyone, true, nil
	case "":
		return Mode{}, true, nil
	}
	n, err := strconv.ParseInt(value, 8, 64)
	if err != nil {
		return Mode{}, false, nil
	}
	switch n {
	case 0:
		return Mode{}, true, nil
	case 1:
		return group, true, nil
	case 2:
		return everyone, true, nil
	}
	if n&0o600 != 0o600 {
		return Mode{}, true, &ValueError{fmt.Sprintf("problem with core.sharedRepository filemode value (0%.3o).\n"+
			"The owner of files must always have read and write permissions.", n)}
	}
	return Mode{bits: fs.FileMode(n & 0o666), exact: true}, true, nil
}

// Of is what a boolean stands for.
func Of(shared bool) Mode {
	if shared {
		return group
	}
	return Mode{}
}

// String is the mode as Git writes it into a configuration: older versions knew numbers only. That of no sharing is "0".
func (m Mode) String() string {
	switch m {
	case Mode{}:
		return "0"
	case group:
		return "1"
	case everyone:
		return "2"
	}
	return "0" + strconv.FormatUint(uint64(m.bits), 8)
}

// Off reports whether the umask alone decides.
func (m Mode) Off() bool { return m.Unset() || runtime.GOOS == "windows" }

// apply makes of the permissions that a file or folder has those that it shall have. What its owner may not write nobody
// may, and whoever may read a program or folder may enter it; in a shared folder everything belongs to the folder's group.
func (m Mode) apply(have fs.FileMode) fs.FileMode {
	bits := m.bits
	if have&0o200 == 0 {
		bits &^= 0o222
	}
	if have&0o100 != 0 {
		bits |= bits & 0o444 >> 2
	}
	want := have | bits
	if m.exact {
		want = have&^0o777 | bits
	}
	if have.IsDir() {
		want |= want & 0o444 >> 2
		if want&0o060 != 0 {
			want |= fs.ModeSetgid
		}
	}
	return want
}

// Adjust gives a file or folder that was just made its permissions. A path that is not there is left alone.
func (m Mode) Adjust(path string) error {
	if m.Off() {
		return nil
	}
	info, err := os.Lstat(path)
	if err != nil || info.Mode()&fs.ModeSymlink != 0 {
		return nil
	}
	want := m.apply(info.Mode())
	if want == info.Mode() {
		return nil
	}
	if err := os.Chmod(path, want); err != nil {
		return fmt.Errorf("set permissions of %s: %w", path, err)
	}
	return nil
}

// MkdirAll makes a folder and those above it that are missing, each with its permissions.
func (m Mode) MkdirAll(path string) error {
	if m.Off() {
		return disk.MkdirAll(path, 0o777)
	}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return nil
	}
	if parent := filepath.Dir(path); parent != path {
		if err := m.MkdirAll(parent); err != nil {
			return err
		}
	}
	if err := os.Mkdir(path, 0o777); err != nil && !os.IsExist(err) {
		return err
	} else if err != nil {
		return disk.MkdirAll(path, 0o777) // it is a folder by now, or else the error says what it is
	}
	return m.Adjust(path)
}

// Unset reports whether nothing is shared.
func (m Mode) Unset() bool { return m == Mode{} }
