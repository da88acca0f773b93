package shell

import (
	"bytes"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"cairn/internal/git/diff/lines"
)

// differ compares files and folders as GNU diff does.
type differ struct {
	*call
	o       *options
	context int
	opts    lines.Options
	words   string // the options as typed, for the title of each file with -r
	code    int
}

func diff(c *call) int {
	o, ok := c.options(spec{short: "urqNwbBU:s", long: map[string]string{
		"unified": "u", "recursive": "r", "brief": "q", "new-file": "N", "ignore-all-space": "w",
		"ignore-space-change": "b", "ignore-blank-lines": "B", "report-identical-files": "s", "color": "k", "color=auto": "k",
	}})
	if !ok {
		return 2
	}
	d := &differ{call: c, o: o, context: 3}
	if o.has("U") {
		n, err := strconv.Atoi(o.value["U"])
		if err != nil || n < 0 {
			c.complain("invalid context length '%s'", o.value["U"])
			return 2
		}
		d.context = n
		o.set("u", "")
	}
	if len(o.rest) != 2 {
		c.complain("name two files or folders")
		c.print(c.err, "usage: %s\n", c.usage())
		return 2
	}
	switch {
	case o.has("w"):
		d.opts.Whitespace = lines.IgnoreAllSpace
	case o.has("b"):
		d.opts.Whitespace = lines.IgnoreSpaceChange
	}
	for _, arg := range c.args {
		if len(arg) > 1 && arg[0] == '-' {
			d.words += " " + arg
		}
	}
	a, b := o.rest[0], o.rest[1]
	infoA, okA := d.look(a)
	infoB, okB := d.look(b)
	if !okA || !okB {
		return 2
	}
	isDir := func(info fs.FileInfo) bool { return info != nil && info.IsDir() }
	switch {
	case isDir(infoA) && isDir(infoB):
		d.dirs(a, b)
	case isDir(infoA):
		d.files(strings.TrimSuffix(a, "/")+"/"+filepath.Base(d.abs(b)), b, false)
	case isDir(infoB):
		d.files(a, strings.TrimSuffix(b, "/")+"/"+filepath.Base(d.abs(a)), false)
	default:
		d.files(a, b, false)
	}
	return d.code
}

// look describes an operand; stdin and /dev/null have no description.
func (d *differ) look(name string) (fs.FileInfo, bool) {
	if name == "-" || name == "/dev/null" {
		return nil, true
	}
	info, err := d.s.files.Stat(d.abs(name))
	if err != nil {
		d.complain("%s: %s", name, errText(err))
	}
	return info, err == nil
}

// dirs compares two folders, name by name.
func (d *differ) dirs(a, b string) {
	list := map[string][2]fs.DirEntry{}
	for side, dir := range []string{a, b} {
		entries, err := d.s.files.ReadDir(d.abs(dir))
		if err != nil {
			d.complain("%s: %s", dir, errText(err))
			d.code = 2
			return
		}
		for _, e := range entries {
			pair := list[e.Name()]
			pair[side] = e
			list[e.Name()] = pair
		}
	}
	var names []string
	for name := range list {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if d.stopped() {
			return
		}
		d.entry(a, b, name, list[name])
	}
}

func (d *differ) entry(a, b, name string, pair [2]fs.DirEntry) {
	pathA, pathB := strings.TrimSuffix(a, "/")+"/"+name, strings.TrimSuffix(b, "/")+"/"+name
	switch {
	case pair[0] == nil || pair[1] == nil:
		side, in := pair[0], a
		if side == nil {
			side, in = pair[1], b
		}
		if d.o.has("N") && !side.IsDir() {
			d.files(pathA, pathB, true)
			return
		}
		d.printf("Only in %s: %s\n", strings.TrimSuffix(in, "/"), name)
		d.code = max(d.code, 1)
	case pair[0].IsDir() && pair[1].IsDir():
		if d.o.has("r") {
			d.dirs(pathA, pathB)
		} else {
			d.printf("Common subdirectories: %s and %s\n", pathA, pathB)
		}
	case pair[0].IsDir() != pair[1].IsDir():
		kinds := map[bool]string{true: "directory", false: "regular file"}
		d.printf("File %s is a %s while file %s is a %s\n", pathA, kinds[pair[0].IsDir()], pathB, kinds[pair[1].IsDir()])
		d.code = max(d.code, 1)
	default:
		d.files(pathA, pathB, true)
	}
}

