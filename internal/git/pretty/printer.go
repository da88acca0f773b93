package pretty

import (
	"bytes"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/date"
	"cairn/internal/git/encoding"
	"cairn/internal/git/object"
	"cairn/internal/git/trailer"
)

// Printer writes commits. The zero value writes them without colour, decorations
// and notes, with dates in the default form.
type Printer struct {
	Clock date.Clock
	Date  date.Mode
	// DateSet is true when --date was given: then "reference" has no say.
	DateSet bool
	// Color allows %C(auto) and the plain %C(…); Colors are those of commits.
	Color  bool
	Colors Colors
	// Abbrev shortens a hash for %h and "Merge:"; nil is seven digits.
	Abbrev      func(plumbing.Hash) string
	Decorations *Decorations
	// LoadDecorations fills Decorations when a placeholder asks for them.
	LoadDecorations func() *Decorations
	Mailmap         *Mailmap
	// UseMailmap maps authors in the named formats too.
	UseMailmap bool
	// PlainSubject writes the subject of an e-mail as a paragraph of its own.
	PlainSubject bool
	// Sources tells that %S is known; else it is no placeholder.
	Sources bool
	// Notes gives the note of a commit for %N; with nil that is no placeholder.
	Notes func(plumbing.Hash) string
	// Describe writes %(describe…) with its options; false is no placeholder.
	Describe func(h plumbing.Hash, options string) (string, bool)
	// Trailers are the settings for %(trailers); nil are the usual ones.
	Trailers *trailer.Settings
	// Columns is the width of the terminal, 0 for the usual 80.
	Columns int
	// Encoding is that of the output, "" for UTF-8, "none" for that of each commit.
	Encoding string
	// Highlight marks in colour what a search found in a line of the message, or in a
	// person where field is "author" or "committer"; nil marks nothing.
	Highlight func(field, line string) string
	// TabWidth expands tabs in messages, -1 as the format has it, 0 not.
	TabWidth int
	// GraphWidth is how many columns a graph takes to the left, for %<|.
	GraphWidth func() int

	short bool
}

// Item is one commit to be written.
type Item struct {
	*object.Commit
	// Parents are those that the walk shows; nil means the commit's own.
	Parents []plumbing.Hash
	// Mark is "<", ">", "=", "-" or "" of git-rev-list(1).
	Mark string
	// Selector, ShortSelector and Entry describe a walk of reflogs: HEAD@{0}.
	Selector, ShortSelector string
	Entry                   ReflogEntry
	// Source is the ref that the commit was reached from (--source).
	Source string
}

// ReflogEntry is what placeholders tell of a reflog's entry.
type ReflogEntry struct {
	Who     object.Signature
	Message string
}

// parents are the parents to write.
func (it *Item) parents() []plumbing.Hash {
	if it.Parents != nil {
		return it.Parents
	}
	return it.ParentHashes
}

func (p *Printer) abbrev(h plumbing.Hash) string {
	if p.Abbrev != nil {
		return p.Abbrev(h)
	}
	return h.String()[:7]
}

// Message writes a commit in a format: what stands below the line with its hash.
// A User format is expanded.
func (p *Printer) Message(f Format, it *Item) string {
	if f.Style == User {
		q := *p
		q.short = f.IsReference()
		text := q.Expand(f.Text, it)
		if p.Encoding != "none" {
			text, _ = encoding.Convert(text, encoding.UTF8, p.Encoding)
		}
		return text
	}
	if c := it.Recoded(p.Encoding); c != it.Commit {
		if it.Encoding == "" && c.Encoding != "" { // a header that is not there is not shown
			u := *c
			u.Encoding, c = "", &u
		}
		other := *it
		other.Commit, it = c, &other
	}
	if f.Style == Oneline {
		return object.Subject(it.Message)
	}
	var b bytes.Buffer
	b.Grow(len(it.Message) + headerRoom)
	p.header(&b, f, it)
	p.body(&b, f, it)
	return b.String()
}

// headerRoom is about how much stands above a message.
const headerRoom = 192

