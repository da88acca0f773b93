package object

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
)

// Commit is a decoded commit. It is not go-git's: that one reads through a
// pipeline of readers, links OpenPGP into every program, and loses zones such
// as +0545 written "+5:45" (the tests have each case). The fields bear the
// same names.
type Commit struct {
	Hash         plumbing.Hash
	TreeHash     plumbing.Hash
	ParentHashes []plumbing.Hash
	Author       Signature
	Committer    Signature
	Encoding     string   // "" is UTF-8
	PGPSignature string   // gpgsig, without the leading spaces of its lines
	Extra        []Header // every other header, in order
	Message      string   // as stored; see Encoding
	size         int
	pack         *pack // where it lies, of a commit that was decoded ahead
	place        int   // in the pack's byOffset
	grafted      bool  // see StoredParents
	stored       []plumbing.Hash
}

// Header is one header line of a commit that has no field of its own.
type Header struct{ Key, Value string }

// Signature says who did something and when. When carries the zone.
type Signature struct {
	Name, Email string
	When        time.Time
	// Undated says that no "<seconds> <zone>" follows the address. What stands there instead, or is more, is tail.
	Undated bool
	tail    string
}

// String is the signature as a commit stores it: "Ada <ada@example.com> 0 +0000".
func (s Signature) String() string {
	if s.Undated || s.tail != "" {
		return s.Name + " <" + s.Email + ">" + s.tail
	}
	return s.Name + " <" + s.Email + "> " + strconv.FormatInt(s.When.Unix(), 10) + " " + s.When.Format("-0700")
}

// Date is the time that is shown: Git takes 1970 where there is none.
func (s Signature) Date() time.Time {
	if s.Undated {
		return time.Unix(0, 0).UTC()
	}
	return s.When
}

// ParseSignature reads what String writes. What is damaged is left empty:
// old histories hold all kinds of identity lines, and Git shows them all.
func ParseSignature(line string) Signature {
	var s Signature
	open := strings.IndexByte(line, '<')
	if open < 0 {
		s.Name = strings.TrimSpace(line)
		return s
	}
	s.Name = strings.TrimSpace(line[:open])
	rest := line[open+1:]
	end := strings.IndexByte(rest, '>')
	if end < 0 {
		s.Email = rest
		return s
	}
	s.Email = rest[:end]
	last := strings.LastIndexByte(rest, '>')
	s.date(rest[last+1:])
	return s
}

// date reads what follows the address. The seconds alone rule the order of commits, but are not shown.
func (s *Signature) date(text string) {
	stamp, zone, _ := strings.Cut(strings.TrimLeft(text, " "), " ")
	zone = strings.TrimLeft(zone, " ")
	sec, err := strconv.ParseInt(stamp, 10, 64)
	number, tooLarge := digits(stamp) == len(stamp) && stamp != "", err != nil
	if tooLarge {
		sec = 0
	}
	length := 0
	if zone != "" && (zone[0] == '+' || zone[0] == '-') {
		length = 1 + digits(zone[1:])
	}
	const usual = len("+0000")
	if !number || tooLarge || length != usual || zone == "-0000" || zone[3] > '5' || len(text) != len(stamp)+usual+2 {
		s.Undated, s.tail = !number || length < 2, text // String gives it back as it was
	}
	if s.When = time.Unix(sec, 0).In(Zone(zone[:length])); tooLarge {
		s.When = s.When.UTC()
	}
}

// digits is how many digits a text begins with.
func digits(text string) int {
	n := 0
	for n < len(text) && text[n] >= '0' && text[n] <= '9' {
		n++
	}
	return n
}

// Zone turns "+0100" into a location; what is no zone becomes UTC.
func Zone(text string) *time.Location {
	if text == "+0000" || text == "" {
		return time.UTC
	}
	n, err := strconv.Atoi(strings.TrimSpace(text))
	if err != nil || n == 0 || n < -9999 || n > 9999 {
		return time.UTC
	}
	return time.FixedZone("", (n/100*60+n%100)*60)
}

