package cli

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/refs"
)

func updateRefCommand() Command {
	return Command{
		Name: "update-ref", Summary: "Set or delete a ref, safely", Group: "plumbing",
		Usage: []string{
			"git update-ref [<options>] -d <refname> [<old-val>]",
			"git update-ref [<options>]    <refname> <new-val> [<old-val>]",
			"git update-ref [<options>] --stdin [-z]",
		},
		Options: []Option{
			{Short: 'm', Arg: "reason", Help: "reason of the update"},
			{Short: 'd', Help: "delete the reference"},
			{Long: "no-deref", Help: "update <refname> not the one it points to"},
			{Long: "stdin", Help: "read updates from stdin"},
			{Long: "create-reflog", Help: "create a reflog"},
		},
		Absent:  []Absent{{"-z", "--stdin with one line a command"}},
		Example: "git update-ref refs/heads/topic HEAD~2\ngit update-ref -d refs/heads/topic",
		Setup:   NeedRepo,
		Run:     runUpdateRef,
	}
}

func runUpdateRef(c *call) int {
	message, hasMessage := c.value("m")
	if hasMessage && message == "" {
		return c.die("Refusing to perform update with empty message.")
	}
	if c.flag("stdin") {
		if c.flag("d") || len(c.args) > 0 {
			return c.usage()
		}
		return c.updateFromStdin(message)
	}
	u := refs.Update{Message: message, NoDeref: c.flag("no-deref"), CreateLog: c.flag("create-reflog")}
	old, hasOld := "", false
	switch n := len(c.args); {
	case c.flag("d") && (n == 1 || n == 2):
		u.Name = c.args[0]
		if n == 2 {
			old, hasOld = c.args[1], true
		}
	case !c.flag("d") && (n == 2 || n == 3):
		u.Name = c.args[0]
		h, err := c.updateValue(c.args[1])
		if err != nil {
			return c.die("%s: not a valid SHA1", c.args[1])
		}
		u.New = h
		if n == 3 {
			old, hasOld = c.args[2], true
		}
	default:
		return c.usage()
	}
	if hasOld {
		h, err := c.updateValue(old)
		if err != nil {
			return c.die("%s: not a valid old SHA1", old)
		}
		if u.Old = &h; c.flag("d") && h.IsZero() && old != "" {
			u.Old = nil
		}
	}
	err := c.repo.Refs().Set(u)
	if err == nil {
		return exitOK
	}
	if c.flag("d") || u.New.IsZero() {
		c.errorf("%s", err)
		return exitFail
	}
	return c.die("update_ref failed for ref '%s': %s", u.Name, err)
}

// updateValue resolves a value; the empty one is the zero hash.
func (c *call) updateValue(spec string) (plumbing.Hash, error) {
	if spec == "" {
		return plumbing.ZeroHash, nil
	}
	return c.resolver().Resolve(spec)
}

// refBatch collects what `git update-ref --stdin` reads.
type refBatch struct {
	*call
	message string
	noDeref bool // "option no-deref": for the next command
	started bool
	closed  bool
	tx      refs.Transaction
}

func (c *call) updateFromStdin(message string) int {
	b := &refBatch{call: c, message: message}
	in := bufio.NewReader(c.env.Stdin)
	for {
		line, err := in.ReadString('\n')
		if line != "" {
			if e := b.line(strings.TrimSuffix(line, "\n")); e != nil {
				return c.die("%s", e)
			}
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return c.fail(err)
		}
	}
	if b.started || b.closed {
		return exitOK // begun and not committed: nothing is changed
	}
	if err := c.repo.Refs().Update(b.tx); err != nil {
		return c.die("%s", err)
	}
	return exitOK
}

func (b *refBatch) line(line string) error {
	if line == "" {
		return errors.New("empty command in input")
	}
	if line[0] == ' ' || line[0] == '\t' {
		return fmt.Errorf("whitespace before command: %s\n", line)
	}
	words, err := splitWords(line)
	if err != nil {
		return fmt.Errorf("badly quoted argument: %s", line)
	}
	name := words[0]
	if b.closed && name != "start" {
		return errors.New("transaction is closed")
	}
	switch name {
	case "start", "prepare", "commit", "abort":
		return b.control(name)
	case "option":
		if len(words) != 2 || words[1] != "no-deref" {
			return fmt.Errorf("option unknown: %s", strings.Join(words[1:], " "))
		}
		b.noDeref = true
		return nil
	case "create", "update", "delete", "verify":
		return b.change(name, words[1:])
	}
	return fmt.Errorf("unknown command: %s\n", line)
}

func (b *refBatch) control(name string) error {
	switch name {
	case "start":
		if b.started {
			return errors.New("cannot restart ongoing transaction")
		}
		b.started, b.closed, b.tx = true, false, refs.Transaction{}
	case "commit":
		if err := b.repo.Refs().Update(b.tx); err != nil {
			return err
		}
		b.started, b.closed, b.tx = false, true, refs.Transaction{}
	case "abort":
		b.started, b.closed, b.tx = false, true, refs.Transaction{}
	}
	b.println(name + ": ok")
	return nil
}

// change reads "update REF NEW [OLD]" and its kin.
func (b *refBatch) change(name string, words []string) error {
	if len(words) == 0 {
		return fmt.Errorf("%s: missing <ref>", name)
	}
	ref := words[0]
	if !refs.ValidName(ref, true) {
		return fmt.Errorf("invalid ref format: %s", ref)
	}
	u := refs.Update{Name: ref, Message: b.message, NoDeref: b.noDeref, CreateLog: b.flag("create-reflog")}
	b.noDeref = false
	values := words[1:]
	most := map[string]int{"create": 1, "update": 2, "delete": 1, "verify": 1}[name]
	if name == "create" || name == "update" {
		if len(values) == 0 {
			return fmt.Errorf("%s %s: missing <newvalue>", name, ref)
		}
		h, err := b.updateValue(values[0])
		if err != nil {
			return fmt.Errorf("%s %s: invalid <newvalue>: %s", name, ref, values[0])
		}
		if h.IsZero() && name == "create" {
			return fmt.Errorf("%s %s: zero <newvalue>", name, ref)
		}
		u.New = h
	}
	if len(values) > most {
		return fmt.Errorf("%s %s: extra input:  %s", name, ref, values[most])
	}
	zero := plumbing.ZeroHash
	old := values
	if name == "create" || name == "update" {
		old = values[1:]
	}
	switch {
	case name == "create":
		u.Old = &zero
	case len(old) == 1:
		h, err := b.updateValue(old[0])
		if err != nil {
			return fmt.Errorf("%s %s: invalid <oldvalue>: %s", name, ref, old[0])
		}
		if name == "delete" && h.IsZero() {
			return fmt.Errorf("%s %s: zero <oldvalue>", name, ref)
		}
		u.Old = &h
	case name == "verify":
		u.Old = &zero
	}
	u.Verify = name == "verify"
	b.tx.Updates = append(b.tx.Updates, u)
	return nil
}
