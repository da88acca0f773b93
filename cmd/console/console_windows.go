// Package console readies the console that a program was started in for what
// it prints there.
package console

import (
	"os"

	"golang.org/x/sys/windows"
)

// Prepare lets the console read the escape sequences of colours, which the one of cmd.exe else shows as they are,
// until the returned function is called. Text needs nothing: package os hands it over as Unicode, whatever the code page.
func Prepare() (restore func()) {
	var undo []func()
	for _, f := range []*os.File{os.Stdout, os.Stderr} {
		h := windows.Handle(f.Fd())
		var mode uint32
		if windows.GetConsoleMode(h, &mode) != nil || mode&windows.ENABLE_VIRTUAL_TERMINAL_PROCESSING != 0 {
			continue // no console, or it does already
		}
		if windows.SetConsoleMode(h, mode|windows.ENABLE_VIRTUAL_TERMINAL_PROCESSING) == nil {
			undo = append(undo, func() { _ = windows.SetConsoleMode(h, mode) })
		}
	}
	return func() {
		for _, f := range undo {
			f()
		}
	}
}
