package cli

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/quote"
	"cairn/internal/git/refs"
)

// batchState is how far the transaction of an `update-ref --stdin` is.
type batchState int

const (
	batchOpen     batchState = iota // committed at the end of the input
	batchStarted                    // by "start": dropped at the end of the input
	batchPrepared                   // refs are locked
	batchClosed
)

// refBatch carries out what `git update-ref --stdin` reads.
type refBatch struct {
	*call
	in       *bufio.Reader
	end      byte // of each command, and with -z of each argument
	message  string
	noDeref  bool // for the next command only, unless given for all
	state    batchState
	tx       refs.Transaction
	prepared *refs.Prepared
}

func (c *call) updateFromStdin(message string) int {
	b := &refBatch{call: c, in: bufio.NewReader(c.env.Stdin), end: '\n', message: message}
	if c.flag("z") {
		b.end = 0
	}
	err := b.run()
	if b.prepared != nil {
		b.prepared.Abort()
	}
	if err != nil {
		return c.die("%s", err)
	}
	return exitOK
}

// run reads commands until the input ends. What was begun by "start" and not
// committed is given up then; without "start" everything is done now.
func (b *refBatch) run() error {
	for {
		text, err := b.in.ReadString(b.end)
		if text != "" {
			if err := b.command(text); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return fmt.Errorf("read standard input: %w", err)
		}
	}
	if b.state != batchOpen {
		return nil
	}
	return b.repo.Refs().Update(b.tx)
}

// command does one command; text has its end still, which Git's messages show.
func (b *refBatch) command(text string) error {
	switch {
	case text[0] == b.end:
		return errors.New("empty command in input")
	case strings.IndexByte(" \t\n\r", text[0]) >= 0:
		return fmt.Errorf("whitespace before command: %s", strings.TrimSuffix(text, "\x00"))
	}
	name, rest := b.verb(text)
	switch {
	case name == "":
		return fmt.Errorf("unknown command: %s", strings.TrimSuffix(text, "\x00"))
	case b.state == batchPrepared && name != "commit" && name != "abort":
		return errors.New("prepared transactions can only be closed")
	case b.state == batchClosed && name != "start":
		return errors.New("transaction is closed")
	case b.state == batchStarted && name == "start":
		return errors.New("cannot restart ongoing transaction")
	}
	switch name {
	case "start", "prepare", "commit", "abort":
		return b.control(name)
	case "option":
		if rest != "no-deref"+string(b.end) {
			return fmt.Errorf("option unknown: %s", strings.TrimSuffix(rest, "\x00"))
		}
		b.noDeref = true
		return nil
	default:
		return b.change(name, rest)
	}
}

// verb takes the command's name off: those that have arguments need a space
// behind it, those that have none the end.
func (b *refBatch) verb(text string) (name, rest string) {
	for _, name := range []string{"start", "prepare", "commit", "abort"} {
		if text == name+string(b.end) {
			return name, ""
		}
	}
	for _, name := range []string{"update", "create", "delete", "verify", "option"} {
		if rest, ok := strings.CutPrefix(text, name+" "); ok {
			return name, rest
		}
	}
	return "", ""
}

func (b *refBatch) control(name string) error {
	var err error
	switch name {
	case "start":
		b.state, b.tx = batchStarted, refs.Transaction{}
	case "prepare":
		b.prepared, err = b.repo.Refs().Prepare(b.tx)
		b.state = batchPrepared
	case "commit":
		if b.prepared != nil {
			err = b.prepared.Commit()
		} else {
			err = b.repo.Refs().Update(b.tx)
		}
		b.state, b.prepared = batchClosed, nil
	case "abort":
		if b.prepared != nil {
			b.prepared.Abort()
		}
		b.state, b.prepared = batchClosed, nil
	}
	if err != nil {
		return err
	}
	b.println(name + ": ok")
	return b.out.Flush() // who drives us through a pipe waits for this line
}

// change collects one update, create, delete or verify.
func (b *refBatch) change(name, text string) error {
	a := &batchArgs{batch: b, name: name, text: text}
	ref, err := a.ref()
	if err != nil {
		return err
	}
	u := refs.Update{
		Name: ref, Message: b.message, NoDeref: b.noDeref || b.flag("no-deref"), CreateLog: b.flag("create-reflog"),
		Verify: name == "verify",
	}
	b.noDeref = false
	if name == "create" || name == "update" {
		if u.New, err = a.newValue(); err != nil {
			return err
		}
	}
	zero := plumbing.ZeroHash
	if name == "create" {
		u.Old = &zero
	} else if u.Old, err = a.oldValue(); err != nil {
		return err
	}
	if name == "verify" && u.Old == nil {
		u.Old = &zero
	}
	if err := a.nothingMore(); err != nil {
		return err
	}
	b.tx.Updates = append(b.tx.Updates, u)
	return nil
}

