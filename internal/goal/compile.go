package goal

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common"
	"cel.dev/cel-go/ext"

	"cairn/internal/course"
	"cairn/internal/nearest"
)

// Issue is one thing wrong in an expression, at its place in the pack's file.
type Issue struct {
	Pos  course.Position
	What string
}

// CompileError holds everything that is wrong in a goal's expressions.
type CompileError struct{ Issues []Issue }

// Error gives one `path:line:col: what` a line.
func (e *CompileError) Error() string {
	lines := make([]string, len(e.Issues))
	for i, issue := range e.Issues {
		lines[i] = fmt.Sprintf("%s:%d:%d: %s", issue.Pos.Path, issue.Pos.Line, issue.Pos.Col, issue.What)
	}
	return strings.Join(lines, "\n")
}

func (e *CompileError) add(pos course.Position, what string) {
	e.Issues = append(e.Issues, Issue{Pos: pos, What: what})
}

// environment is built when the first goal is compiled: it takes milliseconds
// that a window which opens does not have.
var environment = sync.OnceValues(newCompiler)

// compiler is the typed environment of all goals.
type compiler struct {
	env      *cel.Env
	provider *provider
	words    *vocabulary
	// mu keeps the fields that one compilation asked for in vain apart from
	// those of another.
	mu sync.Mutex
}

func newCompiler() (*compiler, error) {
	words := newVocabulary()
	p := newProvider(words)
	options := append([]cel.EnvOption{
		cel.CustomTypeProvider(p),
		cel.CustomTypeAdapter(p),
		ext.Strings(),
		cel.ParserExpressionSizeLimit(maxExpression),
		cel.ParserRecursionLimit(maxNesting),
	}, words.declarations()...)
	env, err := cel.NewEnv(options...)
	if err != nil {
		return nil, fmt.Errorf("build the vocabulary of goals: %w", err)
	}
	return &compiler{env: env, provider: p, words: words}, nil
}

// compile gives a condition, or adds what is wrong and gives nil.
func (e *CompileError) compile(expression string, pos course.Position) *Condition {
	if strings.TrimSpace(expression) == "" {
		e.add(pos, "the expression is empty")
		return nil
	}
	c, err := environment()
	if err != nil {
		e.add(pos, err.Error())
		return nil
	}
	ast, issues := c.check(expression)
	if len(issues) > 0 {
		for _, issue := range issues {
			e.add(within(pos, issue.at), issue.what)
		}
		return nil
	}
	if !ast.OutputType().IsExactType(cel.BoolType) {
		e.add(pos, fmt.Sprintf("must be true or false, but gives %s", typeName(ast.OutputType())))
		return nil
	}
	program, err := c.env.Program(ast,
		cel.CostLimit(maxCost), cel.InterruptCheckFrequency(checkInterrupt))
	if err != nil {
		e.add(pos, err.Error())
		return nil
	}
	return &Condition{program: program, pos: pos}
}

// within gives the place in the file of a place in an expression. A block
// text keeps its indentation in the file, so the column moves on every line.
func within(pos course.Position, at common.Location) course.Position {
	pos.Line += max(at.Line(), 1) - 1
	pos.Col += max(at.Column(), 0)
	return pos
}

// wrong is an issue before its place in the file is known.
type wrong struct {
	at   common.Location
	what string
}

func (c *compiler) check(expression string) (*cel.Ast, []wrong) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.provider.missed = nil
	ast, issues := c.env.Compile(expression)
	if issues.Err() == nil {
		return ast, nil
	}
	var all []wrong
	for _, e := range issues.Errors() {
		all = append(all, wrong{at: e.Location, what: c.explain(e.Message)})
	}
	return nil, all
}

// explain says in our words what cel says in its own, and names the nearest
// word. What it does not know passes through.
func (c *compiler) explain(message string) string {
	if name, ok := quoted(message, "undefined field '"); ok {
		return c.explainField(name)
	}
	if name, ok := quoted(message, "undeclared reference to '"); ok {
		return unknown("unknown name "+quote(name), name, c.words.globals())
	}
	if name, ok := quoted(message, "found no matching overload for '"); ok && !strings.ContainsAny(name, "_@!") {
		if signatures := c.words.signatures(name); len(signatures) > 0 {
			return fmt.Sprintf("%s cannot be called like this; there is %s", quote(name), strings.Join(signatures, ", "))
		}
	}
	return strings.TrimPrefix(message, "Syntax error: ")
}

func (c *compiler) explainField(name string) string {
	for _, miss := range c.provider.missed {
		if miss.field == name {
			fields, _ := c.provider.FindStructFieldNames(miss.kind)
			return unknown(fmt.Sprintf("a %s has no field %s", strings.ToLower(miss.kind), quote(name)), name, fields)
		}
	}
	return "unknown field " + quote(name)
}

func unknown(what, name string, known []string) string {
	if meant, ok := nearest.Of(name, known); ok {
		return what + "; did you mean " + quote(meant) + "?"
	}
	known = slices.Sorted(slices.Values(known))
	return what + "; there are " + strings.Join(known, ", ")
}

func quoted(message, before string) (string, bool) {
	_, rest, ok := strings.Cut(message, before)
	if !ok {
		return "", false
	}
	name, _, ok := strings.Cut(rest, "'")
	return name, ok
}

func quote(name string) string { return `"` + name + `"` }

func typeName(t *cel.Type) string { return strings.ToLower(cel.FormatCELType(t)) }