// header writes the lines above the message.
func (p *Printer) header(b *bytes.Buffer, f Format, it *Item) {
	switch f.Style {
	case Raw:
		p.rawHeader(b, it)
		return
	case Email, Mboxrd:
		p.mailHeader(b, it)
		return
	}
	if parents := it.parents(); len(parents) > 1 {
		b.WriteString("Merge:")
		for _, h := range parents {
			b.WriteString(" " + p.abbrev(h))
		}
		b.WriteByte('\n')
	}
	switch f.Style {
	case Medium:
		p.named(b, "Author: ", "author", it.Author)
		p.when(b, "Date:   ", it.Author)
	case Short:
		p.named(b, "Author: ", "author", it.Author)
	case Full:
		p.named(b, "Author: ", "author", it.Author)
		p.named(b, "Commit: ", "committer", it.Committer)
	case Fuller:
		p.named(b, "Author:     ", "author", it.Author)
		p.when(b, "AuthorDate: ", it.Author)
		p.named(b, "Commit:     ", "committer", it.Committer)
		p.when(b, "CommitDate: ", it.Committer)
	}
	b.WriteByte('\n')
}

func (p *Printer) highlighted(field, line string) string {
	if p.Highlight == nil {
		return line
	}
	return p.Highlight(field, line)
}

// named writes a line that says who it was: the author or the committer, as field says.
func (p *Printer) named(b *bytes.Buffer, lead, field string, s object.Signature) {
	name, mail := s.Name, s.Email
	if p.UseMailmap {
		name, mail = p.Mailmap.Map(name, mail)
	}
	b.WriteString(lead)
	if p.Highlight != nil {
		b.WriteString(p.Highlight(field, name+" <"+mail+">") + "\n")
		return
	}
	b.WriteString(name)
	b.WriteString(" <")
	b.WriteString(mail)
	b.WriteString(">\n")
}

// when writes a line that says when it was.
func (p *Printer) when(b *bytes.Buffer, lead string, s object.Signature) {
	b.WriteString(lead)
	b.WriteString(p.Clock.Format(p.Date, s.Date()))
	b.WriteByte('\n')
}

func (p *Printer) rawHeader(b *bytes.Buffer, it *Item) {
	b.WriteString("tree " + it.TreeHash.String() + "\n")
	for _, h := range it.StoredParents() {
		b.WriteString("parent " + h.String() + "\n")
	}
	author, committer := it.Author, it.Committer
	if p.UseMailmap {
		author.Name, author.Email = p.Mailmap.Map(author.Name, author.Email)
		committer.Name, committer.Email = p.Mailmap.Map(committer.Name, committer.Email)
	}
	b.WriteString("author " + author.String() + "\ncommitter " + committer.String() + "\n")
	if it.Encoding != "" {
		b.WriteString("encoding " + it.Encoding + "\n")
	}
	for _, h := range it.Extra {
		b.WriteString(h.Key + " " + strings.ReplaceAll(h.Value, "\n", "\n ") + "\n")
	}
	if it.PGPSignature != "" {
		b.WriteString("gpgsig " + strings.ReplaceAll(it.PGPSignature, "\n", "\n ") + "\n")
	}
	b.WriteByte('\n')
}

// body writes the message, indented by four where the format has headers.
func (p *Printer) body(b *bytes.Buffer, f Format, it *Item) {
	message := strings.TrimLeft(it.Message, "\n")
	tab := p.TabWidth
	if tab < 0 {
		tab = f.TabWidth()
	}
	indent := "    "
	before := 0
	if f.IsMail() {
		indent = ""
		before = b.Len()
		message = bodyOf(message)
	}
	first := true
	for line := range strings.Lines(message) {
		line = strings.TrimRight(line, " \t\r\v\f\n")
		if line == "" {
			if first {
				continue
			}
			if f.Style == Short {
				break
			}
		}
		first = false
		if f.Style == Mboxrd && isMboxFrom(line) {
			b.WriteByte('>')
		}
		b.WriteString(indent)
		b.WriteString(expandTabs(line, tab, p.highlighted))
		b.WriteByte('\n')
	}
	b.Truncate(len(bytes.TrimRight(b.Bytes(), " \t\r\v\f\n")))
	b.WriteByte('\n')
	if f.IsMail() && b.Len() <= before {
		b.WriteByte('\n')
	}
}

func isMboxFrom(line string) bool {
	return strings.HasPrefix(strings.TrimLeft(line, ">"), "From ")
}
