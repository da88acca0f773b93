//go:build !windows

// Package console readies the console that a program was started in for what
// it prints there.
package console

// Prepare has nothing to do where consoles know colours.
func Prepare() (restore func()) { return func() {} }
