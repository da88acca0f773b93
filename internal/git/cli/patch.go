package cli

import (
	"bufio"
	"bytes"
	"fmt"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/diff"
	"cairn/internal/git/diff/lines"
	"cairn/internal/git/hunks"
	"cairn/internal/git/index"
	"cairn/internal/git/porcelain"
)

// patchMode is the command that asks for hunks.
type patchMode int

const (
	patchAdd patchMode = iota
	patchReset
	patchCheckout
	patchRestore
)

type patchParams struct {
	mode   patchMode
	source string // a revision; "": the index, or HEAD
	staged bool   // restore --staged
	both   bool   // restore --staged --worktree
	paths  []string
}

// patchRun is one dialogue.
type patchRun struct {
	*call
	mode   porcelain.PatchMode
	words  patchWords
	p      *porcelain.Patcher
	in     *bufio.Reader
	paint  *patchPaint
	answer string
}

// patch chooses hunks interactively and carries the choice out.
func (c *call) patch(p patchParams) int {
	mode, tree, code, ok := c.patchMode(p)
	if !ok {
		return code
	}
	_, code = c.patchRun(porcelain.PatchParams{Mode: mode, Tree: tree, Args: p.paths})
	return code
}

// patchForCommit chooses what a commit takes in, on an index in memory.
func (m *committer) patchForCommit(paths []string) (*index.Index, int, bool) {
	p, code := m.patchRun(porcelain.PatchParams{Mode: porcelain.PatchAdd, Args: paths, InMemory: true})
	if code != exitOK {
		return nil, code, false
	}
	return p.Index(), 0, true
}

// patchMode finds out which of the eight dialogues it is.
func (c *call) patchMode(p patchParams) (mode porcelain.PatchMode, tree plumbing.Hash, code int, ok bool) {
	atHead := p.source == "" || p.source == "HEAD" || p.source == "@"
	switch {
	case p.mode == patchAdd:
		return porcelain.PatchAdd, tree, 0, true
	case p.mode == patchReset, p.mode == patchRestore && p.staged:
		mode = porcelain.PatchUnstage
		if !atHead {
			mode = porcelain.PatchResetFrom
		}
	case p.source == "" && !p.both:
		return porcelain.PatchDiscard, tree, 0, true
	case p.mode == patchCheckout || p.both:
		mode = porcelain.PatchCheckoutHead
		if !atHead {
			mode = porcelain.PatchCheckoutFrom
		}
	default:
		mode = porcelain.PatchRestoreHead
		if !atHead {
			mode = porcelain.PatchRestoreFrom
		}
	}
	if p.source == "" {
		p.source = "HEAD"
	}
	if c.unbornHead(p.source) {
		return mode, tree, 0, true
	}
	v := c.resolver()
	tree, err := v.Tree(v.OrMergeBase(fromDash(p.source)))
	if err != nil {
		return mode, tree, c.die("could not resolve %s", p.source), false
	}
	return mode, tree, 0, true
}

func (c *call) patchRun(p porcelain.PatchParams) (*porcelain.Patcher, int) {
	return c.patchRunFrom(p, bufio.NewReader(c.env.Stdin))
}

// patchRunFrom is patchRun with answers of which some were read already.
func (c *call) patchRunFrom(p porcelain.PatchParams, in *bufio.Reader) (*porcelain.Patcher, int) {
	if name, set := c.repo.Config().Get("diff.algorithm"); set && !algorithm(name, new(lines.Algorithm)) {
		c.errorf("option diff-algorithm accepts \"myers\", \"minimal\", \"patience\" and \"histogram\"")
		c.errorf("could not parse diff")
		return nil, exitFail
	}
	patcher, pairs, err := porcelain.StartPatch(c.repo, p)
	if err != nil {
		return nil, c.fail(err)
	}
	r := &patchRun{call: c, mode: p.Mode, words: wordsFor(p.Mode), p: patcher, in: in}
	r.paint = r.readInteractivePaint()
	binary, shown := 0, 0
	for i := range pairs {
		f, err := r.parse(&pairs[i])
		if err != nil {
			return nil, c.fail(err)
		}
		shown++
		if f.Binary && len(f.Hunks) == 0 {
			binary++
			continue
		}
		quit, err := r.file(&pairs[i], f)
		if err != nil {
			return nil, c.fail(err)
		}
		if quit {
			break
		}
	}
	switch {
	case shown == 0:
		r.complain("No changes.")
	case binary == shown:
		r.complain("Only binary files changed.")
	}
	return patcher, exitOK
}

// parse writes the patch of one file and takes it apart.
func (r *patchRun) parse(pair *diff.Pair) (*hunks.File, error) {
	env, err := r.diffEnv(attrsFromIndex)
	if err != nil {
		return nil, err
	}
	o := diff.DefaultOptions(env)
	o.Formats = diff.Patch
	if r.mode != porcelain.PatchAdd && !r.mode.Reverse() { // shown the other way round
		o.SrcPrefix, o.DstPrefix = "b/", "a/"
	}
	algorithm(r.repo.Config().String("diff.algorithm", ""), &o.Lines.Algorithm)
	var plain, colored bytes.Buffer
	if _, err := diff.Format(&plain, []diff.Pair{*pair}, o); err != nil {
		return nil, err
	}
	if r.paint.on {
		o.Colors = r.diffPalette()
		if v, ok := r.repo.Config().Get("diff.wsErrorHighlight"); ok {
			(&diffReader{c: r.call, o: o}).errorLines(v)
		}
		if _, err := diff.Format(&colored, []diff.Pair{*pair}, o); err != nil {
			return nil, err
		}
	}
	return hunks.Parse(plain.String(), colored.String())
}

// complain writes to standard error what cannot be done.
func (r *patchRun) complain(format string, args ...any) {
	r.say("%s", r.paint.error(fmt.Sprintf(format, args...)))
}

// read takes one line of the answers; false at their end.
func (r *patchRun) read() bool {
	_ = r.out.Flush()
	line, err := r.in.ReadString('\n')
	if err != nil && line == "" {
		return false
	}
	r.answer = strings.TrimSuffix(strings.TrimSuffix(line, "\n"), "\r")
	return true
}

// yesNo asks until the answer is y or n; the end of the answers is a no.
func (r *patchRun) yesNo(question string) bool {
	for {
		r.printf("%s", r.paint.prompt(question))
		if !r.read() {
			return false
		}
		if r.answer == "" {
			continue
		}
		switch r.answer[0] | 0x20 {
		case 'n':
			return false
		case 'y':
			return true
		}
	}
}
