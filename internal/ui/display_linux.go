package ui

import (
	"errors"
	"os"
)

// displayError says what to do when there is no display to open a window on.
func displayError() error {
	if os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "" {
		return errors.New("there is no display to open a window on (DISPLAY is empty). " +
			"Start Cairn from a desktop, or use `cairnctl practice` in this terminal")
	}
	return nil
}
