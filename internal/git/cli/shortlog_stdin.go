package cli

import (
	"bufio"
	"strings"

	"cairn/internal/git/object"
)

// fromStdin groups the commits of a log that standard input holds.
func (s *shortlog) fromStdin() int {
	if len(s.groups) > 1 {
		return s.die("using multiple --group options with stdin is not supported")
	}
	switch kind, _, _ := strings.Cut(s.groups[0], ":"); kind {
	case "author":
		s.readLog("Author: ", "author ")
	case "committer":
		s.readLog("Commit: ", "committer ")
	default:
		return s.die("using --group=%s with stdin is not supported", kind)
	}
	s.write()
	return exitOK
}

// readLog reads the output of `git log`: a line with the person behind one of the leads,
// then an empty line, then the subject.
func (s *shortlog) readLog(leads ...string) {
	if s.env.Stdin == nil {
		return
	}
	in := bufio.NewScanner(s.env.Stdin)
	who, waiting := "", false
	for in.Scan() {
		text := in.Text()
		for _, lead := range leads {
			if rest, ok := strings.CutPrefix(text, lead); ok {
				sig := object.ParseSignature(rest)
				// blanks before a name, as --pretty=fuller has them, belong to it
				lead := rest[:len(rest)-len(strings.TrimLeft(rest, " "))]
				who, waiting = lead+s.person(sig.Name, sig.Email), false
			}
		}
		switch {
		case who == "":
		case text == "":
			waiting = true
		case waiting:
			s.lists[who] = append(s.lists[who], subjectLine(text))
			who = ""
		}
	}
}
