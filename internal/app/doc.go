// Package app holds the use cases of Cairn: open a lesson, start an exercise,
// run a line, answer a question. It is the only place where the engines meet,
// and owns the clock, the data folder and the settings. It knows nothing of
// windows, and prints nothing.
package app
