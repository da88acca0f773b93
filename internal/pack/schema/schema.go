// Package schema holds the JSON Schema (2020-12) of each file of a lesson
// pack, format 1, and checks files against them. The schemas are the contract
// between loader, lint, editors and authors. It stands apart from package pack
// because a window that opens needs a pack, but no schema.
package schema

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"cairn/internal/pack"
)

//go:embed *.json
var files embed.FS

// Kind names a file of the format, such as "exercise".
type Kind string

// The kinds.
const (
	Pack     Kind = "pack"
	Roadmap  Kind = "roadmap"
	Lesson   Kind = "lesson"
	Graph    Kind = "graph"
	Exercise Kind = "exercise"
	NearMiss Kind = "near-miss"
	Quiz     Kind = "quiz"
	Glossary Kind = "glossary"
	Moved    Kind = "moved"
)

// Kinds gives all kinds of files.
func Kinds() []Kind {
	return []Kind{Pack, Roadmap, Lesson, Graph, Exercise, NearMiss, Quiz, Glossary, Moved}
}

// Text gives the schema of a kind as JSON.
func Text(k Kind) ([]byte, error) {
	data, err := files.ReadFile(string(k) + ".json")
	if err != nil {
		return nil, fmt.Errorf("schema of %q: %w", k, err)
	}
	return data, nil
}

// KindOf tells from a file's slash path in the pack what kind it is.
func KindOf(name string) (Kind, bool) {
	dir, file := path.Split(name)
	top, _, _ := strings.Cut(name, "/")
	switch {
	case dir == "" && (file == "pack.yaml" || file == "roadmap.yaml" || file == "glossary.yaml" || file == "moved.yaml"):
		return Kind(strings.TrimSuffix(file, ".yaml")), true
	case top == "lessons" && path.Ext(file) == ".md":
		return Lesson, true
	case top == "quizzes" && path.Ext(file) == ".yaml":
		return Quiz, true
	case top == "exercises" && strings.Count(name, "/") == 2 && file == "exercise.yaml":
		return Exercise, true
	case top == "exercises" && strings.Count(name, "/") == 2 && strings.HasPrefix(file, "wrong-") && path.Ext(file) == ".yaml":
		return NearMiss, true
	}
	return "", false
}

// Checker checks files. It compiles each schema once, when it is first needed.
// The zero value is ready; it may be used from several goroutines.
type Checker struct {
	mu       sync.Mutex
	compiler *jsonschema.Compiler
}

// Check gives what the schema of kind k has against the file at name.
func (c *Checker) Check(k Kind, name string, data []byte) ([]pack.Finding, error) {
	compiled, err := c.schema(k)
	if err != nil {
		return nil, err
	}
	doc, findings := pack.Parse(name, data)
	if doc == nil {
		return findings, nil
	}
	err = compiled.Validate(doc.Value())
	var invalid *jsonschema.ValidationError
	if err != nil && !errors.As(err, &invalid) {
		return nil, fmt.Errorf("check %s against the schema of %q: %w", name, k, err)
	}
	return flatten(doc, invalid, nil), nil
}

// CheckPack checks all files of the pack at the root of fsys.
func (c *Checker) CheckPack(fsys fs.FS) ([]pack.Finding, error) {
	var findings []pack.Finding
	err := fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		k, ok := KindOf(name)
		if !ok {
			return nil
		}
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return err
		}
		found, err := c.Check(k, name, data)
		findings = append(findings, found...)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("check the pack's files: %w", err)
	}
	return findings, nil
}

func (c *Checker) schema(k Kind) (*jsonschema.Schema, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.compiler == nil {
		c.compiler = jsonschema.NewCompiler()
		for _, kind := range Kinds() {
			if err := c.add(kind); err != nil {
				return nil, err
			}
		}
	}
	compiled, err := c.compiler.Compile(address(k))
	if err != nil {
		return nil, fmt.Errorf("compile the schema of %q: %w", k, err)
	}
	return compiled, nil
}

func (c *Checker) add(k Kind) error {
	data, err := Text(k)
	if err != nil {
		return err
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		return fmt.Errorf("read the schema of %q: %w", k, err)
	}
	if err := c.compiler.AddResource(address(k), doc); err != nil {
		return fmt.Errorf("add the schema of %q: %w", k, err)
	}
	return nil
}

// address is the schema's $id. The host is one that never exists (RFC 2606):
// nothing is ever loaded from it.
func address(k Kind) string { return "https://cairn.invalid/schema/1/" + string(k) + ".json" }

// flatten gives the innermost causes as findings, each at its place.
func flatten(doc *pack.Document, e *jsonschema.ValidationError, to []pack.Finding) []pack.Finding {
	if e == nil {
		return to
	}
	for _, cause := range e.Causes {
		to = flatten(doc, cause, to)
	}
	if len(e.Causes) > 0 {
		return to
	}
	if extra, ok := e.ErrorKind.(*kind.AdditionalProperties); ok {
		for _, name := range extra.Properties {
			to = append(to, pack.Finding{Pos: doc.Key(e.InstanceLocation, name), What: fmt.Sprintf("unknown field %q", name)})
		}
		return to
	}
	what := e.ErrorKind.LocalizedString(message.NewPrinter(language.English))
	if len(e.InstanceLocation) > 0 {
		what = strings.Join(e.InstanceLocation, ".") + ": " + what
	}
	return append(to, pack.Finding{Pos: doc.At(e.InstanceLocation), What: what})
}
