// Package date reads and writes dates as Git does: every --date format, the
// strict dates of GIT_AUTHOR_DATE and --date, and the loose ones of --since
// ("2 weeks ago", "yesterday noon"). It is pure: the clock and the zone are
// passed in. What it does was learned from git-log(1), git-commit(1) and by
// asking `git rev-parse --since=…` of Git 2.39 under a fixed GIT_TEST_DATE_NOW.
package date

import (
	"strconv"
	"strings"
	"time"
)

// Zone gives the location that the environment variable TZ names: a name of the
// zone database, a POSIX form such as "CET-1", and UTC for anything unknown. An
// empty string is the machine's own zone.
func Zone(tz string) *time.Location {
	tz = strings.TrimPrefix(tz, ":")
	switch tz {
	case "":
		return time.Local
	case "UTC", "UTC0", "GMT", "GMT0":
		return time.UTC
	}
	if loc, err := time.LoadLocation(tz); err == nil {
		return loc
	}
	if loc := posixZone(tz); loc != nil {
		return loc
	}
	return time.UTC
}

// posixZone reads "NAME[+-]H[:MM]", where west of Greenwich is positive.
func posixZone(tz string) *time.Location {
	i := 0
	for i < len(tz) && isAlpha(tz[i]) {
		i++
	}
	name, rest := tz[:i], tz[i:]
	sign := -1
	switch {
	case strings.HasPrefix(rest, "-"):
		sign, rest = 1, rest[1:]
	case strings.HasPrefix(rest, "+"):
		rest = rest[1:]
	}
	hours, minutes, _ := strings.Cut(rest, ":")
	h, err := strconv.Atoi(hours)
	if err != nil || h > 24 || name == "" {
		return nil
	}
	m, _ := strconv.Atoi(minutes)
	return time.FixedZone(name, sign*(h*3600+m*60))
}

// Offset turns Git's "+0530", read as the number 530, into seconds east of UTC.
func Offset(tz int) int {
	sign := 1
	if tz < 0 {
		sign, tz = -1, -tz
	}
	return sign * (tz/100*3600 + tz%100*60)
}

func isAlpha(c byte) bool { return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' }

func isDigit(c byte) bool { return '0' <= c && c <= '9' }
