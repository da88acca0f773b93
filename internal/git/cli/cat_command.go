package cli

import (
	"fmt"
	"strings"
)

// batchCommand is one line of --batch-command.
type batchCommand struct {
	name, arg string
}

// commands reads --batch-command's "info", "contents" and "flush". With
// --buffer nothing is answered before a flush or the end.
func (b *catBatch) commands() int {
	var queue []batchCommand
	buffered := b.flag("buffer")
	code := b.lines(func(line string) error {
		cmd, err := parseBatchCommand(line, buffered)
		if err != nil {
			return err
		}
		if cmd.name != "flush" {
			queue = append(queue, cmd)
		}
		if buffered && cmd.name != "flush" {
			return nil
		}
		err = b.obey(queue)
		queue = queue[:0]
		return err
	})
	if code != exitOK {
		return code
	}
	if err := b.obey(queue); err != nil {
		return b.fail(err)
	}
	return exitOK
}

func (b *catBatch) obey(queue []batchCommand) error {
	for _, cmd := range queue {
		b.full = cmd.name == "contents"
		if err := b.answer(cmd.arg); err != nil {
			return err
		}
	}
	_ = b.out.Flush()
	return nil
}

func parseBatchCommand(line string, buffered bool) (batchCommand, error) {
	problem := func(format string, args ...any) (batchCommand, error) {
		return batchCommand{}, &formatError{fmt.Sprintf(format, args...)}
	}
	if line == "" {
		return problem("empty command in input")
	}
	if strings.ContainsRune(" \t\r\n\v\f", rune(line[0])) {
		return problem("whitespace before command: '%s'", line)
	}
	for _, name := range []string{"contents", "info", "flush"} {
		rest, ok := strings.CutPrefix(line, name)
		if !ok {
			continue
		}
		arg, spaced := strings.CutPrefix(rest, " ")
		switch {
		case name == "flush" && rest != "":
			return problem("flush takes no arguments")
		case name == "flush" && !buffered:
			return problem("flush is only for --buffer mode")
		case name != "flush" && !spaced:
			return problem("%s requires arguments", name)
		}
		return batchCommand{name, arg}, nil
	}
	return problem("unknown command: '%s'", line)
}
