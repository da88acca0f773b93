package cli

import (
	"strconv"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/object"
)

// batchObject is one object as a batch format shows it.
type batchObject struct {
	hash plumbing.Hash
	kind plumbing.ObjectType
	size int64
	rest string
}

// checkBatchFormat refuses a format that cannot be expanded, before anything
// is read.
func checkBatchFormat(format string) error {
	return eachBatchField(format, func(string) {}, func(name string) error {
		switch name {
		case "objectname", "objecttype", "objectsize", "objectsize:disk", "deltabase", "rest":
			return nil
		}
		return &formatError{"unknown format element: " + name}
	})
}

func eachBatchField(format string, text func(string), field func(string) error) error {
	for {
		head, tail, ok := strings.Cut(format, "%(")
		text(head)
		if !ok {
			return nil
		}
		name, after, ok := strings.Cut(tail, ")")
		if !ok {
			return &formatError{"format element '(" + tail + "' does not end in ')'"}
		}
		if err := field(name); err != nil {
			return err
		}
		format = after
	}
}

func (o batchObject) expand(format string, store *object.Store) (string, error) {
	var out strings.Builder
	text := func(s string) { _, _ = out.WriteString(s) }
	err := eachBatchField(format, text, func(name string) error {
		switch name {
		case "objectname":
			text(o.hash.String())
		case "objecttype":
			text(o.kind.String())
		case "objectsize":
			text(strconv.FormatInt(o.size, 10))
		case "rest":
			text(o.rest)
		default:
			disk, base, err := store.OnDisk(o.hash)
			if err != nil {
				return err
			}
			if name == "deltabase" {
				text(base.String())
			} else {
				text(strconv.FormatInt(disk, 10))
			}
		}
		return nil
	})
	return out.String(), err
}
