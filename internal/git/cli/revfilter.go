package cli

import (
	"errors"
	"regexp"
	"strings"
	"unicode/utf8"

	"cairn/internal/git/encoding"
	"cairn/internal/git/object"
	"cairn/internal/git/pretty"
	"cairn/internal/git/regex"
)

// messageFilter chooses commits by --author, --committer and --grep.
type messageFilter struct {
	authors, committers, greps, reflogs []*regexp.Regexp
	allMatch, invert                    bool
	mailmap                             *pretty.Mailmap
	encoding                            string // of the text that patterns are tried on
	sound                               bool   // all patterns are UTF-8
}

func (f *messageFilter) active() bool { return len(f.authors)+len(f.committers)+len(f.greps) > 0 }

// read compiles the patterns; several lines are several patterns.
func (f *messageFilter) read(c *call, reflogs bool) error {
	f.encoding = c.logEncoding()
	flavor := regex.Basic
	cfg := c.repo.Config()
	if on, err := cfg.Bool("grep.extendedRegexp", false); err == nil && on {
		flavor = regex.Extended
	}
	switch cfg.String("grep.patternType", "default") {
	case "basic":
		flavor = regex.Basic
	case "extended":
		flavor = regex.Extended
	case "fixed":
		flavor = regex.Fixed
	case "perl":
		flavor = regex.Perl
	}
	for i := range c.opts {
		switch c.opts[i].opt.key() {
		case "basic-regexp":
			flavor = regex.Basic
		case "extended-regexp":
			flavor = regex.Extended
		case "fixed-strings":
			flavor = regex.Fixed
		case "perl-regexp":
			flavor = regex.Perl
		}
	}
	fold := c.flag("regexp-ignore-case")
	f.allMatch, f.invert = c.flag("all-match"), c.flag("invert-grep")
	targets := []struct {
		option string
		list   *[]*regexp.Regexp
	}{{"author", &f.authors}, {"committer", &f.committers}, {"grep", &f.greps}, {"grep-reflog", &f.reflogs}}
	f.sound = true
	for _, t := range targets {
		f.sound = f.sound && utf8.ValidString(strings.Join(c.values(t.option), ""))
	}
	for _, t := range targets {
		for _, pattern := range c.values(t.option) {
			for line := range strings.SplitSeq(pattern, "\n") {
				re, err := regex.Compile(f.letters(line), flavor, fold)
				if err != nil {
					return grepPatternError(t.option, err)
				}
				*t.list = append(*t.list, re)
			}
		}
	}
	if len(f.reflogs) > 0 && !reflogs {
		return &plainError{"the option '--grep-reflog' requires '--walk-reflogs'"}
	}
	if on, err := cfg.Bool("log.mailmap", true); err == nil && on && (len(f.authors) > 0 || len(f.committers) > 0) {
		f.mailmap = c.mailmap()
	}
	return nil
}

// plainError is a sentence that ends a command.
type plainError struct{ text string }

func (e *plainError) Error() string { return e.text }

func grepPatternError(option string, err error) error {
	var e *regex.Error
	if errors.As(err, &e) {
		where := "command line"
		if option == "author" || option == "committer" {
			where = "header"
		}
		return &plainError{where + ", " + e.Error()}
	}
	return err
}

// keep decides on one commit.
func (f *messageFilter) keep(c *object.Commit) (bool, error) {
	c = c.Recoded(f.encoding)
	if !f.person(f.authors, c.Author) || !f.person(f.committers, c.Committer) {
		return false, nil
	}
	if len(f.greps) == 0 {
		return true, nil
	}
	return f.message(c.Message) != f.invert, nil
}

func (f *messageFilter) person(patterns []*regexp.Regexp, who object.Signature) bool {
	if len(patterns) == 0 {
		return true
	}
	name, mail := f.mailmap.Map(who.Name, who.Email)
	return matchesAny(patterns, f.letters(name+" <"+mail+">"))
}

// letters gives a text whose bytes count as letters, one by one, where it is not
// compared as UTF-8.
func (f *messageFilter) letters(text string) string {
	if encoding.IsUTF8(f.encoding) && f.sound {
		return text
	}
	text, _ = encoding.Convert(text, "ISO-8859-1", encoding.UTF8)
	return text
}

func matchesAny(patterns []*regexp.Regexp, text string) bool {
	for _, re := range patterns {
		if re.MatchString(text) {
			return true
		}
	}
	return false
}

func (f *messageFilter) message(text string) bool {
	text = f.letters(strings.TrimSuffix(text, "\n"))
	if !f.allMatch {
		return matchesAny(f.greps, text)
	}
	for _, re := range f.greps {
		if !re.MatchString(text) {
			return false
		}
	}
	return true
}
