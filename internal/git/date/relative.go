package date

import (
	"fmt"
	"time"
)

// Relative says how long ago t was, as Git rounds it: seconds up to a minute and
// a half, minutes up to an hour and a half, hours up to a day and a half, days
// up to two weeks, weeks up to ten, months up to a year, then years with
// months up to five years.
func (c Clock) Relative(t time.Time) string {
	diff := c.Now.Unix() - t.Unix()
	if diff < 0 {
		return "in the future"
	}
	if diff < 90 {
		return ago(diff, "second")
	}
	diff = (diff + 30) / 60
	if diff < 90 {
		return ago(diff, "minute")
	}
	diff = (diff + 30) / 60
	if diff < 36 {
		return ago(diff, "hour")
	}
	diff = (diff + 12) / 24
	switch {
	case diff < 14:
		return ago(diff, "day")
	case diff < 70:
		return ago((diff+3)/7, "week")
	case diff < 365:
		return ago((diff+15)/30, "month")
	case diff < 1825:
		return yearsAndMonths(diff)
	}
	return ago((diff+183)/365, "year")
}

func yearsAndMonths(days int64) string {
	total := (days*12*2 + 365) / (365 * 2)
	years, months := total/12, total%12
	if months == 0 {
		return ago(years, "year")
	}
	return count(years, "year") + ", " + ago(months, "month")
}

func ago(n int64, unit string) string { return count(n, unit) + " ago" }

func count(n int64, unit string) string {
	if n == 1 {
		return "1 " + unit
	}
	return fmt.Sprintf("%d %ss", n, unit)
}
