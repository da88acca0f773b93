package language

// documents are the languages of texts.
func documents(lang string) (Language, bool) {
	const plain = `[^<>= \t]+`
	switch lang {
	case "html":
		return Language{Headings: []string{heading(`<[Hh][1-6]`, maybe(`[ \t]`, rest), `>`, rest)}, Words: plain}, true
	case "markdown":
		return Language{Headings: []string{`^ {0,3}#{1,6}[ \t].*`}, Words: plain}, true
	case "bibtex":
		const key = `[^ \t"@',\\#}{~%]*`
		return Language{Headings: []string{`(@[a-zA-Z]+` + gap + `\{?` + gap + key + `)`}, Words: `[={}"]|[^={}" \t]+`}, true
	case "fountain":
		scene := `(?:\.[^.]|` + any(`int ext est int\.?/ext i/e`) + `[. ])`
		return Language{Headings: []string{`(?i)` + margin(scene, rest)}, Words: `[^ \t-]+`}, true
	case "tex":
		part := any(`(?:sub)*section chapter part`)
		return Language{Headings: []string{margin(`\\`, part, `\*?\{`, rest)}, Words: `\\[a-zA-Z@]+|\\.|[a-zA-Z0-9\x{80}-\x{ff}]+`}, true
	}
	return Language{}, false
}
