package pretty

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"cairn/internal/git/date"
)

// mailHeader writes From, Date and Subject of --pretty=email.
func (p *Printer) mailHeader(b *strings.Builder, it *Item) {
	author := it.Author
	if p.UseMailmap {
		author.Name, author.Email = p.Mailmap.Map(author.Name, author.Email)
	}
	b.WriteString("From: " + mailName(author.Name) + " <" + author.Email + ">\n")
	mode := date.Mode{Kind: date.RFC}
	b.WriteString("Date: " + p.Clock.Format(mode, author.When) + "\n")
	subject := subjectJoined(strings.TrimLeft(it.Message, "\n"))
	if p.PlainSubject {
		b.WriteString("\n" + subject + "\n\n")
		return
	}
	b.WriteString(folded("Subject: [PATCH] ", subject) + "\n")
	if !isASCII(it.Message) {
		b.WriteString("MIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\n")
	}
	b.WriteByte('\n')
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
func mailName(name string) string {
	switch {
	case !isASCII(name):
		return encodedWords(name, len("From: "), " ?=_\"(),.:;<>@[\\]")
	case strings.ContainsAny(name, "()<>[]:;@\\,.\""):
		return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(name) + `"`
	}
	return name
}

const mailColumns = 78

// folded writes a subject in lines of at most 78 columns.
func folded(lead, text string) string {
	if !isASCII(text) || strings.Contains(text, "=?") {
		return lead + encodedWords(text, len(lead), " ?=_")
	}
	return lead + wrapped(text, len(lead), 0, 1, mailColumns)
}

// encodedWords writes text as RFC 2047 has it, at most 76 characters a line. special
// are the characters that must be encoded beside those that are not ASCII.
func encodedWords(text string, column int, special string) string {
	const open, last = "=?UTF-8?q?", 76
	var b strings.Builder
	b.WriteString(open)
	column += len(open)
	for _, r := range text {
		word := string(r)
		if r > 126 || r < 32 || strings.ContainsRune(special, r) {
			word = ""
			for _, c := range []byte(string(r)) {
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
