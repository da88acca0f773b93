package shell

import (
	"errors"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

type treeView struct {
	*call
	o           *options
	level       int
	ignore      []*regexp.Regexp
	dirs, files int
}

func tree(c *call) int {
	o, ok := c.options(spec{short: "aAdfFL:I:", long: map[string]string{"dirsfirst": "1", "noreport": "0"}})
	if !ok {
		return 2
	}
	t := &treeView{call: c, o: o}
	if o.has("L") {
		n, err := strconv.Atoi(o.value["L"])
		if err != nil || n < 1 {
			c.complain("Invalid level, must be greater than 0.")
			return 1
		}
		t.level = n
	}
	if o.has("I") {
		for pattern := range strings.SplitSeq(o.value["I"], "|") {
			re, err := globRegexp(pattern)
			if err != nil {
				c.complain("%v", err)
				return 1
			}
			t.ignore = append(t.ignore, re)
		}
	}
	if len(o.rest) == 0 {
		o.rest = []string{"."}
	}
	code := 0
	for _, name := range o.rest {
		info, err := c.s.files.Stat(c.abs(name))
		if err == nil && !info.IsDir() {
			err = errNotDir
		}
		if err != nil {
			c.printf("%s  [error opening dir]\n", name)
			var outside *OutsideError
			if errors.As(err, &outside) {
				c.complain("%s: %s", name, errText(err))
			}
			code = 2
			continue
		}
		c.printf("%s\n", t.paint(info, name))
		t.walk(name, c.abs(name), "", 1)
	}
	if !o.has("0") {
		t.report()
	}
	return code
}

func (t *treeView) paint(info fs.FileInfo, name string) string {
	if t.onTerm {
		return paint(info, name)
	}
	return name
}

func (t *treeView) walk(name, full, indent string, level int) {
	if t.stopped() || t.level > 0 && level > t.level {
		return
	}
	list := t.entries(full)
	for i, e := range list {
		branch, below := "├── ", "│\u00a0\u00a0 "
		if i == len(list)-1 {
			branch, below = "└── ", "    "
		}
		info, err := e.Info()
		if err != nil {
			continue // gone since the folder was listed
		}
		label := e.Name()
		if t.o.has("f") {
			label = strings.TrimSuffix(name, "/") + "/" + label
		}
		t.printf("%s%s%s%s\n", indent, branch, t.paint(info, label), t.suffix(info, filepath.Join(full, e.Name())))
		if !e.IsDir() {
			t.files++
			continue
		}
		t.dirs++
		t.walk(strings.TrimSuffix(name, "/")+"/"+e.Name(), filepath.Join(full, e.Name()), indent+below, level+1)
	}
}

func (t *treeView) suffix(info fs.FileInfo, full string) string {
	switch {
	case info.Mode()&fs.ModeSymlink != 0:
		if text, err := t.s.files.Readlink(full); err == nil {
			return " -> " + text
		}
	case t.o.has("F") && info.IsDir():
		return "/"
	case t.o.has("F") && info.Mode()&0o111 != 0:
		return "*"
	}
	return ""
}

func (t *treeView) entries(full string) []fs.DirEntry {
	all, err := t.s.files.ReadDir(full)
	if err != nil {
		return nil
	}
	var dirs, list []fs.DirEntry
	for _, e := range all {
		switch {
		case strings.HasPrefix(e.Name(), ".") && !t.o.has("a"):
		case t.o.has("d") && !e.IsDir():
		case slices.ContainsFunc(t.ignore, func(re *regexp.Regexp) bool { return re.MatchString(e.Name()) }):
		case t.o.has("1") && e.IsDir():
			dirs = append(dirs, e)
		default:
			list = append(list, e)
		}
	}
	return append(dirs, list...)
}

func (t *treeView) report() {
	word := func(n int, one, many string) string {
		if n == 1 {
			return "1 " + one
		}
		return strconv.Itoa(n) + " " + many
	}
	t.printf("\n%s", word(t.dirs, "directory", "directories"))
	if !t.o.has("d") {
		t.printf(", %s", word(t.files, "file", "files"))
	}
	t.printf("\n")
}
