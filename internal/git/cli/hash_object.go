package cli

import (
	"bufio"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/convert"
	"cairn/internal/git/lockfile"
	"cairn/internal/git/object"
	"cairn/internal/git/worktree"
)

func hashObjectCommand() Command {
	return Command{
		Name: "hash-object", Summary: "Compute the hash that a file's content would have", Group: "plumbing",
		Usage: []string{
			"git hash-object [-t <type>] [-w] [--path=<file> | --no-filters]\n[--stdin [--literally]] [--] <file>...",
			"git hash-object [-t <type>] [-w] --stdin-paths [--no-filters]",
		},
		Options: []Option{
			{Short: 't', Arg: "type", Help: "object type"},
			{Short: 'w', Help: "write the object into the object database"},
			{Long: "stdin", Help: "read the object from stdin"},
			{Long: "stdin-paths", Help: "read file names from stdin"},
			{Long: "no-filters", Help: "store file as is without filters"},
			{Long: "literally", Help: "just hash any random garbage to create corrupt objects for debugging Git"},
			{Long: "path", Arg: "file", Help: "process file as it were from this path"},
		},
		Example: "git hash-object README.md\necho hello | git hash-object -w --stdin",
		Setup:   MaybeRepo,
		Run:     runHashObject,
	}
}

// hasher hashes files as objects of one kind.
type hasher struct {
	*call
	kind plumbing.ObjectType
	word string // the name of the kind; with --literally any
	tree *worktree.Worktree
}

func runHashObject(c *call) int {
	h := &hasher{call: c, kind: plumbing.BlobObject, word: "blob"}
	if word, ok := c.value("t"); ok {
		h.word = word
	}
	path, hasPath := c.value("path")
	problem := ""
	switch {
	case c.flag("stdin-paths") && c.flag("stdin"):
		problem = "Can't use --stdin-paths with --stdin"
	case c.flag("stdin-paths") && len(c.args) > 0:
		problem = "Can't specify files with --stdin-paths"
	case c.flag("stdin-paths") && hasPath:
		problem = "Can't use --stdin-paths with --path"
	case c.count("stdin") > 1:
		problem = "Multiple --stdin arguments are not supported"
	case hasPath && c.flag("no-filters"):
		problem = "Can't use --path with --no-filters"
	}
	if problem != "" {
		c.errorf("%s", problem)
		return c.usage()
	}
	if c.flag("w") && c.repo == nil {
		_, err := discover(c)
		return c.fail(err)
	}
	kind, err := plumbing.ParseObjectType(h.word)
	if bad := err != nil || kind > plumbing.TagObject; !bad {
		h.kind = kind
	} else if h.kind = plumbing.InvalidObject; !c.flag("literally") {
		return c.die("invalid object type \"%s\"", h.word)
	}
	if c.flag("stdin") {
		data, err := io.ReadAll(c.env.Stdin)
		if err != nil {
			return c.fail(err)
		}
		if code := h.hash(data, path, path); code != exitOK {
			return code
		}
	}
	for _, name := range c.args {
		as := name
		if hasPath {
			as = path
		}
		if code := h.file(name, as); code != exitOK {
			return code
		}
	}
	if c.flag("stdin-paths") {
		return h.fromStdin()
	}
	return exitOK
}

func (h *hasher) fromStdin() int {
	in := bufio.NewScanner(h.env.Stdin)
	in.Buffer(nil, 1<<20)
	for in.Scan() {
		if code := h.file(in.Text(), in.Text()); code != exitOK {
			return code
		}
	}
	if err := in.Err(); err != nil {
		return h.fail(err)
	}
	return exitOK
}

func (h *hasher) file(name, as string) int {
	full, err := h.userPath(name)
	if err != nil {
		return h.fail(err)
	}
	data, err := os.ReadFile(full)
	if err != nil {
		if info, e := os.Stat(full); e == nil && info.IsDir() {
			return h.die("Unable to hash %s", name)
		}
		return h.die("could not open '%s' for reading: %s", name, lockfile.Reason(err))
	}
	return h.hash(data, name, as)
}

// hash prints the hash of data; as is the path whose attributes count.
func (h *hasher) hash(data []byte, name, as string) int {
	data, err := h.filtered(data, as)
	if err != nil {
		return h.fail(err)
	}
	if err := checkObject(h.kind, data); err != nil && !h.flag("literally") {
		var b *bogusError
		if errors.As(err, &b) {
			h.say("%s", b.text)
			return h.die("corrupt %s", h.kind)
		}
		return h.die("%s", err)
	}
	sum, err := h.name(data)
	if err != nil {
		h.errorf("%s", err)
		return h.die("%s: failed to insert into database", name)
	}
	h.println(sum.String())
	return exitOK
}

// name is the hash of data, which is stored where that is asked for.
func (h *hasher) name(data []byte) (plumbing.Hash, error) {
	literal := h.kind == plumbing.InvalidObject
	switch {
	case !h.flag("w") && literal:
		return object.HashLiterally(h.word, data), nil
	case !h.flag("w"):
		return object.HashOf(h.kind, data), nil
	case literal:
		return h.repo.Objects().PutLiterally(h.word, data)
	}
	return h.repo.Objects().Put(h.kind, data)
}

// filtered converts a file of the working tree as `git add` would.
func (h *hasher) filtered(data []byte, as string) ([]byte, error) {
	if h.kind != plumbing.BlobObject || h.flag("no-filters") || as == "" || h.repo == nil || h.repo.Bare() {
		return data, nil
	}
	rel, err := filepath.Rel(h.repo.WorkTree(), h.repo.Abs(as))
	if err != nil || strings.HasPrefix(rel, "..") {
		return data, nil //nolint:nilerr // a file outside has no attributes
	}
	if h.tree == nil {
		if h.tree, err = worktree.Open(h.repo); err != nil {
			return nil, err
		}
	}
	data, _, err = h.tree.Converter().ToGit(convert.Params{Path: filepath.ToSlash(rel)}, data)
	return data, err
}

// bogusError is what Git prints before "corrupt commit".
type bogusError struct{ text string }

func (e *bogusError) Error() string { return e.text }

// checkObject refuses what is no object of its kind.
func checkObject(kind plumbing.ObjectType, data []byte) error {
	switch kind {
	case plumbing.TreeObject:
		_, err := object.DecodeTree(data)
		return err
	case plumbing.CommitObject:
		if _, err := object.DecodeCommit(plumbing.ZeroHash, data); err != nil {
			return &bogusError{"error: bogus commit object " + plumbing.ZeroHash.String()}
		}
	case plumbing.TagObject:
		tag, err := object.DecodeTag(plumbing.ZeroHash, data)
		if err != nil || tag.Name == "" {
			return &formatError{"corrupt tag"}
		}
	}
	return nil
}
