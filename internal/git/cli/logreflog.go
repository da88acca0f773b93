package cli

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/refs"
	"cairn/internal/git/walk"
)

// reflogItem is one entry of a reflog on a walk of it.
type reflogItem struct {
	refs.Entry
	name   string // full name of the ref
	shown  string // as it was given
	number int
	byDate bool
}

// selector writes HEAD@{0}, or with dates HEAD@{<date>}.
func (l *logRun) selector(e *reflogItem, short bool) string {
	name := e.shown
	if short {
		name = refs.Short(name)
	}
	if e.byDate {
		return name + "@{" + l.printer.Clock.Format(l.printer.Date, e.Who.When) + "}"
	}
	return name + "@{" + strconv.Itoa(e.number) + "}"
}

// reflogs shows entries instead of ancestors: log -g.
func (l *logRun) reflogs(show func(*logItem) (bool, error)) int {
	params := l.params
	params.Since, params.Until = 0, 0 // they are about the entries, not their commits
	l.walker = walk.New(params)
	for _, it := range l.items {
		if kind, err := l.repo.Objects().Kind(it.Hash); it.Exclude && err == nil && kind == plumbing.CommitObject {
			return l.die("cannot walk reflogs for %s", it.Spec)
		}
	}
	left, skip := l.params.Max, l.params.Skip
	var logs [][]reflogItem
	for _, spec := range l.reflogNames() {
		entries, code, ok := l.entries(spec)
		if !ok {
			return code
		}
		logs = append(logs, entries)
	}
	for {
		e := newestEntry(logs)
		if e == nil || left == walk.NoCommits || l.params.Max > 0 && left <= 0 {
			return l.status
		}
		if !l.inTime(e) {
			continue
		}
		shown, err := l.reflogEntry(e, &skip, show)
		if err != nil {
			return l.fail(err)
		}
		if shown {
			left--
		}
	}
}

// inTime applies --since and --until to an entry.
func (l *logRun) inTime(e *reflogItem) bool {
	when := e.Who.When.Unix()
	return (l.params.Since == 0 || when >= l.params.Since) && (l.params.Until == 0 || when <= l.params.Until)
}

// newestEntry takes the newest of the logs' next entries, nil at the end.
func newestEntry(logs [][]reflogItem) *reflogItem {
	best := -1
	for i := range logs {
		if len(logs[i]) > 0 && (best < 0 || logs[i][0].Who.When.After(logs[best][0].Who.When)) {
			best = i
		}
	}
	if best < 0 {
		return nil
	}
	e := &logs[best][0]
	logs[best] = logs[best][1:]
	return e
}

func (l *logRun) reflogNames() []string {
	if len(l.named) == 0 && !l.sawRefs() {
		return []string{refs.HEAD}
	}
	var names []string
	for _, it := range l.items {
		if kind, err := l.repo.Objects().Kind(it.Hash); err == nil && kind == plumbing.CommitObject {
			names = append(names, it.Spec)
		}
	}
	return names
}

// entries reads the reflog that an argument names, from the entry that it names on.
func (l *logRun) entries(spec string) ([]reflogItem, int, bool) {
	spec = l.resolver().Interpreted(spec)
	name, at, has := strings.Cut(spec, "@{")
	if name == "" || name == "@" {
		name = refs.HEAD
		if branch, _, err := l.repo.Refs().Head(); err == nil && branch != "" && has {
			name = branch
		}
	}
	full, shown := l.logOf(name)
	list, err := l.repo.Refs().Reflog(full)
	if err != nil {
		return nil, l.fail(err), false
	}
	first, byDate := 0, l.printer.DateSet && l.last("date") != nil
	if has {
		n, err := strconv.Atoi(strings.TrimSuffix(at, "}"))
		if err == nil {
			first, byDate = n, false
		} else {
			byDate = true
			when, _ := l.repo.Clock().Approx(strings.TrimSuffix(at, "}"))
			for first < len(list) && list[first].Who.When.After(when) {
				first++
			}
		}
	}
	var out []reflogItem
	for i := first; i < len(list); i++ {
		out = append(out, reflogItem{Entry: list[i], name: full, shown: shown, number: i, byDate: byDate})
	}
	return out, 0, true
}

// logOf finds the reflog of a name. A branch comes before a tag of its name, and only what no
// branch is called is shown by the full name of its ref.
func (l *logRun) logOf(name string) (full, shown string) {
	for _, full := range []string{name, "refs/" + name, refs.Heads + name} {
		if l.repo.Refs().HasReflog(full) {
			return full, name
		}
	}
	full, err := l.resolver().FullName(name)
	if err != nil || full == "" {
		return name, name
	}
	return full, full
}

// reflogEntry shows one entry, if its commit passes the filters.
func (l *logRun) reflogEntry(e *reflogItem, skip *int, show func(*logItem) (bool, error)) (bool, error) {
	if e.New.IsZero() {
		return false, nil
	}
	if len(l.messages.reflogs) > 0 && !matchesAny(l.messages.reflogs, e.Message) {
		return false, nil
	}
	if kind, err := l.repo.Objects().Kind(e.New); err == nil && kind != plumbing.CommitObject {
		return false, nil // Git passes over what is about a tree or a file
	}
	c, passes, err := l.walker.Single(e.New)
	if err != nil {
		return false, fmt.Errorf("read reflog of %s: %w", e.name, err)
	}
	if !passes {
		return false, nil
	}
	if *skip > 0 {
		*skip--
		return false, nil
	}
	return show(&logItem{Commit: c, entry: e})
}
