package app

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"github.com/adrg/xdg"
)

// Folders says where Cairn keeps things.
type Folders struct {
	// Data holds progress, backups, packs and undo snapshots.
	Data string
	// Practice holds the practice repositories, one folder an exercise; it is
	// the learner's and easy to reach from any terminal.
	Practice string
}

// DefaultFolders gives the places of this system and user; data, when not
// empty, overrides the data folder.
func DefaultFolders(data string) (Folders, error) {
	if data == "" {
		name := "cairn"
		if runtime.GOOS == "windows" || runtime.GOOS == "darwin" {
			name = "Cairn"
		}
		data = filepath.Join(xdg.DataHome, name)
	}
	data, err := filepath.Abs(data)
	if err != nil {
		return Folders{}, fmt.Errorf("data folder: %w", err)
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return Folders{}, fmt.Errorf("home folder: %w", err)
	}
	return Folders{Data: data, Practice: filepath.Join(home, "Cairn")}, nil
}

func (f Folders) database() string { return filepath.Join(f.Data, "progress.db") }
func (f Folders) backups() string  { return filepath.Join(f.Data, "backups") }
func (f Folders) lock() string     { return filepath.Join(f.Data, "instance.lock") }
func (f Folders) raise() string    { return filepath.Join(f.Data, "raise") }
func (f Folders) replays() string  { return filepath.Join(f.Data, "replays") }
func (f Folders) undo(exercise string) string {
	return filepath.Join(f.Data, "undo", exercise)
}
