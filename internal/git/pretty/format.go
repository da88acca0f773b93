// Package pretty writes commits as text: the formats of --pretty, every
// placeholder of --format, decorations, mailmaps, trailers and wrapping, as
// git-log(1) describes them. It reads no repository by itself: what it needs of
// one comes in as values and functions. It prints nothing.
package pretty

import (
	"errors"
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
type UnknownFormatError struct {
	Name   string
	Circle bool // aliases lead back to it
}

func (e *UnknownFormatError) Error() string {
	if e.Circle {
		return "invalid --pretty format: '" + e.Name + "' references an alias which points to itself"
	}
	return "invalid --pretty format: " + e.Name
}

var styles = []struct {
	name string
	f    Format
}{
	{"raw", Format{Style: Raw}}, {"medium", Format{Style: Medium}}, {"short", Format{Style: Short}},
	{"email", Format{Style: Email}}, {"mboxrd", Format{Style: Mboxrd}}, {"fuller", Format{Style: Fuller}},
	{"full", Format{Style: Full}}, {"oneline", Format{Style: Oneline, Terminated: true}},
	{"reference", Format{Style: User, Text: "%C(auto)%h (%s, %ad)", Terminated: true}},
}

// Alias is pretty.<name> of the configuration.
type Alias struct{ Name, Text string }

// ParseFormat reads the value of --pretty. A name may be shortened: the shortest that
// begins so is meant, and Git's own names come before aliases.
func ParseFormat(s string, aliases []Alias) (Format, error) {
	return parseFormat(s, aliases, 0)
}

const deepest = 20 // aliases that lead further are a circle

func parseFormat(s string, aliases []Alias, depth int) (Format, error) {
	if text, ok := strings.CutPrefix(s, "format:"); ok {
		return Format{Style: User, Text: text}, nil
	}
	if text, ok := strings.CutPrefix(s, "tformat:"); ok || s == "" || strings.Contains(s, "%") {
		return Format{Style: User, Text: text, Terminated: true}, nil
	}
	best, own := "", -1
	for i := range styles {
		if name := styles[i].name; strings.HasPrefix(name, s) && (own < 0 || len(name) < len(best)) {
			best, own = name, i
		}
	}
	custom := ""
	for _, a := range aliases {
		if strings.HasPrefix(a.Name, s) && (best == "" || len(a.Name) < len(best)) {
			best, own, custom = a.Name, -1, a.Text
		}
	}
	switch {
	case own >= 0:
		return styles[own].f, nil
	case best == "":
		return Format{}, &UnknownFormatError{Name: s}
	case depth >= deepest:
		return Format{}, &UnknownFormatError{Name: s, Circle: true}
	}
	f, err := parseFormat(custom, aliases, depth+1)
	var unknown *UnknownFormatError
	if errors.As(err, &unknown) {
		unknown.Name = s
	}
	return f, err
}

// IsReference reports whether the format is the built-in "reference", whose dates
// are short unless --date says otherwise.
func (f Format) IsReference() bool { return f.Text == "%C(auto)%h (%s, %ad)" }
