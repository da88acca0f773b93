package trailer

import (
	"strings"

	"cairn/internal/git/config"
)

// rule is what trailer.* or trailer.<token>.* says about new trailers.
type rule struct {
	name  string // <token>
	key   string // what is written; may end in a separator
	where string // end, start, after or before

	ifExists, ifMissing string
}

// Settings are the trailer.* settings of a repository.
type Settings struct {
	separators string
	comment    byte // core.commentChar
	rules      []*rule
	base       rule
}

// Read reads the settings.
func Read(cfg *config.Config) *Settings {
	s := &Settings{separators: cfg.String("trailer.separators", ":")}
	if s.separators == "" {
		s.separators = ":"
	}
	if s.comment = '#'; len(cfg.String("core.commentChar", "")) == 1 {
		s.comment = cfg.String("core.commentChar", "")[0]
	}
	s.base = rule{
		where:     strings.ToLower(cfg.String("trailer.where", "end")),
		ifExists:  strings.ToLower(cfg.String("trailer.ifexists", "addifdifferentneighbor")),
		ifMissing: strings.ToLower(cfg.String("trailer.ifmissing", "add")),
	}
	for _, name := range cfg.Subsections("trailer") {
		at := "trailer." + name + "."
		r := s.base
		r.name, r.key = name, cfg.String(at+"key", "")
		r.where = strings.ToLower(cfg.String(at+"where", r.where))
		r.ifExists = strings.ToLower(cfg.String(at+"ifexists", r.ifExists))
		r.ifMissing = strings.ToLower(cfg.String(at+"ifmissing", r.ifMissing))
		s.rules = append(s.rules, &r)
	}
	return s
}

// bare is a configured key without its separator.
func (s *Settings) bare(key string) string {
	return strings.TrimRight(strings.TrimRight(key, " \t"), s.separators+" \t")
}

// named is the rule that a token, shortened perhaps, stands for.
func (s *Settings) named(token string) *rule {
	begins := func(whole string) bool {
		return len(whole) >= len(token) && strings.EqualFold(whole[:len(token)], token)
	}
	for _, r := range s.rules {
		if begins(r.name) || (r.key != "" && begins(s.bare(r.key))) {
			return r
		}
	}
	return nil
}

// argument makes a trailer of the text of --trailer, and finds the rule for it.
func (s *Settings) argument(text string) (line, *rule) {
	token, value := text, ""
	if i := strings.IndexAny(text, s.separators+"="); i >= 0 {
		token, value = text[:i], text[i+1:]
	}
	l := line{key: strings.TrimSpace(token), sep: s.separators[:1] + " ", value: strings.TrimSpace(value)}
	r := s.rename(&l)
	if r == nil {
		return l, &s.base
	}
	return l, r
}

// rename writes a trailer with the key that its rule has. A token that is short for a configured
// one is that one, in the message too.
func (s *Settings) rename(l *line) *rule {
	if l.key == "" {
		return nil
	}
	r := s.named(l.key)
	if r == nil || r.key == "" {
		return r
	}
	l.key, l.sep = s.bare(r.key), s.separators[:1]+" "
	if rest := r.key[len(l.key):]; strings.ContainsAny(rest, s.separators) {
		l.sep = rest
		if strings.HasSuffix(rest, ":") {
			l.sep += " "
		}
	}
	return r
}
