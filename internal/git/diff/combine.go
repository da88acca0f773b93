package diff

import (
	"strings"

	"cairn/internal/git/diff/lines"
)

// lostLine is a line that some parents have and the result has not.
type lostLine struct {
	text    string
	parents uint64
}

// resultLine is a line of the result with the lost lines that stood before it.
// One more, without text, follows the last line.
type resultLine struct {
	text   string
	lost   []lostLine
	absent uint64 // parents that lack this line
	shown  bool
	noLost bool  // shown as context before a change: its lost lines are not
	at     []int // line number in each parent, from 1
}

// combine lays the changes from all parents over the result.
type combine struct {
	lines []resultLine // one more than the result has
	count int
	all   uint64
	n     int
	ctx   int
}

func newCombine(c *Combined, result []byte, o *Options) *combine {
	m := &combine{n: len(c.Parents), all: 1<<len(c.Parents) - 1}
	text := lines.Split(result)
	m.count = len(text)
	m.lines = make([]resultLine, m.count+1)
	for i := range m.lines {
		m.lines[i].at = make([]int, m.n)
		if i < m.count {
			m.lines[i].text = text[i]
		}
	}
	for n := range c.Parents {
		m.overlay(n, c, string(result), o)
	}
	return m
}

func (m *combine) overlay(n int, c *Combined, result string, o *Options) {
	for earlier := range n {
		if sameContent(&c.Parents[n], &c.Parents[earlier]) {
			m.repeat(n, earlier)
			return
		}
	}
	bit := uint64(1) << n
	parent := string(c.Parents[n].data)
	tail := lines.CommonTail(parent, result)
	before := lines.SplitString(parent[:len(parent)-tail])
	lost := map[int][]lostLine{}
	if c.Result.Exists() {
		after := lines.SplitString(result[:len(result)-tail])
		for _, ch := range lines.Compare(before, after, o.Lines) {
			for _, text := range before[ch.OldStart:ch.OldEnd()] {
				lost[ch.NewStart] = append(lost[ch.NewStart], lostLine{text, bit})
			}
			for i := ch.NewStart; i < ch.NewEnd(); i++ {
				m.lines[i].absent |= bit
			}
		}
	}
	line := 1
	for i := range m.lines {
		l := &m.lines[i]
		l.at[n] = line
		l.lost = woven(l.lost, lost[i], bit, o.Lines.Whitespace)
		for _, x := range l.lost {
			if x.parents&bit != 0 {
				line++
			}
		}
		if i < m.count && l.absent&bit == 0 {
			line++
		}
	}
	m.end(n, line)
}

// end records the line number after the last line, for the header of the last hunk.
func (m *combine) end(n, line int) {
	last := &m.lines[m.count]
	for len(last.at) < 2*m.n {
		last.at = append(last.at, 0)
	}
	last.at[m.n+n] = line
}

func (m *combine) lineOf(i, n int) int {
	if i > m.count {
		return m.lines[m.count].at[m.n+n]
	}
	return m.lines[i].at[n]
}

// repeat gives a parent the same changes as an earlier one with equal content.
func (m *combine) repeat(n, earlier int) {
	from, to := uint64(1)<<earlier, uint64(1)<<n
	for i := range m.lines {
		l := &m.lines[i]
		l.at[n] = l.at[earlier]
		for k := range l.lost {
			if l.lost[k].parents&from != 0 {
				l.lost[k].parents |= to
			}
		}
		if l.absent&from != 0 {
			l.absent |= to
		}
	}
	m.end(n, m.lineOf(m.count+1, earlier))
}

// woven merges the lost lines of one more parent into those of the others:
// lines that are common to both, in order, become one.
func woven(base, more []lostLine, bit uint64, ws lines.Whitespace) []lostLine {
	if len(more) == 0 {
		return base
	}
	if len(base) == 0 {
		return more
	}
	longest := make([][]int, len(base)+1)
	longest[0] = make([]int, len(more)+1)
	for i := range base {
		longest[i+1] = make([]int, len(more)+1)
		for j := range more {
			if ws.Equal(base[i].text, more[j].text) {
				longest[i+1][j+1] = longest[i][j] + 1
			} else {
				longest[i+1][j+1] = max(longest[i+1][j], longest[i][j+1])
			}
		}
	}
	var back []lostLine
	i, j := len(base), len(more)
	for i > 0 || j > 0 {
		switch {
		case i > 0 && j > 0 && ws.Equal(base[i-1].text, more[j-1].text):
			i--
			j--
			back = append(back, lostLine{base[i].text, base[i].parents | bit})
		case j > 0 && (i == 0 || longest[i][j-1] >= longest[i-1][j]):
			j--
			back = append(back, more[j])
		default:
			i--
			back = append(back, base[i])
		}
	}
	for a, b := 0, len(back)-1; a < b; a, b = a+1, b-1 {
		back[a], back[b] = back[b], back[a]
	}
	return back
}

func (m *combine) next(from int, shown bool) int {
	for from <= m.count && m.lines[from].shown != shown {
		from++
	}
	return from
}

