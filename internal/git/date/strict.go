package date

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// InvalidError says that a string is not a date.
type InvalidError struct{ Text string }

func (e *InvalidError) Error() string { return "invalid date format: " + e.Text }

// fields are the parts of a date that were seen so far; unset ones are -1.
type fields struct {
	year, month, day   int // month 1 to 12
	hour, minute, secs int
	weekday            int
}

func unset() fields { return fields{-1, -1, -1, -1, -1, -1, -1} }

func (f *fields) noDate() bool { return f.year < 0 && f.month < 0 && f.day < 0 }

func (f *fields) wholeDate() bool { return f.year >= 0 && f.month >= 0 && f.day >= 0 }

func (f *fields) setTime(h, m, s int) bool {
	// 24:00 is the end of a day; a 61st second may be a leap second
	if h < 0 || h > 24 || m < 0 || m >= 60 || s < 0 || s > 60 {
		return false
	}
	f.hour, f.minute, f.secs = h, m, s
	return true
}

// setDate takes year, month and day if they can be one. With a clock a year may
// be missing (-1), and more than ten days ahead is no date: so "12/11" is read
// the other way round when that was in the past.
func (f *fields) setDate(y, m, d int, c *Clock) bool {
	if m < 1 || m > 12 || d < 1 || d > 31 {
		return false
	}
	if c == nil { // month and day stay, even where the year is none
		f.month, f.day = m, d
	}
	given := y != -1
	switch {
	case !given && c != nil:
		y = c.local(c.Now).Year()
	case y >= 1970 && y < 2100:
	case y > 70 && y < 100:
		y += 1900
	case y >= 0 && y < 38:
		y += 2000
	default:
		return false
	}
	if c != nil && f.hour >= 0 && f.minute >= 0 && f.secs >= 0 {
		when := time.Date(y, time.Month(m), d, f.hour, f.minute, f.secs, 0, time.UTC)
		if when.After(c.Now.Add(10 * 24 * time.Hour)) {
			return false
		}
	}
	f.month, f.day = m, d
	if given {
		f.year = y
	}
	return true
}

// number reads the digits at the start of s; huge ones saturate.
func number(s string) (value, digits int) {
	for digits < len(s) && isDigit(s[digits]) {
		if value < 1<<55 {
			value = value*10 + int(s[digits]-'0')
		}
		digits++
	}
	return value, digits
}

// separated reads "a:b[:c]" or "a-b[-c]" (also with / and .) whose first number
// and separator were seen at s[:n]; it gives the bytes that it took, 0 if that
// is neither time nor date.
func (f *fields) separated(s string, a, n int, c Clock) int {
	sep := s[n]
	b, bn := number(s[n+1:])
	end := n + 1 + bn
	third := -1
	if end+1 < len(s) && s[end] == sep && isDigit(s[end+1]) {
		v, vn := number(s[end+1:])
		third, end = v, end+1+vn
	}
	if sep == ':' {
		if !f.setTime(a, b, max(third, 0)) {
			return 0
		}
		if f.wholeDate() && end+1 < len(s) && s[end] == '.' && isDigit(s[end+1]) {
			_, fn := number(s[end+1:])
			end += 1 + fn
		}
		return end
	}
	if a > 70 && (f.setDate(a, b, third, nil) || f.setDate(a, third, b, nil)) {
		return end
	}
	// a slash or a dash is American (month first), a dot European
	american := func() bool { return f.setDate(third, a, b, &c) }
	european := func() bool { return f.setDate(third, b, a, &c) }
	if sep == '.' && (european() || american()) || sep != '.' && (american() || european()) {
		return end
	}
	return 0
}

// Parse reads a date in one of the forms that git-commit(1) promises for
// --date and GIT_AUTHOR_DATE: "@seconds zone", "seconds zone", RFC 2822, ISO 8601
// and their neighbours. Without a zone the clock's is meant. The result's
// location has the offset that was written.
func (c Clock) Parse(s string) (time.Time, error) {
	if rest, ok := strings.CutPrefix(s, "@"); ok {
		if t, ok := rawDate(rest); ok {
			return t, nil
		}
	}
	p := strictParser{clock: c, f: unset(), offset: noOffset}
	for i := 0; i < len(s) && s[i] != '\n'; {
		i += max(p.step(s[i:]), 1)
	}
	t, ok := p.result()
	if !ok {
		return time.Time{}, &InvalidError{Text: s}
	}
	return t, nil
}

// rawDate reads "seconds zone", the form in which commits hold dates.
func rawDate(s string) (time.Time, bool) {
	secs, zone, ok := strings.Cut(strings.TrimSpace(s), " ")
	n, err := strconv.ParseInt(secs, 10, 64)
	if err != nil || n < 0 {
		return time.Time{}, false
	}
	tz, err := strconv.Atoi(zone)
	if !ok || err != nil || len(zone) != 5 {
		return time.Time{}, false
	}
	return time.Unix(n, 0).In(fixed(Offset(tz))), true
}

// fixed gives a zone of its own for an offset; its name is the offset.
func fixed(seconds int) *time.Location {
	if seconds == 0 {
		return time.FixedZone("+0000", 0)
	}
	sign := '+'
	abs := seconds
	if abs < 0 {
		sign, abs = '-', -abs
	}
	return time.FixedZone(fmt.Sprintf("%c%02d%02d", sign, abs/3600, abs/60%60), seconds)
}
