// Package progress owns what a learner has done: an append-only log of events
// in SQLite, the projections that screens read, and a few conveniences such as
// the place in a text. It decides nothing about lessons or goals, and draws
// nothing.
//
// The log is the truth: every projection can be dropped and rebuilt from it
// with the same result (Rebuild). An event that Append acknowledged survives
// the death of the program and a power cut, because the store runs in WAL mode
// with synchronous=FULL (https://sqlite.org/pragma.html#pragma_synchronous).
package progress
