package convert

import "fmt"

// Params of ToGit.
type Params struct {
	Path string
	// InIndex gives the blob that the index has for the path, or nil: content that was
	// committed with CRLF is left so where Git only guesses that it is text.
	InIndex func() []byte
	// Renormalize converts whatever the index has (add --renormalize).
	Renormalize bool
	// Check asks for a warning, or an error, where core.safecrlf wants one.
	Check bool
}

// UnsafeError says that core.safecrlf=true forbids a conversion that cannot be undone.
type UnsafeError struct{ Path, From, To string }

func (e *UnsafeError) Error() string {
	return fmt.Sprintf("%s would be replaced by %s in %s", e.From, e.To, e.Path)
}

// Warning is the sentence where the conversion is not forbidden.
func (e *UnsafeError) Warning() string {
	return fmt.Sprintf("in the working copy of '%s', %s will be replaced by %s the next time Git touches it", e.Path, e.From, e.To)
}

// ToGit converts the bytes of a working-tree file to those of the blob. The warning, if
// any, is Git's sentence without its "warning: ".
func (v *Converter) ToGit(p Params, data []byte) (out []byte, warning string, err error) {
	r, end, err := v.rules(p.Path)
	if err != nil {
		return nil, "", err
	}
	out = data
	if r.action != binary && len(data) > 0 {
		if out, warning, err = v.toLF(p, r.action, end, data); err != nil {
			return nil, "", err
		}
	}
	if r.ident {
		out = replaceIdent(out, "$Id$")
	}
	return out, warning, nil
}

func (v *Converter) toLF(p Params, act action, end eol, data []byte) ([]byte, string, error) {
	s := Gather(data)
	strip := s.CRLF > 0
	if act == auto {
		if s.Binary() {
			return data, "", nil
		}
		if strip && !p.Renormalize && p.InIndex != nil {
			if old := p.InIndex(); old != nil && hasCR(old) {
				was := Gather(old)
				strip = was.Binary() || was.CRLF == 0
			}
		}
	}
	warning := ""
	if p.Check && v.safe != "false" {
		from, to := roundTrip(s, strip, act, end)
		if from != "" && v.safe == "true" {
			return nil, "", &UnsafeError{p.Path, from, to}
		}
		if from != "" {
			warning = (&UnsafeError{p.Path, from, to}).Warning()
		}
	}
	if !strip {
		return data, warning, nil
	}
	out := make([]byte, 0, len(data))
	for i, c := range data {
		if c == '\r' && i+1 < len(data) && data[i+1] == '\n' {
			continue
		}
		out = append(out, c)
	}
	return out, warning, nil
}

// roundTrip tells which line ends a file would get if it were stored and checked out
// again, where they differ from those it has.
func roundTrip(s Stats, strip bool, act action, end eol) (from, to string) {
	after := s
	if strip {
		after.LoneLF += after.CRLF
		after.CRLF = 0
	}
	if toCRLF(after, act, end) {
		after.CRLF += after.LoneLF
		after.LoneLF = 0
	}
	switch {
	case s.CRLF > 0 && after.CRLF == 0:
		return "CRLF", "LF"
	case s.LoneLF > 0 && after.LoneLF == 0:
		return "LF", "CRLF"
	}
	return "", ""
}
