package cli

import (
	"strings"

	"cairn/internal/git/blame"
	"cairn/internal/git/color"
)

// blameColors are the colours of what stands before a line; without any it is plain.
type blameColors struct {
	repeated string // of lines from the commit of the line before
	ages     []blameAge
	byAge    bool
}

// blameAge is the colour of lines older than a time, in seconds; the last has none.
type blameAge struct {
	color  string
	before int64
	last   bool
}

// colorStyle reads --color-lines, --color-by-age and their configuration.
func (b *blameRun) colorStyle() (int, bool) {
	cfg := b.repo.Config()
	repeat, byAge := b.flag("color-lines"), b.flag("color-by-age")
	chosen := repeat || byAge
	switch v, _ := cfg.Get("blame.coloring"); v {
	case "repeatedLines":
		repeat = repeat || !chosen
	case "highlightRecent":
		byAge = byAge || !chosen
	case "", "none":
	default:
		b.warn("invalid value for 'blame.coloring': '%s'", v)
	}
	if repeat {
		code, err := color.Parse(cfg.String("color.blame.repeatedLines", "cyan"))
		if err != nil {
			b.errorf("%s", err)
			b.warn("invalid value for 'color.blame.repeatedLines': '%s'", cfg.String("color.blame.repeatedLines", ""))
			code, _ = color.Parse("cyan")
		}
		b.style.colors.repeated = code
	}
	if byAge {
		return b.ages(cfg.String("color.blame.highlightRecent", "blue,12 month ago,white,1 month ago,red"))
	}
	return 0, true
}

// ages reads colours with dates between them.
func (b *blameRun) ages(text string) (int, bool) {
	words := strings.Split(text, ",")
	clock := b.repo.Clock()
	for i := 0; i < len(words); i += 2 {
		code, err := color.Parse(strings.TrimSpace(words[i]))
		if err != nil {
			b.errorf("%s", err)
			return b.die("expecting a color: %s", words[i]), false
		}
		age := blameAge{color: code, last: i+1 >= len(words)}
		if !age.last {
			t, _ := clock.Approx(strings.TrimSpace(words[i+1]))
			age.before = t.Unix()
		}
		b.style.colors.ages = append(b.style.colors.ages, age)
	}
	if len(words)%2 == 0 {
		return b.die("must end with a color"), false
	}
	b.style.colors.byAge = true
	return 0, true
}

// of is the colour of an entry's line; repeated: the line before is of the same entry.
func (c *blameColors) of(e *blame.Entry, repeated bool) string {
	if c.repeated != "" && repeated {
		return c.repeated
	}
	if c.byAge {
		for _, a := range c.ages {
			if a.last || e.Commit.Author.When.Unix() < a.before {
				return a.color
			}
		}
	}
	return ""
}
