package shell

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"unicode/utf8"
)

// sqlShell is the sqlite3 command while it runs.
type sqlShell struct {
	*call
	db      *database
	mode    string // list, csv, column
	headers bool
	asked   bool // .headers or -header was given
	sep     string
	lineEnd string
	code    int
	// rows of column mode wait until their widths are known.
	columns []string
	rows    [][]string
}

// sqlite3 runs SQL on a database file of the practice folder.
func sqlite3(c *call) int {
	sh := &sqlShell{call: c, mode: "list", sep: "|", lineEnd: "\n"}
	rest, ok := sh.flags()
	if !ok {
		return 1
	}
	name := ":memory:"
	if len(rest) > 0 {
		name, rest = rest[0], rest[1:]
	}
	before, err := sh.load(name)
	if err != nil {
		why := errText(err)
		if errors.Is(err, fs.ErrNotExist) && why != errText(&OutsideError{}) {
			why = "unable to open database file"
		}
		c.print(c.err, "Error: unable to open database \"%s\": %s\n", name, why)
		return 1
	}
	if sh.db, err = openDatabase(c.ctx, before); err != nil {
		c.print(c.err, "Error: %v\n", err)
		return 1
	}
	defer sh.db.close()
	if len(rest) > 0 {
		sh.arguments(rest)
	} else {
		sh.script()
	}
	sh.save(name, before)
	return sh.code
}

// flags reads the options before the file's name.
func (sh *sqlShell) flags() ([]string, bool) {
	for i, arg := range sh.args {
		if !strings.HasPrefix(arg, "-") {
			return sh.args[i:], true
		}
		switch strings.TrimPrefix(arg, "-") {
		case "-header", "header":
			sh.headers, sh.asked = true, true
		case "noheader", "-noheader":
			sh.headers, sh.asked = false, true
		case "csv", "-csv":
			sh.mode, sh.sep = "csv", ","
		case "column", "-column":
			sh.mode = "column"
		case "list", "-list":
			sh.mode, sh.sep = "list", "|"
		case "batch", "-batch", "bail", "-bail":
		default:
			sh.complain("option %s is not supported in this console", arg)
			sh.print(sh.err, "usage: %s\n", sh.usage())
			return nil, false
		}
	}
	return nil, true
}

func (sh *sqlShell) setMode(mode string) bool {
	switch mode {
	case "list":
		sh.sep, sh.lineEnd = "|", "\n"
	case "csv":
		sh.sep, sh.lineEnd = ",", "\r\n"
	case "column":
		if !sh.asked {
			sh.headers = true
		}
	default:
		return false
	}
	sh.mode = mode
	return true
}

func (sh *sqlShell) load(name string) ([]byte, error) {
	if name == ":memory:" || name == "" {
		return nil, nil
	}
	info, err := sh.s.files.Stat(sh.abs(name))
	var outside *OutsideError
	switch {
	case errors.As(err, &outside):
		return nil, err
	case errors.Is(err, fs.ErrNotExist):
		// A new database; its folder must exist.
		dir, dirErr := sh.s.files.Stat(filepath.Dir(sh.abs(name)))
		if dirErr == nil && !dir.IsDir() {
			dirErr = errNotDir
		}
		return nil, dirErr
	case err != nil:
		return nil, err
	case info.IsDir():
		return nil, errors.New("Is a directory")
	}
	return sh.read(name)
}

// save writes the database back when it changed: a new file first, then a
// rename, so that a stop in between leaves the old one.
func (sh *sqlShell) save(name string, before []byte) {
	if name == ":memory:" || name == "" {
		return
	}
	after, err := sh.db.contents()
	if err == nil && bytes.Equal(before, after) {
		return
	}
	if err == nil {
		err = sh.replace(name, after)
	}
	if err != nil {
		sh.print(sh.err, "Error: cannot save %s: %s\n", name, errText(err))
		sh.code = 1
	}
}

func (sh *sqlShell) replace(name string, data []byte) error {
	info, err := sh.s.files.Lstat(sh.abs(name))
	if err != nil || info.Mode()&fs.ModeSymlink != 0 {
		return sh.write(name, data, 0o644) // new, or a link that stays one
	}
	if info.Mode()&0o200 == 0 {
		return errors.New("attempt to write a readonly database")
	}
	temp := name + "-journal"
	if err := sh.write(temp, data, info.Mode().Perm()); err != nil {
		_ = sh.s.files.Remove(sh.abs(temp)) // the first error tells more
		return err
	}
	return sh.s.files.Rename(sh.abs(temp), sh.abs(name))
}

// arguments runs what stands behind the file's name: SQL or one dot command
// each.
func (sh *sqlShell) arguments(list []string) {
	for _, text := range list {
		if strings.HasPrefix(text, ".") {
			if !sh.dot(text) {
				return
			}
			continue
		}
		if err := sh.run(text); err != nil {
			sh.fail(err, 0)
			return
		}
	}
}

// script runs the lines of stdin; an error ends its statement only.
func (sh *sqlShell) script() {
	data, err := sh.readAll(sh.in)
	if err != nil {
		sh.print(sh.err, "Error: %s\n", errText(err))
		sh.code = 1
		return
	}
	pending, start := "", 0
	for i, line := range strings.SplitAfter(string(data), "\n") {
		if sh.stopped() {
			return
		}
		if pending == "" && strings.HasPrefix(line, ".") {
			if !sh.dot(strings.TrimSpace(line)) {
				sh.code = 1
			}
			continue
		}
		if pending == "" {
			start = i + 1
			if strings.TrimSpace(line) == "" {
				continue
			}
		}
		pending += line
		if sh.db.complete(pending) {
			if err := sh.run(pending); err != nil {
				sh.fail(err, start)
			}
			pending = ""
		}
	}
	if strings.TrimSpace(pending) != "" {
		if err := sh.run(pending); err != nil {
			sh.fail(err, start)
		}
	}
}

