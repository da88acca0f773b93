package shell

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// inputs are the files to read; none means stdin.
func inputs(rest []string) []string {
	if len(rest) == 0 {
		return []string{"-"}
	}
	return rest
}

// splitLines cuts text into lines that keep their newline.
func splitLines(data []byte) [][]byte {
	lines := bytes.SplitAfter(data, []byte("\n"))
	if n := len(lines); n > 0 && len(lines[n-1]) == 0 {
		lines = lines[:n-1]
	}
	return lines
}

func cat(c *call) int {
	o, ok := c.options(spec{short: "nbsEAeTvu", long: map[string]string{
		"number": "n", "number-nonblank": "b", "squeeze-blank": "s", "show-ends": "E", "show-all": "A",
	}})
	if !ok {
		return 2
	}
	code, lines := 0, &catter{call: c, o: o}
	plain := !o.has("n") && !o.has("b") && !o.has("s") && !o.has("E") && !o.has("A") && !o.has("e") && !o.has("T")
	for _, name := range inputs(o.rest) {
		in, err := c.open(name)
		if err != nil {
			c.complain("%s: %s", name, errText(err))
			code = 1
			continue
		}
		if plain {
			_, err = io.Copy(c.out, in)
		} else {
			err = lines.file(in)
		}
		_ = in.Close()
		if err != nil && c.out.err == nil {
			c.complain("%s: %s", name, errText(err))
			code = 1
		}
		if c.stopped() {
			break
		}
	}
	return code
}

// catter numbers and marks lines over several files.
type catter struct {
	*call
	o              *options
	number, blanks int
}

