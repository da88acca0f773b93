package cli

import (
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/color"
	"cairn/internal/git/date"
	"cairn/internal/git/diff"
	"cairn/internal/git/pretty"
	"cairn/internal/git/textgraph"
	"cairn/internal/git/trailer"
	"cairn/internal/git/walk"
)

// mergeStyle says how the difference of a merge is shown.
type mergeStyle int

const (
	mergesUnset mergeStyle = iota
	mergesOff
	mergesFirst
	mergesSeparate
	mergesCombined
	mergesDense
	mergesAnew // --remerge-diff
)

// logRun is one run of log, show or rev-list: how commits are written.
type logRun struct {
	*revRun
	printer pretty.Printer
	format  pretty.Format
	// verbose is false for rev-list without --pretty: only hashes are written.
	verbose      bool
	abbrevCommit bool
	req          *diffRequest
	diffing      bool // differences are computed
	merges       mergeStyle
	showRoot     bool
	alwaysHeader bool
	// mergesOnly: --diff-merges alone shows differences of merges and of nothing else.
	mergesOnly bool
	fullDiff   bool
	follow     *follower
	lines      *lineLog
	notes      []noteSource
	decorate   bool

	walker   *walk.Walker
	drawing  *textgraph.Graph[*walk.Commit]
	children map[plumbing.Hash][]plumbing.Hash
	// shownOne and missingNewline decide what stands between two commits.
	shownOne, missingNewline bool
	shown                    pretty.Item // see item
	// pending is the commit whose header is not written yet.
	pending *logItem
	// lastShown is the commit whose header was written last.
	lastShown plumbing.Hash
	// seen are the commits that show wrote already: each is written once.
	seen   map[plumbing.Hash]bool
	status int
	// breaks puts barrier between a commit and one that is not its parent.
	breaks   bool
	barrier  string
	previous *walk.Commit // the commit before, where breaks are shown
}

// logItem is one commit on its way to the output.
type logItem struct {
	*walk.Commit
	// from is the parent that a merge is compared with, under -m.
	from  plumbing.Hash
	entry *reflogItem
}

// settings reads the options about how commits and differences are written.
func (l *logRun) settings() (int, bool) {
	if code, ok := l.formatOptions(); !ok {
		return code, false
	}
	req, code, ok := l.diffSettings()
	if !ok {
		return code, false
	}
	l.req = req
	if text := l.mergeOptions(); text != "" {
		return l.die("%s", text), false
	}
	colored := req.Colors != nil
	l.printer.Trailers = trailer.Read(l.repo.Config())
	l.printer.Color = colored
	if colored {
		l.printer.Colors = l.commitColors()
	}
	if l.format.Style == pretty.User {
		if err := l.printer.CheckFormat(l.format.Text); err != nil {
			l.errorf("%s", err)
			return l.die("unable to parse --pretty format"), false
		}
	}
	l.decorations()
	l.highlight()
	if g := l.last("show-linear-break"); g != nil {
		l.barrier, l.breaks = "                    ..........", true
		if g.has {
			l.barrier = g.value
		}
	}
	if l.graph {
		var colors []string
		if colored {
			colors = l.graphColors()
		}
		l.drawing = textgraph.New[*walk.Commit](colors, "\x1b[m")
		l.printer.GraphWidth = l.drawing.Width
	}
	return 0, true
}

