package pretty

import (
	"strings"

	"cairn/internal/git/date"
	"cairn/internal/git/object"
)

// person writes one placeholder about an author or committer.
func (p *Printer) person(who object.Signature, what byte) (string, bool) {
	switch what {
	case 'n':
		return who.Name, true
	case 'e':
		return who.Email, true
	case 'l':
		return localPart(who.Email), true
	case 'N', 'E', 'L':
		name, mail := p.Mailmap.Map(who.Name, who.Email)
		return map[byte]string{'N': name, 'E': mail, 'L': localPart(mail)}[what], true
	}
	if who.Undated {
		return "", strings.IndexByte("dtDri", what) >= 0 // the others are left as they are (seen)
	}
	switch what {
	case 'd':
		return p.Clock.Format(p.dateMode(), who.When), true
	case 't':
		return p.Clock.Format(date.Mode{Kind: date.Unix}, who.When), true
	}
	kinds := map[byte]date.Kind{
		'D': date.RFC, 'r': date.Relative, 'i': date.ISO, 'I': date.ISOStrict, 's': date.Short, 'h': date.Human,
	}
	if kind, ok := kinds[what]; ok {
		return p.Clock.Format(date.Mode{Kind: kind}, who.When), true
	}
	return "", false
}

func localPart(mail string) string {
	local, _, _ := strings.Cut(mail, "@")
	return local
}

// dateMode is --date, or what the format has by default.
func (p *Printer) dateMode() date.Mode {
	if !p.DateSet && p.short {
		return date.Mode{Kind: date.Short}
	}
	return p.Date
}
