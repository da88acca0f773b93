package cli

import (
	"fmt"
	"strings"

	"cairn/internal/git/config"
	"cairn/internal/git/porcelain"
)

// cutLine is what stands above the differences in a commit message with -v.
func cutLine(comment byte) string {
	return fmt.Sprintf("%s\n%c Do not modify or remove the line above.\n%c Everything below it will be ignored.\n",
		porcelain.ScissorsLine(comment), comment, comment)
}

// commentChar is core.commentChar; "auto" is left to the one who knows the message.
func (c *call) commentChar() (comment byte, auto bool, err error) {
	e, ok := c.repo.Config().Last("core.commentChar")
	switch {
	case !ok:
		return porcelain.CommentChar, false, nil
	case strings.EqualFold(e.Value, "auto"):
		return porcelain.CommentChar, true, nil
	case len(e.Value) == 1:
		return e.Value[0], false, nil
	}
	cause := &config.ValueError{Text: "core.commentChar should only be one character"}
	return 0, false, &config.VariableError{Entry: e, Cause: cause}
}

// commentOf is the comment character where no message can make a better choice.
func (c *call) commentOf() byte {
	comment, _, err := c.commentChar()
	if err != nil {
		return porcelain.CommentChar
	}
	return comment
}

// freeCommentChar chooses the first sign that no line of a message begins with.
func freeCommentChar(text string) (byte, bool) {
	taken := map[byte]bool{}
	for line := range strings.SplitSeq(text, "\n") {
		if line != "" {
			taken[line[0]] = true
		}
	}
	for _, sign := range []byte("#;@!$%^&|:") {
		if !taken[sign] {
			return sign, true
		}
	}
	return 0, false
}