// run runs SQL and prints its rows.
func (sh *sqlShell) run(text string) error {
	sh.columns, sh.rows = nil, nil
	first := true
	var plan [][]string
	err := sh.db.each(text, func(columns, values []string) {
		if sh.db.plan {
			plan = append(plan, values)
			return
		}
		if sh.mode == "column" {
			sh.columns = columns
			sh.rows = append(sh.rows, values)
			return
		}
		if first && sh.headers {
			sh.row(columns)
		}
		first = false
		sh.row(values)
	})
	sh.table()
	if len(plan) > 0 {
		sh.printf("QUERY PLAN\n")
		sh.planBelow(plan, "0", "")
	}
	return err
}

// planBelow draws the steps of a query plan that stand below another.
func (sh *sqlShell) planBelow(plan [][]string, parent, indent string) {
	var own [][]string
	for _, row := range plan {
		if len(row) == 4 && row[1] == parent {
			own = append(own, row)
		}
	}
	for i, row := range own {
		branch, below := "|--", "|  "
		if i == len(own)-1 {
			branch, below = "`--", "   "
		}
		sh.printf("%s%s%s\n", indent, branch, row[3])
		if row[0] != parent {
			sh.planBelow(plan, row[0], indent+below)
		}
	}
}

func (sh *sqlShell) row(values []string) {
	if sh.mode != "csv" {
		sh.printf("%s\n", strings.Join(values, sh.sep))
		return
	}
	fields := make([]string, len(values))
	for i, value := range values {
		if strings.ContainsAny(value, "\", \n\r\t'"+sh.sep) || nonASCII(value) {
			value = `"` + strings.ReplaceAll(value, `"`, `""`) + `"`
		}
		fields[i] = value
	}
	sh.printf("%s%s", strings.Join(fields, sh.sep), sh.lineEnd)
}

func nonASCII(text string) bool {
	return strings.IndexFunc(text, func(r rune) bool { return r > 126 || r < 32 }) >= 0
}

// table prints the rows of column mode.
func (sh *sqlShell) table() {
	if len(sh.rows) == 0 {
		return
	}
	widths := make([]int, len(sh.columns))
	for i, name := range sh.columns {
		widths[i] = utf8.RuneCountInString(name)
		for _, row := range sh.rows {
			widths[i] = max(widths[i], utf8.RuneCountInString(row[i]))
		}
	}
	line := func(cells []string) {
		var b strings.Builder
		for i, cell := range cells {
			b.WriteString(cell)
			if i < len(cells)-1 {
				b.WriteString(strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell)+2))
			} else {
				b.WriteString(strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell)))
			}
		}
		sh.printf("%s\n", b.String())
	}
	if sh.headers {
		line(sh.columns)
		rules := make([]string, len(widths))
		for i, width := range widths {
			rules[i] = strings.Repeat("-", width)
		}
		line(rules)
	}
	for _, row := range sh.rows {
		line(row)
	}
}

// fail tells an error in sqlite3's words; line 0 means that the SQL was an
// argument.
func (sh *sqlShell) fail(err error, line int) {
	var e *sqlError
	if !errors.As(err, &e) {
		sh.print(sh.err, "Error: %v\n", err)
		sh.code = 1
		return
	}
	suffix := ""
	if e.code > 1 {
		suffix = fmt.Sprintf(" (%d)", e.code)
	}
	switch {
	case line == 0 && e.prepare:
		sh.print(sh.err, "Error: in prepare, %s%s\n", e.message, suffix)
	case line == 0:
		sh.print(sh.err, "Error: stepping, %s%s\n", e.message, suffix)
	case e.prepare:
		sh.print(sh.err, "Parse error near line %d: %s%s\n", line, e.message, suffix)
	default:
		sh.print(sh.err, "Runtime error near line %d: %s%s\n", line, e.message, suffix)
	}
	if e.code == sqlNotAuthorized {
		sh.print(sh.err, "This console opens the one named database file and nothing else.\n")
	}
	if e.prepare && e.offset >= 0 {
		sh.point(e.text, e.offset)
	}
	sh.code = max(1, e.code)
	if line > 0 {
		sh.code = 1
	}
}

// sqlNotAuthorized is SQLITE_AUTH.
const sqlNotAuthorized = 23

// point shows the place of an error with an arrow, in at most 78 columns.
func (sh *sqlShell) point(text string, offset int) {
	if offset > len(text) {
		return
	}
	for offset > 50 {
		_, size := utf8.DecodeRuneInString(text)
		text, offset = text[size:], offset-size
	}
	runes := []rune(text)
	if len(runes) > 78 {
		runes = runes[:78]
	}
	shown := strings.Map(func(r rune) rune {
		if r == '\n' || r == '\r' || r == '\t' {
			return ' '
		}
		return r
	}, strings.TrimRight(string(runes), "\n"))
	sh.print(sh.err, "  %s\n", shown)
	if offset < 25 {
		sh.print(sh.err, "  %s^--- error here\n", strings.Repeat(" ", offset))
	} else {
		sh.print(sh.err, "  %serror here ---^\n", strings.Repeat(" ", offset-14))
	}
}
