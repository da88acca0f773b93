package shell

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// maxSleep bounds one sleep; nobody waits longer for a lesson.
const maxSleep = time.Minute

func sleep(c *call) int {
	if len(c.args) != 1 {
		return c.missingOperand()
	}
	text, unit := c.args[0], time.Second
	switch {
	case strings.HasSuffix(text, "s"):
		text = text[:len(text)-1]
	case strings.HasSuffix(text, "m"):
		text, unit = text[:len(text)-1], time.Minute
	}
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || n < 0 || n != n {
		c.complain("invalid time interval '%s'", c.args[0])
		return 1
	}
	wait := maxSleep
	if n < maxSleep.Seconds() {
		wait = min(maxSleep, time.Duration(n*float64(unit)))
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-c.ctx.Done():
		return exitInterrupted
	case <-timer.C:
	}
	if n*float64(unit) > float64(maxSleep) {
		c.complain("stopped after %s, the longest wait in this console", maxSleep)
	}
	return 0
}

// date shows the console's clock, which the exercise sets.
func date(c *call) int {
	o, ok := c.options(spec{short: "u", long: map[string]string{"utc": "u"}})
	if !ok {
		return 2
	}
	now := c.s.params.Now()
	if o.has("u") {
		now = now.UTC()
	}
	zone := now.Format("MST")
	if strings.HasPrefix(zone, "+") || strings.HasPrefix(zone, "-") || zone == "" {
		zone = now.Format("-0700")
	}
	switch {
	case len(o.rest) == 0:
		c.printf("%s\n", now.Format("Mon Jan _2 15:04:05 ")+zone+now.Format(" 2006"))
		return 0
	case len(o.rest) > 1 || !strings.HasPrefix(o.rest[0], "+"):
		c.complain("setting the clock is not supported in this console")
		return 2
	}
	letters := dateLetters(now, zone)
	format, out := o.rest[0][1:], strings.Builder{}
	for i := 0; i < len(format); i++ {
		if format[i] != '%' || i+1 == len(format) {
			out.WriteByte(format[i])
			continue
		}
		i++
		text, ok := letters[format[i]]
		if !ok {
			c.complain("format %%%c is not supported in this console", format[i])
			return 2
		}
		out.WriteString(text)
	}
	c.printf("%s\n", out.String())
	return 0
}

func dateLetters(t time.Time, zone string) map[byte]string {
	return map[byte]string{
		'Y': t.Format("2006"), 'm': t.Format("01"), 'd': t.Format("02"), 'H': t.Format("15"), 'M': t.Format("04"),
		'S': t.Format("05"), 'F': t.Format("2006-01-02"), 'T': t.Format("15:04:05"), 'R': t.Format("15:04"),
		's': strconv.FormatInt(t.Unix(), 10), 'z': t.Format("-0700"), 'Z': zone, 'y': t.Format("06"),
		'a': t.Format("Mon"), 'A': t.Format("Monday"), 'b': t.Format("Jan"), 'B': t.Format("January"),
		'e': t.Format("_2"), 'j': t.Format("002"), 'I': t.Format("03"), 'p': t.Format("PM"), 'u': strconv.Itoa((int(t.Weekday())+6)%7 + 1),
		'D': t.Format("01/02/06"), 'n': "\n", 't': "\t", '%': "%",
	}
}

func env(c *call) int {
	if len(c.args) > 0 {
		c.complain("running a command is not supported in this console; write NAME=value command")
		return 2
	}
	vars := exportedVars(c.hc.Env)
	for _, name := range slices.Sorted(maps.Keys(vars)) {
		c.printf("%s=%s\n", name, vars[name])
	}
	return 0
}

// clearScreen asks the console to forget what it shows.
func clearScreen(c *call) int {
	if c.onTerm {
		c.printf("\x1b[H\x1b[2J\x1b[3J")
	}
	return 0
}
