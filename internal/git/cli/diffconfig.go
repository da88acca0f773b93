package cli

import (
	"os"
	"strconv"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/attr"
	"cairn/internal/git/color"
	"cairn/internal/git/config"
	"cairn/internal/git/diff"
	"cairn/internal/git/lockfile"
	"cairn/internal/git/worktree"
)

// attrSource says where a comparison finds a .gitattributes that is not on disk. Git asks the index where the command
// has read it anyway, and does not read it for this: `git show` does not see one that is only there.
type attrSource int

const (
	attrsOnDisk    attrSource = iota // only if the command has read the index: see call.files
	attrsFromIndex                   // always
)

// diffEnv gives a comparison its objects, hashes and attributes.
func (c *call) diffEnv(from attrSource) (diff.Env, error) { //nolint:unparam // callers are ready for attributes that cannot be read
	if c.repo == nil {
		return diff.Env{Blobs: noBlobs{}}, nil
	}
	env := diff.Env{Blobs: c.repo.Objects(), Abbrev: c.repo.Objects().Abbrev}
	var attrs *attr.Matcher
	opened := false
	drivers := map[string]diff.Driver{}
	env.Driver = func(path string) diff.Driver {
		if !opened {
			opened = true
			attrs = c.attributes(from)
		}
		if attrs == nil {
			return diff.Driver{}
		}
		found := attrs.Lookup(path, "diff", "whitespace", "conflict-marker-size")
		d := driverFor(found[0], c.repo.Config(), drivers)
		d.Whitespace, d.Fault = rulesFor(found[1], c.repo.Config(), d.Fault)
		d.MarkerSize, _ = strconv.Atoi(found[2].Text)
		return d
	}
	return env, nil
}

// attributes are nil where there is no working tree.
func (c *call) attributes(from attrSource) *attr.Matcher {
	if c.files != nil {
		return c.files.Attributes()
	}
	w, err := worktree.Open(c.repo)
	switch {
	case err != nil:
		return nil
	case from == attrsFromIndex:
		return w.Attributes()
	}
	return w.AttributesOnDisk()
}

// driverFor gives an attribute's value its meaning (gitattributes(5), "Generating diff text").
func driverFor(v attr.Value, cfg *config.Config, known map[string]diff.Driver) diff.Driver {
	switch v.State {
	case attr.Set:
		return diff.Driver{Text: true}
	case attr.Unset:
		return diff.Driver{Binary: true}
	case attr.Unspecified:
		return diff.Driver{}
	case attr.Valued:
	}
	d, ok := known[v.Text]
	if !ok {
		d = diff.BuiltinDriver(v.Text)
		d.Configure(diff.DriverConfig{
			Binary:    cfg.String("diff."+v.Text+".binary", ""),
			FuncName:  cfg.String("diff."+v.Text+".funcname", ""),
			XFuncName: cfg.String("diff."+v.Text+".xfuncname", ""),
			WordRegex: cfg.String("diff."+v.Text+".wordRegex", ""),
		})
		known[v.Text] = d
	}
	return d
}

// rulesFor gives the attribute whitespace its meaning; nil where it has none.
func rulesFor(v attr.Value, cfg *config.Config, fault error) (*diff.Rules, error) {
	var r diff.Rules
	var err error
	core, _ := diff.ParseRules(cfg.String("core.whitespace", ""))
	switch v.State {
	case attr.Unspecified:
		return nil, fault
	case attr.Set:
		r = diff.EveryRule(core.TabWidth)
	case attr.Unset:
		r = diff.Rules{TabWidth: core.TabWidth}
	case attr.Valued:
		if r, err = diff.ParseRules(v.Text); err != nil && fault == nil {
			fault = err
		}
	}
	return &r, fault
}

type noBlobs struct{}

func (noBlobs) Blob(plumbing.Hash) ([]byte, error) { return nil, nil }

