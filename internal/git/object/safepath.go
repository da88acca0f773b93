package object

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/go-git/go-git/v5/plumbing/filemode"

	"cairn/internal/git/paths"
)

// UnsafePathError says that a path must not be written into a working tree.
type UnsafePathError struct {
	Path, Why string
}

func (e *UnsafePathError) Error() string {
	return fmt.Sprintf("invalid path '%s': %s", e.Path, e.Why)
}

// Level is the word that Git begins the message with.
func (e *UnsafePathError) Level() string { return "error" }

// CheckPath refuses a path (with slashes) that would leave the working tree,
// reach into .git under any spelling that some system takes for it, or cannot
// exist on Windows. All systems refuse all of these, because a repository
// made on one is opened on another (CVE-2014-9390, CVE-2019-1352 and their kin).
// Windows also refuses a name under which it would write another file.
func CheckPath(path string) error {
	if err := CheckInside(path); err != nil {
		return err
	}
	for part := range strings.SplitSeq(path, "/") {
		switch {
		case strings.ContainsAny(part, "\\\x00"):
			return &UnsafePathError{path, "a name holds a backslash or a zero byte"}
		case len(part) >= 2 && part[1] == ':' && isLetter(part[0]):
			return &UnsafePathError{path, "it begins with a drive"}
		case isReserved(part):
			return &UnsafePathError{path, "'" + part + "' is a device on Windows"}
		case !paths.Keeps(part):
			return &UnsafePathError{path, "Windows has no file of the name '" + part + "'"}
		}
	}
	return nil
}

// CheckEntry is CheckPath that also refuses a symbolic link in the place of .gitmodules: what is read there would be
// somebody else's words (CVE-2018-11235 and its kin). Git refuses it, too.
func CheckEntry(path string, mode filemode.FileMode) error {
	if err := CheckPath(path); err != nil {
		return err
	}
	if mode != filemode.Symlink {
		return nil
	}
	name := strings.ToLower(dropIgnored(path[strings.LastIndexByte(path, '/')+1:]))
	name, _, _ = strings.Cut(name, ":")
	short, number, _ := strings.Cut(name, "~") // what NTFS calls it beside its full name
	if strings.TrimRight(name, ". ") == ".gitmodules" || number != "" && (short == "gitmod" || short == "gi7eba") {
		return &UnsafePathError{path, "'.gitmodules' must be a file"}
	}
	return nil
}

// CheckInside refuses a path (with slashes) that leaves the working tree or reaches into .git.
// It is what CheckPath refuses of paths that are not to be written: an index that holds one was
// made to have Cairn read or delete what is none of the repository's files.
func CheckInside(path string) error {
	if path == "" {
		return &UnsafePathError{path, "it is empty"}
	}
	if path[0] == '/' || path[len(path)-1] == '/' {
		return &UnsafePathError{path, "it begins or ends with a slash"}
	}
	if plain(path) {
		return nil
	}
	for part := range strings.SplitSeq(path, "/") {
		for _, name := range strings.Split(part, "\\") { // a slash, on Windows
			switch {
			case part == "":
				return &UnsafePathError{path, "it has an empty part"}
			case name == "." || name == "..":
				return &UnsafePathError{path, "'" + name + "' is not a name"}
			case isDotGit(name):
				return &UnsafePathError{path, "'" + name + "' stands for .git"}
			}
		}
	}
	return nil
}

// plain reports whether a path has nothing that needs a closer look: all that stands for
// .git or leaves a folder begins with a dot or holds a tilde, and a system may ignore what is not ASCII. It is
// asked for every path of an index.
func plain(path string) bool {
	start := true
	for i := range len(path) {
		switch c := path[i]; {
		case start && (c == '.' || c == '/'), c == '~', c == '\\', c >= utf8.RuneSelf:
			return false
		case c == '/':
			start = true
		default:
			start = false
		}
	}
	return true
}

func isLetter(b byte) bool { return b|0x20 >= 'a' && b|0x20 <= 'z' }

// isDotGit reports whether a file system may take the name for ".git":
// ignoring case, HFS+ drops invisible characters, NTFS drops trailing dots and
// spaces and everything from a colon on, and knows the name as git~1.
func isDotGit(name string) bool {
	if strings.EqualFold(dropIgnored(name), ".git") {
		return true
	}
	base, _, _ := strings.Cut(name, ":")
	base = strings.TrimRight(base, ". ")
	return strings.EqualFold(base, ".git") || strings.EqualFold(base, "git~1")
}

// dropIgnored removes the code points that HFS+ ignores in names.
func dropIgnored(name string) string {
	ascii := true
	for i := range len(name) {
		if name[i] >= utf8.RuneSelf {
			ascii = false
			break
		}
	}
	if ascii {
		return name
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 0x200c && r <= 0x200f, r >= 0x202a && r <= 0x202e,
			r >= 0x206a && r <= 0x206f, r == 0xfeff:
			return -1
		}
		return r
	}, name)
}

// isReserved reports whether Windows takes the name for a device.
func isReserved(name string) bool {
	base, _, _ := strings.Cut(name, ".")
	base, _, _ = strings.Cut(base, ":")
	base = strings.ToUpper(strings.TrimRight(base, " "))
	switch base {
	case "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$":
		return true
	}
	if len(base) != 4 || base[3] < '1' || base[3] > '9' {
		return false
	}
	return base[:3] == "COM" || base[:3] == "LPT"
}
