// Package date reads and writes dates as Git does: every --date format, the
// strict dates of GIT_AUTHOR_DATE and --date, and the loose ones of --since
// ("2 weeks ago", "yesterday noon"). It is pure: the clock and the zone are
// passed in. What it does was learned from git-log(1), git-commit(1) and by
// asking `git rev-parse --since=…` of Git 2.39 under a fixed GIT_TEST_DATE_NOW.
package date

import (
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

// posixZone reads what POSIX has for TZ: "CET-1", where west of Greenwich is positive, "<+01>-1", "CET-1CEST" and with the
// days of its changes "CET-1CEST,M3.5.0,M10.5.0/3". Package time reads that form at the end of a file of the zone database
// (RFC 8536, "TZif") and so gets one, with a single change long ago.
func posixZone(tz string) *time.Location {
	const (
		header = "TZif2\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
		none   = "\x00\x00\x00\x00"
		one    = "\x00\x00\x00\x01"
		four   = "\x00\x00\x00\x04"
		long   = "\xc0\x00\x00\x00\x00\x00\x00\x00"     // seconds
		utc    = "\x00" + none + "\x00\x00" + "UTC\x00" // the change's kind; offset, no summer time, name
	)
	if strings.ContainsRune(tz, '\n') {
		return nil
	}
	data := header + none + none + none + none + none + none + header + none + none + none + one + one + four + long + utc
	loc, err := time.LoadLocationFromTZData(tz, []byte(data+"\n"+tz+"\n"))
	if err != nil {
		return nil
	}
	return loc
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
