package goaltest

import (
	"embed"
	"fmt"
	"strings"

	"cairn/internal/course"
)

//go:embed testdata/lessons/*.sh
var setups embed.FS

// LessonSetup gives the shell lines that make what a lesson's examples are
// about, before its first console block.
func LessonSetup(slug course.Slug) (string, error) {
	data, err := setups.ReadFile("testdata/lessons/" + string(slug) + ".sh")
	if err != nil {
		return "", fmt.Errorf("the examples of lesson %s: %w", slug, err)
	}
	return string(data), nil
}

// Console is a block of a lesson that shows commands with their answers.
type Console struct {
	Text     string
	Commands []string
}

// Consoles gives the console blocks of a lesson. Together they are one session.
func Consoles(body string) []Console {
	var all []Console
	for _, part := range strings.Split("\n"+body, "\n```console\n")[1:] {
		text, _, _ := strings.Cut(part, "```\n")
		c := Console{Text: text}
		for line := range strings.SplitSeq(text, "\n") {
			if command, ok := strings.CutPrefix(line, "$ "); ok {
				c.Commands = append(c.Commands, command)
			}
		}
		all = append(all, c)
	}
	return all
}
