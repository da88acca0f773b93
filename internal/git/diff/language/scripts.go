package language

// scripts are the languages without braces, and those of the shell.
func scripts(lang string) (Language, bool) {
	switch lang {
	case "python":
		return Language{
			Headings: []string{indent + `((class|(async[ \t]+)?def)[ \t].*)$`},
			Words: words(name, sum+`[jJlL]?`, `0[xX]?[0-9a-fA-F]+[lL]?`,
				signs(`+= -= *= /= %= &= ^= |= == != <= >= // //= << <<= >> >>= ** **=`)),
		}, true
	case "ruby":
		return Language{
			Headings: []string{indent + `((class|module|def)[ \t].*)$`},
			Words: words(`(@|@@|\$)?`+name, sum, `0[xXbB]?[0-9a-fA-F]+`, `\?(\\C-)?(\\M-)?.`,
				signs(`+= -= *= /= %= &= ^= |= == != <= >= // //= << <<= >> >>= === =~ !~ ::`)),
		}, true
	case "perl":
		return perl(), true
	case "bash":
		const parens = `[ \t]*\([ \t]*\)`
		return Language{
			Headings: []string{indent + `(` + name + parens + `|function[ \t]+` + name + `(` + parens + `|[ \t])[ \t]*(\{|\(\(?|\[\[))`},
			Words:    `[^[:space:]]+`,
		}, true
	case "elixir":
		return Language{
			Headings: []string{indent + `((def(macro|module|impl|protocol|p)?|test)[ \t].*)$`},
			Words: words(`[@:]?[a-zA-Z0-9@_?!]+`, `[-+]?[0-9][0-9_.]*([eE][-+]?[0-9_]+)?`, `[-+]?0[xob][0-9a-fA-F]+`,
				`%[\w.]\{\}?`,
				`:?(`+signs(`!= && &&& ++ -- -> .. <- << <<< <<~ <= <> <~ <~> == => =~ === !== >= >> >>> \\ |> <|> || ||| ~> ~>> ^^^ ~~~`)+`)`),
		}, true
	case "matlab":
		return Language{
			Headings: []string{`^[[:space:]]*((classdef|function)[[:space:]].*)$|^(%%%?|##)[[:space:]].*$`},
			Words:    words(name, sum, signs(`== ~= || && <= >= .* ./ .^ .\ .'`)),
		}, true
	case "scheme":
		return Language{
			Headings: []string{indent + `(\(((define|def(struct|syntax|class|method|rules|record|proto|alias)?)[-*/ \t]|` +
				`(library|module|struct|class)[*+ \t]).*)$`},
			Words: words(`\|([^\|]*)\|`, `([^][)(}{[ \t])+`),
		}, true
	}
	return Language{}, false
}

func perl() Language {
	return Language{
		Headings: []string{
			`^package .*`,
			`^sub [\pL\pN_':]+[ \t]*(\([^)]*\)[ \t]*)?(:[^;#]*)?(\{[ \t]*)?(#.*)?$`,
			`^(BEGIN|END|INIT|CHECK|UNITCHECK|AUTOLOAD|DESTROY)[ \t]*(\{[ \t]*)?(#.*)?$`,
			`^=head[0-9] .*`,
		},
		Words: words(`[\pL_'][\pL\pN_']*`, `0x?[0-9a-fA-F_]*`,
			`[0-9a-fA-F_]+(\.[0-9a-fA-F_]+)?([eE][-+]?[0-9_]+)?`, `-[b-gklopr-uwxzA-CMORSTWX]`,
			signs(`!= !~ %= && &&= &= ** **= *= ++ += -- -= -> .. ... .= // //= /= :: << <= <=> <> == => =~ >= >> ^= |= || ||= ~~`)),
	}
}
