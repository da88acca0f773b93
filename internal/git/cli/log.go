package cli

import (
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/walk"
)

func logCommand() Command {
	return Command{
		Name: "log", Summary: "Show the history of commits", Group: "history",
		Usage: []string{
			"git log [<options>] [<revision-range>] [[--] <path>...]",
			"   or: git show [<options>] <object>...",
		},
		Options: joined(
			[]Option{
				{Long: "follow", Help: "follow one file across renames"},
				{Short: 'L', Arg: "range:file", Help: "trace lines <start>,<end> or function :<name> of a file"},
			},
			logOnlyOptions(), revOptions(), mergeDiffOptions(), diffOptions()),
		Absent: append(revAbsent(), diffAbsent()...),
		Example: "git log --oneline --graph --all\n" +
			"git log -3 --stat\n" +
			"git log --author=Ada --since='2 weeks ago' -- src",
		Setup: NeedRepo, Parse: KeepUnknown | KeepDash,
		Run: func(c *call) int { return c.toOutput(runLog) },
	}
}

func runLog(c *call) int {
	l, code, ok := c.logRun(revDefaults{head: "HEAD", follow: c.follows(), noPrune: c.last("L") != nil})
	if !ok {
		return code
	}
	if l.walkReflogs {
		return l.reflogs(l.show)
	}
	l.walker = walk.New(l.params)
	if l.lines != nil {
		return l.lineHistory()
	}
	if code, ok := l.run(l.show); !ok {
		return code
	}
	return l.status
}

// logRun reads everything that log and show have in common.
func (c *call) logRun(d revDefaults) (*logRun, int, bool) {
	r, code, ok := c.revisions(d)
	if !ok {
		return nil, code, false
	}
	l := &logRun{revRun: r, verbose: true}
	if r.follow {
		if len(r.paths) != 1 {
			return nil, c.die("--follow requires exactly one pathspec"), false
		}
		l.follow = &follower{path: r.set.Args()[0].Path}
	}
	if c.last("L") != nil {
		l.lines = &lineLog{}
	}
	if code, ok := l.settings(); !ok {
		return nil, code, false
	}
	return l, 0, true
}

// follows tells whether one file is followed: --follow, or log.follow where one path
// is given.
func (c *call) follows() followMode {
	if g := c.last("follow"); g != nil {
		if g.off {
			return followNever
		}
		return followAlways
	}
	if on, err := c.repo.Config().Bool("log.follow", false); err == nil && on && c.cmd.Name == "log" {
		return followOne
	}
	return followNever
}

// run walks and hands each commit to show.
func (l *logRun) run(show func(*logItem) (bool, error)) (int, bool) {
	sources := l.flag("source") || strings.Contains(l.format.Text, "%S")
	if sources && l.cmd.Name != "rev-list" {
		l.printer.Sources = true
		l.startSources()
	}
	if l.flag("children") {
		if code, ok := l.findChildren(); !ok {
			return code, false
		}
	}
	return l.each(l.walker, func(c *walk.Commit) (bool, error) {
		l.draw(c)
		if sources {
			l.passSource(c)
		}
		shown, err := show(&logItem{Commit: c})
		if err == nil && !shown {
			l.walker.Unshow()
		}
		return true, err
	})
}

func (l *logRun) show(it *logItem) (bool, error) { return l.commit(it) }

// draw tells the graph of the next commit.
func (l *logRun) draw(c *walk.Commit) {
	if l.drawing == nil {
		return
	}
	var parents []*walk.Commit
	for i, p := range c.Parents {
		if i > 0 && l.params.FirstParent {
			break
		}
		if l.walker.Shows(p) {
			parents = append(parents, p)
		}
	}
	l.drawing.Add(c, parents, l.sign(c))
}

// startSources remembers by which name each tip was given.
func (l *logRun) startSources() {
	for _, it := range l.items {
		h, err := l.repo.Objects().Peel(it.Hash, plumbing.CommitObject)
		if err == nil && !it.Exclude && l.sources[h] == "" {
			l.sources[h] = it.Spec
		}
	}
}

func (l *logRun) passSource(c *walk.Commit) {
	for _, p := range c.Parents {
		if l.sources[p.Hash] == "" {
			l.sources[p.Hash] = l.sources[c.Hash]
		}
	}
}

// findChildren walks once before, to know the children of each commit.
func (l *logRun) findChildren() (int, bool) {
	l.children = map[plumbing.Hash][]plumbing.Hash{}
	p := l.params
	p.Max, p.Skip, p.Reverse = walk.NoLimit, 0, false
	return l.each(walk.New(p), func(c *walk.Commit) (bool, error) {
		for _, parent := range c.Parents {
			l.children[parent.Hash] = append([]plumbing.Hash{c.Hash}, l.children[parent.Hash]...)
		}
		return true, nil
	})
}