// config applies the diff.* settings.
func (r *diffReader) config() error {
	cfg, err := r.c.config()
	if err != nil {
		return err
	}
	o := r.o
	if o.QuoteHigh, err = cfg.Bool("core.quotePath", true); err != nil {
		return err
	}
	switch v := strings.ToLower(cfg.String("diff.renames", "true")); v {
	case "copies", "copy":
		o.Detect = diff.Copies
	default:
		on, err := cfg.Bool("diff.renames", true)
		if err != nil {
			return err
		}
		if !on {
			o.Detect = diff.NoRenames
		}
	}
	numbers := map[string]*int{
		"diff.context": &o.Context, "diff.interHunkContext": &o.InterHunk,
		"diff.renameLimit": &o.RenameLimit, "diff.statGraphWidth": &o.Stat.GraphWidth,
	}
	for key, target := range numbers {
		if *target, err = cfg.Int(key, *target); err != nil {
			return err
		}
		if *target < 0 && strings.HasSuffix(strings.ToLower(key), "context") {
			return cfg.Bad(key, nil)
		}
	}
	if o.Lines.IndentHeuristic, err = cfg.Bool("diff.indentHeuristic", true); err != nil {
		return err
	}
	if noPrefix, err := cfg.Bool("diff.noprefix", false); err == nil && noPrefix {
		o.SrcPrefix, o.DstPrefix = "", ""
	}
	if on, err := cfg.Bool("diff.mnemonicPrefix", false); err == nil && r.req != nil {
		r.req.mnemonic = on
	}
	if v, ok := cfg.Get("diff.submodule"); ok && !r.submodules(v) {
		r.c.warn("Unknown value for 'diff.submodule' config variable: '%s'", v)
	}
	if r.c.repo != nil {
		o.IgnoreSubmodule = r.c.ignoresSubmodule()
	}
	algorithm(cfg.String("diff.algorithm", ""), &o.Lines.Algorithm)
	if v, ok := cfg.Get("core.whitespace"); ok {
		if o.Rules, err = diff.ParseRules(v); err != nil {
			return err
		}
	}
	if v, ok := cfg.Get("diff.wsErrorHighlight"); ok {
		r.errorLines(v)
	}
	if v, ok := cfg.Get("diff.wordRegex"); ok {
		if re, err := extended(v); err == nil {
			o.DefaultWords = re
		}
	}
	if v, ok := cfg.Get("diff.dirstat"); ok {
		if faults := r.dirStatWords(v); faults != "" {
			r.c.warn("Found errors in 'diff.dirstat' config variable:\n%s", faults)
		}
	}
	if o.SuppressBlank, err = cfg.Bool("diff.suppressBlankEmpty", false); err != nil {
		return err
	}
	if on, err := cfg.Bool("diff.relative", false); err == nil && on && r.c.repo != nil {
		o.Relative = r.c.repo.Prefix()
	}
	if err := r.movedConfig(cfg); err != nil {
		return err
	}
	if v, ok := cfg.Get("diff.orderFile"); ok {
		r.orderFile(v)
	}
	return nil
}

func (r *diffReader) orderFile(name string) string {
	path, err := r.c.userPath(name)
	if err != nil {
		return err.Error()
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return fatalFault + "failed to read orderfile '" + name + "': " + lockfile.Reason(err)
	}
	r.o.Order = nil
	for _, line := range strings.Split(string(text), "\n") {
		if line != "" && !strings.HasPrefix(line, "#") {
			r.o.Order = append(r.o.Order, line)
		}
	}
	return ""
}

func (c *call) diffColorDefault() bool {
	cfg, err := c.config()
	if err != nil {
		return false
	}
	v, ok := cfg.Get("color.diff")
	if !ok {
		v = cfg.String("color.ui", "auto")
	}
	switch strings.ToLower(v) {
	case "always":
		return true
	case "never", "false", "no", "off", "0":
		return false
	}
	return c.env.autoColor()
}

// diffPalette reads color.diff.<slot>.
func (c *call) diffPalette() *diff.Palette {
	p := diff.DefaultPalette()
	cfg, err := c.config()
	if err != nil {
		return p
	}
	slots := map[string]*string{
		"context": &p.Context, "plain": &p.Context, "meta": &p.Meta, "frag": &p.Frag, "func": &p.Func,
		"old": &p.Old, "new": &p.New, "commit": &p.Commit, "whitespace": &p.Whitespace,
		"oldMoved": &p.OldMoved.Plain, "oldMovedAlternative": &p.OldMoved.Other,
		"oldMovedDimmed": &p.OldMoved.Dimmed, "oldMovedAlternativeDimmed": &p.OldMoved.OtherDimmed,
		"newMoved": &p.NewMoved.Plain, "newMovedAlternative": &p.NewMoved.Other,
		"newMovedDimmed": &p.NewMoved.Dimmed, "newMovedAlternativeDimmed": &p.NewMoved.OtherDimmed,
	}
	for name, target := range slots {
		v, ok := cfg.Get("color.diff." + name)
		if !ok {
			v, ok = cfg.Get("diff.color." + name) // its name of old
		}
		if ok {
			if code, err := color.Parse(v); err == nil {
				*target = code
			}
		}
	}
	return p
}
