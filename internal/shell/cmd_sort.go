package shell

import (
	"bytes"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// sortKey is one -k of sort.
type sortKey struct {
	from, fromChar int // 1-based; fromChar 0 means the field's begin
	to, toChar     int // to 0 means the line's end
	flags          string
}

type sorter struct {
	o    *options
	keys []sortKey
	sep  string
}

func sortLines(c *call) int {
	o, ok := c.options(spec{short: "nrufbscdk:t:o:h", long: map[string]string{
		"numeric-sort": "n", "reverse": "r", "unique": "u", "ignore-case": "f", "key": "k:",
		"field-separator": "t:", "stable": "s", "output": "o:", "check": "c", "human-numeric-sort": "h",
	}})
	if !ok {
		return 2
	}
	s := &sorter{o: o, sep: o.value["t"]}
	if s.sep == `\t` {
		s.sep = "\t"
	}
	for _, text := range o.all["k"] {
		key, ok := parseSortKey(text)
		if !ok {
			c.complain("invalid key '%s'", text)
			return 2
		}
		s.keys = append(s.keys, key)
	}
	lines, code := c.linesOf(o.rest)
	if code != 0 {
		return code
	}
	if o.has("c") {
		return c.checkSorted(s, lines, inputs(o.rest)[0])
	}
	slices.SortStableFunc(lines, s.compare)
	if o.has("u") {
		lines = slices.CompactFunc(lines, func(a, b string) bool { return s.keyed(a, b) == 0 })
	}
	text := strings.Join(lines, "\n")
	if len(lines) > 0 {
		text += "\n"
	}
	if o.has("o") {
		if err := c.write(o.value["o"], []byte(text), 0o644); err != nil {
			c.complain("open failed: %s: %s", o.value["o"], errText(err))
			return 2
		}
		return 0
	}
	c.printf("%s", text)
	return 0
}

// linesOf reads all inputs as one list of lines.
func (c *call) linesOf(rest []string) ([]string, int) {
	var lines []string
	total := 0
	for _, name := range inputs(rest) {
		data, err := c.read(name)
		if err != nil {
			c.complain("cannot read: %s: %s", name, errText(err))
			return nil, 2
		}
		if total += len(data); int64(total) > c.s.limits.File {
			c.complain("the input is larger than %s", sizeWords(c.s.limits.File))
			return nil, 2
		}
		for _, line := range splitLines(data) {
			lines = append(lines, string(bytes.TrimSuffix(line, []byte("\n"))))
		}
	}
	return lines, 0
}

func (c *call) checkSorted(s *sorter, lines []string, name string) int {
	for i := 1; i < len(lines); i++ {
		if order := s.compare(lines[i-1], lines[i]); order > 0 || order == 0 && s.o.has("u") {
			c.complain("%s:%d: disorder: %s", name, i+1, lines[i])
			return 1
		}
	}
	return 0
}

func parseSortKey(text string) (sortKey, bool) {
	m := regexp.MustCompile(`^([0-9]+)(?:\.([0-9]+))?([bfnrdh]*)(?:,([0-9]+)(?:\.([0-9]+))?([bfnrdh]*))?$`).FindStringSubmatch(text)
	if m == nil || m[1] == "0" {
		return sortKey{}, false
	}
	num := func(s string) int { n, _ := strconv.Atoi(s); return n } // digits by the pattern; absent is 0
	return sortKey{from: num(m[1]), fromChar: num(m[2]), to: num(m[4]), toChar: num(m[5]), flags: m[3] + m[6]}, true
}

func (s *sorter) compare(a, b string) int {
	order := s.keyed(a, b)
	if order == 0 && !s.o.has("s") && !s.o.has("u") {
		order = strings.Compare(a, b)
		if s.o.has("r") {
			order = -order
		}
	}
	return order
}

// keyed compares by the keys, or the whole line where there are none.
func (s *sorter) keyed(a, b string) int {
	all := ""
	for _, flag := range []string{"n", "r", "f", "b", "d", "h"} {
		if s.o.has(flag) {
			all += flag
		}
	}
	if len(s.keys) == 0 {
		return compareBy(a, b, all)
	}
	for _, key := range s.keys {
		flags := key.flags
		if flags == "" {
			flags = all
		}
		if order := compareBy(s.cut(a, key), s.cut(b, key), flags); order != 0 {
			return order
		}
	}
	return 0
}

func compareBy(a, b, flags string) int {
	var order int
	if strings.ContainsAny(flags, "b") {
		a, b = strings.TrimLeft(a, " \t"), strings.TrimLeft(b, " \t")
	}
	switch {
	case strings.Contains(flags, "h"):
		order = compareFloat(humanNumber(a), humanNumber(b))
	case strings.Contains(flags, "n"):
		order = compareFloat(leadingNumber(a), leadingNumber(b))
	default:
		if strings.Contains(flags, "d") {
			a, b = dictionary(a), dictionary(b)
		}
		if strings.Contains(flags, "f") {
			a, b = strings.ToUpper(a), strings.ToUpper(b)
		}
		order = strings.Compare(a, b)
	}
	if strings.Contains(flags, "r") {
		return -order
	}
	return order
}

func dictionary(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == ' ' || r == '\t' {
			return r
		}
		return -1
	}, text)
}