// formatOptions reads --pretty, --date and what belongs to them.
func (l *logRun) formatOptions() (int, bool) {
	cfg := l.repo.Config()
	p := &l.printer
	p.Clock = l.repo.Clock()
	p.TabWidth = -1
	p.Encoding = l.logEncoding()
	abbrev := 0
	p.Abbrev = func(h plumbing.Hash) string { return l.repo.Objects().Abbrev(h, abbrev) }
	if v, ok := cfg.Get("log.date"); ok && l.cmd.Name != "rev-list" {
		mode, err := date.ParseMode(v, l.env.Terminal)
		if err != nil {
			return l.fail(err), false
		}
		p.Date = mode
	}
	if l.cmd.Name != "rev-list" {
		l.abbrevCommit, _ = cfg.Bool("log.abbrevCommit", false)
	}
	custom := l.formatAliases()
	p.Columns, p.Describe = l.columns(), l.describer()
	if v, ok := cfg.Get("format.pretty"); ok && l.cmd.Name != "rev-list" && l.cmd.Name != "shortlog" {
		if f, err := pretty.ParseFormat(v, custom); err == nil {
			l.format = f
		}
	}
	given := false
	for i := range l.opts {
		g := &l.opts[i]
		switch g.opt.key() {
		case "pretty", "format":
			given, l.verbose = true, true
			if !g.has && g.opt.Long == "pretty" {
				l.format = pretty.Format{}
				continue
			}
			f, err := pretty.ParseFormat(g.value, custom)
			if err != nil {
				return l.fail(err), false
			}
			l.format = f
		case "oneline":
			given, l.verbose, l.abbrevCommit = true, true, true
			l.format = pretty.Format{Style: pretty.Oneline, Terminated: true}
		case "abbrev-commit":
			l.abbrevCommit = !g.off
		case "abbrev":
			abbrev = abbrevLength(g)
		case "date":
			mode, err := date.ParseMode(g.value, l.env.Terminal)
			if err != nil {
				return l.fail(err), false
			}
			p.Date, p.DateSet = mode, true
		case "relative-date":
			p.Date, p.DateSet = date.Mode{Kind: date.Relative}, true
		case "expand-tabs":
			switch {
			case g.off:
				p.TabWidth = 0
			case g.has:
				p.TabWidth = l.number("expand-tabs", 0)
			default:
				p.TabWidth = 8
			}
		}
	}
	if l.format.Style == pretty.Raw && l.last("abbrev-commit") == nil {
		l.abbrevCommit = false
	}
	p.UseMailmap, _ = cfg.Bool("log.mailmap", true)
	for _, name := range []string{"use-mailmap", "mailmap"} {
		if g := l.last(name); g != nil {
			p.UseMailmap = !g.off
		}
	}
	if l.verbose {
		p.Mailmap = l.mailmap()
	}
	l.noteOptions(given)
	return 0, true
}

// formatAliases are pretty.<name>; of several values the last counts.
func (c *call) formatAliases() []pretty.Alias {
	var list []pretty.Alias
	for _, e := range c.repo.Config().Section("pretty", "") {
		at := slices.IndexFunc(list, func(a pretty.Alias) bool { return a.Name == e.Key.Name })
		if at < 0 {
			list = append(list, pretty.Alias{Name: e.Key.Name, Text: e.Value})
		} else {
			list[at].Text = e.Value
		}
	}
	return list
}

func abbrevLength(g *given) int {
	const least, most = 4, 40
	n := 0
	for _, d := range g.value {
		if d < '0' || d > '9' || n > most {
			break
		}
		n = n*10 + int(d-'0')
	}
	switch {
	case g.off:
		return most
	case !g.has:
		return 0
	}
	return min(max(n, least), most)
}

// noteOptions: notes are shown in the named formats, except where one was asked
// for by --pretty.
func (l *logRun) noteOptions(prettyGiven bool) {
	if l.cmd.Name == "rev-list" {
		return
	}
	wanted := l.verbose && !prettyGiven
	if l.format.Style == pretty.User {
		wanted = strings.Contains(l.format.Text, "%N")
	}
	if l.last("notes") == nil && l.last("show-notes") == nil && !wanted {
		return
	}
	l.notes = l.noteSources(wanted)
	l.printer.Notes = func(h plumbing.Hash) string { return noteText(l.notes, h, true) }
}

