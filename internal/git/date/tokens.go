package date

import (
	"strings"
	"time"
)

// noOffset is the offset of a date that names no zone.
const noOffset = 1 << 30

// epochDigits: a number from here on, standing alone, counts seconds since 1970.
const epochDigits = 100_000_000

// pastYears is the first second of 2100, from which on Git takes no date.
const pastYears = 4_102_444_800

var (
	monthNames = []string{"january", "february", "march", "april", "may", "june",
		"july", "august", "september", "october", "november", "december"}
	dayNames = []string{"sundays", "mondays", "tuesdays", "wednesdays", "thursdays",
		"fridays", "saturdays"}
)

// zoneHours are the names of zones that mail programs write, hours east of UTC.
var zoneHours = map[string]float64{
	"IDLW": -12, "NT": -11, "CAT": -10, "HST": -10, "HDT": -9, "YST": -9, "YDT": -8,
	"PST": -8, "PDT": -7, "MST": -7, "MDT": -6, "CST": -6, "CDT": -5, "EST": -5,
	"EDT": -4, "AST": -3, "ADT": -2, "WAT": -1, "GMT": 0, "UTC": 0, "Z": 0, "WET": 0,
	"BST": 1, "CET": 1, "MET": 1, "MEWT": 1, "MEST": 2, "CEST": 2, "MESZ": 2, "FWT": 1,
	"FST": 2, "EET": 2, "EEST": 3, "WAST": 8, "WADT": 9, "CCT": 8, "JST": 9, "EAST": 10,
	"EADT": 11, "GST": 10, "NZT": 12, "NZST": 12, "NZDT": 13, "IDLE": 12,
}

// strictParser collects the fields of one date from left to right.
type strictParser struct {
	clock  Clock
	f      fields
	offset int // seconds east of UTC, or noOffset
	epoch  int // seconds since 1970 when the date was given as such
	isUnix bool
}

// step reads the token at the start of s and gives its length, 0 for none.
func (p *strictParser) step(s string) int {
	switch {
	case isAlpha(s[0]):
		return p.word(s)
	case isDigit(s[0]):
		return p.digits(s)
	case (s[0] == '-' || s[0] == '+') && len(s) > 1 && isDigit(s[1]) && (p.f.hour >= 0 || p.isUnix):
		return p.zone(s)
	}
	return 0
}

// wordAt gives the letters at the start of s.
func wordAt(s string) string {
	n := 0
	for n < len(s) && isAlpha(s[n]) {
		n++
	}
	return s[:n]
}

// prefixOf reports whether w is name, or its beginning of at least three letters.
func prefixOf(w, name string) bool {
	return len(w) >= 3 && len(w) <= len(name) && strings.EqualFold(w, name[:len(w)])
}

func lookup(w string, names []string) int {
	for i, n := range names {
		if prefixOf(w, n) {
			return i
		}
	}
	return -1
}

func (p *strictParser) word(s string) int {
	w := wordAt(s)
	if len(w) < len(s) && isDigit(s[len(w)]) && !(len(w) == 1 && s[0] == 'T') {
		return len(w) // no word ends in a digit
	}
	if m := lookup(w, monthNames); m >= 0 {
		p.f.month = m + 1
		return len(w)
	}
	if d := lookup(w, dayNames); d >= 0 {
		p.f.weekday = d
		return len(w)
	}
	if h, ok := zoneHours[strings.ToUpper(w)]; ok {
		if p.offset == noOffset {
			p.offset = int(h * 3600)
		}
		return len(w)
	}
	switch strings.ToUpper(w) {
	case "PM":
		p.f.hour = p.f.hour%12 + 12
	case "AM":
		p.f.hour %= 12
	}
	if s[0] == 'T' && len(s) > 1 && isDigit(s[1]) && p.f.hour < 0 {
		return 1
	}
	return len(w)
}

func (p *strictParser) digits(s string) int {
	v, n := number(s)
	if v >= epochDigits && p.f.noDate() && !p.isUnix {
		p.isUnix, p.epoch = true, v
		return n
	}
	if n+1 < len(s) && strings.IndexByte(":./-", s[n]) >= 0 && isDigit(s[n+1]) {
		if used := p.f.separated(s, v, n, p.clock); used > 0 {
			return used
		}
	}
	switch {
	case n == 8:
		p.f.setDate(v/10000, v/100%100, v%100, nil)
	case n == 6:
		if p.f.setTime(v/10000, v/100%100, v%100) && n+1 < len(s) && s[n] == '.' && isDigit(s[n+1]) {
			_, fn := number(s[n+1:])
			n += 1 + fn
		}
	case n == 4 && v <= 1400 && p.offset == noOffset:
		p.offset = v/100*3600 + v%100*60
	case n == 4 && v > 1900 && v < 2100:
		p.f.year = v
	case n <= 2:
		p.small(v, n)
	}
	return n
}

// small gives one or two digits to the first field that can take them.
func (p *strictParser) small(v, n int) {
	switch {
	case v > 0 && v < 32 && p.f.day < 0:
		p.f.day = v
	case n == 2 && p.f.year < 0 && v < 10 && p.f.day >= 0:
		p.f.year = v + 2000
	case n == 2 && p.f.year < 0 && v >= 70:
		p.f.year = v + 1900
	case v > 0 && v < 13 && p.f.month < 0:
		p.f.month = v
	}
}

// zone reads "+hh", "+hhmm" or "+hh:mm".
func (p *strictParser) zone(s string) int {
	v, n := number(s[1:])
	end := 1 + n
	hours, minutes := v, 0
	switch {
	case n == 4:
		hours, minutes = v/100, v%100
	case n > 2 || n == 1:
		hours, minutes = 99, 99
	case end+1 < len(s) && s[end] == ':' && isDigit(s[end+1]):
		m, mn := number(s[end+1:])
		minutes, end = m, end+1+mn
		if mn != 2 {
			minutes = 99
		}
	}
	if minutes < 60 && hours < 24 {
		p.offset = hours*3600 + minutes*60
		if s[0] == '-' {
			p.offset = -p.offset
		}
	}
	return end
}

// result is the moment, if all of its date and time were given.
func (p *strictParser) result() (time.Time, bool) {
	if p.isUnix {
		t := time.Unix(int64(p.epoch), 0)
		if p.offset == noOffset {
			_, p.offset = t.In(p.clock.local(p.clock.Now).Location()).Zone()
		}
		return t.In(fixed(p.offset)), p.epoch < pastYears
	}
	f := p.f
	if !f.wholeDate() || f.hour < 0 || f.minute < 0 || f.secs < 0 || f.year < 1970 || f.year >= 2100 {
		return time.Time{}, false
	}
	if p.offset == noOffset {
		t := time.Date(f.year, time.Month(f.month), f.day, f.hour, f.minute, f.secs, 0, p.clock.local(p.clock.Now).Location())
		_, off := t.Zone()
		return t.In(fixed(off)), true
	}
	t := time.Date(f.year, time.Month(f.month), f.day, f.hour, f.minute, f.secs, 0, fixed(p.offset))
	return t, t.Unix() >= 0
}