func (d *differ) side(name string) ([]byte, string, bool) {
	info, err := d.s.files.Stat(d.abs(name))
	if err != nil && d.o.has("N") && name != "-" && name != "/dev/null" {
		return nil, stamp(time.Unix(0, 0)), true
	}
	data, err := d.read(name)
	if err != nil {
		d.complain("%s: %s", name, errText(err))
		d.code = 2
		return nil, "", false
	}
	when := time.Now()
	if info != nil {
		when = info.ModTime()
	}
	if name == "/dev/null" {
		when = time.Unix(0, 0)
	}
	return data, stamp(when), true
}

func stamp(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05.000000000 -0700") }

// files compares two files; titled says that the command line is printed above
// what differs, as within folders.
func (d *differ) files(a, b string, titled bool) {
	dataA, whenA, okA := d.side(a)
	dataB, whenB, okB := d.side(b)
	if !okA || !okB {
		return
	}
	if bytes.Equal(dataA, dataB) {
		d.identical(a, b)
		return
	}
	if bytes.IndexByte(dataA, 0) >= 0 || bytes.IndexByte(dataB, 0) >= 0 {
		d.code = max(d.code, 1)
		d.printf("Binary files %s and %s differ\n", a, b)
		return
	}
	left, right := lines.Split(dataA), lines.Split(dataB)
	changes := d.changes(left, right)
	if len(changes) == 0 {
		d.identical(a, b)
		return
	}
	d.code = max(d.code, 1)
	if d.o.has("q") {
		d.printf("Files %s and %s differ\n", a, b)
		return
	}
	if titled {
		d.printf("diff%s %s %s\n", d.words, a, b)
	}
	if d.o.has("u") {
		d.printf("--- %s\t%s\n+++ %s\t%s\n", a, whenA, b, whenB)
		d.unified(left, right, changes)
		return
	}
	for _, ch := range changes {
		d.normal(left, right, ch)
	}
}

func (d *differ) identical(a, b string) {
	if d.o.has("s") {
		d.printf("Files %s and %s are identical\n", a, b)
	}
}

func (d *differ) changes(left, right []string) []lines.Change {
	changes := lines.Compare(left, right, d.opts)
	if !d.o.has("B") {
		return changes
	}
	return slices.DeleteFunc(changes, func(ch lines.Change) bool {
		touched := slices.Concat(left[ch.OldStart:ch.OldEnd()], right[ch.NewStart:ch.NewEnd()])
		return !slices.ContainsFunc(touched, func(line string) bool { return strings.TrimSpace(line) != "" })
	})
}

func (d *differ) unified(left, right []string, changes []lines.Change) {
	side := func(start, count int) string {
		switch count {
		case 0:
			return fmt.Sprintf("%d,0", start)
		case 1:
			return fmt.Sprint(start + 1)
		}
		return fmt.Sprintf("%d,%d", start+1, count)
	}
	for _, h := range lines.Hunks(left, right, changes, lines.Layout{Context: d.context}) {
		d.printf("@@ -%s +%s @@\n", side(h.OldStart, h.OldCount), side(h.NewStart, h.NewCount))
		for _, line := range h.Lines {
			d.diffLine(string(line.Op), line.Text)
		}
	}
}

// diffLine prints one line and says when it has no newline.
func (d *differ) diffLine(mark, text string) {
	d.printf("%s%s", mark, text)
	if !strings.HasSuffix(text, "\n") {
		d.printf("\n\\ No newline at end of file\n")
	}
}

// normal prints a change in diff's oldest format: 3c3, 5,6d4, 7a8,9.
func (d *differ) normal(left, right []string, ch lines.Change) {
	side := func(start, count int) string {
		switch {
		case count == 0:
			return fmt.Sprint(start)
		case count == 1:
			return fmt.Sprint(start + 1)
		}
		return fmt.Sprintf("%d,%d", start+1, start+count)
	}
	letter := "c"
	switch {
	case ch.OldCount == 0:
		letter = "a"
	case ch.NewCount == 0:
		letter = "d"
	}
	d.printf("%s%s%s\n", side(ch.OldStart, ch.OldCount), letter, side(ch.NewStart, ch.NewCount))
	for _, line := range left[ch.OldStart:ch.OldEnd()] {
		d.diffLine("< ", line)
	}
	if letter == "c" {
		d.printf("---\n")
	}
	for _, line := range right[ch.NewStart:ch.NewEnd()] {
		d.diffLine("> ", line)
	}
}
