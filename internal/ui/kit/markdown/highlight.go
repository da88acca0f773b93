package markdown

import (
	"strings"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"

	"cairn/internal/ui/theme"
)

// token is a stretch of code in one colour, without line ends.
type token struct {
	text string
	role theme.Role
}

// highlight splits code into lines of tokens. An unknown language is plain.
func highlight(language, code string) [][]token {
	lexer := lexers.Get(language)
	if lexer == nil {
		return plainLines(code)
	}
	it, err := chroma.Coalesce(lexer).Tokenise(nil, code)
	if err != nil {
		return plainLines(code)
	}
	lines := [][]token{nil}
	for _, t := range it.Tokens() {
		for i, part := range strings.Split(t.Value, "\n") {
			if i > 0 {
				lines = append(lines, nil)
			}
			if part != "" {
				last := len(lines) - 1
				lines[last] = append(lines[last], token{tabs(part), tokenRole(t.Type)})
			}
		}
	}
	if n := len(lines); n > 1 && len(lines[n-1]) == 0 && !strings.HasSuffix(code, "\n") {
		lines = lines[:n-1]
	}
	return lines
}

func plainLines(code string) [][]token {
	var lines [][]token
	for line := range strings.SplitSeq(code, "\n") {
		lines = append(lines, []token{{tabs(line), theme.Text}})
	}
	return lines
}

func tabs(s string) string { return strings.ReplaceAll(s, "\t", "    ") }

// tokenRole colours what a reader looks for: keywords, names of types and
// functions, literals, comments; the rest is text. The lanes' colours serve,
// since they are told apart by colour-blind eyes.
func tokenRole(t chroma.TokenType) theme.Role {
	switch {
	case t.InCategory(chroma.Comment):
		return theme.Muted
	case t == chroma.KeywordType, t == chroma.NameClass, t == chroma.NameBuiltin, t == chroma.NameTag:
		return theme.Lane(2)
	case t.InCategory(chroma.Keyword), t == chroma.OperatorWord:
		return theme.Lane(0)
	case t == chroma.GenericDeleted, t == chroma.Error:
		return theme.Danger
	case t == chroma.GenericInserted:
		return theme.Success
	case t == chroma.GenericSubheading, t == chroma.GenericPrompt, t == chroma.NameFunction, t == chroma.NameAttribute:
		return theme.Lane(5)
	case t.InSubCategory(chroma.LiteralString):
		return theme.Lane(4)
	case t.InSubCategory(chroma.LiteralNumber):
		return theme.Lane(1)
	default:
		return theme.Text
	}
}

// languageName is how a language is written in the corner of its block.
func languageName(language string) string {
	switch strings.ToLower(language) {
	case "":
		return ""
	case "console", "sh-session", "text", "txt", "output":
		return strings.ToLower(language)
	}
	if lexer := lexers.Get(language); lexer != nil {
		return lexer.Config().Name
	}
	return language
}
