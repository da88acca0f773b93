package porcelain

import (
	"strings"

	"cairn/internal/git/encoding"
	"cairn/internal/git/object"
	"cairn/internal/git/repo"
)

// NULMessageError says that a commit's text holds a NUL, which would end it for
// every program that reads it.
type NULMessageError struct{}

func (*NULMessageError) Error() string { return "a NUL byte in commit log message not allowed." }

// Level makes the error print as "error: ".
func (*NULMessageError) Level() string { return "error" }

// ExitCode is 1.
func (*NULMessageError) ExitCode() int { return 1 }

// SealMessage makes the text of a commit what can be stored: it names the encoding of
// i18n.commitEncoding, and where that is UTF-8, bytes that are none are taken for
// ISO-8859-1, as Git does; sound is false then.
func SealMessage(r *repo.Repo, c *object.Commit) (sound bool, err error) {
	if strings.ContainsRune(c.Message, 0) {
		return true, &NULMessageError{}
	}
	if name := CommitEncoding(r); !encoding.IsUTF8(name) {
		c.Encoding = name
		return true, nil
	}
	sound = true
	for _, text := range []*string{
		&c.Author.Name, &c.Author.Email, &c.Committer.Name, &c.Committer.Email, &c.Message,
	} {
		var ok bool
		*text, ok = encoding.Repair(*text)
		sound = sound && ok
	}
	return sound, nil
}

// CommitEncoding is i18n.commitEncoding, or UTF-8.
func CommitEncoding(r *repo.Repo) string {
	return r.Config().String("i18n.commitEncoding", encoding.UTF8)
}

// LogEncoding is i18n.logOutputEncoding, or the encoding of new commits.
func LogEncoding(r *repo.Repo) string {
	return r.Config().String("i18n.logOutputEncoding", CommitEncoding(r))
}
