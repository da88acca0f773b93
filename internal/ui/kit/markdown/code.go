package markdown

import (
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"cairn/internal/ui/kit"
	"cairn/internal/ui/kit/pixel"
	"cairn/internal/ui/theme"
)

const (
	codePad     = theme.Space4
	codeLeading = 1.5
	// codeIndent sets off the rest of a line that was too long.
	codeIndent = 4
)

// code shows a program's text on sunken ground. Long lines go on below, set
// off, rather than out of sight.
type code struct {
	widget.BaseWidget

	source Code
	lines  [][]token
	name   string
	copy   *kit.Button
	view   *codeRenderer
}

var _ desktop.Hoverable = (*code)(nil)

func newCode(source Code, p Params) *code {
	c := &code{source: source, lines: highlight(source.Language, source.Text), name: languageName(source.Language)}
	c.copy = kit.NewSignButton(theme.SignCopy, "Copy", c.copyText).Shy(c.placeName).OnFocus(p.focused)
	c.ExtendBaseWidget(c)
	return c
}

func (c *code) copyText() {
	fyne.CurrentApp().Clipboard().SetContent(c.source.copied())
	c.copy.WithSign(theme.SignCheck)
}

// copied is what the copy button copies: of a session in a console the commands
// alone, so that they can be pasted into one.
func (source Code) copied() string {
	if source.Language != "console" {
		return source.Text
	}
	var commands []string
	for line := range strings.SplitSeq(source.Text, "\n") {
		if command, ok := strings.CutPrefix(line, "$ "); ok {
			commands = append(commands, command)
		}
	}
	return strings.Join(commands, "\n")
}

// MouseIn shows the copy button.
func (c *code) MouseIn(*desktop.MouseEvent) { c.copy.Reveal(true) }

// MouseMoved implements desktop.Hoverable.
func (c *code) MouseMoved(*desktop.MouseEvent) {}

// MouseOut hides the copy button, which shows the copy sign again next time.
func (c *code) MouseOut() {
	c.copy.Reveal(false)
	c.copy.WithSign(theme.SignCopy)
}

func letterWidth() float32 {
	return theme.Measure("0123456789", theme.Code(), fyne.TextStyle{Monospace: true}).Width / 10
}

func (c *code) columns(width float32) int {
	return max(8, int((width-2*codePad)/letterWidth()))
}

// HeightFor implements flow.Tall.
func (c *code) HeightFor(width float32) float32 {
	n := 0
	for _, line := range c.lines {
		n += len(wrap(line, c.columns(width)))
	}
	return c.head(width) + float32(n)*theme.Code()*codeLeading + 2*(codePad-theme.Space1)
}

// head is room above the code for the language's name, where the first line is
// too long to stand beside it.
func (c *code) head(width float32) float32 {
	if c.name == "" || len(c.lines) == 0 {
		return 0
	}
	letters := 0
	for _, t := range c.lines[0] {
		letters += utf8.RuneCountInString(t.text)
	}
	name := theme.Measure(c.name, theme.Caption(), fyne.TextStyle{}).Width
	if codePad+float32(letters)*letterWidth()+name+theme.Space6 < width {
		return 0
	}
	return theme.Caption() + theme.Space1
}

func (c *code) MinSize() fyne.Size {
	width := c.Size().Width
	if width == 0 {
		width = 320
	}
	return fyne.NewSize(120, c.HeightFor(width))
}

// wrap breaks a line of tokens at a number of letters, at a blank where there is
// one in the second half.
func wrap(line []token, columns int) [][]token {
	var letters []rune
	var roles []theme.Role
	for _, t := range line {
		for _, r := range t.text {
			letters, roles = append(letters, r), append(roles, t.role)
		}
	}
	var out [][]token
	for room := columns; len(letters) > room; room = columns - codeIndent {
		cut := room
		for i := room; i > room/2; i-- {
			if letters[i-1] == ' ' {
				cut = i
				break
			}
		}
		out = append(out, tokens(letters[:cut], roles[:cut]))
		letters, roles = letters[cut:], roles[cut:]
	}
	return append(out, tokens(letters, roles))
}

// tokens joins neighbouring letters of one role.
func tokens(letters []rune, roles []theme.Role) []token {
	var out []token
	from := 0
	for i := range letters {
		if i+1 == len(letters) || roles[i+1] != roles[i] {
			out = append(out, token{string(letters[from : i+1]), roles[i]})
			from = i + 1
		}
	}
	return out
}

func (c *code) CreateRenderer() fyne.WidgetRenderer {
	c.view = &codeRenderer{c: c, ground: canvas.NewRectangle(nil), name: canvas.NewText(c.name, nil)}
	c.view.style()
	return c.view
}

// placeName puts the language's name into the corner, beside the copy button
// while that is there.
func (c *code) placeName() {
	if c.view == nil {
		return
	}
	name := c.view.name
	size, right := name.MinSize(), theme.Space3
	if !c.copy.Unseen() {
		right = c.copy.MinSize().Width + theme.Space1
	}
	pixel.Move(name, c.Size().Width-size.Width-right, codePad-theme.Space2)
	name.Resize(size)
	canvas.Refresh(name)
}

type codeRenderer struct {
	c       *code
	ground  *canvas.Rectangle
	name    *canvas.Text
	width   float32
	objects []fyne.CanvasObject
}

func (r *codeRenderer) Destroy()                     {}
func (r *codeRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *codeRenderer) MinSize() fyne.Size           { return r.c.MinSize() }

func (r *codeRenderer) style() {
	r.ground.FillColor, r.ground.CornerRadius = theme.Colour(theme.Sunken), theme.RadiusCard
	if theme.HighContrast() {
		r.ground.StrokeColor, r.ground.StrokeWidth = theme.Colour(theme.Line), theme.LineWidth()
	}
	r.name.Color = theme.Colour(theme.Muted)
	theme.Set(r.name, theme.Caption(), fyne.TextStyle{})
}

func (r *codeRenderer) Refresh() {
	r.style()
	r.width = 0
	r.Layout(r.c.Size())
	canvas.Refresh(r.c)
}

func (r *codeRenderer) Layout(s fyne.Size) {
	r.ground.Resize(s)
	button := r.c.copy.MinSize()
	r.c.copy.Move(fyne.NewPos(s.Width-button.Width-theme.Space1, theme.Space1))
	r.c.copy.Resize(button)
	r.c.placeName()
	if s.Width != r.width {
		r.width = s.Width
		r.set(s.Width)
	}
}

// set makes one canvas.Text a token of each line.
func (r *codeRenderer) set(width float32) {
	r.objects = []fyne.CanvasObject{r.ground, r.name}
	letter, height, y := letterWidth(), theme.Code()*codeLeading, r.c.head(width)+codePad-theme.Space1
	for _, line := range r.c.lines {
		for i, part := range wrap(line, r.c.columns(width)) {
			x := float32(codePad)
			if i > 0 {
				x += codeIndent * letter
			}
			for _, t := range part {
				text := canvas.NewText(t.text, theme.Colour(t.role))
				theme.Set(text, theme.Code(), fyne.TextStyle{Monospace: true})
				size := text.MinSize()
				pixel.Move(text, x, y+(height-size.Height)/2)
				text.Resize(size)
				r.objects = append(r.objects, text)
				x += size.Width
			}
			y += height
		}
	}
	r.objects = append(r.objects, r.c.copy)
}
