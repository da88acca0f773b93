package shell

import (
	"fmt"
	"io/fs"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// listed is one name that ls shows.
type listed struct {
	name string
	full string
	info fs.FileInfo
	link string // where a symbolic link leads, as text
}

type lister struct {
	*call
	o     *options
	long  bool
	color bool
	shown bool // something was printed before
	code  int
}

func ls(c *call) int {
	o, ok := c.options(spec{short: "1AaFdhlpRrSt", long: map[string]string{
		"all": "a", "almost-all": "A", "recursive": "R", "reverse": "r", "human-readable": "h",
		"directory": "d", "classify": "F", "color": "x", "color=auto": "x",
	}})
	if !ok {
		return 2
	}
	l := &lister{call: c, o: o, long: o.has("l"), color: c.onTerm}
	if len(o.rest) == 0 {
		o.rest = []string{"."}
	}
	var files, dirs []listed
	for _, name := range o.rest {
		entry, err := l.describe(name, c.abs(name), l.long || o.has("d") || o.has("F"))
		if err != nil {
			c.complain("cannot access '%s': %s", name, errText(err))
			l.code = 2
			continue
		}
		if entry.info.IsDir() && !o.has("d") {
			dirs = append(dirs, entry)
		} else {
			files = append(files, entry)
		}
	}
	l.sort(files)
	l.sort(dirs)
	if len(files) > 0 {
		l.show(files)
		l.shown = true
	}
	for _, dir := range dirs {
		l.dir(dir.name, dir.full, len(o.rest) > 1 || o.has("R"))
	}
	return l.code
}

// describe looks at a path; self means not to follow a symbolic link.
func (l *lister) describe(name, full string, self bool) (listed, error) {
	e := listed{name: name, full: full}
	var err error
	if e.info, err = l.s.files.Lstat(full); err != nil {
		return e, err
	}
	if strings.HasSuffix(name, "/") {
		// What the slash asks for is the folder that the link leads to.
		e.info, err = l.s.files.Stat(full)
		return e, err
	}
	if e.info.Mode()&fs.ModeSymlink != 0 {
		if text, err := l.s.files.Readlink(full); err == nil {
			e.link = text
		}
		if target, err := l.s.files.Stat(full); err == nil && !self {
			e.info = target
		}
	}
	return e, nil
}

// dir lists one folder, and with -R those below it.
func (l *lister) dir(name, full string, title bool) {
	if l.stopped() {
		return
	}
	entries, err := l.s.files.ReadDir(full)
	if err != nil {
		l.complain("cannot open directory '%s': %s", name, errText(err))
		l.code = 2
		return
	}
	if l.shown {
		l.printf("\n")
	}
	l.shown = true
	if title {
		l.printf("%s:\n", name)
	}
	var list []listed
	if l.o.has("a") {
		for _, dot := range []string{".", ".."} {
			if e, err := l.describe(dot, filepath.Join(full, dot), true); err == nil {
				list = append(list, e)
			} else if e, err := l.describe(dot, full, true); err == nil {
				list = append(list, e) // ".." of the practice folder lies outside
			}
		}
	}
	for _, entry := range entries {
		if strings.HasPrefix(entry.Name(), ".") && !l.o.has("a") && !l.o.has("A") {
			continue
		}
		if e, err := l.describe(entry.Name(), filepath.Join(full, entry.Name()), true); err == nil {
			list = append(list, e)
		}
	}
	l.sort(list)
	if l.long {
		total := int64(0)
		for _, e := range list {
			total += blocks(e.info)
		}
		l.printf("total %s\n", l.size(total, true))
	}
	l.show(list)
	if !l.o.has("R") {
		return
	}
	for _, e := range list {
		if e.info.IsDir() && e.name != "." && e.name != ".." {
			l.dir(strings.TrimSuffix(name, "/")+"/"+e.name, e.full, true)
		}
	}
}

func (l *lister) sort(list []listed) {
	slices.SortStableFunc(list, func(a, b listed) int {
		order := strings.Compare(a.name, b.name)
		switch {
		case l.o.has("t") && !a.info.ModTime().Equal(b.info.ModTime()):
			order = b.info.ModTime().Compare(a.info.ModTime())
		case l.o.has("S") && a.info.Size() != b.info.Size():
			order = 1
			if a.info.Size() > b.info.Size() {
				order = -1
			}
		}
		if l.o.has("r") {
			return -order
		}
		return order
	})
}

func (l *lister) show(list []listed) {
	switch {
	case l.long:
		l.showLong(list)
	case l.onTerm && !l.o.has("1"):
		l.showColumns(list)
	default:
		for _, e := range list {
			l.printf("%s\n", l.label(e))
		}
	}
}

// label is a name with its sign (-F) and colour.
func (l *lister) label(e listed) string {
	name := quoteName(e.name, l.onTerm)
	if l.color {
		name = paint(e.info, name)
	}
	return name + l.sign(e.info)
}

func (l *lister) sign(info fs.FileInfo) string {
	switch {
	case info.IsDir() && (l.o.has("F") || l.o.has("p")):
		return "/"
	case !l.o.has("F"):
		return ""
	case info.Mode()&fs.ModeSymlink != 0 && !l.long:
		return "@"
	case info.Mode().IsRegular() && info.Mode()&0o111 != 0:
		return "*"
	}
	return ""
}

// quoteName quotes names with spaces on a console, as GNU ls does there.
func quoteName(name string, onTerm bool) string {
	if onTerm && strings.ContainsAny(name, " \t\n'\"$&*?;|<>()[]{}\\`!#~") {
		if strings.Contains(name, "'") {
			return `"` + name + `"`
		}
		return "'" + name + "'"
	}
	return name
}

func paint(info fs.FileInfo, name string) string {
	var code string
	switch mode := info.Mode(); {
	case mode.IsDir():
		code = "01;34"
	case mode&fs.ModeSymlink != 0:
		code = "01;36"
	case mode&0o111 != 0 && runtime.GOOS != "windows":
		code = "01;32"
	default:
		return name
	}
	return "\x1b[" + code + "m" + name + "\x1b[0m"
}

// showColumns fills columns downwards with as few rows as fit.
func (l *lister) showColumns(list []listed) {
	if len(list) == 0 {
		return
	}
	width := func(e listed) int {
		return utf8.RuneCountInString(quoteName(e.name, true) + l.sign(e.info))
	}
	rows, widths := 1, []int(nil)
	for ; rows < len(list); rows++ {
		widths = widths[:0]
		total := 0
		for at := 0; at < len(list); at += rows {
			widest := 0
			for _, e := range list[at:min(at+rows, len(list))] {
				widest = max(widest, width(e))
			}
			widths = append(widths, widest+2)
			total += widest + 2
		}
		if total-2 <= l.st.line.Columns {
			break
		}
	}
	if rows == len(list) {
		widths = []int{0}
	}
	for row := range rows {
		var b strings.Builder
		for col := 0; col*rows+row < len(list); col++ {
			e := list[col*rows+row]
			b.WriteString(l.label(e))
			if (col+1)*rows+row < len(list) {
				b.WriteString(strings.Repeat(" ", max(0, widths[col]-width(e))))
			}
		}
		l.printf("%s\n", b.String())
	}
}

// blocks is the room on disk in KiB, counted in pages of 4 KiB everywhere, so
// that a listing looks alike on all systems.
func blocks(info fs.FileInfo) int64 {
	if info.IsDir() {
		return 4
	}
	if info.Mode()&fs.ModeSymlink != 0 {
		return 0
	}
	return (info.Size() + 4095) / 4096 * 4
}

func (l *lister) size(n int64, kib bool) string {
	if !l.o.has("h") {
		return fmt.Sprint(n)
	}
	if kib {
		n *= 1024
	}
	return humanSize(n)
}

// humanSize is a size with one letter, rounded up as GNU ls rounds.
func humanSize(n int64) string {
	if n < 1024 {
		return fmt.Sprint(n)
	}
	value, unit := float64(n), 0
	for value >= 1024 {
		value /= 1024
		unit++
	}
	letter := " KMGTPE"[unit : unit+1]
	if value < 10 {
		tenths := int64(value * 10)
		if float64(tenths) < value*10 {
			tenths++
		}
		if tenths < 100 {
			return fmt.Sprintf("%d.%d%s", tenths/10, tenths%10, letter)
		}
	}
	whole := int64(value)
	if float64(whole) < value {
		whole++
	}
	return fmt.Sprintf("%d%s", whole, letter)
}

func (l *lister) showLong(list []listed) {
	width := 0
	for _, e := range list {
		width = max(width, len(l.size(sizeOf(e.info), false)))
	}
	user := l.s.params.User
	for _, e := range list {
		links := 1
		if e.info.IsDir() {
			links = 2
		}
		arrow := ""
		if e.link != "" {
			arrow = " -> " + e.link
		}
		l.printf("%s %d %s %s %*s %s %s%s\n", modeWords(e.info.Mode()), links, user, user,
			width, l.size(sizeOf(e.info), false), timeWords(e.info.ModTime(), time.Now()), l.label(e), arrow)
	}
}

func sizeOf(info fs.FileInfo) int64 {
	if info.IsDir() {
		return 4096
	}
	return info.Size()
}

// modeWords are the ten letters of ls -l.
func modeWords(mode fs.FileMode) string {
	kind := "-"
	switch {
	case mode.IsDir():
		kind = "d"
	case mode&fs.ModeSymlink != 0:
		kind = "l"
	}
	letters := []byte("rwxrwxrwx")
	for i := range letters {
		if mode&(1<<(8-i)) == 0 {
			letters[i] = '-'
		}
	}
	return kind + string(letters)
}

// timeWords shows the time of day for half a year, then the year.
func timeWords(t, now time.Time) string {
	const halfYear = 182 * 24 * time.Hour
	if age := now.Sub(t); age > halfYear || age < -time.Hour {
		return t.Format("Jan _2  2006")
	}
	return t.Format("Jan _2 15:04")
}
