package difftest

import (
	"fmt"
	"strings"
)

// UnixOnlyError says that a script cannot be asked of an engine for Windows.
type UnixOnlyError struct{ What string }

func (e *UnixOnlyError) Error() string { return e.What + " is not there on Windows" }

// unixWords are what a script may use that Windows has not: permissions that forbid, links, hooks, and editors, which
// need a shell there; paths without a drive; borrowed objects, which are named with the drive that the judging Git does not
// know; two names that differ in case only; and lines that start hundreds of processes, which takes wine minutes.
var unixWords = []string{"chmod 0", "chmod 4", "chmod 5", "chmod a", "chmod -w", "chmod -r", "chmod u", "ln -s", "ln -f",
	"mkfifo", "EDITOR", "core.editor", "hooks/", "trap ", "$PWD", "$(pwd)", "tree /dev/null", "seq 1 400", "printf '%m", "chmod 6", "chmod 7",
	"stat -c", "core.ignorecase true", "info/alternates", "for s in '' ^ ^2"}

// onWindows refuses a script by its words, or by a name that it gives to a file or a ref.
func onWindows(script Script, records []record) error {
	for _, step := range script.Steps {
		for _, word := range unixWords {
			if strings.Contains(step.Text, word) {
				return &UnixOnlyError{word}
			}
		}
	}
	for _, r := range records {
		for key := range r.state {
			for part := range strings.SplitSeq(key, "/") {
				if strings.ContainsAny(part, `<>:"|?*\`+"\t\n\r\x01\x7f") || strings.TrimRight(part, " .") != part {
					return &UnixOnlyError{fmt.Sprintf("the name %q", part)}
				}
			}
		}
	}
	return nil
}

// asOnWindows has Git treat the disk as Windows' own: without executable bits and symbolic links, and with its line ends
// in text files. It stands above the configuration of a repository, which says what init found.
const asOnWindows = "GIT_CONFIG_PARAMETERS='core.fileMode'='false' 'core.symlinks'='false' 'core.eol'='crlf'"

// ofAnyDisk takes out of a state's text what is the disk's own: what init learns about it, the executable bit, and the
// drive before the twins' path.
func (c comparison) ofAnyDisk(key, text string) string {
	text = strings.ReplaceAll(text, "Z:"+c.twin, c.twin)
	if strings.HasPrefix(text, "100755 ") {
		text = "100644 " + strings.TrimPrefix(text, "100755 ")
	}
	if !strings.HasSuffix(key, "/config") {
		return text
	}
	var kept strings.Builder
	for line := range strings.Lines(text) {
		name, _, _ := strings.Cut(strings.TrimSpace(line), " =")
		if name != "filemode" && name != "symlinks" && name != "ignorecase" {
			kept.WriteString(line)
		}
	}
	return kept.String()
}

// configIsBroken reports that Git says nothing of the objects but the number of a bad line, and init writes more lines
// on Windows.
func configIsBroken(fsck map[string]string) bool {
	for _, text := range fsck {
		if strings.Contains(text, "bad config line") {
			return true
		}
	}
	return false
}
