package shell

import (
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"strconv"
	"strings"
)

// found is a path that find looks at.
type found struct {
	name  string // as printed
	full  string
	info  fs.FileInfo
	prune bool
}

// test is one step of find's expression.
type test func(f *found) bool

type finder struct {
	*call
	tokens   []string
	at       int
	min, max int
	acts     bool // an action such as -print was named
	depth    bool // contents before the folder, for -delete
	code     int
}

func find(c *call) int {
	f := &finder{call: c, max: -1, tokens: c.args}
	var starts []string
	for f.at < len(f.tokens) && !strings.HasPrefix(f.tokens[f.at], "-") && f.tokens[f.at] != "!" && f.tokens[f.at] != "(" {
		starts = append(starts, f.tokens[f.at])
		f.at++
	}
	if len(starts) == 0 {
		starts = []string{"."}
	}
	run, err := f.or()
	if err == nil && f.at < len(f.tokens) {
		err = fmt.Errorf("unexpected argument '%s'", f.tokens[f.at])
	}
	if err != nil {
		c.complain("%v", err)
		if strings.Contains(err.Error(), "not supported") {
			return 2
		}
		return 1
	}
	if !f.acts {
		inner := run
		run = func(x *found) bool { return inner(x) && f.show(x) }
	}
	for _, start := range starts {
		f.walk(start, c.abs(start), 0, run)
	}
	return f.code
}

func (f *finder) show(x *found) bool {
	f.printf("%s\n", x.name)
	return true
}

// walk visits a path and what lies below it.
func (f *finder) walk(name, full string, level int, run test) {
	if f.stopped() {
		return
	}
	look := f.s.files.Lstat
	if strings.HasSuffix(name, "/") {
		look = f.s.files.Stat
	}
	info, err := look(full)
	if err != nil {
		f.complain("'%s': %s", name, errText(err))
		f.code = 1
		return
	}
	x := &found{name: name, full: full, info: info}
	if !f.depth && level >= f.min {
		run(x)
	}
	if info.IsDir() && !x.prune && (f.max < 0 || level < f.max) {
		entries, err := f.s.files.ReadDir(full)
		if err != nil {
			f.complain("'%s': %s", name, errText(err))
			f.code = 1
		}
		for _, e := range entries {
			f.walk(strings.TrimSuffix(name, "/")+"/"+e.Name(), filepath.Join(full, e.Name()), level+1, run)
		}
	}
	if f.depth && level >= f.min {
		run(x)
	}
}

func (f *finder) peek(words ...string) bool {
	if f.at >= len(f.tokens) {
		return false
	}
	for _, word := range words {
		if f.tokens[f.at] == word {
			return true
		}
	}
	return false
}

func (f *finder) or() (test, error) {
	left, err := f.and()
	if err != nil {
		return nil, err
	}
	for f.peek("-o", "-or") {
		f.at++
		l := left
		right, err := f.and()
		if err != nil {
			return nil, err
		}
		left = func(x *found) bool { return l(x) || right(x) }
	}
	return left, nil
}

func (f *finder) and() (test, error) {
	all := []test{}
	for f.at < len(f.tokens) && !f.peek("-o", "-or", ")") {
		if f.peek("-a", "-and") {
			f.at++
			continue
		}
		t, err := f.not()
		if err != nil {
			return nil, err
		}
		all = append(all, t)
	}
	return func(x *found) bool {
		for _, t := range all {
			if !t(x) {
				return false
			}
		}
		return true
	}, nil
}

func (f *finder) not() (test, error) {
	switch {
	case f.peek("!", "-not"):
		f.at++
		if f.at >= len(f.tokens) {
			return nil, fmt.Errorf("expected an expression after '%s'", f.tokens[f.at-1])
		}
		inner, err := f.not()
		if err != nil {
			return nil, err
		}
		return func(x *found) bool { return !inner(x) }, nil
	case f.peek("("):
		f.at++
		inner, err := f.or()
		if err != nil {
			return nil, err
		}
		if !f.peek(")") {
			return nil, fmt.Errorf("a ( has no )")
		}
		f.at++
		return inner, nil
	}
	return f.primary()
}

func (f *finder) primary() (test, error) {
	name := f.tokens[f.at]
	f.at++
	switch name {
	case "-print":
		f.acts = true
		return f.show, nil
	case "-prune":
		return func(x *found) bool { x.prune = true; return true }, nil
	case "-delete":
		f.acts, f.depth = true, true
		return f.delete, nil
	case "-empty":
		return f.empty, nil
	case "-depth":
		f.depth = true
		return func(*found) bool { return true }, nil
	case "-name", "-iname", "-path", "-ipath", "-wholename", "-type", "-maxdepth", "-mindepth", "-newer":
	default:
		return nil, fmt.Errorf("'%s' is not supported in this console", name)
	}
	if f.at >= len(f.tokens) {
		return nil, fmt.Errorf("missing argument to `%s'", name)
	}
	value := f.tokens[f.at]
	f.at++
	return f.withValue(name, value)
}

func (f *finder) withValue(name, value string) (test, error) {
	switch name {
	case "-maxdepth", "-mindepth":
		n, err := strconv.Atoi(value)
		if err != nil || n < 0 {
			return nil, fmt.Errorf("expected a positive number after '%s', but got '%s'", name, value)
		}
		if name == "-maxdepth" {
			f.max = n
		} else {
			f.min = n
		}
		return func(*found) bool { return true }, nil
	case "-type":
		if value != "f" && value != "d" && value != "l" {
			return nil, fmt.Errorf("-type %s is not supported in this console; use f, d or l", value)
		}
		return func(x *found) bool {
			switch value {
			case "d":
				return x.info.IsDir()
			case "l":
				return x.info.Mode()&fs.ModeSymlink != 0
			}
			return x.info.Mode().IsRegular()
		}, nil
	case "-newer":
		info, err := f.s.files.Stat(f.abs(value))
		if err != nil {
			return nil, fmt.Errorf("'%s': %s", value, errText(err))
		}
		return func(x *found) bool { return x.info.ModTime().After(info.ModTime()) }, nil
	}
	ignore := strings.HasPrefix(name, "-i")
	if ignore {
		value = strings.ToLower(value)
	}
	re, err := globRegexp(value)
	if err != nil {
		return nil, err
	}
	return func(x *found) bool {
		text := x.name
		if name == "-name" || name == "-iname" {
			text = path.Base(x.name)
		}
		if ignore {
			text = strings.ToLower(text)
		}
		return re.MatchString(text)
	}, nil
}

func (f *finder) empty(x *found) bool {
	if !x.info.IsDir() {
		return x.info.Mode().IsRegular() && x.info.Size() == 0
	}
	entries, err := f.s.files.ReadDir(x.full)
	return err == nil && len(entries) == 0
}

func (f *finder) delete(x *found) bool {
	if x.name == "." {
		return true
	}
	if err := f.removeOne(x.full, x.info); err != nil {
		f.complain("cannot delete '%s': %s", x.name, errText(err))
		f.code = 1
		return false
	}
	return true
}