func compareFloat(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// leadingNumber is the number that a text begins with; none counts as 0.
func leadingNumber(text string) float64 {
	text = strings.TrimLeft(text, " \t")
	end := 0
	for end < len(text) && (text[end] >= '0' && text[end] <= '9' || text[end] == '.' || end == 0 && text[end] == '-') {
		end++
	}
	n, err := strconv.ParseFloat(text[:end], 64)
	if err != nil {
		return 0
	}
	return n
}

func humanNumber(text string) float64 {
	text = strings.TrimSpace(text)
	n := leadingNumber(text)
	rest := strings.TrimLeft(text, "-0123456789.")
	if rest != "" {
		if power := strings.IndexByte("KMGTPE", strings.ToUpper(rest)[0]); power >= 0 {
			n *= math.Pow(1024, float64(power+1))
		}
	}
	return n
}

// cut gives the part of a line that a key names.
func (s *sorter) cut(line string, key sortKey) string {
	begins, ends := s.fields(line)
	start := len(line)
	if key.from <= len(begins) {
		start = begins[key.from-1]
		if key.fromChar > 1 {
			start = min(start+key.fromChar-1, len(line))
		}
	}
	end := len(line)
	if key.to > 0 && key.to <= len(ends) {
		end = ends[key.to-1]
		if key.toChar > 0 {
			end = min(begins[key.to-1]+key.toChar, ends[key.to-1])
		}
	}
	if start >= end {
		return ""
	}
	return line[start:end]
}

// fields gives where each field begins and ends. Without a separator a field
// holds the blanks before it, as POSIX has it.
func (s *sorter) fields(line string) (begins, ends []int) {
	if s.sep != "" {
		at := 0
		for _, part := range strings.Split(line, s.sep) {
			begins, ends = append(begins, at), append(ends, at+len(part))
			at += len(part) + len(s.sep)
		}
		return begins, ends
	}
	isBlank := func(i int) bool { return line[i] == ' ' || line[i] == '\t' }
	for i := 0; i < len(line); {
		begins = append(begins, i)
		for i < len(line) && isBlank(i) {
			i++
		}
		for i < len(line) && !isBlank(i) {
			i++
		}
		ends = append(ends, i)
	}
	return begins, ends
}

// span is a range of cut; to 0 means the end.
type span struct{ from, to int }

func parseSpans(text string) ([]span, bool) {
	var spans []span
	for part := range strings.SplitSeq(text, ",") {
		from, to, isRange := strings.Cut(part, "-")
		sp := span{from: 1}
		var err error
		if from != "" {
			if sp.from, err = strconv.Atoi(from); err != nil || sp.from < 1 {
				return nil, false
			}
		}
		switch {
		case !isRange:
			sp.to = sp.from
		case to != "":
			if sp.to, err = strconv.Atoi(to); err != nil || sp.to < sp.from {
				return nil, false
			}
		case from == "":
			return nil, false
		}
		if !isRange && from == "" {
			return nil, false
		}
		spans = append(spans, sp)
	}
	return spans, true
}

func selected(spans []span, n int) bool {
	return slices.ContainsFunc(spans, func(sp span) bool { return n >= sp.from && (sp.to == 0 || n <= sp.to) })
}

func cut(c *call) int {
	o, ok := c.options(spec{short: "f:d:c:b:s", long: map[string]string{
		"fields": "f:", "delimiter": "d:", "characters": "c:", "only-delimited": "s",
	}})
	if !ok {
		return 2
	}
	list, byField := o.value["f"], o.has("f")
	if !byField {
		list = o.value["c"] + o.value["b"]
	}
	if list == "" {
		c.complain("you must specify a list of bytes, characters, or fields")
		return 1
	}
	if strings.Trim(list, "0") == "" {
		c.complain("%s are numbered from 1", map[bool]string{true: "fields", false: "byte/character positions"}[byField])
		return 1
	}
	spans, ok := parseSpans(list)
	if !ok {
		c.complain("invalid list '%s'", list)
		return 1
	}
	sep := "\t"
	if o.has("d") {
		sep = o.value["d"]
	}
	if len([]rune(sep)) != 1 {
		c.complain("the delimiter must be a single character")
		return 1
	}
	lines, code := c.linesOf(o.rest)
	for _, line := range lines {
		if c.stopped() {
			break
		}
		parts, joint := strings.Split(line, ""), ""
		if byField {
			if !strings.Contains(line, sep) {
				if !o.has("s") {
					c.printf("%s\n", line)
				}
				continue
			}
			parts, joint = strings.Split(line, sep), sep
		}
		var kept []string
		for i, part := range parts {
			if selected(spans, i+1) {
				kept = append(kept, part)
			}
		}
		c.printf("%s\n", strings.Join(kept, joint))
	}
	return code
}

func tr(c *call) int {
	o, ok := c.options(spec{short: "dscC", long: map[string]string{"delete": "d", "squeeze-repeats": "s", "complement": "c"}})
	if !ok {
		return 2
	}
	if len(o.rest) == 0 || len(o.rest) == 1 && !o.has("d") && !o.has("s") || len(o.rest) > 2 {
		return c.missingOperand()
	}
	from := expandSet(o.rest[0])
	var to []rune
	if len(o.rest) == 2 {
		to = expandSet(o.rest[1])
	}
	data, err := c.readAll(c.in)
	if err != nil {
		c.complain("read error: %s", errText(err))
		return 1
	}
	complement := o.has("c") || o.has("C")
	squeeze := to
	if len(to) == 0 {
		squeeze = from
	}
	var out strings.Builder
	last := rune(-1)
	for _, r := range string(data) {
		at := slices.Index(from, r)
		in := (at >= 0) != complement
		switch {
		case in && o.has("d"):
			continue
		case in && len(to) > 0 && complement:
			r = to[len(to)-1]
		case in && len(to) > 0:
			r = to[min(at, len(to)-1)]
		}
		if o.has("s") && r == last && (slices.Contains(squeeze, r) || len(to) == 0 && complement && in) {
			continue
		}
		last = r
		out.WriteRune(r)
	}
	c.printf("%s", out.String())
	return 0
}

// expandSet reads a tr set: ranges, classes and escapes.
func expandSet(text string) []rune {
	classes := map[string]string{
		"[:upper:]": "A-Z", "[:lower:]": "a-z", "[:digit:]": "0-9", "[:alpha:]": "A-Za-z",
		"[:alnum:]": "0-9A-Za-z", "[:space:]": "\t\n\v\f\r ", "[:blank:]": "\t ", "[:punct:]": "!-/:-@\\[-`{-~",
	}
	for class, members := range classes {
		text = strings.ReplaceAll(text, class, members)
	}
	var set []rune
	runes := []rune(text)
	escapes := map[rune]rune{'n': '\n', 't': '\t', 'r': '\r', '0': 0}
	for i := 0; i < len(runes); i++ {
		r := runes[i]
		if r == '\\' && i+1 < len(runes) {
			i++
			r = runes[i]
			if special, ok := escapes[r]; ok {
				r = special
			}
		}
		if i+2 < len(runes) && runes[i+1] == '-' && runes[i+2] >= r && runes[i+2]-r < 0x10000 {
			for ; r <= runes[i+2]; r++ {
				set = append(set, r)
			}
			i += 2
			continue
		}
		set = append(set, r)
	}
	return set
}
