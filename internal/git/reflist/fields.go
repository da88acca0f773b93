package reflist

import (
	"strconv"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/date"
	objects "cairn/internal/git/object"
	"cairn/internal/git/pretty"
)

// field is a field that the object tells; what it has not is empty.
func (c *Context) field(o *object, name, arg string) (string, error) {
	switch name {
	case "objecttype":
		return o.kind.String(), nil
	case "objectname":
		return c.hash(o.hash, arg), nil
	case "objectsize":
		if arg == "disk" {
			size, _, err := c.Repo.Objects().OnDisk(o.hash)
			return strconv.FormatInt(size, 10), err
		}
		size, err := c.Repo.Objects().Size(o.hash)
		return strconv.FormatInt(size, 10), err
	case "deltabase":
		_, base, err := c.Repo.Objects().OnDisk(o.hash)
		return base.String(), err
	case "raw":
		_, data, err := c.Repo.Objects().Raw(o.hash)
		if arg == "size" {
			return strconv.Itoa(len(data)), err
		}
		return string(data), err
	case "subject", "body", "contents", "trailers":
		return c.message(o, name, arg), nil
	case "creator", "creatordate":
		return c.person(creator(o), "creator", name, arg), nil
	}
	for _, role := range []string{"author", "committer", "tagger"} {
		if strings.HasPrefix(name, role) {
			return c.person(o.signature(role), role, name, arg), nil
		}
	}
	if o.commit != nil {
		return c.commitField(o.commit, name, arg), nil
	}
	if o.tag != nil {
		switch name {
		case "tag":
			return o.tag.Name, nil
		case "type":
			return o.tag.TargetType.String(), nil
		case "object":
			return o.tag.Target.String(), nil
		}
	}
	return "", nil
}

func (c *Context) commitField(commit *objects.Commit, name, arg string) string {
	switch name {
	case "tree":
		return c.hash(commit.TreeHash, arg)
	case "numparent":
		return strconv.Itoa(len(commit.ParentHashes))
	case "parent":
		list := make([]string, len(commit.ParentHashes))
		for i, p := range commit.ParentHashes {
			list[i] = c.hash(p, arg)
		}
		return strings.Join(list, " ")
	}
	return ""
}

func (c *Context) hash(h plumbing.Hash, arg string) string {
	if arg == "short" {
		return c.Repo.Objects().Abbrev(h, 0)
	}
	if n, ok := strings.CutPrefix(arg, "short="); ok {
		v, _ := strconv.Atoi(n)
		return c.Repo.Objects().Abbrev(h, max(v, 4))
	}
	return h.String()
}

func (o *object) signature(role string) *objects.Signature {
	switch {
	case role == "author" && o.commit != nil:
		return &o.commit.Author
	case role == "committer" && o.commit != nil:
		return &o.commit.Committer
	case role == "tagger" && o.tag != nil:
		return o.tag.Tagger
	}
	return nil
}

// creator is who made the object: a tag's tagger, a commit's committer.
func creator(o *object) *objects.Signature {
	if o.tag != nil {
		return o.tag.Tagger
	}
	return o.signature("committer")
}

// person is a part of a signature: all of it, its name, email or date.
func (c *Context) person(s *objects.Signature, role, name, arg string) string {
	if s == nil {
		return ""
	}
	switch strings.TrimPrefix(name, role) {
	case "name":
		if arg != "" {
			return "" // Git knows no such field, and does not say so
		}
		return s.Name
	case "email":
		switch arg {
		case "trim":
			return s.Email
		case "localpart":
			local, _, _ := strings.Cut(s.Email, "@")
			return local
		}
		return "<" + s.Email + ">"
	case "date":
		mode, err := date.ParseMode(arg, false)
		if arg == "" || err != nil {
			mode = date.Mode{}
		}
		return c.Repo.Clock().Format(mode, s.When)
	case "":
		if arg == "" {
			return s.String()
		}
	}
	return ""
}

// message is a part of a commit's or a tag's text.
func (c *Context) message(o *object, name, arg string) string {
	text := ""
	switch {
	case o.commit != nil:
		text = o.commit.Message
	case o.tag != nil:
		text = o.tag.Message
	default:
		return ""
	}
	text = strings.TrimLeft(text, "\n")
	body, signature := splitSignature(text)
	subject, rest := splitSubject(body)
	if options, ok := strings.CutPrefix(arg, "trailers"); ok && name == "contents" {
		name, arg = "trailers", strings.TrimPrefix(options, ":")
	}
	switch {
	case name == "trailers":
		f, err := pretty.ParseTrailerFormat(arg)
		if err != nil {
			return ""
		}
		return f.Write(c.trailers(), text)
	case name == "subject" && arg == "sanitize":
		return sanitize(objects.Subject(body))
	case name == "subject", name == "contents" && arg == "subject":
		return objects.Subject(subject)
	case name == "body":
		return rest + signature
	case arg == "body":
		return rest
	case arg == "signature":
		return signature
	case arg == "size":
		return strconv.Itoa(len(text))
	case strings.HasPrefix(arg, "lines="):
		n, _ := strconv.Atoi(arg[len("lines="):])
		return firstLines(body, n)
	}
	return text
}

// splitSubject cuts a message after its first paragraph and the empty lines behind.
func splitSubject(text string) (subject, body string) {
	rest := text
	for rest != "" {
		line, after, _ := strings.Cut(rest, "\n")
		if strings.TrimSpace(line) == "" {
			break
		}
		rest = after
	}
	return text[:len(text)-len(rest)], strings.TrimLeft(rest, "\n")
}

// splitSignature cuts a signature off the end of a tag's text.
func splitSignature(text string) (body, signature string) {
	for _, head := range []string{"-----BEGIN PGP SIGNATURE-----", "-----BEGIN PGP MESSAGE-----",
		"-----BEGIN SSH SIGNATURE-----", "-----BEGIN SIGNED MESSAGE-----"} {
		if strings.HasPrefix(text, head) {
			return "", text
		}
		if at := strings.Index(text, "\n"+head); at >= 0 {
			return text[:at+1], text[at+1:]
		}
	}
	return text, ""
}

// firstLines joins the first n lines; those after the first are set in by four.
func firstLines(text string, n int) string {
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	if n < len(lines) {
		lines = lines[:n]
	}
	return strings.Join(lines, "\n    ")
}

// sanitize makes a file name of a subject, as format-patch does.
func sanitize(s string) string {
	var b strings.Builder
	gap := false
	for i := range len(s) {
		ch := s[i]
		ok := ch >= 'a' && ch <= 'z' || ch >= 'A' && ch <= 'Z' || ch >= '0' && ch <= '9' || ch == '.' || ch == '_'
		if !ok || ch == '.' && strings.HasSuffix(b.String(), ".") {
			gap = gap || !ok
			continue
		}
		if gap && b.Len() > 0 {
			b.WriteByte('-')
		}
		gap = false
		b.WriteByte(ch)
	}
	return strings.TrimRight(b.String(), ".-")
}