// hunks chooses what is shown. A dense diff leaves out hunks in which the
// result has simply taken one of two versions.
func (m *combine) hunks(dense bool, context int) bool {
	m.ctx = context
	for i := range m.lines {
		m.lines[i].shown = m.lines[i].absent != 0 || len(m.lines[i].lost) > 0
	}
	if dense {
		for i := m.next(0, true); i <= m.count; {
			end := m.hunkEnd(i)
			if !m.contested(i, end) {
				for j := i; j < end; j++ {
					m.lines[j].shown = false
				}
			}
			i = m.next(end, true)
		}
	}
	return m.addContext()
}

// hunkEnd is the first line that is not part of the hunk, looking over gaps smaller than the context.
func (m *combine) hunkEnd(begin int) int {
	j := begin + 1
	for ; j <= m.count; j++ {
		if m.lines[j].shown {
			continue
		}
		ahead := min(m.tail(begin, j)+m.ctx, m.count+1)
		more := false
		for ahead--; j <= ahead; ahead-- {
			if m.lines[ahead].shown {
				more = true
				break
			}
		}
		if !more {
			break
		}
		j = ahead
	}
	return j
}

// tail: a last line that is shown only for the lines lost before it does not
// count as the end of a hunk.
func (m *combine) tail(begin, end int) int {
	if begin+1 <= end && m.lines[end-1].absent == 0 {
		return end - 1
	}
	return end
}

// contested tells whether the changes of a hunk concern different sets of
// parents, or all of them.
func (m *combine) contested(begin, end int) bool {
	var who uint64
	differs := func(x uint64) bool {
		if who == 0 {
			who = x
		}
		return x != 0 && who != x
	}
	for i := begin; i < end; i++ {
		if differs(m.lines[i].absent) {
			return true
		}
		for _, l := range m.lines[i].lost {
			if differs(l.parents) {
				return true
			}
		}
	}
	return who == m.all
}

func (m *combine) addContext() bool {
	i := m.next(0, true)
	if i > m.count {
		return false
	}
	for i <= m.count {
		for j := max(i-m.ctx, 0); j < i; j++ {
			if !m.lines[j].shown {
				m.lines[j].noLost = true
			}
			m.lines[j].shown = true
		}
		i = m.closeHunk(i)
	}
	return true
}

// closeHunk shows the context after a hunk and returns where the next begins.
func (m *combine) closeHunk(i int) int {
	for {
		j := m.next(i, false)
		if j > m.count {
			return j
		}
		following := m.next(j, true)
		j = m.tail(i, j)
		if following < j+m.ctx {
			for ; j < following; j++ {
				m.lines[j].shown = true
			}
			i = following
			continue
		}
		for end := min(j+m.ctx, m.count+1); j < end; j++ {
			m.lines[j].shown = true
		}
		return following
	}
}

func (m *combine) write(f *formatter) {
	for at := 0; ; {
		heading := ""
		for ; at <= m.count && !m.lines[at].shown; at++ {
			if text, ok := lines.DefaultHeading(m.lines[at].text); ok {
				heading = text
			}
		}
		if at > m.count {
			return
		}
		end := m.next(at, false)
		m.header(f, at, end, heading)
		for ; at < end; at++ {
			m.line(f, at)
		}
	}
}

func (m *combine) header(f *formatter, at, end int, heading string) {
	count := end - at
	if end > m.count {
		count--
	}
	hidden := 0
	if m.ctx == 0 {
		for i := at; i < end; i++ {
			if m.lines[i].absent == 0 {
				hidden++
			}
		}
		count -= hidden
	}
	marks := strings.Repeat("@", m.n+1)
	f.puts(f.c.Frag, marks)
	for n := range m.n {
		first := m.lineOf(at, n)
		f.printf(" -%d,%d", first, m.lineOf(end, n)-first-hidden)
	}
	f.printf(" +%d,%d %s", at+1, count, marks)
	if heading = combinedHeading(heading); heading != "" {
		f.puts(f.c.Reset, f.c.Context, " ", f.c.Reset, f.c.Func, heading)
	}
	f.puts(f.c.Reset, "\n")
}

// combinedHeading shows a line without its last character, of its first forty
// (as Git does in combined diffs).
func combinedHeading(line string) string {
	const most = 40
	if len(line) > most {
		line = line[:most]
	}
	line = strings.TrimRight(line, " \t\r\n")
	if line == "" {
		return ""
	}
	return line[:len(line)-1]
}

func (m *combine) line(f *formatter, at int) {
	l := &m.lines[at]
	if !l.noLost {
		for _, x := range l.lost {
			f.combinedText(f.c.Old, m.marks(x.parents, '-'), x.text)
		}
	}
	if at == m.count {
		return
	}
	switch {
	case l.absent != 0:
		f.combinedText(f.c.New, m.marks(l.absent, '+'), l.text)
	case m.ctx > 0:
		f.combinedText(f.c.Context, m.marks(0, ' '), l.text)
	}
}

func (m *combine) marks(parents uint64, sign byte) string {
	out := make([]byte, m.n)
	for n := range out {
		out[n] = ' '
		if parents&(1<<n) != 0 {
			out[n] = sign
		}
	}
	return string(out)
}

func (f *formatter) combinedText(color, marks, text string) {
	text, _ = strings.CutSuffix(text, "\n")
	f.painted(color, marks, text)
}
