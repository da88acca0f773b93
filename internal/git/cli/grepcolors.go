package cli

import (
	"cairn/internal/git/color"
	"cairn/internal/git/config"
)

// grepColors are the escape sequences of color.grep; empty ones do not colour.
type grepColors struct {
	file, line, column, match, separator, selected, context, function, reset string
}

func (g *grepRun) colorSettings() (int, bool) {
	cfg, err := g.config()
	if err != nil {
		return g.fail(err), false
	}
	when := cfg.String("color.grep", cfg.String("color.ui", "auto"))
	if o := g.last("color"); o != nil {
		switch {
		case o.off:
			when = "never"
		case o.has:
			when = o.value
		default:
			when = "always"
		}
	}
	if when != "always" && (when != "auto" && when != "true" || !g.env.autoColor()) {
		return 0, true
	}
	g.style.colors = grepPalette(cfg)
	return 0, true
}

// grepPalette is color.grep.<slot>, with Git's colours where nothing is set.
func grepPalette(cfg *config.Config) grepColors {
	p := grepColors{
		file: "\x1b[35m", line: "\x1b[32m", column: "\x1b[32m", match: "\x1b[1;31m", separator: "\x1b[36m", reset: color.Reset,
	}
	slots := []struct {
		name   string
		target *string
	}{
		{"filename", &p.file}, {"lineNumber", &p.line}, {"column", &p.column}, {"match", &p.match},
		{"matchSelected", &p.match}, {"separator", &p.separator}, {"selected", &p.selected},
		{"context", &p.context}, {"function", &p.function},
	}
	for _, s := range slots {
		if v, ok := cfg.Get("color.grep." + s.name); ok {
			if code, err := color.Parse(v); err == nil {
				*s.target = code
			}
		}
	}
	return p
}
