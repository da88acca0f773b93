package diff

// Palette holds the escape sequences of git-config(1) color.diff.
type Palette struct {
	Context, Meta, Frag, Func, Old, New, Commit, Whitespace string
	Reset                                                   string
	OldMoved, NewMoved                                      MovedColors
}

// MovedColors are the colours of lines that were moved (--color-moved).
type MovedColors struct{ Plain, Other, Dimmed, OtherDimmed string }

// DefaultPalette is what color.diff gives without configuration.
func DefaultPalette() *Palette {
	return &Palette{
		Meta: "\x1b[1m", Frag: "\x1b[36m", Old: "\x1b[31m", New: "\x1b[32m",
		Commit: "\x1b[33m", Whitespace: "\x1b[41m", Reset: "\x1b[m",
		OldMoved: MovedColors{"\x1b[1;35m", "\x1b[1;34m", "\x1b[2m", "\x1b[2;3m"},
		NewMoved: MovedColors{"\x1b[1;36m", "\x1b[1;33m", "\x1b[2m", "\x1b[2;3m"},
	}
}

// palette is never nil: without colour all its strings are empty.
func (o *Options) palette() *Palette {
	if o.Colors == nil {
		return &Palette{}
	}
	return o.Colors
}
