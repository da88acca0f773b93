package repo

import (
	"strings"

	"cairn/internal/git/object"
)

// Signature says who did something and when.
type Signature = object.Signature

// IdentityError says that nobody told who is working here.
type IdentityError struct {
	Role   string // "Author" or "Committer"
	Reason string // Git's last line
}

// Error is what Git prints in this case, advice included.
func (e *IdentityError) Error() string { return e.Reason }

// Advice is what Git prints before the error.
func (e *IdentityError) Advice() string {
	return e.Role + " identity unknown\n\n*** Please tell me who you are.\n\nRun\n\n" +
		"  git config --global user.email \"you@example.com\"\n" +
		"  git config --global user.name \"Your Name\"\n\n" +
		"to set your account's default identity.\n" +
		"Omit --global to set the identity only in this repository.\n"
}

// DateError says that GIT_AUTHOR_DATE or its like is no date.
type DateError struct{ Text string }

func (e *DateError) Error() string { return "invalid date format: " + e.Text }

// Author is who wrote a new commit: GIT_AUTHOR_*, author.*, user.*.
func (r *Repo) Author() (Signature, error) { return r.identity("Author") }

// Committer is who makes a new commit: GIT_COMMITTER_*, committer.*, user.*.
func (r *Repo) Committer() (Signature, error) { return r.identity("Committer") }

func (r *Repo) identity(role string) (Signature, error) {
	s, err := r.lenient(role)
	if err != nil {
		return s, err
	}
	if !r.given(role, "email") {
		return s, &IdentityError{role, "no email was given and auto-detection is disabled"}
	}
	if !r.given(role, "name") {
		return s, &IdentityError{role, "no name was given and auto-detection is disabled"}
	}
	if s.Name == "" {
		return s, &IdentityError{role, "empty ident name (for <" + s.Email + ">) not allowed"}
	}
	return s, nil
}

// given reports whether a part of the identity was told by somebody.
func (r *Repo) given(role, part string) bool {
	_, ok := r.told(role, part)
	return ok
}

func (r *Repo) told(role, part string) (string, bool) {
	if v, ok := r.p.Env["GIT_"+strings.ToUpper(role+"_"+part)]; ok && (v != "" || part == "email") {
		return v, true
	}
	if v, ok := r.cfg.Get(role + "." + part); ok {
		return v, true
	}
	if v, ok := r.cfg.Get("user." + part); ok {
		return v, true
	}
	if part == "email" && r.p.Env["EMAIL"] != "" {
		configOnly, _ := r.cfg.Bool("user.useConfigOnly", false)
		return r.p.Env["EMAIL"], !configOnly
	}
	return "", false
}

// lenient makes up what nobody told; reflogs take that.
func (r *Repo) lenient(role string) (Signature, error) {
	name, ok := r.told(role, "name")
	if !ok {
		name = "unknown"
		for _, v := range []string{"USER", "LOGNAME", "USERNAME"} {
			if n := r.p.Env[v]; n != "" {
				name = n
				break
			}
		}
	}
	email, ok := r.told(role, "email")
	if !ok {
		email = strings.ReplaceAll(name, " ", ".") + "@localhost"
	}
	s := Signature{Name: CleanIdentity(name), Email: CleanIdentity(email)}
	s.When = r.Clock().Now
	if text := r.p.Env["GIT_"+strings.ToUpper(role)+"_DATE"]; text != "" {
		when, err := r.Clock().Parse(text)
		if err != nil {
			return s, &DateError{text}
		}
		s.When = when
	}
	return s, nil
}

func (r *Repo) reflogIdentity() (string, error) {
	s, err := r.lenient("Committer")
	return s.String(), err
}

// CleanIdentity removes from a name or address what would break an identity line: angle
// brackets and line ends anywhere, and punctuation at both ends, as Git does.
func CleanIdentity(s string) string {
	s = strings.TrimFunc(s, func(r rune) bool { return r <= 32 || strings.ContainsRune(".,:;<>\"\\'", r) })
	return strings.NewReplacer("\n", "", "<", "", ">", "").Replace(s) // byte by byte: it need not be UTF-8
}
