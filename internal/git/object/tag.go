package object

import (
	"fmt"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
)

// Tag is a decoded annotated tag.
type Tag struct {
	Hash       plumbing.Hash
	Target     plumbing.Hash
	TargetType plumbing.ObjectType
	Name       string
	Tagger     *Signature // nil in tags of very old histories
	Message    string     // with a signature, if there is one
}

// DecodeTag reads a tag's content.
func DecodeTag(h plumbing.Hash, data []byte) (*Tag, error) {
	t := &Tag{Hash: h}
	text := string(data)
	for {
		line, rest, more := strings.Cut(text, "\n")
		text = rest
		if line == "" {
			break
		}
		key, value, _ := strings.Cut(line, " ")
		switch key {
		case "object":
			target, ok := ParseHash(value)
			if !ok {
				return nil, fmt.Errorf("bad object %q", value)
			}
			t.Target = target
		case "type":
			kind, err := plumbing.ParseObjectType(value)
			if err != nil {
				return nil, fmt.Errorf("bad type %q: %w", value, err)
			}
			t.TargetType = kind
		case "tag":
			t.Name = value
		case "tagger":
			sig := ParseSignature(value)
			t.Tagger = &sig
		}
		if !more {
			break
		}
	}
	if t.Target.IsZero() || t.TargetType == plumbing.InvalidObject {
		return nil, fmt.Errorf("tag has no object")
	}
	t.Message = text
	return t, nil
}

// Encode writes a tag as Git does. Hash is ignored.
func (t *Tag) Encode() []byte {
	var b strings.Builder
	b.WriteString("object " + t.Target.String() + "\n")
	b.WriteString("type " + t.TargetType.String() + "\n")
	b.WriteString("tag " + t.Name + "\n")
	if t.Tagger != nil {
		b.WriteString("tagger " + t.Tagger.String() + "\n")
	}
	b.WriteString("\n")
	b.WriteString(t.Message)
	return []byte(b.String())
}

// Subject is the first paragraph of the tag's message.
func (t *Tag) Subject() string { return Subject(t.Message) }
