package practice

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"time"

	"cairn/internal/disk"
)

// state is what a workspace remembers beside its files. It is written as a
// whole after each step.
type state struct {
	Exercise string    `json:"exercise"`
	Clock    time.Time `json:"clock"`
	Commands []string  `json:"commands"`
	Failed   []int     `json:"failed,omitempty"` // indexes of Commands that ended with another exit status than 0
	Fired    []int     `json:"fired"`            // indexes of events that have happened
	Cwd      string    `json:"cwd"`              // below the workspace, with slashes
	// Undo and Redo are the snapshots to go back and forth to, the nearest last.
	Undo []int `json:"undo"`
	Redo []int `json:"redo"`
	Next int   `json:"next"` // number of the next snapshot
	// Swept counts the snapshots that were removed.
	Swept int `json:"swept"`
	// Building is true while the scenario is being built: what lies there is
	// half and is built again.
	Building bool `json:"building,omitempty"`
	// Running is the line under way; it stays after a crash.
	Running string `json:"running,omitempty"`
	// Restoring is the snapshot being restored; it is finished after a crash.
	Restoring *int `json:"restoring,omitempty"`
}

func (w *Workspace) statePath() string { return filepath.Join(w.p.UndoDir, "state.json") }

// loadState reads the state; found is false when there is none.
func (w *Workspace) loadState() (found bool, err error) {
	data, err := disk.ReadFile(w.statePath())
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("open workspace: %w", err)
	}
	if w.st, found = decodeState(data); !found {
		// The files are what counts; the way back is lost.
		w.notice = "The list of undo steps could not be read. Your files are untouched."
	}
	return found, nil
}

func decodeState(data []byte) (state, bool) {
	var st state
	if json.Unmarshal(data, &st) != nil {
		return state{}, false
	}
	return st, true
}

func (w *Workspace) saveState() error {
	if w.p.Temporary {
		return nil
	}
	w.st.Exercise = string(w.p.Exercise.ID)
	data, err := json.Marshal(w.st)
	if err == nil {
		err = replaceFile(w.statePath(), data)
	}
	if err != nil {
		return fmt.Errorf("save workspace: %w", err)
	}
	return nil
}
