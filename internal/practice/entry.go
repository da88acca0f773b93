package practice

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"
	"unicode/utf8"
)

// entry is one file, link or folder of a snapshot.
type entry struct {
	Path string      `json:"p"` // with slashes, beginning with "work" or "home"
	Mode fs.FileMode `json:"m"`
	Size int64       `json:"s,omitempty"`
	Time int64       `json:"t,omitempty"` // modification, Unix nanoseconds
	Hash string      `json:"h,omitempty"` // SHA-256 of a file's bytes
	Link string      `json:"l,omitempty"` // text of a symbolic link
	Says string      `json:"i,omitempty"` // of Git's index: what it says, see indexSays
	// Raw says that Path and Link are written as hex digits: names on disk need
	// not be UTF-8, but JSON must be.
	Raw bool `json:"r,omitempty"`
}

// plainEntry has an entry's fields without its methods.
type plainEntry entry

// MarshalJSON keeps names that are not UTF-8.
func (e entry) MarshalJSON() ([]byte, error) {
	if !utf8.ValidString(e.Path) || !utf8.ValidString(e.Link) {
		e.Raw, e.Path, e.Link = true, hex.EncodeToString([]byte(e.Path)), hex.EncodeToString([]byte(e.Link))
	}
	return json.Marshal(plainEntry(e))
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (e *entry) UnmarshalJSON(data []byte) error {
	if err := json.Unmarshal(data, (*plainEntry)(e)); err != nil {
		return fmt.Errorf("read snapshot's entry: %w", err)
	}
	if !e.Raw {
		return nil
	}
	path, err := hex.DecodeString(e.Path)
	if err != nil {
		return fmt.Errorf("read snapshot's entry: %w", err)
	}
	link, err := hex.DecodeString(e.Link)
	if err != nil {
		return fmt.Errorf("read snapshot's entry: %w", err)
	}
	e.Raw, e.Path, e.Link = false, string(path), string(link)
	return nil
}

// kept reports whether the store has the contents: not of a file that is too
// large or cannot be read.
func (e entry) kept() bool { return !e.Mode.IsRegular() || e.Hash != "" }

// alike reports whether two entries are the same for the learner. Git writes
// the index anew whenever it has looked at a file; that is no change.
func (e entry) alike(o entry) bool {
	return e.same(o) || e.Says != "" && e.Says == o.Says && e.Path == o.Path && e.Mode == o.Mode
}

// same reports whether two entries are the same: times aside, except where
// nothing else tells.
func (e entry) same(o entry) bool {
	if !e.kept() && (e.Size != o.Size || e.Time != o.Time) {
		return false
	}
	return e.Path == o.Path && e.Mode == o.Mode && e.Hash == o.Hash && e.Link == o.Link
}

// shownAlike compares what shows of two lists of files.
func shownAlike(a, b []entry) bool {
	for {
		a, b = skipHidden(a), skipHidden(b)
		if len(a) == 0 || len(b) == 0 {
			return len(a) == len(b)
		}
		if !a[0].alike(b[0]) {
			return false
		}
		a, b = a[1:], b[1:]
	}
}

// skipHidden leaves out what a command may leave that changed nothing: objects
// that no ref leads to yet, and the message of a commit that failed. When they
// matter, something else differs, too.
func skipHidden(list []entry) []entry {
	for len(list) > 0 && (strings.Contains(list[0].Path, ".git/objects/") || strings.HasSuffix(list[0].Path, "/COMMIT_EDITMSG")) {
		list = list[1:]
	}
	return list
}
