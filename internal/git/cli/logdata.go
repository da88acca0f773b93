package cli

import (
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/color"
	"cairn/internal/git/notes"
	"cairn/internal/git/object"
	"cairn/internal/git/pretty"
	"cairn/internal/git/refs"
	"cairn/internal/git/wildmatch"
)

// decorationFilter chooses the refs that decorate commits.
type decorationFilter struct {
	include, exclude []string
	// usual limits to branches, tags, the stash and HEAD when nothing else is asked.
	usual   bool
	replace string // the folder of replacements, which are usual, too
}

func (f decorationFilter) wants(name string) bool {
	if matchesRef(f.exclude, name) {
		return false
	}
	if len(f.include) > 0 {
		return matchesRef(f.include, name)
	}
	if !f.usual {
		return true
	}
	return name == refs.HEAD || name == "refs/stash" || strings.HasPrefix(name, f.replace) || strings.HasPrefix(name, refs.Heads) ||
		strings.HasPrefix(name, refs.Tags) || strings.HasPrefix(name, refs.Remotes)
}

// matchesRef tries patterns as --decorate-refs does: with or without refs/, and a
// folder stands for all below it.
func matchesRef(patterns []string, name string) bool {
	for _, p := range patterns {
		if p != refs.HEAD && !strings.HasPrefix(p, "refs/") {
			p = "refs/" + p
		}
		if wildmatch.HasMeta(p) {
			if wildmatch.Match(p, name, 0) {
				return true
			}
			continue
		}
		p = strings.TrimSuffix(p, "/")
		if name == p || strings.HasPrefix(name, p+"/") {
			return true
		}
	}
	return false
}

// decorationFilter reads --decorate-refs and the configuration.
func (c *call) decorationFilter() decorationFilter {
	cfg := c.repo.Config()
	var f decorationFilter
	cleared := false
	for i := range c.opts {
		switch g := &c.opts[i]; g.opt.key() {
		case "decorate-refs":
			f.include = append(f.include, g.value)
		case "decorate-refs-exclude":
			f.exclude = append(f.exclude, g.value)
		case "clear-decorations":
			f.include, f.exclude, cleared = nil, nil, true
		}
	}
	hidden := cfg.All("log.excludeDecoration")
	f.replace, _ = c.repo.ReplaceBase()
	f.usual = !cleared && len(f.include) == 0 && len(f.exclude) == 0 && len(hidden) == 0 &&
		cfg.String("log.initialDecorationSet", "") != "all"
	if len(f.include) == 0 {
		f.exclude = append(f.exclude, hidden...)
	}
	return f
}

// loadDecorations finds the refs that lead to each commit.
func (r *revRun) loadDecorations(f decorationFilter, full bool) *pretty.Decorations {
	store := r.repo.Refs()
	branch, at, _ := store.Head()
	d := pretty.NewDecorations(full, branch)
	list, err := store.List("")
	if err != nil {
		return d
	}
	replace, honoured := r.repo.ReplaceBase()
	for _, ref := range list {
		if !f.wants(ref.Name) {
			continue
		}
		if old, ok := strings.CutPrefix(ref.Name, replace); ok {
			if honoured {
				r.decorateReplaced(d, ref.Name, old)
			}
			continue
		}
		h, err := store.Resolve(ref.Name)
		if err != nil {
			continue
		}
		if kind, err := r.repo.Objects().Kind(h); err == nil && kind == plumbing.TagObject {
			d.Add(h, ref.Name)
			if peeled, err := r.repo.Objects().Peel(h, plumbing.CommitObject); err == nil {
				h = peeled
			}
		}
		d.Add(h, ref.Name)
	}
	if !at.IsZero() && f.wants(refs.HEAD) {
		d.Add(at, refs.HEAD)
	}
	grafts, err := r.repo.Objects().Grafts()
	if err != nil {
		r.warn("%s", err) // the walk itself stops at it
	}
	for h := range grafts {
		d.AddBefore(h, "grafted")
	}
	return d
}

// decorateReplaced marks an object that another one is read for.
func (r *revRun) decorateReplaced(d *pretty.Decorations, name, old string) {
	h, ok := object.ParseHash(old)
	if !ok {
		r.warn("invalid replace ref %s", name)
		return
	}
	d.AddBefore(h, "replaced")
}

// commitColors reads color.decorate.<slot>.
func (c *call) commitColors() pretty.Colors {
	p := pretty.DefaultColors()
	p.Commit = c.diffPalette().Commit
	cfg := c.repo.Config()
	slots := map[string]*string{
		"branch": &p.Branch, "remoteBranch": &p.Remote, "tag": &p.Tag, "stash": &p.Stash, "HEAD": &p.Head, "grafted": &p.Grafted,
	}
	for name, target := range slots {
		if v, ok := cfg.Get("color.decorate." + name); ok {
			if code, err := color.Parse(v); err == nil {
				*target = code
			}
		}
	}
	return p
}

// noteSource is one ref with notes.
type noteSource struct {
	title  string
	reader *notes.Reader
}

// noteSources opens the notes that are to be shown: those of --notes, else the
// default ref and notes.displayRef, unless --no-notes was given or the format is
// of the user's own.
func (c *call) noteSources(byDefault bool) []noteSource {
	var names []string
	asked, plain := false, byDefault
	for i := range c.opts {
		g := &c.opts[i]
		if g.opt.key() != "notes" && g.opt.key() != "show-notes" {
			continue
		}
		asked = true
		switch {
		case g.off:
			names, plain = nil, false
		case g.has:
			names = append(names, notesRef(g.value))
			if g.opt.Long == "notes" {
				plain = false
			}
		default:
			plain = true
		}
	}
	def := c.repo.Config().String("core.notesRef", "refs/notes/commits")
	if v := c.env.Vars["GIT_NOTES_REF"]; v != "" {
		def = v
	}
	if plain {
		names = append([]string{def}, names...)
		if !asked || byDefault {
			names = append(names, c.repo.Config().All("notes.displayRef")...)
		}
	}
	var out []noteSource
	for _, name := range names {
		h, err := c.repo.Refs().Resolve(name)
		if err != nil {
			if name != def {
				c.warn("notes ref %s is invalid", name)
			}
			continue
		}
		reader, err := notes.Open(c.repo.Objects(), h)
		if err != nil {
			continue
		}
		title := "Notes:"
		if name != "refs/notes/commits" {
			title = "Notes (" + strings.TrimPrefix(strings.TrimPrefix(name, "refs/"), "notes/") + "):"
		}
		out = append(out, noteSource{title, reader})
	}
	return out
}

func notesRef(name string) string {
	switch {
	case strings.HasPrefix(name, "refs/notes/"):
		return name
	case strings.HasPrefix(name, "notes/"):
		return "refs/" + name
	}
	return "refs/notes/" + name
}

// noteText writes all notes of a commit; raw leaves out titles and indentation.
func noteText(sources []noteSource, h plumbing.Hash, raw bool) string {
	var b strings.Builder
	for _, s := range sources {
		text, err := s.reader.Text(h)
		if err != nil || text == "" {
			continue
		}
		if !raw {
			b.WriteString("\n" + s.title + "\n")
		}
		for line := range strings.Lines(strings.TrimSuffix(text, "\n")) {
			if !raw {
				b.WriteString("    ")
			}
			b.WriteString(strings.TrimSuffix(line, "\n") + "\n")
		}
	}
	return b.String()
}
