package practice

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"cairn/internal/app"
)

// errGivenUp ends an editor without saving; Git then stops the command.
var errGivenUp = errors.New("the edit was given up")

// edit opens a file that Git wants edited, such as a commit message, in the
// pane, and waits. It runs on the line's goroutine.
func (p *Pane) edit(ctx context.Context, path string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	type answer struct {
		text string
		ok   bool
	}
	answers := make(chan answer, 1)
	p.params.Dispatch(func() {
		p.console.SetWaiting("waits for your text above · Ctrl+C gives up")
		p.middle.edit(editing{
			title: filepath.Base(path), text: string(text), waits: true, forGit: ofGit(path),
			done: func(text string, ok bool) {
				p.console.SetWaiting("")
				answers <- answer{text, ok}
			},
		})
	})
	select {
	case <-ctx.Done():
		p.params.Dispatch(p.middle.endEdit)
		return ctx.Err()
	case a := <-answers:
		if !a.ok {
			return errGivenUp
		}
		return os.WriteFile(path, []byte(a.text), 0o600)
	}
}

// ofGit reports whether a file is one of Git's own, such as a commit message.
func ofGit(path string) bool {
	return slices.Contains(strings.Split(filepath.ToSlash(path), "/"), ".git")
}

// openFile opens a file of the working tree in the pane. A file that is being
// edited is kept: its page comes to the front.
func (m *middle) openFile(row int) {
	p := m.pane
	if m.editing != nil {
		p.tabs.Select(len(m.labels()) - 1)
		return
	}
	if row >= len(m.paths) || m.paths[row].gone || p.console.Running() {
		return
	}
	path := m.paths[row].path
	text, err := p.practice.ReadFile(path)
	if err != nil {
		p.params.OnError(err)
		return
	}
	m.edit(editing{title: path, text: text, done: func(text string, ok bool) {
		if !ok {
			return
		}
		p.change("Saved "+path+".", func(ctx context.Context) (app.Standing, error) {
			return p.practice.WriteFile(ctx, path, text)
		})
	}})
}
