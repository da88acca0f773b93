package cli

import (
	"strings"

	"cairn/internal/git/config"
	"cairn/internal/git/porcelain"
	"cairn/internal/git/refs"
	"cairn/internal/git/repo"
	"cairn/internal/git/wildmatch"
)

// reflogLimits are the ages at which entries go, in seconds of the epoch.
type reflogLimits struct {
	total, unreachable           uint64
	totalGiven, unreachableGiven bool // on the command line
	byRef                        []refLimit
}

// refLimit is gc.PATTERN.reflogExpire or its like.
type refLimit struct {
	pattern     string
	unreachable bool
	at          uint64
}

func runReflogExpire(c *call) int {
	limits, err := c.reflogLimits()
	if err != nil {
		return c.fail(err)
	}
	if code, ok := c.limitOptions(limits); !ok {
		return code
	}
	p := porcelain.ExpireParams{ReflogParams: c.reflogParams()}
	if c.flag("stale-fix") {
		if c.flag("verbose") {
			c.println("Marking reachable objects...")
		}
		p.Sound = porcelain.NewSoundness(c.repo)
	}
	status := exitOK
	if c.flag("all") {
		status = c.expireAll(p, limits)
	}
	for _, arg := range c.args {
		full := c.logName(arg)
		if full == "" {
			c.errorf("%s points nowhere!", arg)
			status = 255
			continue
		}
		if !c.expireOne(c.repo, full, p, limits) {
			status = 255
		}
	}
	return status
}

// expireAll goes through every reflog, those of other working trees included.
func (c *call) expireAll(p porcelain.ExpireParams, limits *reflogLimits) int {
	status := exitOK
	repos := []*repo.Repo{c.repo}
	if !c.flag("single-worktree") {
		others, err := porcelain.OtherWorktrees(c.repo)
		if err != nil {
			return c.fail(err)
		}
		repos = append(repos, others...)
	}
	for i, r := range repos {
		names, err := r.Refs().Reflogs()
		if err != nil {
			return c.fail(err)
		}
		for _, name := range names {
			if i > 0 && !refs.OfWorktree(name) {
				continue // done with the first
			}
			if !c.expireOne(r, name, p, limits) {
				status = 255
			}
		}
		if i > 0 {
			r.Close()
		}
	}
	return status
}

func (c *call) expireOne(r *repo.Repo, name string, p porcelain.ExpireParams, limits *reflogLimits) bool {
	p.Total, p.Unreachable = limits.of(name)
	if err := porcelain.ExpireReflog(r, name, p); err != nil {
		c.errorf("%s", err)
		return false
	}
	return true
}

// of gives the limits of one ref: the command line counts first, then the
// first pattern that fits. What is stashed is kept for ever by itself.
func (l *reflogLimits) of(name string) (total, unreachable uint64) {
	total, unreachable = l.total, l.unreachable
	if name == "refs/stash" {
		total, unreachable = 0, 0
	}
	seen := map[bool]bool{}
	for _, r := range l.byRef {
		if seen[r.unreachable] || !wildmatch.Match(r.pattern, name, 0) {
			continue
		}
		seen[r.unreachable] = true
		if r.unreachable {
			unreachable = r.at
		} else {
			total = r.at
		}
	}
	if l.totalGiven {
		total = l.total
	}
	if l.unreachableGiven {
		unreachable = l.unreachable
	}
	return total, unreachable
}

// reflogLimits reads the configuration over Git's 90 and 30 days.
func (c *call) reflogLimits() (*reflogLimits, error) {
	now := c.repo.Now()
	l := &reflogLimits{
		total:       uint64(max(now.AddDate(0, 0, -90).Unix(), 0)),
		unreachable: uint64(max(now.AddDate(0, 0, -30).Unix(), 0)),
	}
	for _, e := range c.repo.Config().Entries() {
		lost := e.Key.Name == "reflogexpireunreachable"
		if e.Key.Section != "gc" || !lost && e.Key.Name != "reflogexpire" {
			continue
		}
		at, ok := c.repo.Clock().Expiry(e.Value)
		if !ok {
			cause := &config.ValueError{Text: "'" + e.Value + "' for '" + e.Key.String() + "' is not a valid timestamp"}
			return nil, &config.VariableError{Entry: e, Cause: cause}
		}
		switch {
		case e.Key.HasSub:
			l.byRef = append(l.byRef, refLimit{e.Key.Sub, lost, at})
		case lost:
			l.unreachable = at
		default:
			l.total = at
		}
	}
	return l, nil
}

// limitOptions reads --expire and --expire-unreachable.
func (c *call) limitOptions(l *reflogLimits) (int, bool) {
	for _, o := range []struct {
		name  string
		at    *uint64
		given *bool
	}{{"expire", &l.total, &l.totalGiven}, {"expire-unreachable", &l.unreachable, &l.unreachableGiven}} {
		text, ok := c.value(o.name)
		if !ok {
			continue
		}
		if *o.at, ok = c.repo.Clock().Expiry(strings.TrimSpace(text)); !ok {
			return c.die("invalid timestamp '%s' given to '--%s'", text, o.name), false
		}
		*o.given = true
	}
	return 0, true
}
