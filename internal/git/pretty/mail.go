package pretty

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"cairn/internal/git/date"
	"cairn/internal/git/encoding"
	"cairn/internal/git/object"
)

// mailHeader writes From, Date and Subject of --pretty=email.
func (p *Printer) mailHeader(b *bytes.Buffer, it *Item) {
	author := it.Author
	if p.UseMailmap {
		author.Name, author.Email = p.Mailmap.Map(author.Name, author.Email)
	}
	from := "From: " + p.mailName(author.Name)
	b.WriteString(from)
	const widest = 78
	if line := from[strings.LastIndexByte(from, '\n')+1:]; len(line)+len(" <>")+len(author.Email) > widest {
		b.WriteByte('\n')
	}
	b.WriteString(" <" + author.Email + ">\n")
	mode := date.Mode{Kind: date.RFC}
	b.WriteString("Date: " + p.Clock.Format(mode, author.Date()) + "\n")
	subject := object.Subject(it.Message)
	if p.PlainSubject {
		b.WriteString("\n" + subject + "\n\n")
		return
	}
	b.WriteString(p.folded("Subject: [PATCH] ", subject) + "\n")
	if !isASCII(it.Message) {
		b.WriteString("MIME-Version: 1.0\nContent-Type: text/plain; charset=" + p.charset() + "\nContent-Transfer-Encoding: 8bit\n")
	}
	b.WriteByte('\n')
}

// charset names the encoding of the output in an e-mail.
func (p *Printer) charset() string {
	if encoding.IsUTF8(p.Encoding) {
		return encoding.UTF8
	}
	return p.Encoding
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// mailName writes a display name, quoted or encoded where RFC 822 asks for it.
func (p *Printer) mailName(name string) string {
	switch {
	case !isASCII(name):
		return p.encodedWords(name, len("From: "), " ?=_\"(),.:;<>@[\\]")
	case strings.ContainsAny(name, "()<>[]:;@\\,.\""):
		return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(name) + `"`
	}
	return name
}

const mailColumns = 78

// folded writes a subject in lines of at most 78 columns.
func (p *Printer) folded(lead, text string) string {
	if !isASCII(text) || strings.Contains(text, "=?") {
		return lead + p.encodedWords(text, len(lead), " ?=_")
	}
	return lead + wrapped(text, len(lead), 0, 1, mailColumns)
}

// encodedWords writes text as RFC 2047 has it, at most 76 characters a line. special
// are the characters that must be encoded beside those that are not ASCII.
func (p *Printer) encodedWords(text string, column int, special string) string {
	const last = 76
	open := "=?" + p.charset() + "?q?"
	var b strings.Builder
	b.WriteString(open)
	column += len(open)
	for text != "" {
		r, size := utf8.DecodeRuneInString(text)
		if !encoding.IsUTF8(p.Encoding) {
			r, size = rune(text[0]), 1
		}
		word := text[:size]
		text = text[size:]
		if r > 126 || r < 32 || strings.ContainsRune(special, r) {
			raw := word
			word = ""
			for _, c := range []byte(raw) {
				word += fmt.Sprintf("=%02X", c)
			}
		}
		if column+len(word)+len("?=") > last {
			b.WriteString("?=\n " + open)
			column = len(open) + 1
		}
		b.WriteString(word)
		column += len(word)
	}
	b.WriteString("?=")
	return b.String()
}
