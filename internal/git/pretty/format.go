// Package pretty writes commits as text: the formats of --pretty, every
// placeholder of --format, decorations, mailmaps, trailers and wrapping, as
// git-log(1) describes them. It reads no repository by itself: what it needs of
// one comes in as values and functions. It prints nothing.
package pretty

import (
	"strings"
)

// Style is one of the named formats.
type Style int

// The named formats of git-log(1), "PRETTY FORMATS"; User is a format of
// placeholders.
const (
	Medium Style = iota
	Oneline
	Short
	Full
	Fuller
	Reference
	Email
	Mboxrd
	Raw
	User
)

// Format is what --pretty or --format asks for.
type Format struct {
	Style Style
	// Text has the placeholders of a User format.
	Text string
	// Terminated puts a newline after each commit instead of between two.
	Terminated bool
}

// IsMail reports whether the format is that of an e-mail.
func (f Format) IsMail() bool { return f.Style == Email || f.Style == Mboxrd }

// IsEmpty reports whether the format prints nothing at all.
func (f Format) IsEmpty() bool { return f.Style == User && f.Text == "" }

// TabWidth is how far tabs in messages are expanded by default.
func (f Format) TabWidth() int {
	switch f.Style {
	case Medium, Full, Fuller:
		return 8
	}
	return 0
}

// UnknownFormatError says that --pretty names no format.
type UnknownFormatError struct{ Name string }

func (e *UnknownFormatError) Error() string { return "invalid --pretty format: " + e.Name }

var styles = []struct {
	name string
	f    Format
}{
	{"raw", Format{Style: Raw}}, {"medium", Format{Style: Medium}}, {"short", Format{Style: Short}},
	{"email", Format{Style: Email}}, {"mboxrd", Format{Style: Mboxrd}}, {"fuller", Format{Style: Fuller}},
	{"full", Format{Style: Full}}, {"oneline", Format{Style: Oneline, Terminated: true}},
	{"reference", Format{Style: User, Text: "%C(auto)%h (%s, %ad)", Terminated: true}},
}

// ParseFormat reads the value of --pretty. custom gives pretty.<name> of the
// configuration; a name may be shortened as long as something begins with it.
func ParseFormat(s string, custom func(name string) (string, bool)) (Format, error) {
	return parseFormat(s, custom, 0)
}

const deepest = 20 // aliases that lead further are a circle

func parseFormat(s string, custom func(string) (string, bool), depth int) (Format, error) {
	if text, ok := strings.CutPrefix(s, "format:"); ok {
		return Format{Style: User, Text: text}, nil
	}
	if text, ok := strings.CutPrefix(s, "tformat:"); ok || s == "" || strings.Contains(s, "%") {
		return Format{Style: User, Text: text, Terminated: true}, nil
	}
	if custom != nil && depth < deepest {
		if text, ok := custom(s); ok {
			return parseFormat(text, custom, depth+1)
		}
	}
	best := -1
	for i := range styles {
		if strings.HasPrefix(styles[i].name, s) && (best < 0 || len(styles[i].name) < len(styles[best].name)) {
			best = i
		}
	}
	if best < 0 {
		return Format{}, &UnknownFormatError{Name: s}
	}
	return styles[best].f, nil
}

// IsReference reports whether the format is the built-in "reference", whose dates
// are short unless --date says otherwise.
func (f Format) IsReference() bool { return f.Text == "%C(auto)%h (%s, %ad)" }
