package cli

import (
	"strings"

	"cairn/internal/git/config"
	"cairn/internal/git/diff"
	"cairn/internal/git/diff/lines"
)

// movedModes are the values of --color-moved.
func movedModes() map[string]diff.MovedMode {
	return map[string]diff.MovedMode{
		"no": diff.NoMoved, "default": diff.MovedZebra, "plain": diff.MovedPlain, "blocks": diff.MovedBlocks,
		"zebra": diff.MovedZebra, "dimmed-zebra": diff.MovedDimmedZebra, "dimmed_zebra": diff.MovedDimmedZebra,
	}
}

const badMoved = "color moved setting must be one of 'no', 'default', 'blocks', 'zebra', 'dimmed-zebra', 'plain'"

// movedMode reads a value; a truth value is one too.
func movedMode(value string) (diff.MovedMode, bool) {
	if m, ok := movedModes()[value]; ok {
		return m, true
	}
	on, ok := config.ParseBool(value)
	if on {
		return diff.MovedZebra, ok
	}
	return diff.NoMoved, ok
}

// movedOption handles --color-moved and --color-moved-ws.
func (r *diffReader) movedOption(g *given) (string, bool) {
	o := r.o
	switch {
	case g.opt.key() == "color-moved" && g.off:
		o.Moved = diff.NoMoved
	case g.opt.key() == "color-moved" && !g.has:
		o.Moved = diff.MovedZebra
		if r.moved != diff.NoMoved {
			o.Moved = r.moved
		}
	case g.opt.key() == "color-moved":
		m, ok := movedMode(g.value)
		if !ok {
			return badMoved + "\nerror: bad --color-moved argument: " + g.value, true
		}
		o.Moved = m
	case g.opt.key() == "color-moved-ws" && g.off:
		o.MovedSpace, o.MovedIndent = 0, false
	case g.opt.key() == "color-moved-ws":
		if text := r.movedSpace(g.value); text != "" {
			return text + "\nerror: invalid mode '" + g.value + "' in --color-moved-ws", true
		}
	default:
		return "", false
	}
	return "", true
}

// movedSpace reads what white space counts for in moved lines.
func (r *diffReader) movedSpace(value string) string {
	var faults []string
	var space lines.Whitespace
	indent := false
	for _, word := range strings.Split(value, ",") {
		switch word = strings.TrimSpace(word); word {
		case "no":
			space, indent = 0, false
		case "ignore-space-change":
			space |= lines.IgnoreSpaceChange
		case "ignore-space-at-eol":
			space |= lines.IgnoreSpaceAtEOL
		case "ignore-all-space":
			space |= lines.IgnoreAllSpace
		case "allow-indentation-change":
			indent = true
		default:
			faults = append(faults, "unknown color-moved-ws mode '"+word+"', possible values are "+
				"'ignore-space-change', 'ignore-space-at-eol', 'ignore-all-space', 'allow-indentation-change'")
		}
	}
	if indent && space != 0 {
		faults = append(faults, "color-moved-ws: allow-indentation-change cannot be combined with other whitespace modes")
	}
	r.o.MovedSpace, r.o.MovedIndent = space, indent
	return strings.Join(faults, "\nerror: ")
}

// movedConfig reads diff.colorMoved and diff.colorMovedWS.
func (r *diffReader) movedConfig(cfg *config.Config) error {
	if e, ok := cfg.Last("diff.colorMoved"); ok {
		m, ok := movedMode(e.Value)
		if e.Implicit {
			m, ok = diff.MovedZebra, true
		}
		if !ok {
			return cfg.Bad("diff.colorMoved", &config.ValueError{Text: badMoved})
		}
		r.o.Moved, r.moved = m, m
	}
	if v, ok := cfg.Get("diff.colorMovedWS"); ok {
		if text := r.movedSpace(v); text != "" {
			return cfg.Bad("diff.colorMovedWS", &config.ValueError{Text: text})
		}
	}
	return nil
}
