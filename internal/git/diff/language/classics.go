package language

// classics are the languages of Algol's line and Fortran. All but Pascal know no case.
func classics(lang string) (Language, bool) {
	const (
		fold    = `(?i)`
		letters = `[a-zA-Z]\w*`
	)
	switch lang {
	case "ada":
		return Language{
			Never: []string{
				fold + `^` + maybe(rest, `[ \t]`) + `(?:is new|renames|is separate)` + maybe(`[ \t]`, rest) + `$`,
				fold + indent + `with[ \t]`,
			},
			Headings: []string{fold + heading(any("procedure function package protected task"), blank, rest)},
			Words: words(letters, `[-+]?[0-9][0-9#_.a-fA-F]*`+maybe(`[eE][+-]?[0-9_]+`),
				signs(`** .. /= := << <= <> => >= >>`)),
		}, true
	case "fortran":
		program := `(?:program|module|block` + blank + `data|` + many(`[^!'" \t]+`, blank) + any("subroutine function") + `)`
		return Language{
			Never:    []string{fold + `^(?:[C*]|[ \t]*!)`, fold + indent + `module` + blank + `procedure[ \t]`},
			Headings: []string{fold + heading(maybe(`end`, blank), program, blank, `[A-Z]`, rest)},
			Words: words(letters, `[-+]?[0-9.]+`+maybe(`[adefiltxADEFILTX][sS]?[-+]?[0-9.]*`)+maybe(`_[a-zA-Z0-9]\w*`),
				signs(`** // /= :: <= == >=`)),
		}, true
	case "pascal":
		routine := `(?:` + maybe(`class`, blank) + any("procedure function") + `|` +
			any("constructor destructor interface implementation initialization finalization") + `)`
		return Language{
			Headings: []string{
				margin(routine, rest),
				margin(rest, `=`, gap, any("class record"), rest),
			},
			Words: words(name, sum, `0[xX]?`+hex, signs(`<> <= >= := ..`)),
		}, true
	}
	return Language{}, false
}
