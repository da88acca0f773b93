package language

// classics are the languages of Algol's line and Fortran.
func classics(lang string) (Language, bool) {
	const letters = `[a-zA-Z]\w*`
	switch lang {
	case "ada":
		return Language{
			Never:    []string{`(?i)^(.*[ \t])?(is new|renames|is separate)([ \t].*)?$`, `(?i)^[ \t]*with[ \t].*$`},
			Headings: []string{`(?i)` + indent + `((procedure|function)[ \t]+.*)$`, `(?i)` + indent + `((package|protected|task)[ \t]+.*)$`},
			Words: words(letters, `[-+]?[0-9][0-9#_.a-fA-F]*([eE][+-]?[0-9_]+)?`,
				signs(`** .. /= := << <= <> => >= >>`)),
		}, true
	case "fortran":
		return Language{
			Never:    []string{`(?i)^([C*]|[ \t]*!)`, `(?i)` + indent + `module[ \t]+procedure[ \t]`},
			Headings: []string{`(?i)` + indent + `((end[ \t]+)?(program|module|block[ \t]+data|([^!'" \t]+[ \t]+)*(subroutine|function))[ \t]+[A-Z].*)$`},
			Words: words(letters, `[-+]?[0-9.]+([adefiltxADEFILTX][sS]?[-+]?[0-9.]*)?(_[a-zA-Z0-9]\w*)?`,
				signs(`** // /= :: <= == >=`)),
		}, true
	case "pascal":
		return Language{
			Headings: []string{
				`^(((class[ \t]+)?(procedure|function)|constructor|destructor|interface|implementation|initialization|finalization)[ \t]*.*)$`,
				`^(.*=[ \t]*(class|record).*)$`,
			},
			Words: words(name, sum, `0[xX]?[0-9a-fA-F]+`, signs(`<> <= >= := ..`)),
		}, true
	}
	return Language{}, false
}
