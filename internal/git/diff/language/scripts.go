package language

// scripts are the languages without braces, and those of the shell.
func scripts(lang string) (Language, bool) {
	switch lang {
	case "python":
		return Language{
			Headings: []string{heading(`(?:class|`, maybe(`async`, blank), `def)[ \t]`, rest)},
			Words:    words(name, sum+`[jJlL]?`, `0[xX]?`+hex+`[lL]?`, signs(assign+compare+shift+`// //= <<= >>= ** **=`)),
		}, true
	case "ruby":
		return Language{
			Headings: []string{heading(any("class module def"), `[ \t]`, rest)},
			Words: words(any(`@ @@ \$`)+`?`+name, sum, `0[xXbB]?`+hex, `\?(?:\\C-)?(?:\\M-)?.`,
				signs(assign+compare+shift+`// //= <<= >>= === =~ !~ ::`)),
		}, true
	case "perl":
		return perl(), true
	case "bash":
		const parens = gap + `\(` + gap + `\)`
		body := any(`\{ \(\(? \[\[`)
		return Language{
			Headings: []string{indent + `(` + name + parens + `|` +
				`function` + blank + name + `(?:` + parens + `|[ \t])` + gap + body + `)`},
			Words: `[^[:space:]]+`,
		}, true
	case "elixir":
		return Language{
			Headings: []string{heading(`(?:def`, maybe(any("macro module impl protocol p")), `|test)[ \t]`, rest)},
			Words: words(`[@:]?[\w@?!]+`, `[-+]?[0-9][0-9_.]*`+maybe(`[eE][-+]?[0-9_]+`), `[-+]?0[xob]`+hex,
				`%[\w.]\{\}?`,
				`:?(?:`+signs(`!= && &&& ++ -- -> .. <- << <<< <<~ <= <> <~ <~> == => =~ === !== >= >> >>> \\ |> <|> || ||| ~> ~>> ^^^ ~~~`)+`)`),
		}, true
	case "matlab":
		return Language{
			Headings: []string{`^\s*(` + any("classdef function") + `\s` + rest + `)$`, `^` + any("%%%? ##") + `\s` + rest},
			Words:    words(name, sum, signs(`== ~= || && <= >= .* ./ .^ .\ .'`)),
		}, true
	case "scheme":
		define := `def(?:ine|struct|syntax|class|method|rules|record|proto|alias)?[-*/ \t]`
		return Language{
			Headings: []string{heading(`\((?:`, define, `|`, any("library module struct class"), `[*+ \t])`, rest)},
			Words:    words(`\|[^|]*\|`, `[^][)(}{ \t]+`),
		}, true
	}
	return Language{}, false
}

func perl() Language {
	// A block begins at the margin, and at most its brace and a comment stand behind it. Of a sub with a prototype, the
	// prototype is what Git shows.
	open := maybe(`\{`, gap) + maybe(`#`, rest) + `$`
	prototype := `(\([^)]*\)` + gap + `)?`
	return Language{
		Headings: []string{
			`^package ` + rest,
			`^sub [\pL\pN_':]+` + gap + prototype + maybe(`:[^;#]*`) + open,
			`^(` + any("BEGIN END INIT CHECK UNITCHECK AUTOLOAD DESTROY") + `)` + gap + open,
			`^=head[0-9] ` + rest,
		},
		Words: words(`[\pL_'][\pL\pN_']*`, `0x?[0-9a-fA-F_]*`,
			`[0-9a-fA-F_]+(?:\.[0-9a-fA-F_]+)?`+maybe(`[eE][-+]?[0-9_]+`), `-[b-gklopr-uwxzA-CMORSTWX]`,
			signs(`!= !~ %= && &&= &= ** **= *= ++ += -- -= -> .. ... .= // //= /= :: << <= <=> <> == => =~ >= >> ^= |= || ||= ~~`)),
	}
}
