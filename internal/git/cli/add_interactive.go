package cli

import (
	"bufio"
	"fmt"
	"strings"

	"cairn/internal/git/diff"
	"cairn/internal/git/index"
	"cairn/internal/git/porcelain"
)

// interactiveAdd is the dialogue of `git add -i` (git-add(1), "Interactive mode").
type interactiveAdd struct {
	*call
	work  *porcelain.Interactive
	paint *patchPaint
	in    *bufio.Reader
}

const interactiveHelp = `status        - show paths with changes
update        - add working tree state to the staged set of changes
revert        - revert staged set of changes back to the HEAD version
patch         - pick hunks and update selectively
diff          - view diff between HEAD and index
add untracked - add contents of untracked files to the staged set of changes
`

// interactive runs the dialogue on the index of the repository.
func (c *call) interactive(paths []string) int {
	_, code := c.interactiveOn(paths, false)
	return code
}

// interactiveForCommit runs it on an index in memory.
func (m *committer) interactiveForCommit(paths []string) (*index.Index, int, bool) {
	work, code := m.interactiveOn(paths, true)
	if code != exitOK {
		return nil, code, false
	}
	return work.Index(), 0, true
}

func (c *call) interactiveOn(paths []string, inMemory bool) (*porcelain.Interactive, int) {
	work, err := porcelain.StartInteractive(c.repo, paths, inMemory)
	if err != nil {
		return nil, c.fail(err)
	}
	a := &interactiveAdd{call: c, work: work, paint: c.readInteractivePaint(), in: bufio.NewReader(c.env.Stdin)}
	if err := a.run(); err != nil {
		return nil, c.fail(err)
	}
	return work, exitOK
}

// run is the loop of the main menu.
func (a *interactiveAdd) run() error {
	if err := a.status(); err != nil {
		return err
	}
	commands := []struct {
		name string
		do   func() error
	}{
		{"status", a.status}, {"update", a.update}, {"revert", a.revert}, {"add untracked", a.addUntracked},
		{"patch", a.pickHunks}, {"diff", a.showDiff}, {"quit", nil}, {"help", a.help},
	}
	var items []addItem
	for _, c := range commands {
		items = append(items, addItem{name: c.name})
	}
	for {
		l := addList{items: items, title: "*** Commands ***", prompt: "What now", columns: 4, single: true}
		picked, ended := a.choose(&l)
		switch {
		case ended:
			a.printf("\nBye.\n")
			return nil
		case len(picked) == 0:
			continue
		case commands[picked[0]].do == nil:
			a.printf("Bye.\n")
			return nil
		}
		if err := commands[picked[0]].do(); err != nil {
			return err
		}
	}
}

func (a *interactiveAdd) help() error {
	for line := range strings.Lines(interactiveHelp) {
		a.println(a.paint.help(strings.TrimSuffix(line, "\n")))
	}
	return nil
}

// addHead stands above lists of paths.
func addHead() string { return fmt.Sprintf("%5s%12s %12s %s", "", "staged", "unstaged", "path") }

// changes lists the paths that differ, those that wanted lets through.
func (a *interactiveAdd) changes(wanted func(*porcelain.InteractiveItem) bool) ([]addItem, error) {
	env, err := a.diffEnv(attrsFromIndex)
	if err != nil {
		return nil, err
	}
	list, err := a.work.List(diff.DefaultOptions(env))
	if err != nil {
		return nil, err
	}
	var items []addItem
	for i := range list {
		if it := &list[i]; wanted == nil || wanted(it) {
			items = append(items, addItem{
				name: it.Path, before: fmt.Sprintf("%12s %12s ", counted(it.Staged, "unchanged"), counted(it.Unstaged, "nothing")),
			})
		}
	}
	return items, nil
}

// counted is "+2/-1", "binary", or a word for no change.
func counted(s *diff.FileStat, none string) string {
	switch {
	case s == nil:
		return none
	case s.Binary:
		return "binary"
	}
	return fmt.Sprintf("+%d/-%d", s.Added, s.Deleted)
}

func (a *interactiveAdd) status() error {
	items, err := a.changes(nil)
	if err != nil {
		return err
	}
	l := addList{items: items, title: addHead()}
	if len(items) > 0 {
		a.show(&l)
	}
	a.println("")
	return nil
}

