package object

import "cairn/internal/git/encoding"

// Recoded is the commit with its text in another encoding; UTF-8 has the name "" too.
// Where that cannot be done, and for "none", it is the commit as it is stored.
func (c *Commit) Recoded(to string) *Commit {
	if to == "none" || encoding.Same(c.Encoding, to) {
		return c
	}
	u := *c
	for _, text := range []*string{
		&u.Author.Name, &u.Author.Email, &u.Committer.Name, &u.Committer.Email, &u.Message,
	} {
		var ok bool
		if *text, ok = encoding.Convert(*text, c.Encoding, to); !ok {
			return c
		}
	}
	if u.Encoding = to; encoding.IsUTF8(to) {
		u.Encoding = ""
	}
	return &u
}
