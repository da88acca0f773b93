// Package lineranges reads the ranges of -L in `git blame` and `git log`:
// "10,20", "10,+5", "/start/,/end/", ":function". It sees the lines of one file and
// nothing else. Its errors are Git's sentences.
package lineranges

import (
	"fmt"
	"strconv"
	"strings"

	"cairn/internal/git/regex"
)

// Range is a run of lines from 0, its end excluded.
type Range struct{ Start, End int }

// Params is the file that a range is read for.
type Params struct {
	// Name of the file, for messages.
	Name  string
	Lines []string
	// Heading tells the lines that begin a function.
	Heading func(line string) (string, bool)
	// AlwaysLines says "1 lines" in messages, as `git log` does and blame does not.
	AlwaysLines bool
}

// Error is a fault in a range.
type Error struct {
	Text  string
	Usage bool // the usage text is to be printed instead
}

func (e *Error) Error() string { return e.Text }

// Parse reads one range. after is where the last range ended: searches begin
// there, or at the top with a leading ^.
func Parse(spec string, p Params, after int) (Range, error) {
	r := reader{p: p, rest: spec, anchor: min(after+1, len(p.Lines)+1)}
	if strings.HasPrefix(spec, ":") || strings.HasPrefix(spec, "^:") {
		return r.function()
	}
	return r.pair()
}

type reader struct {
	p      Params
	rest   string
	anchor int // line from 1 where a search begins
}

func (r *reader) pair() (Range, error) {
	if strings.HasPrefix(r.rest, "^") {
		r.anchor, r.rest = 1, r.rest[1:]
	}
	start, startSet, err := r.place(0)
	if err != nil {
		return Range{}, err
	}
	end := 0
	if rest, ok := strings.CutPrefix(r.rest, ","); ok {
		r.rest = rest
		from := 1
		if startSet {
			from = start + 1
		}
		r.anchor = from
		if end, _, err = r.place(start); err != nil {
			return Range{}, err
		}
	}
	if r.rest != "" {
		return Range{}, &Error{Usage: true}
	}
	if start > 0 && end > 0 && end < start {
		start, end = end, start
	}
	return r.bounds(start, end)
}

// bounds checks a range against the file; 0 stands for its ends.
func (r *reader) bounds(start, end int) (Range, error) {
	n := len(r.p.Lines)
	if start > n || n == 0 && end > 0 {
		unit := "lines"
		if n == 1 && !r.p.AlwaysLines {
			unit = "line"
		}
		return Range{}, &Error{Text: fmt.Sprintf("file %s has only %d %s", r.p.Name, n, unit)}
	}
	if end < 1 || end > n {
		end = n
	}
	return Range{max(start, 1) - 1, end}, nil
}

// place reads one end of a range: a number, +n or -n from the start, or /regex/.
func (r *reader) place(start int) (line int, set bool, err error) {
	s := r.rest
	switch {
	case s == "":
		return 0, false, nil
	case (s[0] == '+' || s[0] == '-') && start > 0:
		n, used := digits(s[1:])
		if used == 0 {
			return 0, false, nil
		}
		if n == 0 {
			return 0, false, &Error{Text: "-L invalid empty range"}
		}
		r.rest = s[1+used:]
		if s[0] == '+' {
			return start + n - 1, true, nil
		}
		return max(start-n+1, 1), true, nil
	case s[0] == '/':
		return r.search(s)
	}
	negative := s[0] == '-'
	n, used := digits(strings.TrimPrefix(s, "-"))
	if used == 0 {
		return 0, false, nil
	}
	if negative {
		n, used = -n, used+1
	}
	r.rest = s[used:]
	if n <= 0 {
		return 0, false, &Error{Text: fmt.Sprintf("-L invalid line number: %d", n)}
	}
	return n, true, nil
}

func digits(s string) (n, used int) {
	for used < len(s) && s[used] >= '0' && s[used] <= '9' {
		used++
	}
	n, err := strconv.Atoi(s[:used])
	if err != nil {
		n = 1 << 30
	}
	return n, used
}

// search finds the first line from the anchor on that matches /regex/.
func (r *reader) search(s string) (int, bool, error) {
	end := 1
	for end < len(s) && s[end] != '/' {
		if s[end] == '\\' && end+1 < len(s) {
			end++
		}
		end++
	}
	if end >= len(s) {
		return 0, false, nil
	}
	pattern := strings.ReplaceAll(s[1:end], `\/`, "/")
	r.rest = s[end+1:]
	fail := func(why string) error {
		return &Error{Text: fmt.Sprintf("-L parameter '%s' starting at line %d: %s", pattern, r.anchor, why)}
	}
	re, err := regex.Compile(pattern, regex.Basic, false)
	if err != nil {
		return 0, false, fail(err.Error())
	}
	ended := true
	first := r.anchor - 1
	if first == len(r.p.Lines)+1 {
		first = 0 // Git begins at the top where the start is behind the last line
	}
	for i := first; i < len(r.p.Lines); i++ {
		line, feed := strings.CutSuffix(r.p.Lines[i], "\n")
		ended = feed
		if at := re.FindStringIndex(line); at != nil {
			if at[0] == len(line) && !feed {
				i++ // the end of the file counts as a line of its own
			}
			return i + 1, true, nil
		}
	}
	if ended && re.MatchString("") {
		return max(r.anchor, len(r.p.Lines)+1), true, nil
	}
	return 0, false, fail("No match")
}

// function finds the function whose first line matches :regex, up to the next one.
func (r *reader) function() (Range, error) {
	spec := r.rest
	if strings.HasPrefix(spec, "^") {
		r.anchor, spec = 1, spec[1:]
	}
	pattern := spec[1:]
	fail := func(why string) (Range, error) {
		return Range{}, &Error{Text: fmt.Sprintf("-L parameter '%s' starting at line %d: %s", pattern, r.anchor, why)}
	}
	if pattern == "" {
		return Range{}, &Error{Usage: true}
	}
	re, err := regex.Compile(pattern, regex.Basic, false)
	if err != nil {
		return fail(err.Error())
	}
	start := -1
	for i := r.anchor - 1; i < len(r.p.Lines); i++ {
		line := strings.TrimSuffix(r.p.Lines[i], "\n")
		if _, is := r.p.Heading(r.p.Lines[i]); is && re.MatchString(line) {
			start = i
			break
		}
	}
	if start < 0 {
		return fail("no match")
	}
	end := start + 1
	for end < len(r.p.Lines) {
		if _, is := r.p.Heading(r.p.Lines[end]); is {
			break
		}
		end++
	}
	// blank lines before the next function belong to neither
	return Range{start, end}, nil
}

// Sorted joins ranges that overlap or touch, in order.
func Sorted(ranges []Range) []Range {
	var out []Range
	for _, r := range ranges {
		if r.End <= r.Start {
			continue
		}
		at := 0
		for at < len(out) && out[at].End < r.Start {
			at++
		}
		end := at
		for end < len(out) && out[end].Start <= r.End {
			r.Start, r.End = min(r.Start, out[end].Start), max(r.End, out[end].End)
			end++
		}
		out = append(out[:at:at], append([]Range{r}, out[end:]...)...)
	}
	return out
}
