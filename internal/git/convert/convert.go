package convert

import (
	"bytes"
	"fmt"
	"runtime"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/attr"
	"cairn/internal/git/config"
)

// Converter converts the files of one repository. It may be used by several
// goroutines.
type Converter struct {
	attrs    *attr.Matcher
	config   *config.Config
	autoCRLF string // "true", "input", ""
	eol      string // "lf", "crlf", "": native
	safe     string // "true", "false", "warn"
}

// New reads the configuration.
func New(c *config.Config, attrs *attr.Matcher) *Converter {
	v := &Converter{attrs: attrs, config: c, safe: "warn"}
	if s, ok := c.Get("core.autocrlf"); ok {
		if strings.EqualFold(s, "input") {
			v.autoCRLF = "input"
		} else if on, _ := c.Bool("core.autocrlf", false); on {
			v.autoCRLF = "true"
		}
	}
	if s, ok := c.Get("core.eol"); ok && (strings.EqualFold(s, "lf") || strings.EqualFold(s, "crlf")) {
		v.eol = strings.ToLower(s)
	}
	if s, ok := c.Get("core.safecrlf"); ok && !strings.EqualFold(s, "warn") {
		v.safe = "false"
		if on, _ := c.Bool("core.safecrlf", false); on {
			v.safe = "true"
		}
	}
	return v
}

// rules is what holds for one path.
type rules struct {
	action action
	ident  bool
}

type action uint8

const (
	binary action = iota // never converted
	text                 // always
	auto                 // if it looks like text
)

type eol uint8

const (
	lf eol = iota
	crlf
)

// RefusedError says that a path's attributes ask for a filter or an encoding.
type RefusedError struct {
	Path, What string
}

func (e *RefusedError) Error() string {
	return fmt.Sprintf("%s: %s is not applied here: no other program is ever started", e.Path, e.What)
}

func (v *Converter) rules(path string) (rules, eol, error) {
	if v == nil {
		return rules{}, lf, nil
	}
	values := v.attrs.Lookup(path, "text", "crlf", "eol", "ident", "filter", "working-tree-encoding")
	if err := v.refuse(path, values[4], values[5]); err != nil {
		return rules{}, lf, err
	}
	act, end, decided := v.textRules(values[0])
	if !decided {
		act, end, decided = v.textRules(values[1])
	}
	if !decided || act != binary {
		switch values[2].Text {
		case "lf", "crlf":
			end = lf
			if values[2].Text == "crlf" {
				end = crlf
			}
			if act != auto {
				act = text
			}
			decided = true
		}
	}
	if !decided {
		switch v.autoCRLF {
		case "true":
			act, end = auto, crlf
		case "input":
			act, end = auto, lf
		default:
			act = binary
		}
	}
	return rules{act, values[3].State == attr.Set}, end, nil
}

// textRules reads the attribute text (or crlf, its old name).
func (v *Converter) textRules(a attr.Value) (act action, end eol, decided bool) {
	switch {
	case a.State == attr.Set:
		return text, v.native(), true
	case a.State == attr.Unset:
		return binary, lf, true
	case a.Text == "input":
		return text, lf, true
	case a.Text == "auto":
		return auto, v.native(), true
	}
	return binary, lf, false
}

// native is the line end that text files get where no attribute names one.
func (v *Converter) native() eol {
	switch {
	case v.autoCRLF == "true":
		return crlf
	case v.autoCRLF == "input", v.eol == "lf":
		return lf
	case v.eol == "crlf", runtime.GOOS == "windows":
		return crlf
	}
	return lf
}

func (v *Converter) refuse(path string, filter, encoding attr.Value) error {
	if filter.State == attr.Valued {
		for _, key := range []string{"clean", "smudge", "process"} {
			if s, ok := v.config.Get("filter." + filter.Text + "." + key); ok && s != "" {
				return &RefusedError{path, "the filter '" + filter.Text + "'"}
			}
		}
	}
	if encoding.State == attr.Valued && !strings.EqualFold(encoding.Text, "utf-8") && !strings.EqualFold(encoding.Text, "utf8") {
		return &RefusedError{path, "the encoding '" + encoding.Text + "'"}
	}
	return nil
}

// ToWorktree converts a blob to the bytes of the working-tree file.
func (v *Converter) ToWorktree(path string, data []byte) ([]byte, error) {
	r, end, err := v.rules(path)
	if err != nil {
		return nil, err
	}
	if r.ident {
		data = expandIdent(data)
	}
	if r.action == binary || end != crlf || !toCRLF(Gather(data), r.action, end) {
		return data, nil
	}
	out := make([]byte, 0, len(data)+len(data)/16+16)
	for i, c := range data {
		if c == '\n' && (i == 0 || data[i-1] != '\r') {
			out = append(out, '\r')
		}
		out = append(out, c)
	}
	return out, nil
}

// toCRLF reports whether content with these counts gets CRLF when checked out: never where
// it would be mixed up with what is there.
func toCRLF(s Stats, act action, end eol) bool {
	if end != crlf || s.LoneLF == 0 {
		return false
	}
	return act != auto || (s.LoneCR == 0 && s.CRLF == 0 && !s.Binary())
}

func expandIdent(data []byte) []byte {
	if !bytes.Contains(data, []byte("$Id")) {
		return data
	}
	hash := plumbing.ComputeHash(plumbing.BlobObject, data).String()
	return replaceIdent(data, "$Id: "+hash+" $")
}

// replaceIdent puts text in place of each $Id$ and $Id: …$ that ends on its line. One that
// another system filled in (with a space inside its value) is left alone when expanding.
func replaceIdent(data []byte, with string) []byte {
	var out []byte
	for {
		i := bytes.Index(data, []byte("$Id"))
		if i < 0 {
			return append(out, data...)
		}
		rest := data[i+3:]
		end := bytes.IndexByte(rest, '$')
		line := bytes.IndexByte(rest, '\n')
		ok := end >= 0 && (line < 0 || end < line) && (end == 0 || rest[0] == ':')
		if ok && end > 3 && with != "$Id$" && bytes.IndexByte(bytes.Trim(rest[1:end], " "), ' ') >= 0 {
			ok = false
		}
		if !ok {
			out = append(out, data[:i+3]...)
			data = rest
			continue
		}
		out = append(append(out, data[:i]...), with...)
		data = rest[end+1:]
	}
}

// Describe names the attributes that decide about a path's line ends, as `ls-files --eol`
// shows them.
func (v *Converter) Describe(path string) string {
	values := v.attrs.Lookup(path, "text", "crlf", "eol")
	act, _, decided := v.textRules(values[0])
	input := values[0].Text == "input"
	if !decided {
		act, _, decided = v.textRules(values[1])
		input = values[1].Text == "input"
	}
	eolWord := ""
	if e := values[2].Text; (e == "lf" || e == "crlf") && (!decided || act != binary) {
		eolWord = " eol=" + e
		if !decided {
			return "text" + eolWord
		}
	}
	switch {
	case !decided:
		return ""
	case act == binary:
		return "-text"
	case act == auto:
		return "text=auto" + eolWord
	case input:
		return "text eol=lf"
	}
	return "text" + eolWord
}
