// Package quote spells path names as Git prints them: as they are, or in
// double quotes with C escapes when they hold bytes that a reader could not
// tell apart. It refuses, on reading, escapes that Git never writes.
package quote

import (
	"errors"
	"fmt"
	"strings"
)

// Needed reports whether the path must be quoted. With high set (core.quotePath,
// on by default) bytes above 0x7f count as unusual too.
func Needed(path string, high bool) bool {
	for i := range len(path) {
		if unusual(path[i], high) {
			return true
		}
	}
	return false
}

func unusual(c byte, high bool) bool {
	return c < ' ' || c == '"' || c == '\\' || c == 0x7f || high && c > 0x7f
}

// Path quotes the path if it needs it.
func Path(path string, high bool) string {
	if !Needed(path, high) {
		return path
	}
	return `"` + escape(path, high) + `"`
}

// Prefixed quotes prefix and path together: "a/t\tb".
func Prefixed(prefix, path string, high bool) string { return Path(prefix+path, high) }

const (
	plain   = "\a\b\t\n\v\f\r\"\\"
	letters = "abtnvfr\"\\"
)

func escape(path string, high bool) string {
	var out strings.Builder
	for i := range len(path) {
		c := path[i]
		switch at := strings.IndexByte(plain, c); {
		case !unusual(c, high):
			out.WriteByte(c)
		case at >= 0:
			out.WriteByte('\\')
			out.WriteByte(letters[at])
		default:
			fmt.Fprintf(&out, "\\%03o", c)
		}
	}
	return out.String()
}

// ErrSyntax says that a quoted name does not end or holds an unknown escape.
var ErrSyntax = errors.New("malformed quoted name")

// Unquote reads a quoted name at the beginning of text and returns what follows it.
// Text that does not begin with a double quote is an error.
func Unquote(text string) (name, rest string, err error) {
	if !strings.HasPrefix(text, `"`) {
		return "", "", ErrSyntax
	}
	var out []byte
	for i := 1; i < len(text); i++ {
		switch c := text[i]; c {
		case '"':
			return string(out), text[i+1:], nil
		case '\\':
			value, size := unescape(text[i+1:])
			if size == 0 {
				return "", "", ErrSyntax
			}
			out = append(out, value)
			i += size
		default:
			out = append(out, c)
		}
	}
	return "", "", ErrSyntax
}

// unescape reads what follows a backslash; size 0 means that it is no escape.
func unescape(text string) (value byte, size int) {
	if text == "" {
		return 0, 0
	}
	if at := strings.IndexByte(letters, text[0]); at >= 0 {
		return plain[at], 1
	}
	const digits = 3
	if len(text) < digits || text[0] > '3' {
		return 0, 0
	}
	for _, d := range []byte(text[:digits]) {
		if d < '0' || d > '7' {
			return 0, 0
		}
		value = value<<3 | (d - '0') // without the brackets | would come first
	}
	return value, digits
}
