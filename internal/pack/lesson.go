package pack

import (
	"bytes"
	"path"
	"strings"

	"cairn/internal/course"
)

// lessonText is one lesson's file.
type lessonText struct {
	topic string
	slug  text
	lessonFile
	body     string
	bodyLine int
	blocks   []block
	links    []text
	graphs   []course.Graph
}

// block is a fenced block of a lesson.
type block struct {
	language string
	body     string
	pos      course.Position // of its first line of content
}

// The fenced blocks that are Cairn's own.
const (
	blockPractice = "practice"
	blockGraph    = "graph"
	blockQuiz     = "quiz"
)

// readLesson reads front matter and body of one lesson.
func (l *loader) readLesson(lesson *lessonText, found *findings) {
	name := lesson.slug.Pos.Path
	data, ok := l.read(name, true, found)
	if !ok {
		return
	}
	parseLesson(name, data, lesson, found)
}

// parseLesson fills lesson from the text of its file.
func parseLesson(name string, data []byte, lesson *lessonText, found *findings) {
	front, body, ok := cutFront(name, data, found)
	if !ok {
		return
	}
	if doc := parseYAML(name, front, 1, found); doc != nil {
		decode(doc, &lesson.lessonFile, found)
	}
	lesson.body = string(body)
	lesson.bodyLine = bytes.Count(front, []byte("\n")) + 4
	lesson.scan(name, found)
}

func isLesson(name string) bool { return strings.HasSuffix(name, ".md") }

// cutFront splits a lesson into front matter and body; both have LF only.
func cutFront(name string, data []byte, found *findings) (front, body []byte, ok bool) {
	top := course.Position{Path: name, Line: 1, Col: 1}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
	if len(data) > maxYAMLBytes {
		found.add(top, "is %d bytes long; a lesson may have %d", len(data), maxYAMLBytes)
		return nil, nil, false
	}
	rest, ok := bytes.CutPrefix(data, []byte("---\n"))
	if !ok {
		found.add(top, "does not begin with front matter; the first line must be ---")
		return nil, nil, false
	}
	front, body, ok = bytes.Cut(rest, []byte("\n---\n"))
	if !ok {
		found.add(top, "has front matter without an end; a line --- must follow it")
	}
	return front, body, ok
}

// scan walks the body's lines, finds fenced blocks and links, and reads the
// graphs. It looks at Markdown from afar: drawing it is the window's part.
func (l *lessonText) scan(name string, found *findings) {
	if strings.TrimSpace(l.body) == "" {
		found.add(course.Position{Path: name, Line: l.bodyLine, Col: 1}, "has no text")
	}
	var open *block
	var fence string
	var content strings.Builder
	for i, line := range strings.Split(l.body, "\n") {
		pos := course.Position{Path: name, Line: l.bodyLine + i, Col: 1}
		trimmed := strings.TrimLeft(line, " ")
		mark := fenceMark(trimmed)
		switch {
		case open == nil && mark != "":
			language, _, _ := strings.Cut(strings.TrimSpace(trimmed[len(mark):]), " ")
			pos.Line++
			open, fence = &block{language: language, pos: pos}, mark
			content.Reset()
		case open != nil && len(mark) >= len(fence) && mark[0] == fence[0] && strings.TrimSpace(trimmed[len(mark):]) == "":
			open.body = content.String()
			l.blocks = append(l.blocks, *open)
			l.block(*open, found)
			open = nil
		case open != nil:
			content.WriteString(line + "\n")
		default:
			l.links = append(l.links, linksOf(line, pos)...)
		}
	}
	if open != nil {
		open.pos.Line--
		found.add(open.pos, "the fenced block that begins here has no end")
	}
}

// block checks one of our own blocks.
func (l *lessonText) block(b block, found *findings) {
	empty := strings.TrimSpace(b.body) == ""
	switch b.language {
	case blockPractice, blockQuiz:
		if empty {
			found.add(b.pos, "the %s block is empty", b.language)
		}
	case blockGraph:
		doc := parseYAML(b.pos.Path, []byte(b.body), b.pos.Line-1, found)
		if doc == nil {
			return
		}
		var file graphFile
		decode(doc, &file, found)
		l.graphs = append(l.graphs, course.Graph{
			Start: file.Start.Value, Run: strings.TrimSpace(file.Run.Value),
			Then: file.Then.Value, Pos: b.pos,
		})
	}
}

// fenceMark gives the backticks or tildes that open or close a fenced block.
func fenceMark(line string) string {
	for _, c := range []string{"`", "~"} {
		n := len(line) - len(strings.TrimLeft(line, c))
		if n >= 3 {
			return line[:n]
		}
	}
	return ""
}

// linksOf gives the targets of a line's links and pictures, code spans left out.
func linksOf(line string, pos course.Position) []text {
	var links []text
	code := false
	for i := range len(line) {
		switch {
		case line[i] == '`':
			code = !code
		case !code && strings.HasPrefix(line[i:], "]("):
			target, _, ok := strings.Cut(line[i+2:], ")")
			if !ok {
				return links
			}
			target, _, _ = strings.Cut(strings.TrimSpace(target), " ")
			at := pos
			at.Col = i + 3
			links = append(links, text{Value: target, Pos: at, Set: true})
		}
	}
	return links
}

// link checks one link or picture of a lesson.
func (l *loader) link(link text, known *index) {
	kind, name, hasKind := strings.Cut(link.Value, ":")
	switch {
	case !hasKind:
		l.localLink(link)
	case kind == "lesson":
		if !known.lessons[name] {
			l.found.missing(link.Pos, "lesson", name, keys(known.lessons))
		}
	case kind == "term":
		if !known.terms[name] {
			l.found.missing(link.Pos, "glossary term", name, keys(known.terms))
		}
	case kind == "https" || kind == "http" || kind == "mailto":
		if picture(link.Value) {
			l.found.add(link.Pos, "pictures come from the pack's assets, never from the network")
		}
	default:
		l.found.add(link.Pos, "a link may be lesson:SLUG, term:ID, a picture in assets or an https address, not %q", link.Value)
	}
}

// localLink checks a path: it must lie in the pack's assets. Paths count from
// the pack's root, so that a lesson may move to another topic.
func (l *loader) localLink(link text) {
	if strings.HasPrefix(link.Value, "#") {
		return
	}
	for _, asset := range l.assets {
		if asset == path.Clean(link.Value) {
			return
		}
	}
	l.found.missing(link.Pos, "file in assets", link.Value, l.assets)
}

// picture reports whether an address ends as a picture's does.
func picture(address string) bool {
	switch strings.ToLower(path.Ext(address)) {
	case ".png", ".jpg", ".jpeg", ".svg", ".webp", ".gif":
		return true
	}
	return false
}
