package date

import "math"

// Expiry reads a date as gc.reflogExpire and its like give it, in seconds of
// the epoch: "never" and "false" are 0, before everything; "now" and "all" are
// the end of time, since nothing is kept then. ok is false for what is no date.
func (c Clock) Expiry(s string) (seconds uint64, ok bool) {
	switch s {
	case "never", "false":
		return 0, true
	case "all", "now":
		return math.MaxUint64, true
	}
	t, ok := c.Approx(s)
	if !ok || t.Unix() < 0 {
		return 0, ok
	}
	return uint64(t.Unix()), ok
}
