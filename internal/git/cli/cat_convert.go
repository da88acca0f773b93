package cli

import (
	"bytes"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"

	"cairn/internal/git/attr"
	"cairn/internal/git/convert"
	"cairn/internal/git/object"
	"cairn/internal/git/worktree"
)

// convert gives a file's content as --filters would check it out, or as
// --textconv would show it. What is no file stays as it is, and so does a
// symbolic link; mode 0 is that of an object without a name.
func (f *catFile) convert(path string, mode filemode.FileMode, kind plumbing.ObjectType, data []byte) ([]byte, error) {
	if kind != plumbing.BlobObject || mode == filemode.Symlink || f.repo.Bare() {
		return data, nil
	}
	w, err := worktree.Open(f.repo)
	if err != nil {
		return nil, err
	}
	if f.mode == "filters" {
		return w.Converter().ToWorktree(path, data)
	}
	driver := w.Attributes().Lookup(path, "diff")[0]
	if driver.State != attr.Valued {
		return data, nil
	}
	if _, ok := f.repo.Config().Get("diff." + driver.Text + ".textconv"); ok {
		return nil, &convert.RefusedError{Path: path, What: "the text conversion '" + driver.Text + "'"}
	}
	return data, nil
}

// renamed gives people the names of the mailmap where that is asked for.
func (f *catFile) renamed(kind plumbing.ObjectType, data []byte) []byte {
	if kind != plumbing.CommitObject && kind != plumbing.TagObject || !f.wantsMailmap() {
		return data
	}
	people := f.mailmap()
	if people == nil {
		return data
	}
	head, body, _ := bytes.Cut(data, []byte("\n\n"))
	lines := strings.Split(string(head), "\n")
	for i, line := range lines {
		word, value, _ := strings.Cut(line, " ")
		if word != "author" && word != "committer" && word != "tagger" {
			continue
		}
		end := strings.LastIndexByte(value, '>')
		if end < 0 {
			continue
		}
		who := object.ParseSignature(value)
		name, mail := people.Map(who.Name, who.Email)
		lines[i] = word + " " + name + " <" + mail + value[end:]
	}
	out := []byte(strings.Join(lines, "\n"))
	if len(head) == len(data) {
		return out
	}
	return append(append(out, "\n\n"...), body...)
}

// wantsMailmap: --mailmap is another name of --use-mailmap; the last one counts.
func (f *catFile) wantsMailmap() bool {
	on := false
	for _, g := range f.opts {
		if g.opt.Long == "mailmap" || g.opt.Long == "use-mailmap" {
			on = !g.off
		}
	}
	return on
}
