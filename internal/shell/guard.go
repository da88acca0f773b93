package shell

import (
	"fmt"
	"slices"

	"mvdan.cc/sh/v3/syntax"
)

// guardName is a call that guard puts into a line; no learner can type it.
const guardName = "\x00guard"

const (
	maxDepth      = 100 // nested blocks, substitutions, brackets
	maxPipes      = 64  // stages of pipelines in one line
	maxExpansions = 128 // expansions in one command
)

// guard refuses in a sentence what the console does not run, and puts a check
// of the variables' size before each assignment that could let them grow.
func guard(file *syntax.File) error {
	g := &guarding{}
	syntax.Walk(file, g.visit)
	return g.err
}

type guarding struct {
	err   error
	depth int
	pipes int
	// inserted are nodes of our own, which the walk then meets.
	inserted map[syntax.Node]bool
}

func (g *guarding) refuse(format string, args ...any) {
	if g.err == nil {
		g.err = fmt.Errorf(format, args...)
	}
}

func (g *guarding) visit(node syntax.Node) bool {
	if node == nil {
		g.depth--
		return true
	}
	if g.err != nil || g.inserted[node] {
		return false
	}
	g.depth++
	if g.depth > 8*maxDepth {
		g.refuse("the line is nested too deeply")
		return false
	}
	switch n := node.(type) {
	case *syntax.ProcSubst:
		g.refuse("process substitution, <(…) and >(…), is not available in this console; write to a file, then read it")
	case *syntax.CoprocClause:
		g.refuse("coprocesses are not available in this console")
	case *syntax.Stmt:
		g.stmt(n)
	case *syntax.ForClause:
		if n.Select {
			g.refuse("select is not available in this console")
		}
	case *syntax.FuncDecl:
		g.funcDecl(n)
	case *syntax.BinaryCmd:
		if n.Op == syntax.Pipe || n.Op == syntax.PipeAll {
			if g.pipes++; g.pipes > maxPipes {
				g.refuse("the line has more than %d pipes", maxPipes)
			}
		}
	case *syntax.CallExpr:
		g.countExpansions(n)
		if len(n.Args) == 0 {
			g.assigns(n.Assigns)
		}
	case *syntax.DeclClause:
		g.assigns(n.Args)
	case *syntax.WordIter, *syntax.Redirect, *syntax.Word:
		g.countExpansions(n)
	case *syntax.ParamExp:
		g.replacement(n)
	}
	return g.err == nil
}

func (g *guarding) stmt(n *syntax.Stmt) {
	if n.Coprocess {
		g.refuse("coprocesses are not available in this console")
	}
	if n.Background || n.Disown {
		g.refuse("background jobs, &, are not available in this console; run the command without &")
	}
}

func (g *guarding) funcDecl(n *syntax.FuncDecl) {
	if n.Name == nil {
		g.refuse("a function needs one name in this console")
		return
	}
	if isOurs(n.Name.Value) {
		g.refuse("%s: this command cannot be redefined in this console", n.Name.Value)
	}
}

// countExpansions bounds how much one command can grow what variables hold.
func (g *guarding) countExpansions(n syntax.Node) {
	count := 0
	syntax.Walk(n, func(inner syntax.Node) bool {
		switch inner.(type) {
		case *syntax.ParamExp, *syntax.CmdSubst:
			count++
		case *syntax.Stmt:
			return false // counted by itself
		}
		return count <= maxExpansions
	})
	if count > maxExpansions {
		g.refuse("one command expands more than %d variables", maxExpansions)
	}
}

// replacement refuses ${a//b/$c}: its result is as long as both together
// multiplied.
func (g *guarding) replacement(n *syntax.ParamExp) {
	if n.Repl == nil || !n.Repl.All || n.Repl.With == nil {
		return
	}
	for _, part := range n.Repl.With.Parts {
		switch part.(type) {
		case *syntax.Lit, *syntax.SglQuoted:
		default:
			g.refuse("${name//pattern/text} takes plain text only in this console")
		}
	}
	if len(n.Repl.With.Lit()) > 256 {
		g.refuse("the text in ${name//pattern/text} is too long")
	}
}

func (g *guarding) assigns(list []*syntax.Assign) {
	for _, as := range list {
		if as.Value != nil {
			g.prefix(as.Value)
		}
		if as.Array != nil && len(as.Array.Elems) > 0 && as.Array.Elems[0].Value != nil {
			g.prefix(as.Array.Elems[0].Value)
		}
	}
}

// prefix puts $(check) into a word, which expands to nothing. Words that
// expand nothing cannot grow and stay as they are.
func (g *guarding) prefix(word *syntax.Word) {
	grows := false
	for _, part := range word.Parts {
		switch part.(type) {
		case *syntax.Lit, *syntax.SglQuoted, *syntax.ArithmExp:
		default:
			grows = true
		}
	}
	if !grows {
		return
	}
	call := &syntax.CallExpr{Args: []*syntax.Word{{Parts: []syntax.WordPart{&syntax.SglQuoted{Value: guardName}}}}}
	check := &syntax.CmdSubst{Stmts: []*syntax.Stmt{{Cmd: call}}}
	if g.inserted == nil {
		g.inserted = map[syntax.Node]bool{}
	}
	g.inserted[check] = true
	at := 0
	if _, ok := word.Parts[0].(*syntax.Lit); ok {
		at = 1 // a leading ~ must stay first
	}
	word.Parts = slices.Insert(slices.Clone(word.Parts), at, syntax.WordPart(check))
}