// pick lets paths be chosen.
func (a *interactiveAdd) pick(items []addItem, prompt string, immediate bool) (paths []string) {
	l := addList{items: items, title: addHead(), prompt: prompt, immediate: immediate}
	picked, _ := a.choose(&l)
	for _, i := range picked {
		paths = append(paths, items[i].name)
	}
	return paths
}

// tellDone says how many paths a command dealt with.
func (a *interactiveAdd) tellDone(what string, n int) {
	word := "paths"
	if n == 1 {
		word = "path"
	}
	a.printf("%s %d %s\n\n", what, n, word)
}

func (a *interactiveAdd) update() error {
	items, err := a.changes(func(it *porcelain.InteractiveItem) bool { return it.Unstaged != nil || it.Unmerged })
	if err != nil {
		return err
	}
	return a.change(items, "Update", "updated", a.work.Update)
}

// change lets paths be chosen and changes the index for them.
func (a *interactiveAdd) change(items []addItem, prompt, done string, do func([]string) error) error {
	var paths []string
	if len(items) > 0 {
		paths = a.pick(items, prompt, false)
	}
	if len(paths) == 0 {
		a.println("")
		return nil
	}
	if err := do(paths); err != nil {
		return err
	}
	a.tellDone(done, len(paths))
	return nil
}

func (a *interactiveAdd) revert() error {
	items, err := a.changes(func(it *porcelain.InteractiveItem) bool { return it.Staged != nil })
	if err != nil {
		return err
	}
	return a.change(items, "Revert", "reverted", func(paths []string) error {
		untracked, err := a.work.Revert(paths)
		for _, path := range untracked {
			a.printf("note: %s is untracked now.\n", path)
		}
		return err
	})
}

func (a *interactiveAdd) addUntracked() error {
	paths, err := a.work.Untracked()
	if err != nil {
		return err
	}
	if len(paths) == 0 {
		a.printf("No untracked files.\n\n")
		return nil
	}
	var items []addItem
	for _, path := range paths {
		items = append(items, addItem{name: path})
	}
	return a.change(items, "Add untracked", "added", a.work.Update)
}

// pickHunks is `add -p` on some paths.
func (a *interactiveAdd) pickHunks() error {
	binary := 0
	items, err := a.changes(func(it *porcelain.InteractiveItem) bool {
		if it.Unstaged != nil && it.Unstaged.Binary {
			binary++
			return false
		}
		return it.Unstaged != nil && !it.Unmerged
	})
	if err != nil {
		return err
	}
	if len(items) == 0 {
		what := "No changes."
		if binary > 0 {
			what = "Only binary files changed."
		}
		a.say("%s", a.paint.error(what))
		return nil
	}
	paths := a.pick(items, "Patch update", false)
	if len(paths) == 0 {
		return nil
	}
	p := porcelain.PatchParams{Mode: porcelain.PatchAdd, InMemory: a.work.Index() != nil, Index: a.work.Index()}
	for _, path := range paths {
		p.Args = append(p.Args, ":(top,literal)"+path)
	}
	a.patchRunFrom(p, a.in)
	return nil
}

// showDiff shows what is staged for some paths.
func (a *interactiveAdd) showDiff() error {
	items, err := a.changes(func(it *porcelain.InteractiveItem) bool { return it.Staged != nil })
	if err != nil {
		return err
	}
	if len(items) == 0 {
		a.println("")
		return nil
	}
	if paths := a.pick(items, "Review diff", true); len(paths) > 0 {
		if err := a.printStaged(paths); err != nil {
			return err
		}
	}
	a.println("")
	return nil
}

func (a *interactiveAdd) printStaged(paths []string) error {
	req, err := a.configuredPatch(attrsFromIndex)
	if err != nil {
		return err
	}
	req.sides("c", "i")
	o := req.Options
	if a.diffColorDefault() {
		o.Colors = a.diffPalette()
	}
	pairs, err := a.work.StagedPairs(paths)
	if err != nil {
		return err
	}
	if pairs, err = o.Refine(pairs); err != nil {
		return err
	}
	_, err = diff.Format(a.out, pairs, o)
	return err
}
