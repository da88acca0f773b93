// Package paths decides what file a name means that a person, the environment or
// a configuration wrote down. It is where Windows learns the names that shells,
// courses and Git's own output use: /c/work, /tmp/x and /dev/null. It opens no
// file and refuses none; see package confine for that.
package paths

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// Null is Git's name for a file that is empty and swallows what is written,
// on every system.
const Null = "/dev/null"

// IsNull reports whether a name means that file: Null itself, and what the
// system calls it. Git Bash gives a program NUL where /dev/null was typed.
func IsNull(name string) bool {
	return name == Null || name == os.DevNull || runtime.GOOS == "windows" && strings.EqualFold(name, os.DevNull)
}

// IsAbs reports whether a name is complete without a current folder. On
// Windows a name that begins with a slash is, too: Git for Windows takes it so.
func IsAbs(name string) bool {
	return filepath.IsAbs(filepath.FromSlash(name)) || runtime.GOOS == "windows" && strings.HasPrefix(filepath.ToSlash(name), "/")
}

// Abs is the file that a name means, seen from dir, which must be absolute.
func Abs(dir, name string) string {
	if IsNull(name) {
		return os.DevNull
	}
	if runtime.GOOS == "windows" {
		name = onWindows(filepath.ToSlash(name), filepath.VolumeName(dir), filepath.ToSlash(os.TempDir()))
	}
	name = filepath.FromSlash(name)
	if filepath.IsAbs(name) {
		return filepath.Clean(name)
	}
	return filepath.Join(dir, name)
}

// onWindows gives a Unix shell's absolute name the form that Windows knows:
// /c/x is C:/x and /tmp/x lies in the folder for temporary files, as in Git
// Bash; any other lies on the current drive, as git.exe takes it. All names
// have slashes; what is no such name stays.
func onWindows(name, drive, temp string) string {
	if !strings.HasPrefix(name, "/") || strings.HasPrefix(name, "//") {
		return name
	}
	first, rest, _ := strings.Cut(name[1:], "/")
	switch {
	case len(first) == 1 && isLetter(first[0]):
		return strings.ToUpper(first) + ":/" + rest
	case first == "tmp" && temp != "":
		return strings.TrimSuffix(temp, "/") + strings.TrimSuffix("/"+rest, "/")
	}
	return drive + name
}

func isLetter(b byte) bool { return b|0x20 >= 'a' && b|0x20 <= 'z' }