// batchArgs reads the arguments of one command: on its line, each after one
// space and perhaps in quotes, or with -z each up to a NUL.
type batchArgs struct {
	batch *refBatch
	name  string // of the command
	shown string // of the ref
	text  string // still to be read
}

func (a *batchArgs) errorf(format string, args ...any) error {
	return fmt.Errorf(a.name+" "+a.shown+": "+format, args...)
}

func (a *batchArgs) ref() (string, error) {
	var err error
	if a.batch.end == 0 {
		a.shown, a.text = strings.TrimSuffix(a.text, "\x00"), ""
	} else if a.shown, err = a.word(); err != nil {
		return "", err
	}
	if a.shown == "" {
		return "", fmt.Errorf("%s: missing <ref>", a.name)
	}
	if !refs.ValidName(a.shown, true) {
		return "", fmt.Errorf("invalid ref format: %s", a.shown)
	}
	return a.shown, nil
}

// word reads up to white space, or a quoted word.
func (a *batchArgs) word() (string, error) {
	if !strings.HasPrefix(a.text, `"`) {
		at := strings.IndexAny(a.text, " \t\n\r")
		if at < 0 {
			at = len(a.text)
		}
		word := a.text[:at]
		a.text = a.text[at:]
		return word, nil
	}
	word, rest, err := quote.Unquote(a.text)
	if err != nil {
		return "", fmt.Errorf("badly quoted argument: %s", a.text)
	}
	if rest != "" && strings.IndexByte(" \t\n\r", rest[0]) < 0 {
		return "", fmt.Errorf("unexpected character after quoted argument: %s", a.text)
	}
	a.text = rest
	return word, nil
}

// value reads the next value; there is false when the line ends before it.
func (a *batchArgs) value(what string) (spec string, there bool, err error) {
	if a.batch.end == 0 {
		spec, err = a.batch.in.ReadString(0)
		if err != nil && spec == "" {
			return "", false, a.errorf("unexpected end of input when reading <%s>", what)
		}
		return strings.TrimSuffix(spec, "\x00"), true, nil
	}
	switch {
	case a.text == "":
		return "", false, a.errorf("unexpected end of input when reading <%s>", what)
	case a.text[0] == '\n':
		return "", false, nil
	case a.text[0] != ' ':
		return "", false, a.errorf("expected SP but got: %s", a.text)
	}
	a.text = a.text[1:]
	spec, err = a.word()
	return spec, true, err
}

func (a *batchArgs) newValue() (plumbing.Hash, error) {
	spec, there, err := a.value("newvalue")
	if err != nil {
		return plumbing.ZeroHash, err
	}
	if !there || a.batch.end == 0 && spec == "" && a.name == "create" {
		return plumbing.ZeroHash, a.errorf("missing <newvalue>")
	}
	if a.batch.end == 0 && spec == "" {
		a.batch.warn("%s %s: missing <newvalue>, treating as zero", a.name, a.shown)
	}
	h, err := a.batch.updateValue(spec)
	if err != nil {
		return h, a.errorf("invalid <newvalue>: %s", spec)
	}
	if h.IsZero() && a.name == "create" {
		return h, a.errorf("zero <newvalue>")
	}
	return h, nil
}

// oldValue reads what the ref must hold; nil when nothing is said. With -z an
// empty value says nothing, on a line it says that there must be no ref.
func (a *batchArgs) oldValue() (*plumbing.Hash, error) {
	spec, there, err := a.value("oldvalue")
	if err != nil || !there || a.batch.end == 0 && spec == "" {
		return nil, err
	}
	h, err := a.batch.updateValue(spec)
	if err != nil {
		return nil, a.errorf("invalid <oldvalue>: %s", spec)
	}
	if h.IsZero() && a.name == "delete" {
		return nil, a.errorf("zero <oldvalue>")
	}
	return &h, nil
}

func (a *batchArgs) nothingMore() error {
	if a.batch.end == 0 || a.text == "\n" {
		return nil
	}
	return a.errorf("extra input: %s", a.text)
}
