package date

import (
	"strings"
	"time"
)

// Approx reads a date as --since and --until do: anything goes, and what is not
// understood is passed over. Parts that are missing come from the clock, so
// "2025-01-06" means that day at the present time of day. The second result is
// false when nothing at all was understood; the time is then the present.
func (c Clock) Approx(s string) (time.Time, bool) {
	if t, err := c.Parse(s); err == nil {
		return t, true
	}
	now := c.local(c.Now)
	p := looseParser{clock: c, now: now, t: unset()}
	p.t.hour, p.t.minute, p.t.secs = now.Hour(), now.Minute(), now.Second()
	_, p.offset = now.Zone()
	for i := 0; i < len(s); {
		switch {
		case isDigit(s[i]):
			p.flush()
			p.touched = true
			i += p.number(s[i:])
		case isAlpha(s[i]):
			w := wordAt(s[i:])
			i += len(w)
			if i == len(s) || !isDigit(s[i]) { // no word ends in a digit
				p.word(w)
			}
		default:
			i++
		}
	}
	p.flush()
	return p.moment(), p.touched
}

// looseParser keeps what is known of the date so far. A number waits in count
// until the next word tells its unit; if none does, it is a day, month or year.
type looseParser struct {
	clock   Clock
	now     time.Time
	t       fields
	count   int
	touched bool
	// offset is that of the last moment reached by counting, or now's: as in C's
	// mktime, summer time stays on when a field moves the date out of summer.
	offset int
}

// moment fills what is missing from the present and gives the time.
func (p *looseParser) moment() time.Time {
	f := p.t
	if f.day < 0 {
		f.day = p.now.Day()
	}
	if f.month < 0 {
		f.month = int(p.now.Month())
	}
	if f.year < 0 {
		f.year = p.now.Year()
		if f.month > int(p.now.Month()) {
			f.year--
		}
	}
	t := time.Date(f.year, time.Month(f.month), f.day, f.hour, f.minute, f.secs, 0, time.UTC)
	return t.Add(-time.Duration(p.offset) * time.Second).In(p.now.Location())
}

// set takes all fields from a moment.
func (p *looseParser) set(t time.Time) {
	p.t = fields{t.Year(), int(t.Month()), t.Day(), t.Hour(), t.Minute(), t.Second(), int(t.Weekday())}
	_, p.offset = t.Zone()
}

// back moves the date into the past by seconds.
func (p *looseParser) back(seconds int) {
	t := p.moment()
	p.set(time.Unix(t.Unix()-int64(seconds), 0).In(p.now.Location()))
}

// flush makes a day, month or year of a number that no word followed.
func (p *looseParser) flush() {
	n := p.count
	p.count = 0
	switch {
	case n == 0:
	case p.t.day < 0 && n < 32:
		p.t.day = n
	case p.t.month < 0 && n < 13:
		p.t.month = n
	case p.t.year >= 0:
	case n > 1969 && n < 2100:
		p.t.year = n
	case n > 69 && n < 100:
		p.t.year = 1900 + n
	case n < 38:
		p.t.year = 2000 + n
	}
}

func (p *looseParser) number(s string) int {
	v, n := number(s)
	if n < len(s) && strings.IndexByte(":./-", s[n]) >= 0 && n+1 < len(s) && isDigit(s[n+1]) {
		if used := p.t.separated(s, v, n, p.clock); used > 0 {
			return used
		}
	}
	// zero-padded numbers of more than two digits count as nothing
	if s[0] != '0' || n <= 2 {
		p.count = v
	}
	return n
}

var countWords = []string{"zero", "one", "two", "three", "four", "five", "six",
	"seven", "eight", "nine", "ten"}

// units are tried in this order; a plural "s" may be there or not.
var units = []struct {
	name    string
	seconds int
}{
	{"seconds", 1}, {"minutes", 60}, {"hours", 3600}, {"days", 86400}, {"weeks", 7 * 86400},
}

func (p *looseParser) word(w string) {
	lower := strings.ToLower(w)
	if m := lookup(lower, monthNames); m >= 0 {
		p.t.month = m + 1
		p.touched = true
		return
	}
	if p.special(lower) {
		p.touched = true
		return
	}
	if p.count == 0 {
		p.counting(lower)
		return
	}
	p.unit(lower)
}

// counting reads "one" to "ten", and "last", which counts one.
func (p *looseParser) counting(w string) {
	for n, name := range countWords {
		if n > 0 && w == name {
			p.count, p.touched = n, true
			return
		}
	}
	if w == "last" {
		p.count, p.touched = 1, true
	}
}

// special reads the words that stand for a time by themselves.
func (p *looseParser) special(w string) bool {
	switch w {
	case "yesterday":
		p.count = 0
		p.back(86400)
	case "noon":
		p.clockTime(12)
	case "midnight":
		p.clockTime(0)
	case "tea":
		p.clockTime(17)
	case "pm":
		p.half(12)
	case "am":
		p.half(0)
	case "never":
		p.set(time.Unix(0, 0).In(p.now.Location()))
		p.count = 0
	case "now":
		p.count = 0
		p.back(0)
	default:
		return false
	}
	return true
}

// clockTime goes to a full hour, the day before if that hour comes after the time
// reached so far: even of a written date, as in "5 jan noon" typed at ten. A
// number before it was a day.
func (p *looseParser) clockTime(hour int) {
	p.flush()
	if p.t.hour < hour {
		p.back(86400)
	}
	p.t.hour, p.t.minute, p.t.secs = hour, 0, 0
}

// half reads "am" and "pm", after a number or after a time.
func (p *looseParser) half(add int) {
	n := p.count
	p.count = 0
	if n > 0 {
		p.t.hour, p.t.minute, p.t.secs = n, 0, 0
	}
	p.t.hour = p.t.hour%12 + add
}

func (p *looseParser) unit(w string) {
	for _, u := range units {
		if w == u.name || w+"s" == u.name {
			p.back(u.seconds * p.count)
			p.count, p.touched = 0, true
			return
		}
	}
	if d := lookup(w, dayNames); d >= 0 {
		p.weekday(d)
		return
	}
	switch w {
	case "month", "months":
		t := p.moment()
		p.monthsBack(t, p.count)
	case "year", "years":
		t := p.moment()
		p.set(t)
		p.t.year -= p.count
	default:
		return
	}
	p.count, p.touched = 0, true
}

// monthsBack keeps the day of the month, even where it does not exist: 31
// November is then 1 December.
func (p *looseParser) monthsBack(t time.Time, n int) {
	p.set(t)
	m := p.t.month - 1 - n
	for m < 0 {
		m += 12
		p.t.year--
	}
	p.t.month = m + 1
}

// weekday goes to the count-th such day before the date.
func (p *looseParser) weekday(d int) {
	t := p.moment()
	n := p.count - 1
	diff := int(t.Weekday()) - d
	if diff <= 0 {
		n++
	}
	p.back((diff + 7*n) * 86400)
	p.count, p.touched = 0, true
}
