package pretty

import "strings"

// bodyOf is what follows the first paragraph and the blank lines below it.
func bodyOf(message string) string {
	rest := message
	started := false
	for rest != "" {
		line, after, _ := strings.Cut(rest, "\n")
		blank := strings.TrimSpace(line) == ""
		if started && blank {
			break
		}
		started = started || !blank
		rest = after
	}
	for rest != "" {
		line, after, _ := strings.Cut(rest, "\n")
		if strings.TrimSpace(line) != "" {
			break
		}
		rest = after
	}
	return rest
}

// FileName turns a subject into what a patch file is called: %f.
func FileName(subject string) string {
	var b strings.Builder
	const (
		nothing = iota
		letters
		gap
	)
	state := nothing
	for i := 0; i < len(subject); i++ {
		c := subject[i]
		if c == '\n' {
			break
		}
		if !isAlnum(c) && c != '.' && c != '_' {
			if state == letters {
				state = gap
			}
			continue
		}
		if state == gap {
			b.WriteByte('-')
		}
		state = letters
		b.WriteByte(c)
		if c == '.' {
			for i+1 < len(subject) && subject[i+1] == '.' {
				i++
			}
		}
	}
	return strings.TrimRight(b.String(), ".-")
}