func (k *catter) file(in io.Reader) error {
	r := bufio.NewReader(in)
	for !k.stopped() {
		line, err := r.ReadString('\n')
		if line != "" {
			k.line(line)
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (k *catter) line(line string) {
	text, end := strings.TrimSuffix(line, "\n"), strings.HasSuffix(line, "\n")
	if text == "" {
		k.blanks++
	} else {
		k.blanks = 0
	}
	if k.blanks > 1 && k.o.has("s") {
		return
	}
	if k.o.has("b") && text != "" || k.o.has("n") && !k.o.has("b") {
		k.number++
		k.printf("%6d\t", k.number)
	}
	if k.o.has("A") || k.o.has("T") {
		text = strings.ReplaceAll(text, "\t", "^I")
	}
	if k.o.has("A") || k.o.has("e") {
		text = strings.ReplaceAll(text, "\r", "^M")
	}
	if end && (k.o.has("E") || k.o.has("A") || k.o.has("e")) {
		text += "$"
	}
	if end {
		text += "\n"
	}
	k.printf("%s", text)
}

// count is the argument of head -n and tail -n.
type count struct {
	n       int64
	sign    byte // '-' all but the last, '+' beginning with; 0 else
	inBytes bool
}

func parseCount(text string, inBytes bool) (count, bool) {
	k := count{inBytes: inBytes}
	if text != "" && (text[0] == '-' || text[0] == '+') {
		k.sign, text = text[0], text[1:]
	}
	factor := int64(1)
	if cut, ok := strings.CutSuffix(strings.ToUpper(text), "K"); ok {
		text, factor = cut, 1024
	}
	n, err := strconv.ParseInt(text, 10, 40)
	k.n = n * factor
	return k, err == nil
}

// headTail parses what head and tail share.
func (c *call) headTail() (*options, count, bool) {
	if len(c.args) > 0 && len(c.args[0]) > 1 && c.args[0][0] == '-' && unicode.IsDigit(rune(c.args[0][1])) {
		c.args = append([]string{"-n" + c.args[0][1:]}, c.args[1:]...)
	}
	o, ok := c.options(spec{short: "n:c:qv", long: map[string]string{"lines": "n:", "bytes": "c:", "quiet": "q", "verbose": "v"}})
	if !ok {
		return o, count{}, false
	}
	k := count{n: 10}
	for _, name := range []string{"n", "c"} {
		if !o.has(name) {
			continue
		}
		if k, ok = parseCount(o.value[name], name == "c"); !ok {
			c.complain("invalid number of %s: '%s'", map[string]string{"n": "lines", "c": "bytes"}[name], o.value[name])
			return o, k, false
		}
	}
	return o, k, true
}

func head(c *call) int {
	o, k, ok := c.headTail()
	if !ok {
		return 1
	}
	return c.eachPart(o, func(in io.Reader) error { return c.headOf(in, k) })
}

func tail(c *call) int {
	if slices.Contains(c.args, "-f") || slices.Contains(c.args, "-F") {
		c.complain("option -f is not supported in this console: nothing else writes here")
		return 2
	}
	o, k, ok := c.headTail()
	if !ok {
		return 1
	}
	return c.eachPart(o, func(in io.Reader) error { return c.tailOf(in, k) })
}

// eachPart runs one step for every input, with a title where there are several.
func (c *call) eachPart(o *options, step func(io.Reader) error) int {
	names, code, shown := inputs(o.rest), 0, false
	for _, name := range names {
		in, err := c.open(name)
		if err != nil {
			c.complain("cannot open '%s' for reading: %s", name, errText(err))
			code = 1
			continue
		}
		if (len(names) > 1 || o.has("v")) && !o.has("q") {
			if shown {
				c.printf("\n")
			}
			if name == "-" {
				name = "standard input"
			}
			c.printf("==> %s <==\n", name)
		}
		shown = true
		err = step(in)
		_ = in.Close()
		if err != nil && c.out.err == nil {
			c.complain("error reading '%s': %s", name, errText(err))
			code = 1
		}
	}
	return code
}

func (c *call) headOf(in io.Reader, k count) error {
	switch {
	case k.sign == '-':
		data, err := c.readAll(in)
		if k.inBytes {
			c.printf("%s", data[:max(0, int64(len(data))-k.n)])
			return err
		}
		lines := splitLines(data)
		c.printf("%s", bytes.Join(lines[:max(0, int64(len(lines))-k.n)], nil))
		return err
	case k.inBytes:
		_, err := io.CopyN(c.out, in, k.n)
		if errors.Is(err, io.EOF) {
			err = nil
		}
		return err
	}
	r := bufio.NewReader(in)
	for i := int64(0); i < k.n && !c.stopped(); i++ {
		line, err := r.ReadString('\n')
		c.printf("%s", line)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (c *call) tailOf(in io.Reader, k count) error {
	data, err := c.readAll(in)
	if k.inBytes {
		from := int64(len(data)) - k.n
		if k.sign == '+' {
			from = k.n - 1
		}
		c.printf("%s", data[min(max(0, from), int64(len(data))):])
		return err
	}
	lines := splitLines(data)
	from := int64(len(lines)) - k.n
	if k.sign == '+' {
		from = k.n - 1
	}
	c.printf("%s", bytes.Join(lines[min(max(0, from), int64(len(lines))):], nil))
	return err
}

// tally are the numbers that wc counts, in the order in which it prints them.
type tally struct{ lines, words, chars, bytes, longest int64 }

func wc(c *call) int {
	o, ok := c.options(spec{short: "lwcmL", long: map[string]string{
		"lines": "l", "words": "w", "bytes": "c", "chars": "m", "max-line-length": "L",
	}})
	if !ok {
		return 2
	}
	if len(o.count) == 0 {
		o.set("l", "")
		o.set("w", "")
		o.set("c", "")
	}
	names, code := inputs(o.rest), 0
	var sum tally
	type row struct {
		t    tally
		name string
	}
	var rows []row
	size, piped := int64(0), false
	for _, name := range names {
		piped = piped || name == "-" && !c.readsFile()
		data, err := c.read(name)
		if err != nil {
			c.complain("%s: %s", name, errText(err))
			code = 1
			if info, statErr := c.s.files.Stat(c.abs(name)); statErr == nil && info.IsDir() {
				rows, piped = append(rows, row{name: name}), true
			}
			continue
		}
		size += int64(len(data))
		t := measure(data)
		sum = tally{sum.lines + t.lines, sum.words + t.words, sum.chars + t.chars, sum.bytes + t.bytes, max(sum.longest, t.longest)}
		rows = append(rows, row{t, name})
	}
	if len(names) > 1 {
		rows = append(rows, row{sum, "total"})
	}
	width := len(fmt.Sprint(size))
	if piped {
		width = max(width, 7)
	}
	if len(o.count) == 1 && len(names) == 1 {
		width = 1
	}
	for _, r := range rows {
		line := r.t.words2(o, width)
		if len(o.rest) > 0 {
			line += " " + r.name
		}
		c.printf("%s\n", line)
	}
	return code
}

// readsFile reports whether stdin is a file, whose size is known.
func (c *call) readsFile() bool {
	f, ok := c.in.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode().IsRegular()
}

func measure(data []byte) tally {
	t := tally{
		lines: int64(bytes.Count(data, []byte("\n"))), words: int64(len(bytes.Fields(data))),
		chars: int64(utf8.RuneCount(data)), bytes: int64(len(data)),
	}
	for line := range bytes.SplitSeq(data, []byte("\n")) {
		t.longest = max(t.longest, int64(utf8.RuneCount(line)))
	}
	return t
}

func (t tally) words2(o *options, width int) string {
	var parts []string
	for _, field := range []struct {
		name string
		n    int64
	}{{"l", t.lines}, {"w", t.words}, {"m", t.chars}, {"c", t.bytes}, {"L", t.longest}} {
		if o.has(field.name) {
			parts = append(parts, fmt.Sprintf("%*d", width, field.n))
		}
	}
	return strings.Join(parts, " ")
}

func uniq(c *call) int {
	o, ok := c.options(spec{short: "cdui", long: map[string]string{"count": "c", "repeated": "d", "unique": "u", "ignore-case": "i"}})
	if !ok {
		return 2
	}
	if len(o.rest) > 1 {
		c.complain("an output file is not supported in this console; redirect with >")
		return 2
	}
	data, err := c.read(inputs(o.rest)[0])
	if err != nil {
		c.complain("%s: %s", o.rest[0], errText(err))
		return 1
	}
	lines := splitLines(data)
	same := func(a, b []byte) bool {
		a, b = bytes.TrimSuffix(a, []byte("\n")), bytes.TrimSuffix(b, []byte("\n"))
		if o.has("i") {
			return bytes.EqualFold(a, b)
		}
		return bytes.Equal(a, b)
	}
	for i := 0; i < len(lines) && !c.stopped(); {
		j := i + 1
		for j < len(lines) && same(lines[i], lines[j]) {
			j++
		}
		times, line := j-i, bytes.TrimSuffix(lines[i], []byte("\n"))
		i = j
		if o.has("d") && times == 1 || o.has("u") && times > 1 {
			continue
		}
		if o.has("c") {
			c.printf("%7d ", times)
		}
		c.printf("%s\n", line)
	}
	return 0
}
