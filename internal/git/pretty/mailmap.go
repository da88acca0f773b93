package pretty

import "strings"

// Mailmap gives people the name and address that they wish to be known by:
// gitmailmap(5). The nil Mailmap changes nothing.
type Mailmap struct {
	byMail map[string]*mapped
}

type mapped struct {
	name, mail string
	byName     map[string]*mapped
}

// ParseMailmap reads mailmap files; later lines win.
func ParseMailmap(texts ...string) *Mailmap {
	m := &Mailmap{byMail: map[string]*mapped{}}
	for _, text := range texts {
		for line := range strings.SplitSeq(text, "\n") {
			m.line(line)
		}
	}
	return m
}

func (m *Mailmap) line(line string) {
	if strings.HasPrefix(line, "#") {
		return
	}
	name1, mail1, rest, ok := nameAndMail(line)
	if !ok || mail1 == "" {
		return
	}
	name2, mail2, _, second := nameAndMail(rest)
	newName, newMail, oldName, oldMail := name1, mail1, name2, mail2
	if !second {
		newMail, oldName, oldMail = "", "", mail1
	}
	key := strings.ToLower(oldMail)
	entry := m.byMail[key]
	if entry == nil {
		entry = &mapped{}
		m.byMail[key] = entry
	}
	target := entry
	if oldName != "" {
		if entry.byName == nil {
			entry.byName = map[string]*mapped{}
		}
		lower := strings.ToLower(oldName)
		if entry.byName[lower] == nil {
			entry.byName[lower] = &mapped{}
		}
		target = entry.byName[lower]
	}
	if newName != "" {
		target.name = newName
	}
	if newMail != "" {
		target.mail = newMail
	}
}

// nameAndMail reads "Name <mail>" at the start of a line.
func nameAndMail(s string) (name, mail, rest string, ok bool) {
	open := strings.IndexByte(s, '<')
	if open < 0 {
		return "", "", "", false
	}
	end := strings.IndexByte(s[open:], '>')
	if end < 0 {
		return "", "", "", false
	}
	end += open
	return strings.TrimSpace(s[:open]), s[open+1 : end], s[end+1:], true
}

// Map gives the name and address for those that a commit has.
func (m *Mailmap) Map(name, mail string) (string, string) {
	if m == nil {
		return name, mail
	}
	entry := m.byMail[strings.ToLower(mail)]
	if entry == nil {
		return name, mail
	}
	if special := entry.byName[strings.ToLower(name)]; special != nil {
		entry = special
	}
	if entry.name != "" {
		name = entry.name
	}
	if entry.mail != "" {
		mail = entry.mail
	}
	return name, mail
}
