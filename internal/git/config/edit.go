package config

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"cairn/internal/disk"
	"cairn/internal/git/confine"
	"cairn/internal/git/lockfile"
	"cairn/internal/git/paths"
)

// File is one configuration file being edited: what is not touched keeps its
// bytes, comments and order. The layout of what is written is Git's.
type File struct {
	path string
	text []byte
	doc  *document
}

// Edit reads a file under its lock, lets change edit it, and writes it back if
// change succeeds. A missing file is an empty one.
func Edit(path string, root confine.Root, change func(*File) error) error {
	if paths.IsNull(path) { // a new file must not take its place
		return &LockError{Path: path, Cause: os.ErrPermission}
	}
	path = danglingTarget(path)
	if err := root.Check(path); err != nil {
		return err
	}
	lock, err := lockfile.Acquire(path)
	if err != nil {
		return &LockError{Path: path, Cause: err}
	}
	defer lock.Rollback()
	text, err := disk.ReadFile(path)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("read configuration: %w", err)
	}
	f := &File{path: path}
	if err := f.reparse(text); err != nil {
		return err
	}
	if err := change(f); err != nil {
		return err
	}
	if _, err := lock.Write(f.text); err != nil {
		return fmt.Errorf("write configuration: %w", err)
	}
	if err := lock.Keep(); err != nil {
		return err
	}
	return lock.Commit()
}

// danglingTarget follows a link to a file that is not there yet: it is made
// where the link says, as Git makes it.
func danglingTarget(path string) string {
	target, err := os.Readlink(path)
	if err != nil {
		return path
	}
	if _, err := os.Stat(path); err == nil {
		return path // the lock finds it
	}
	if !filepath.IsAbs(target) {
		target = filepath.Join(filepath.Dir(path), target)
	}
	return target
}

func (f *File) reparse(text []byte) error {
	doc, err := parse(text, Origin{Name: f.path})
	if err != nil {
		return err
	}
	f.text, f.doc = text, doc
	return nil
}

// Values lists a key's values.
func (f *File) Values(key string) []string {
	var list []string
	for _, i := range f.find(key, nil) {
		list = append(list, f.doc.items[i].value)
	}
	return list
}

func (f *File) find(key string, match func(string) bool) []int {
	key = Canonical(key)
	var found []int
	for i, it := range f.doc.items {
		if it.key.String() == key && (match == nil || match(it.value)) {
			found = append(found, i)
		}
	}
	return found
}

// Set gives a key one value. If it has several that match (nil matches all),
// nothing is done and the error is a *MultipleError.
func (f *File) Set(key, value string, match func(string) bool) error {
	return f.replace(key, value, match, false)
}

// ReplaceAll puts one value in place of all that match.
func (f *File) ReplaceAll(key, value string, match func(string) bool) error {
	return f.replace(key, value, match, true)
}

// Add adds a value and leaves those that are there.
func (f *File) Add(key, value string) error {
	return f.replace(key, value, func(string) bool { return false }, true)
}

func (f *File) replace(key, value string, match func(string) bool, all bool) error {
	k, err := ParseKey(key)
	if err != nil {
		return err
	}
	found := f.find(key, match)
	if len(found) > 1 && !all {
		return &MultipleError{k.String()}
	}
	line := "\t" + key[strings.LastIndexByte(key, '.')+1:] + " = " + quoteValue(value) + "\n"
	if len(found) > 0 {
		return f.rewrite(found, line)
	}
	return f.insert(key, k, line)
}

// rewrite puts line where the last of the found items was and removes them all.
func (f *File) rewrite(found []int, line string) error {
	var out []byte
	pos := 0
	for n, i := range found {
		it := f.doc.items[i]
		start, end := f.lineStart(it.start), f.lineEnd(it.end)
		out = append(out, f.text[pos:start]...)
		switch last := n == len(found)-1; {
		case last:
			out = append(endLine(out), line...)
		case start > 0 && f.text[start-1] != '\n':
			end = it.end // the section's header stood on the line, and keeps its end
		}
		pos = end
	}
	return f.reparse(append(out, f.text[pos:]...))
}

func endLine(b []byte) []byte {
	if len(b) > 0 && b[len(b)-1] != '\n' {
		return append(b, '\n')
	}
	return b
}

// lineStart goes back over the white space before an item on its line.
func (f *File) lineStart(at int) int {
	for at > 0 && f.text[at-1] != '\n' && isSpace(f.text[at-1]) {
		at--
	}
	return at
}

// lineEnd goes on to behind the newline.
func (f *File) lineEnd(at int) int {
	if n := bytes.IndexByte(f.text[at:], '\n'); n >= 0 {
		return at + n + 1
	}
	return len(f.text)
}

// insert puts a new line at the end of its section, or of the file under a new
// section.
func (f *File) insert(key string, k Key, line string) error {
	at := -1
	for i, h := range f.doc.headers {
		if !h.is(k) {
			continue
		}
		at = h.end
		if last := f.itemsOf(i); len(last) > 0 {
			at = last[len(last)-1].end
		}
	}
	if at < 0 {
		out := endLine(bytes.Clone(f.text))
		return f.reparse(append(append(out, sectionLine(key, k)...), line...))
	}
	at = f.insertionEnd(at)
	out := endLine(bytes.Clone(f.text[:at]))
	out = append(out, line...)
	return f.reparse(append(out, f.text[at:]...))
}

