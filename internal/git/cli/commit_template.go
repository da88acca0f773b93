package cli

import (
	"strings"

	"cairn/internal/git/porcelain"
)

// comments writes what the editor shows below the message: how to go on, and the status.
func (s *commitMessage) comments(m *committer, b *strings.Builder) error {
	w := &statusWriter{w: b, comment: s.comment}
	op := m.page.op
	if op.Merging || !op.CherryPick.IsZero() {
		if s.cleanup == porcelain.CleanScissors {
			w.more("%s", cutLine(s.comment))
		}
		what, file := "cherry-pick", "CHERRY_PICK_HEAD"
		if op.Merging {
			what, file = "merge", "MERGE_HEAD"
		}
		w.line("\nIt looks like you may be committing a %s.\nIf this is not correct, please run\n"+
			"\tgit update-ref -d %s\nand try again.\n", what, file)
	}
	w.more("\n")
	empty := ", and an empty message aborts the commit"
	last := "An empty message aborts the commit.\n"
	if m.flag("allow-empty-message") {
		empty, last = "", ""
	}
	switch s.cleanup {
	case porcelain.CleanStrip:
		w.text("Please enter the commit message for your changes. Lines starting\nwith '%c' will be ignored%s.\n", s.comment, empty)
	case porcelain.CleanScissors:
		if !op.Merging && op.CherryPick.IsZero() {
			w.more("%s", cutLine(s.comment))
		}
	case porcelain.CleanWhitespace, porcelain.CleanVerbatim:
		w.text("Please enter the commit message for your changes. Lines starting\nwith '%c' will be kept; you may remove them yourself if you want to.\n%s", s.comment, last)
	}
	s.identities(m, w)
	w.line("")
	page := *m.page
	page.colors, page.hints, page.nowarn = nil, false, true
	return page.printLong(w)
}

// identities shows author and date where they are not the obvious ones.
func (s *commitMessage) identities(m *committer, w *statusWriter) {
	lead := "\n"
	a, c := m.author.sig, m.author.committer
	if a.Name != c.Name || a.Email != c.Email {
		w.line("%sAuthor:    %s <%s>", lead, a.Name, a.Email)
		lead = ""
	}
	if m.author.dateShown {
		w.line("%sDate:      %s", lead, a.When.Format("Mon Jan 2 15:04:05 2006 -0700"))
	}
}