// mergeOptions reads -m, -c, --cc and --diff-merges, and decides what is compared. It
// gives what is wrong with them.
func (l *logRun) mergeOptions() (fault string) {
	styles := map[string]mergeStyle{
		"off": mergesOff, "none": mergesOff, "on": mergesSeparate, "m": mergesSeparate, "separate": mergesSeparate,
		"first-parent": mergesFirst, "1": mergesFirst, "combined": mergesCombined, "c": mergesCombined,
		"dense-combined": mergesDense, "cc": mergesDense, "remerge": mergesAnew, "r": mergesAnew,
	}
	configured := mergesSeparate
	if v, ok := l.repo.Config().Get("log.diffMerges"); ok {
		if configured, ok = styles[v]; !ok {
			return l.repo.Config().Bad("log.diffMerges", nil).Error()
		}
	}
	implied, forMerges := false, false
	for i := range l.opts {
		g := &l.opts[i]
		switch g.opt.key() {
		case "m":
			l.merges, implied, forMerges = configured, false, false
		case "c":
			l.merges, implied, forMerges = mergesCombined, true, false
		case "cc":
			l.merges, implied, forMerges = mergesDense, true, false
		case "remerge-diff":
			l.merges, implied, forMerges = mergesAnew, true, false
		case "diff-merges":
			style, ok := styles[g.value]
			switch {
			case g.off:
				style = mergesOff
			case !ok:
				return "invalid value for '--diff-merges': '" + g.value + "'"
			case g.value == "on" || g.value == "m":
				style = configured
			}
			l.merges, implied, forMerges = style, false, style != mergesOff
		default:
			continue
		}
		switch l.merges { // to have been asked for these is enough (seen)
		case mergesFirst, mergesSeparate, mergesAnew:
			l.params.FullHistory = true
		case mergesUnset, mergesOff, mergesCombined, mergesDense:
		}
	}
	if l.merges == mergesSeparate && l.params.FirstParent {
		l.merges = mergesFirst // there is no other parent
	}
	if l.req.AllPaths = l.allPaths(); l.req.AllPaths && l.merges != mergesCombined && l.merges != mergesDense {
		return allPathsFault
	}
	l.fullDiff = l.flag("full-diff")
	if l.merges == mergesUnset && l.params.FirstParent {
		l.merges = mergesFirst
	}
	if (implied || forMerges) && !l.req.plainP {
		l.req.Formats |= diff.Patch
		l.mergesOnly = !implied
	}
	if l.flag("quiet") {
		l.req.Formats |= diff.NoOutput
		l.req.exitCode = l.flag("exit-code") // only diff answers --quiet by its code
	}
	l.req.Dense = l.merges != mergesCombined
	l.diffing = l.req.Formats&^diff.NoOutput != 0 || l.filtersByDiff() || l.req.exitCode || l.follow != nil || l.lines != nil ||
		l.merges == mergesAnew && l.req.Formats != 0
	l.alwaysHeader = !l.filtersByDiff() && l.follow == nil
	l.showRoot, _ = l.repo.Config().Bool("log.showRoot", true)
	if l.flag("root") {
		l.showRoot = true
	}
	return ""
}

// filtersByDiff reports whether a commit is shown only if its difference has
// something left: -S, -G, --diff-filter.
func (l *logRun) filtersByDiff() bool {
	return l.req.Pickaxe != nil || l.req.Filter != (diff.Filter{})
}

// decorations reads --decorate and loads what is needed of it.
func (l *logRun) decorations() {
	full := false
	l.decorate = l.env.Terminal && l.cmd.Name != "rev-list"
	style := ""
	if e, ok := l.repo.Config().Last("log.decorate"); ok && l.format.Style != pretty.Raw {
		if style = e.Value; e.Implicit {
			style = "short"
		}
	}
	if l.format.Style == pretty.Raw {
		l.decorate = false
	}
	if g := l.last("decorate"); g != nil {
		switch {
		case g.off:
			style = "no"
		case g.has:
			style = g.value
		default:
			style = "short"
		}
	}
	switch style {
	case "full":
		l.decorate, full = true, true
	case "short", "true", "yes", "on", "1":
		l.decorate = true
	case "no", "false", "off", "0":
		l.decorate = false
	}
	filter := l.decorationFilter()
	if l.cmd.Name == "rev-list" {
		filter = decorationFilter{} // it shows every ref
	}
	l.printer.LoadDecorations = func() *pretty.Decorations { return l.loadDecorations(filter, full) }
	if l.decorate {
		l.printer.Decorations = l.printer.LoadDecorations()
	}
}

// graphColors are log.graphColors, or Git's twelve.
func (l *logRun) graphColors() []string {
	if v, ok := l.repo.Config().Get("log.graphColors"); ok {
		var out []string
		for part := range strings.SplitSeq(v, ",") {
			if code, err := color.Parse(strings.TrimSpace(part)); err == nil {
				out = append(out, code)
			}
		}
		if len(out) > 0 {
			return out
		}
	}
	var out []string
	for _, bold := range []string{"", "1;"} {
		for _, n := range "123456" {
			out = append(out, "\x1b["+bold+"3"+string(n)+"m")
		}
	}
	return out
}
