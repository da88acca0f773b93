package date

import (
	"fmt"
	"strings"
	"time"
)

// Kind is one of the forms that --date names.
type Kind int

// The forms of git-log(1), under --date.
const (
	Default Kind = iota
	ISO
	ISOStrict
	RFC
	Short
	Relative
	Human
	Raw
	Unix
	Strftime
)

// Mode is what --date=… asks for. The zero value is the default form.
type Mode struct {
	Kind Kind
	// Local shows the reader's zone instead of the author's.
	Local bool
	// Pattern is the strftime pattern of Strftime.
	Pattern string
}

// UnknownFormatError says that --date was given a word that it does not know.
type UnknownFormatError struct{ Format string }

func (e *UnknownFormatError) Error() string {
	if strings.TrimSuffix(e.Format, "-local") == "format" {
		return "date format missing colon separator: " + e.Format
	}
	return "unknown date format " + e.Format
}

var kinds = []struct {
	name string
	kind Kind
}{
	{"relative", Relative}, {"iso8601-strict", ISOStrict}, {"iso-strict", ISOStrict},
	{"iso8601", ISO}, {"iso", ISO}, {"rfc2822", RFC}, {"rfc", RFC}, {"short", Short},
	{"default", Default}, {"human", Human}, {"raw", Raw}, {"unix", Unix},
}

// ParseMode reads the value of --date. "auto:X" is X on a terminal and the
// default form elsewhere.
func ParseMode(s string, terminal bool) (Mode, error) {
	full := s
	if rest, ok := strings.CutPrefix(s, "auto:"); ok {
		if !terminal {
			return Mode{}, nil
		}
		s = rest
	}
	if s == "local" {
		return Mode{Local: true}, nil
	}
	if p, ok := strings.CutPrefix(s, "format:"); ok {
		return Mode{Kind: Strftime, Pattern: p}, nil
	}
	if p, ok := strings.CutPrefix(s, "format-local:"); ok {
		return Mode{Kind: Strftime, Pattern: p, Local: true}, nil
	}
	name, local := strings.CutSuffix(s, "-local")
	for _, k := range kinds {
		if k.name == name {
			return Mode{Kind: k.kind, Local: local}, nil
		}
	}
	return Mode{}, &UnknownFormatError{Format: full}
}

// Clock is what a date is seen from: the present moment and the reader's zone.
type Clock struct {
	Now  time.Time
	Zone *time.Location
}

// local gives t in the reader's zone.
func (c Clock) local(t time.Time) time.Time {
	if c.Zone == nil {
		return t.In(time.Local)
	}
	return t.In(c.Zone)
}

// Format writes t, whose location is the author's zone, in mode m.
func (c Clock) Format(m Mode, t time.Time) string {
	if m.Local && m.Kind != Relative {
		t = c.local(t)
	}
	switch m.Kind {
	case ISO:
		return t.Format("2006-01-02 15:04:05 -0700")
	case ISOStrict:
		return t.Format("2006-01-02T15:04:05-07:00")
	case RFC:
		return t.Format("Mon, 2 Jan 2006 15:04:05 -0700")
	case Short:
		return t.Format("2006-01-02")
	case Relative:
		return c.Relative(t)
	case Human:
		return c.human(t, m.Local)
	case Raw:
		return fmt.Sprintf("%d %s", t.Unix(), t.Format("-0700"))
	case Unix:
		return fmt.Sprint(t.Unix())
	case Strftime:
		return strftime(m.Pattern, t, m.Local)
	}
	if m.Local {
		return t.Format("Mon Jan 2 15:04:05 2006")
	}
	return t.Format("Mon Jan 2 15:04:05 2006 -0700")
}

// human leaves out what the reader knows: a time within the last five days gets
// its weekday only, one of this year no year, an older one no time of day.
func (c Clock) human(t time.Time, local bool) string {
	now := c.local(c.Now)
	showZone := !local && t.Format("-0700") != c.local(t).Format("-0700")
	if t.Year() != now.Year() {
		return t.Format("Jan 2 2006")
	}
	showDate := true
	if t.Month() == now.Month() {
		switch {
		case t.Day() > now.Day():
			// the future is written in full
		case t.Day() == now.Day():
			return c.Relative(t)
		case t.Day()+5 > now.Day():
			showDate = false
		}
	}
	if !showDate {
		out := t.Format("Mon 15:04")
		if showZone {
			out += t.Format(" -0700")
		}
		return out
	}
	out := t.Format("Mon Jan 2 15:04")
	return out
}
