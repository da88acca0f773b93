package cli

import (
	"fmt"
	"strings"

	"cairn/internal/git/apply"
	"cairn/internal/git/diff"
	"cairn/internal/git/hunks"
)

// mostFaults is how many lines are shown whose white space is wrong.
const mostFaults = 5

// addedSpace tells of wrong white space in the lines that patches add, as git-apply(1) does.
type addedSpace struct {
	c      *call
	action string // of apply.whitespace
	asked  bool   // the action is set: then a trial tells of it, too
	faults []string
}

// SpaceActionError says that apply.whitespace has a value that is not known, or one that is not built in.
type SpaceActionError struct{ Action string }

func (e *SpaceActionError) Error() string {
	if e.Action == "fix" || e.Action == "strip" {
		return "apply.whitespace=" + e.Action + " is not built in; with apply.whitespace=warn the lines are taken as they are"
	}
	return "unrecognized whitespace option '" + e.Action + "'"
}

// addedSpace looks at the lines that patches add. shown is the name of the input.
func (c *call) addedSpace(patches []*apply.Patch, shown string) (*addedSpace, error) {
	s := &addedSpace{c: c, action: "warn"}
	if set, ok := c.repo.Config().Get("apply.whitespace"); ok {
		s.action, s.asked = set, true
	}
	switch s.action {
	case "nowarn":
		return s, nil
	case "warn", "error", "error-all", "fix", "strip":
	default:
		return nil, &SpaceActionError{s.action}
	}
	env, err := c.diffEnv(attrsFromIndex)
	if err != nil {
		return nil, err
	}
	o := diff.DefaultOptions(env)
	if o.Rules, err = diff.ParseRules(c.repo.Config().String("core.whitespace", "")); err != nil {
		return nil, err
	}
	for _, p := range patches {
		s.inspect(p, o.RulesFor(p.Path), shown)
	}
	if len(s.faults) > 0 && (s.action == "fix" || s.action == "strip") {
		return nil, &SpaceActionError{s.action}
	}
	return s, nil
}

func (s *addedSpace) inspect(p *apply.Patch, rules diff.Rules, shown string) {
	for _, line := range p.New {
		text := line.Text
		if p.CRLF {
			text = strings.TrimSuffix(text, "\r")
		}
		names := rules.Faults(text)
		if line.Last && rules.BlankAtEOF {
			names, text = []string{"new blank line at EOF"}, "+"
		}
		if len(names) > 0 {
			s.faults = append(s.faults, fmt.Sprintf("%s:%d: %s.\n%s", shown, line.Number, strings.Join(names, ", "), text))
		}
	}
}

// forbidden reports whether the patches are refused for their white space.
func (s *addedSpace) forbidden() bool {
	return len(s.faults) > 0 && strings.HasPrefix(s.action, "error")
}

// show tells the lines.
func (s *addedSpace) show() {
	for i, fault := range s.faults {
		if i < mostFaults || s.action == "error-all" {
			s.c.say("%s", fault)
		}
	}
}

// count tells how many there are, after a patch was applied or refused.
func (s *addedSpace) count() {
	n := len(s.faults)
	if n > mostFaults && s.action != "error-all" {
		s.c.warn("squelched %s", plural(n-mostFaults, "whitespace error"))
	}
	tell := s.c.warn
	if s.forbidden() {
		tell = s.c.errorf
	}
	switch {
	case n == 1:
		tell("1 line adds whitespace errors.")
	case n > 1:
		tell("%d lines add whitespace errors.", n)
	}
}

// chosenSpace is addedSpace for what was chosen in a dialogue.
func (r *patchRun) chosenSpace(f *hunks.File, list []*hunks.Hunk, mode bool) (*addedSpace, error) {
	patches, _, err := apply.Parse(f.Patch(list, mode, r.mode.Reverse()))
	if err != nil {
		return &addedSpace{c: r.call}, nil //nolint:nilerr // what is wrong with an edited hunk is told where it is applied
	}
	return r.addedSpace(patches, "<stdin>")
}
