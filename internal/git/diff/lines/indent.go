package lines

// The indent heuristic of Michael Haggerty (published with his
// diff-slider-tools, on by default since Git 2.14): both edges of a change are
// rated by indentation and blank lines around them; the lowest sum wins, and of
// equals the lowest place in the file. The weights are those that he found by
// optimising over a corpus rated by hand.
const (
	atStartOfFile       = 1
	atEndOfFile         = 21
	perBlank            = -30
	perBlankAfter       = 6
	indented            = -4
	indentedBlank       = 10
	outdented           = 24
	outdentedBlank      = 17
	dedented            = 23
	dedentedBlank       = 17
	indentOutweighs     = 60
	mostSlides          = 100
	mostBlanks          = 20
	mostIndent          = 200
	noIndent            = -1
	tabWidth            = 8
	notRatedYet     int = -1
)

// rating of a place: lower is better.
type rating struct{ indent, penalty int }

func (r rating) worseThan(o rating) bool {
	sign := 0
	if r.indent > o.indent {
		sign = 1
	} else if r.indent < o.indent {
		sign = -1
	}
	return indentOutweighs*sign+r.penalty-o.penalty > 0
}

// bestEnd chooses the end of the group between highest and where it stands.
func bestEnd(g *group, highest int) int {
	size := g.end - g.start
	best, at := rating{}, notRatedYet
	for end := max(highest, g.end-size-1, g.end-mostSlides); end <= g.end; end++ {
		var r rating
		r.add(edgeAt(g.s.text, end))
		r.add(edgeAt(g.s.text, end-size))
		if at == notRatedYet || !r.worseThan(best) {
			best, at = r, end
		}
	}
	return at
}

// edge describes the surroundings of the boundary before line `at`.
type edge struct {
	endOfFile                bool
	indent                   int // of the line after the boundary, noIndent if blank
	indentBefore, blanksUp   int // of the nearest line above that is not blank
	indentAfter, blanksBelow int // of the nearest line below the next one
}

func edgeAt(text []string, at int) edge {
	e := edge{indent: noIndent, indentBefore: noIndent, indentAfter: noIndent}
	if at >= len(text) {
		e.endOfFile = true
	} else {
		e.indent = indentOf(text[at])
	}
	for i := at - 1; i >= 0; i-- {
		if e.indentBefore = indentOf(text[i]); e.indentBefore != noIndent {
			break
		}
		if e.blanksUp++; e.blanksUp == mostBlanks {
			e.indentBefore = 0
			break
		}
	}
	for i := at + 1; i < len(text); i++ {
		if e.indentAfter = indentOf(text[i]); e.indentAfter != noIndent {
			break
		}
		if e.blanksBelow++; e.blanksBelow == mostBlanks {
			e.indentAfter = 0
			break
		}
	}
	return e
}

func (r *rating) add(e edge) {
	if e.indentBefore == noIndent && e.blanksUp == 0 {
		r.penalty += atStartOfFile
	}
	if e.endOfFile {
		r.penalty += atEndOfFile
	}
	blanksAfter := 0
	indent := e.indent
	if indent == noIndent {
		blanksAfter = 1 + e.blanksBelow
		indent = e.indentAfter
	}
	blanks := e.blanksUp + blanksAfter
	r.penalty += perBlank*blanks + perBlankAfter*blanksAfter
	r.indent += indent
	if indent == noIndent || e.indentBefore == noIndent || indent == e.indentBefore {
		return
	}
	r.penalty += indentPenalty(e, indent, blanks > 0)
}

func indentPenalty(e edge, indent int, blanks bool) int {
	pick := func(plain, withBlank int) int {
		if blanks {
			return withBlank
		}
		return plain
	}
	switch {
	case indent > e.indentBefore:
		return pick(indented, indentedBlank)
	case e.indentAfter != noIndent && e.indentAfter > indent:
		return pick(outdented, outdentedBlank)
	default:
		return pick(dedented, dedentedBlank)
	}
}

// indentOf is the width of the white space before the text, noIndent for a
// blank line.
func indentOf(line string) int {
	width := 0
	for i := range len(line) {
		switch c := line[i]; {
		case !IsSpace(c):
			return width
		case c == ' ':
			width++
		case c == '\t':
			width += tabWidth - width%tabWidth
		}
		if width >= mostIndent {
			return mostIndent
		}
	}
	return noIndent
}
