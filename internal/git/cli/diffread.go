package cli

import (
	"fmt"
	"strconv"
	"strings"

	"cairn/internal/git/diff"
)

// diffRequest is what the shared options say.
type diffRequest struct {
	*diff.Options
	exitCode bool
	quiet    bool
	plainP   bool // some output format was asked for
	mnemonic bool // diff.mnemonicPrefix
}

// sides names the two sides of a comparison by letters, if diff.mnemonicPrefix says so and no option named them:
// c for a commit, i for the index, w for the working tree, o for an object, 1 and 2 for files outside of a repository.
func (r *diffRequest) sides(before, after string) {
	if !r.mnemonic {
		return
	}
	if r.SrcPrefix == "a/" {
		r.SrcPrefix = before + "/"
	}
	if r.DstPrefix == "b/" {
		r.DstPrefix = after + "/"
	}
}

// diffReader reads the shared options.
type diffReader struct {
	c   *call
	o   *diff.Options
	req *diffRequest
	// moved is the configured mode of --color-moved.
	moved diff.MovedMode
}

// configuredPatch is how a command that is not diff shows patches: as the configuration says.
func (c *call) configuredPatch(from attrSource) (*diffRequest, error) {
	env, err := c.diffEnv(from)
	if err != nil {
		return nil, err
	}
	req := &diffRequest{Options: diff.DefaultOptions(env)}
	r := diffReader{c: c, o: req.Options, req: req}
	if err := r.config(); err != nil {
		return nil, err
	}
	req.Formats = diff.Patch
	return req, nil
}

// diffSettings reads configuration and options. An option's fault is printed,
// and code is the exit code then.
func (c *call) diffSettings() (req *diffRequest, code int, ok bool) {
	env, err := c.diffEnv(attrsOnDisk)
	if err != nil {
		return nil, c.fail(err), false
	}
	o := diff.DefaultOptions(env)
	r := diffReader{c: c, o: o, req: &diffRequest{Options: o}}
	if err := r.config(); err != nil {
		return nil, c.fail(err), false
	}
	if strings.EqualFold(c.env.Vars["GIT_PRINT_SHA1_ELLIPSIS"], "yes") {
		o.Ellipsis = "..."
	}
	color := c.diffColorDefault() && c.last("output") == nil
	for i := range c.opts {
		g := &c.opts[i]
		if g.opt.Long == "color" {
			when := g.value
			if !g.has {
				when = "always"
			}
			if g.off {
				when = "never"
			}
			switch when {
			case "always":
				color = true
			case "never":
				color = false
			case "auto":
				color = c.env.Terminal
			default:
				return nil, c.misuse("option `color' expects \"always\", \"auto\", or \"never\""), false
			}
			continue
		}
		if text := r.option(g); text != "" {
			if fatal, ok := strings.CutPrefix(text, fatalFault); ok {
				return nil, c.die("%s", fatal), false
			}
			return nil, c.misuse("%s", text), false
		}
	}
	if color || o.Words == diff.ColorWords {
		o.Colors = c.diffPalette()
	}
	if text := r.finish(); text != "" {
		return nil, c.die("%s", text), false
	}
	return r.req, exitOK, true
}

// fatalFault marks a fault for which Git dies rather than print its usage.
const fatalFault = "fatal: "

// option applies one option; the text it returns is what is wrong with it.
func (r *diffReader) option(g *given) string {
	if text, known := r.format(g); known {
		return text
	}
	if text, known := r.detection(g); known {
		return text
	}
	if text, known := r.comparison(g); known {
		return text
	}
	if text, known := r.movedOption(g); known {
		return text
	}
	return r.selection(g)
}

func (r *diffReader) show(f diff.Formats) {
	if f&diff.Patch != 0 {
		r.o.Formats &^= diff.NoOutput
	}
	r.o.Formats |= f
	r.req.plainP = true
}

// format handles the options that choose what is written and how.
func (r *diffReader) format(g *given) (string, bool) {
	o := r.o
	switch g.opt.key() {
	case "patch", "u":
		r.show(diff.Patch)
	case "no-patch":
		o.Formats |= diff.NoOutput
		r.req.plainP = true
	case "unified":
		r.show(diff.Patch)
		if g.has {
			n, err := strconv.Atoi(g.value)
			if err != nil || n < 0 {
				return "--unified expects a numerical value", true
			}
			o.Context = n
		}
	case "function-context":
		o.FunctionContext = !g.off
	case "raw":
		r.show(diff.Raw)
	case "patch-with-raw":
		r.show(diff.Patch | diff.Raw)
	case "patch-with-stat":
		r.show(diff.Patch | diff.Stat)
	case "numstat":
		r.show(diff.NumStat)
	case "shortstat":
		r.show(diff.ShortStat)
	case "check":
		r.show(diff.Check)
	case "summary":
		r.show(diff.Summary)
	case "name-only":
		r.show(diff.NameOnly)
	case "name-status":
		r.show(diff.NameStatus)
	case "binary":
		r.show(diff.Patch)
		o.Binary = true
	default:
		return r.spelling(g)
	}
	return "", true
}

// spelling handles how hashes, names and signs are written.
func (r *diffReader) spelling(g *given) (string, bool) {
	o := r.o
	switch g.opt.key() {
	case "full-index":
		o.FullIndex = !g.off
	case "z":
		o.NUL = true
	case "abbrev":
		r.abbrev(g)
	case "src-prefix":
		o.SrcPrefix = g.value
	case "dst-prefix":
		o.DstPrefix = g.value
	case "line-prefix":
		o.LinePrefix = g.value
	case "no-prefix":
		o.SrcPrefix, o.DstPrefix = "", ""
	case "inter-hunk-context":
		o.InterHunk, _ = strconv.Atoi(g.value)
	case "output-indicator-context":
		return r.indicator(g, 0), true
	case "output-indicator-old":
		return r.indicator(g, 1), true
	case "output-indicator-new":
		return r.indicator(g, 2), true
	default:
		return r.statOption(g)
	}
	return "", true
}

func (r *diffReader) indicator(g *given, i int) string {
	if len(g.value) != 1 {
		return fmt.Sprintf("%s expects a character, got '%s'", g.opt.Long, g.value)
	}
	r.o.Indicators[i] = g.value[0]
	return ""
}

func (r *diffReader) abbrev(g *given) {
	const least, most = 4, 40
	switch n, err := strconv.Atoi(g.value); {
	case g.off:
		r.o.Abbrev, r.o.RawAbbrev = 0, false
	case !g.has || err != nil:
		r.o.Abbrev, r.o.RawAbbrev = 0, true
	default:
		r.o.Abbrev, r.o.RawAbbrev = min(max(n, least), most), true
	}
}