// insertionEnd is behind the newline that stands at the place, if one does.
func (f *File) insertionEnd(at int) int {
	for _, nl := range []string{"\n", "\r\n"} {
		if bytes.HasPrefix(f.text[at:], []byte(nl)) {
			return at + len(nl)
		}
	}
	return at
}

// itemsOf are the items between header i and the next.
func (f *File) itemsOf(i int) []item {
	to := len(f.doc.items)
	if i+1 < len(f.doc.headers) {
		to = f.doc.after[i+1]
	}
	return f.doc.items[f.doc.after[i]:to]
}

func (h header) is(k Key) bool {
	return h.section == k.Section && h.hasSub == k.HasSub && (h.sub == k.Sub || h.dotted && strings.EqualFold(h.sub, k.Sub))
}

// sectionLine writes a header; the section keeps the case that it was given in.
func sectionLine(key string, k Key) string {
	section := key[:len(k.Section)]
	if !k.HasSub {
		return "[" + section + "]\n"
	}
	return "[" + section + " \"" + escapeSub(k.Sub) + "\"]\n"
}

func escapeSub(sub string) string {
	return strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(sub)
}

// quoteValue writes a value so that it is read back as it is.
func quoteValue(v string) string {
	quote := v != "" && (v[0] == ' ' || v[len(v)-1] == ' ') || strings.ContainsAny(v, ";#\r")
	v = strings.NewReplacer("\n", `\n`, "\t", `\t`, `"`, `\"`, `\`, `\\`).Replace(v)
	if quote {
		return `"` + v + `"`
	}
	return v
}

// Unset removes the value of a key that matches, all of them if all is set. A
// section that holds nothing then, not even a comment, goes too.
func (f *File) Unset(key string, match func(string) bool, all bool) error {
	if _, err := ParseKey(key); err != nil {
		return err
	}
	found := f.find(key, match)
	switch {
	case len(found) == 0:
		return &AbsentError{key}
	case len(found) > 1 && !all:
		return &MultipleError{Canonical(key)}
	}
	gone := map[int]bool{}
	for _, i := range found {
		gone[i] = true
	}
	var out []byte
	pos := 0
	for _, i := range found {
		start, end := f.removal(i, gone)
		if start < pos {
			start = pos
		}
		if start > pos {
			out = endLine(append(out, f.text[pos:start]...))
		}
		pos = max(pos, end)
	}
	return f.reparse(append(out, f.text[pos:]...))
}

// removal is the range to cut out for an item: its line, or all of its section
// when nothing else is in it.
func (f *File) removal(i int, gone map[int]bool) (start, end int) {
	it := f.doc.items[i]
	start, end = f.lineStart(it.start), f.lineEnd(it.end)
	first, last, ok := f.emptySections(i, gone)
	if !ok {
		return start, end
	}
	start = f.endBefore(first)
	if end = len(f.text); last+1 < len(f.doc.headers) {
		end = f.doc.headers[last+1].start
	}
	return start, end
}

// endBefore is where what stands before section n ends: the blank lines between
// go with the section.
func (f *File) endBefore(n int) int {
	end := 0
	if n > 0 {
		end = f.doc.headers[n-1].end
	}
	if i := f.doc.after[n]; i > 0 && f.doc.items[i-1].end > end {
		end = f.lineEnd(f.doc.items[i-1].end)
	}
	return end
}

// emptySections finds the run of sections of the item's name around it that
// will hold nothing when the items of gone are cut out.
func (f *File) emptySections(i int, gone map[int]bool) (first, last int, ok bool) {
	n := len(f.doc.headers) - 1
	for n >= 0 && f.doc.after[n] > i {
		n--
	}
	if !f.holdsNothing(n, gone) {
		return 0, 0, false
	}
	first, last = n, n
	k := f.doc.items[i].key
	for first > 0 && f.doc.headers[first-1].is(k) && f.holdsNothing(first-1, gone) {
		first--
	}
	for last+1 < len(f.doc.headers) && f.doc.headers[last+1].is(k) && f.holdsNothing(last+1, gone) {
		last++
	}
	return first, last, !f.commentBefore(first)
}

// commentBefore reports whether a comment stands before a section's header: it
// may be about the section, which then stays even when it is empty.
func (f *File) commentBefore(n int) bool {
	from, to := 0, f.doc.headers[n].start
	if n > 0 {
		from = f.doc.headers[n-1].end
	}
	if i := f.doc.after[n]; i > 0 {
		from = max(from, f.doc.items[i-1].end)
	}
	return len(bytes.TrimSpace(f.text[from:to])) > 0
}

// holdsNothing reports whether section n has neither a comment nor an item
// that stays.
func (f *File) holdsNothing(n int, gone map[int]bool) bool {
	from := f.doc.headers[n].end
	to := len(f.text)
	if n+1 < len(f.doc.headers) {
		to = f.doc.headers[n+1].start
	}
	for j := f.doc.after[n]; j < len(f.doc.items) && f.doc.items[j].start < to; j++ {
		if !gone[j] {
			return false
		}
		if len(bytes.TrimSpace(f.text[from:f.doc.items[j].start])) > 0 {
			return false
		}
		from = f.doc.items[j].end
	}
	return len(bytes.TrimSpace(f.text[from:to])) == 0
}
