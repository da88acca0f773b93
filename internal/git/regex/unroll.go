package regex

import (
	"errors"
	"regexp/syntax"
	"strconv"
	"strings"
)

// unroll writes repetitions out. Go's regexp repeats at most 1000 times, those within each other multiplied; the C
// library goes to 32767 each.
type unroll struct {
	wanted bool
	atom   int   // where the last thing that can be repeated begins in the output
	opened []int // where the groups begin that are open
}

// mostRepeated is the largest number of a repetition, mostText how long a pattern may become.
const (
	mostRepeated = 32767
	mostText     = 1 << 20
)

func repeatsTooMuch(err error) bool {
	var e *syntax.Error
	return errors.As(err, &e) && e.Code == syntax.ErrInvalidRepeatSize
}

// close ends a group, which is what can be repeated now.
func (u *unroll) close() {
	last := len(u.opened) - 1
	u.atom, u.opened = u.opened[last], u.opened[:last]
}

// repeatText writes the last thing as often as "n", "n," or "n,m" say.
func (t *translator) repeatText(counts string) {
	low, high, ranged := strings.Cut(counts, ",")
	least, errLow := strconv.Atoi(low)
	most, errHigh := strconv.Atoi(high)
	open := ranged && high == ""
	if !ranged || open {
		most, errHigh = least, nil
	}
	all := t.out.String()
	before, text := all[:t.atom], "(?:"+all[t.atom:]+")"
	switch {
	case errLow != nil || errHigh != nil || least > most:
		t.fault = `Invalid content of \{\}`
		return
	case most > mostRepeated || len(before)+(most+1)*(len(text)+1) > mostText:
		t.fault = "Regular expression too big"
		return
	}
	t.out.Reset()
	t.out.WriteString(before + "(?:" + strings.Repeat(text, least) + strings.Repeat(text+"?", most-least))
	if open {
		t.out.WriteString(text + "*")
	}
	t.out.WriteByte(')')
}
