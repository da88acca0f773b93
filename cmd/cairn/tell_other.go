//go:build !windows

package main

// showError has nothing to do where an error on stderr is seen.
func showError(string) {}
