package cli

import (
	"regexp"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/object"
	"cairn/internal/git/repo"
	"cairn/internal/git/walk"
)

// commitAuthor is who the author will be.
type commitAuthor struct {
	sig       object.Signature
	committer object.Signature
	dateShown bool // the date is not simply now
}

// read settles the author: that of the commit whose message is used, --author, --date, or
// who works here.
func (a *commitAuthor) read(m *committer) (int, bool) {
	from := m.message.source
	if h := m.page.op.CherryPick; from == nil && !h.IsZero() {
		c, err := m.repo.Objects().Commit(h)
		if err != nil {
			return m.fail(err), false
		}
		from = c
	}
	if from != nil && !m.flag("reset-author") {
		a.sig, a.dateShown = from.Author, true
	} else {
		sig, err := m.repo.Author()
		if err != nil && !m.value2("author") {
			return m.fail(err), false
		}
		a.sig = sig
	}
	if text, ok := m.value("author"); ok {
		who, code, ok := m.authorNamed(text)
		if !ok {
			return code, false
		}
		a.sig.Name, a.sig.Email = who.Name, who.Email
	}
	if text, ok := m.value("date"); ok {
		when, err := m.repo.Clock().Parse(text)
		if err != nil {
			loose, ok := m.repo.Clock().Approx(text)
			if !ok {
				return m.die("invalid date format: %s", text), false
			}
			when = loose
		}
		a.sig.When, a.dateShown = when, true
	}
	if a.sig.Name == "" {
		return m.die("empty ident name (for <%s>) not allowed", a.sig.Email), false
	}
	return 0, true
}

// authorNamed reads "Name <email>", or finds a commit whose author matches.
func (m *committer) authorNamed(text string) (object.Signature, int, bool) {
	if name, rest, ok := strings.Cut(text, "<"); ok {
		if email, _, ok := strings.Cut(rest, ">"); ok {
			return object.Signature{Name: repo.CleanIdentity(name), Email: repo.CleanIdentity(email)}, 0, true
		}
	}
	if sig, ok := m.findAuthor(text); ok {
		return sig, 0, true
	}
	return object.Signature{}, m.die("--author '%s' is not 'Name <email>' and matches no existing author", text), false
}

func (m *committer) findAuthor(pattern string) (object.Signature, bool) {
	re, err := regexp.Compile("(?i)" + pattern)
	if err != nil {
		return object.Signature{}, false
	}
	list, err := m.repo.Refs().List("")
	if err != nil {
		return object.Signature{}, false
	}
	var tips []walk.Tip
	if _, at, err := m.repo.Refs().Head(); err == nil && !at.IsZero() {
		tips = append(tips, walk.Tip{Hash: at})
	}
	for _, r := range list {
		if h, err := m.repo.Objects().Peel(r.Hash, plumbing.CommitObject); err == nil {
			tips = append(tips, walk.Tip{Hash: h})
		}
	}
	people := m.mailmap()
	w := walk.New(walk.Params{Store: m.repo.Objects(), Tips: tips})
	for {
		next, err := w.Next()
		if err != nil || next == nil {
			return object.Signature{}, false
		}
		c, err := m.repo.Objects().Commit(next.Hash)
		if err != nil {
			continue
		}
		who := c.Author
		if who.Name, who.Email = people.Map(who.Name, who.Email); re.MatchString(who.Name + " <" + who.Email + ">") {
			return who, true
		}
	}
}
