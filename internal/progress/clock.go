package progress

import "time"

// clock is a hybrid logical clock: milliseconds since 1970 in the upper bits
// and a counter in the lower 16, so that events keep their order when the
// computer's clock stands still or is set back.
type clock int64

const counterBits = 16

// next gives a clock that is later than the last one and not before now.
func (c clock) next(now time.Time) clock {
	wall := clock(now.UnixMilli() << counterBits)
	if wall > c {
		return wall
	}
	return c + 1
}

// time is the moment that the clock stands for, to the millisecond.
func (c clock) time() time.Time {
	return time.UnixMilli(int64(c) >> counterBits)
}
