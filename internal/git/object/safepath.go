package object

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"cairn/internal/git/paths"
)

// UnsafePathError says that a path must not be written into a working tree.
type UnsafePathError struct {
	Path, Why string
}

func (e *UnsafePathError) Error() string {
	return fmt.Sprintf("invalid path '%s': %s", e.Path, e.Why)
}

// CheckPath refuses a path (with slashes) that would leave the working tree,
// reach into .git under any spelling that some system takes for it, or cannot
// exist on Windows. All systems refuse all of these, because a repository
// made on one is opened on another (CVE-2014-9390, CVE-2019-1352 and their kin).
// Windows also refuses a name under which it would write another file.
func CheckPath(path string) error {
	if path == "" {
		return &UnsafePathError{path, "it is empty"}
	}
	if path[0] == '/' || strings.HasSuffix(path, "/") {
		return &UnsafePathError{path, "it begins or ends with a slash"}
	}
	for part := range strings.SplitSeq(path, "/") {
		if why := badComponent(part); why != "" {
			return &UnsafePathError{path, why}
		}
	}
	return nil
}

func badComponent(c string) string {
	switch {
	case c == "":
		return "it has an empty part"
	case c == "." || c == "..":
		return "'" + c + "' is not a name"
	case strings.ContainsAny(c, "\\\x00"):
		return "a name holds a backslash or a zero byte"
	case len(c) >= 2 && c[1] == ':' && isLetter(c[0]):
		return "it begins with a drive"
	case isDotGit(c):
		return "'" + c + "' stands for .git"
	case isReserved(c):
		return "'" + c + "' is a device on Windows"
	case !paths.Keeps(c):
		return "Windows has no file of the name '" + c + "'"
	}
	return ""
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
