package pretty

import (
	"strconv"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/color"
	"cairn/internal/git/object"
	"cairn/internal/git/trailer"
)

// one expands one placeholder into x.out and gives the bytes that it took.
func (x *expander) one(format string) int {
	if format == "" {
		return 0
	}
	switch format[0] {
	case 'C':
		return x.colorPlace(format)
	case 'w':
		return x.wrapPlace(format)
	case '<', '>':
		return x.padPlace(format)
	case 'x':
		return x.hexPlace(format)
	case '(':
		return x.longPlace(format)
	case 'a', 'c':
		return x.personPlace(format)
	case 'g':
		return x.reflogPlace(format)
	case 'G':
		return x.signaturePlace(format)
	}
	text, ok := x.letter(format[0])
	if !ok {
		return 0
	}
	x.out = append(x.out, text...)
	return 1
}

// letter expands the placeholders of one letter.
func (x *expander) letter(c byte) (string, bool) {
	it := x.it
	switch c {
	case 'n':
		return "\n", true
	case 'm':
		return it.mark(), true
	case 'H':
		return x.colored(it.Hash.String()), true
	case 'h':
		return x.colored(x.p.abbrev(it.Hash)), true
	case 'T':
		return it.TreeHash.String(), true
	case 't':
		return x.p.abbrev(it.TreeHash), true
	case 'P':
		return join(it.parents(), plumbing.Hash.String), true
	case 'p':
		return join(it.parents(), x.p.abbrev), true
	case 'd':
		return x.decorations(" (", ")"), true
	case 'D':
		return x.decorations("", ""), true
	case 'S':
		return it.Source, x.p.Sources
	}
	return x.messageLetter(c)
}

func (x *expander) messageLetter(c byte) (string, bool) {
	message := strings.TrimLeft(x.it.Message, "\n")
	switch c {
	case 's':
		return object.Subject(message), true
	case 'f':
		return FileName(object.Subject(message)), true
	case 'b':
		return bodyOf(x.it.Message), true
	case 'B':
		return x.it.Message, true
	case 'e':
		return x.encoding, true
	case 'N':
		if x.p.Notes == nil {
			return "", false
		}
		return x.p.Notes(x.it.Hash), true
	}
	return "", false
}

// mark is what %m writes: the side, ">" where there are none.
func (it *Item) mark() string {
	if it.Mark == "" {
		return ">"
	}
	return it.Mark
}

func join(hashes []plumbing.Hash, write func(plumbing.Hash) string) string {
	parts := make([]string, len(hashes))
	for i, h := range hashes {
		parts[i] = write(h)
	}
	return strings.Join(parts, " ")
}

// colored puts a hash into the commit's colour under %C(auto).
func (x *expander) colored(text string) string {
	if !x.auto {
		return text
	}
	return x.p.Colors.Commit + text + x.p.Colors.Reset
}

func (x *expander) decorations(before, after string) string {
	if x.p.Decorations == nil && x.p.LoadDecorations != nil {
		x.p.Decorations = x.p.LoadDecorations()
	}
	colors := Colors{}
	if x.auto {
		colors = x.p.Colors
	}
	return x.p.Decorations.Write(x.it.Hash, colors, before, ", ", after)
}

// hexPlace reads "xHH", one byte.
func (x *expander) hexPlace(format string) int {
	if len(format) < 3 {
		return 0
	}
	v, err := strconv.ParseUint(format[1:3], 16, 8)
	if err != nil {
		return 0
	}
	x.out = append(x.out, byte(v))
	return 3
}

func (x *expander) personPlace(format string) int {
	if len(format) < 2 {
		return 0
	}
	who := x.it.Author
	if format[0] == 'c' {
		who = x.it.Committer
	}
	text, ok := x.p.person(who, format[1])
	if !ok {
		return 0
	}
	x.out = append(x.out, text...)
	return 2
}

// reflogPlace expands %gD, %gd, %gs and the people of a reflog's entry; outside
// of a walk of reflogs they are empty.
func (x *expander) reflogPlace(format string) int {
	if len(format) < 2 {
		return 0
	}
	var text string
	switch format[1] {
	case 'D':
		text = x.it.Selector
	case 'd':
		text = x.it.ShortSelector
	case 's':
		text = x.it.Entry.Message
	case 'n', 'N', 'e', 'E':
		if x.it.Entry.Who != (object.Signature{}) {
			text, _ = x.p.person(x.it.Entry.Who, format[1])
		}
	default:
		return 0
	}
	x.out = append(x.out, text...)
	return 2
}

// signaturePlace expands %G…: this engine checks no signatures, so that every one
// is "N", none, or "E", cannot be checked.
func (x *expander) signaturePlace(format string) int {
	if len(format) < 2 || !strings.ContainsRune("G?SKFPT", rune(format[1])) {
		return 0
	}
	switch format[1] {
	case '?':
		if x.it.PGPSignature == "" {
			x.out = append(x.out, 'N')
		} else {
			x.out = append(x.out, 'E')
		}
	case 'T':
		x.out = append(x.out, "undefined"...)
	}
	return 2
}

// colorPlace expands %Cred, %C(…) and %C(auto).
func (x *expander) colorPlace(format string) int {
	if strings.HasPrefix(format, "C(auto)") {
		x.auto = x.p.Color
		if x.auto && len(x.out) > 0 {
			x.out = append(x.out, color.Reset...)
		}
		return len("C(auto)")
	}
	text, n, err := x.p.color(format)
	if n == 0 || err != nil {
		return 0
	}
	x.auto = false
	x.out = append(x.out, text...)
	return n
}

// color reads "Cred" or "C(auto,bold red)" and gives its escape sequence, which is
// empty where no colour is wanted.
func (p *Printer) color(format string) (text string, taken int, err error) {
	if !strings.HasPrefix(format, "C(") {
		for _, name := range []string{"red", "green", "blue", "reset"} {
			if strings.HasPrefix(format, "C"+name) {
				text, err = color.Parse(name)
				if !p.Color {
					text = ""
				}
				return text, 1 + len(name), err
			}
		}
		return "", 0, nil
	}
	end := strings.IndexByte(format, ')')
	if end < 0 {
		return "", 0, nil
	}
	value := format[2:end]
	if value == "auto" {
		return "", end + 1, nil
	}
	wanted := p.Color
	if rest, ok := strings.CutPrefix(value, "always,"); ok {
		value, wanted = rest, true
	} else {
		value = strings.TrimPrefix(value, "auto,")
	}
	if !wanted {
		return "", end + 1, nil
	}
	text, err = color.Parse(value)
	return text, end + 1, err
}

// longPlace expands %(trailers…) and %(describe…).
func (x *expander) longPlace(format string) int {
	end := strings.IndexByte(format, ')')
	if end < 0 {
		return 0
	}
	name, options, _ := strings.Cut(format[1:end], ":")
	switch name {
	case "trailers":
		o, n, ok := parseTrailerOptions(format)
		if !ok {
			return 0
		}
		if x.p.Trailers == nil {
			x.p.Trailers = trailer.Usual()
		}
		x.out = append(x.out, o.write(x.p.Trailers, x.it.Message)...)
		return n
	case "describe":
		if x.p.Describe == nil {
			return 0
		}
		text, ok := x.p.Describe(x.it.Hash, options)
		if !ok {
			return 0
		}
		x.out = append(x.out, text...)
		return end + 1
	}
	return 0
}