// FirstParent is the first parent, or false for a root commit.
func (c *Commit) FirstParent() (plumbing.Hash, bool) {
	if len(c.ParentHashes) == 0 {
		return plumbing.ZeroHash, false
	}
	return c.ParentHashes[0], true
}

// Subject is the first paragraph of the message, its lines joined by spaces.
func (c *Commit) Subject() string { return Subject(c.Message) }

// Subject is the first paragraph of a message, its lines joined by spaces.
func Subject(message string) string {
	message = strings.TrimLeft(message, "\n")
	if first, rest, more := strings.Cut(message, "\n"); !more || rest == "" || rest[0] == '\n' {
		if first = strings.TrimRight(first, " \t\r\v\f"); first != "" {
			return first
		}
	}
	var b strings.Builder
	for line := range strings.SplitSeq(message, "\n") {
		line = strings.TrimRight(line, " \t\r\v\f")
		if line == "" {
			if b.Len() > 0 {
				break
			}
			continue
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(line)
	}
	return b.String()
}

// DecodeCommit reads a commit's content. It refuses a commit without a tree.
func DecodeCommit(h plumbing.Hash, data []byte) (*Commit, error) {
	c := &Commit{Hash: h, size: len(data)}
	text := string(data)
	treeSeen := false
	for {
		line, rest, more := strings.Cut(text, "\n")
		text = rest
		if line == "" {
			break
		}
		if more && strings.HasPrefix(text, " ") {
			line, text, more = continued(line, text)
		}
		key, value, _ := strings.Cut(line, " ")
		switch key {
		case "tree":
			t, ok := ParseHash(value)
			if !ok {
				return nil, fmt.Errorf("bad tree %q", value)
			}
			c.TreeHash, treeSeen = t, true
		case "parent":
			p, ok := ParseHash(value)
			if !ok {
				return nil, fmt.Errorf("bad parent %q", value)
			}
			c.ParentHashes = append(c.ParentHashes, p)
		case "author":
			c.Author = ParseSignature(value)
		case "committer":
			c.Committer = ParseSignature(value)
		case "encoding":
			c.Encoding = value
		case "gpgsig":
			c.PGPSignature = value
		default:
			c.Extra = append(c.Extra, Header{key, value})
		}
		if !more {
			break
		}
	}
	if !treeSeen {
		return nil, errors.New("commit has no tree")
	}
	c.Message = text
	return c, nil
}

// continued adds the lines to a header that go on with it, which begin with a space, and gives what comes after them.
func continued(line, text string) (header, rest string, more bool) {
	var b strings.Builder
	b.WriteString(line)
	for more = true; more && strings.HasPrefix(text, " "); {
		line, text, more = strings.Cut(text, "\n")
		b.WriteByte('\n')
		b.WriteString(line[1:])
	}
	return b.String(), text, more
}

// Encode writes a commit as Git does. Hash is ignored.
func (c *Commit) Encode() []byte {
	var b strings.Builder
	b.WriteString("tree " + c.TreeHash.String() + "\n")
	for _, p := range c.ParentHashes {
		b.WriteString("parent " + p.String() + "\n")
	}
	b.WriteString("author " + c.Author.String() + "\n")
	b.WriteString("committer " + c.Committer.String() + "\n")
	if c.Encoding != "" {
		b.WriteString("encoding " + c.Encoding + "\n")
	}
	for _, h := range c.Extra {
		b.WriteString(h.Key + " " + strings.ReplaceAll(h.Value, "\n", "\n ") + "\n")
	}
	if c.PGPSignature != "" {
		b.WriteString("gpgsig " + strings.ReplaceAll(c.PGPSignature, "\n", "\n ") + "\n")
	}
	b.WriteString("\n")
	b.WriteString(c.Message)
	return []byte(b.String())
}

// PutCommit stores a commit and returns its hash.
func (s *Store) PutCommit(c *Commit) (plumbing.Hash, error) {
	return s.Put(plumbing.CommitObject, c.Encode())
}
