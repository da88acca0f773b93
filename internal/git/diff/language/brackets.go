package language

// compare and assign are operators that most languages with braces share.
const (
	compare = ` == != <= >= `
	assign  = ` += -= *= /= %= &= ^= |= `
	shift   = ` << >> `
	logic   = ` ++ -- && || `
	common  = assign + compare + shift + logic
)

// brackets are the languages with braces.
func brackets(lang string) (Language, bool) {
	switch lang {
	case "cpp":
		return cpp(), true
	case "csharp":
		return csharp(), true
	case "golang":
		return Language{
			Headings: []string{
				heading(`func`, rest),
				indent + `(type[ \t]` + rest + any("struct interface") + gap + maybe(`\{`, gap) + `)`, // no more of the line
			},
			Words: words(name, `[-+0-9.eE]+i?`, `0[xX]?`+hex+`i?`, signs(common+`<<= >>= := &^ &^= <- ...`)),
		}, true
	case "java":
		return java(), true
	case "kotlin":
		return kotlin(), true
	case "objc":
		return objc(), true
	case "php":
		return php(), true
	case "rust":
		return rust(), true
	case "css":
		return Language{
			Never:    []string{`[:;][[:space:]]*$`},
			Headings: []string{`^[:\[@.#]?\w` + rest + `$`},
			Words:    words(`-?[_a-zA-Z][-\w]*`, `-?[0-9]+`, `#`+hex),
		}, true
	case "dts":
		return Language{
			Never:    []string{`;`, `=`},
			Headings: []string{heading(`(?:/`+gap+`\{|&?[a-zA-Z_])`, rest)},
			Words:    words(`[\w,.+?#-]+`, signs(shift+`&& ||`)),
		}, true
	}
	return Language{}, false
}

func cpp() Language {
	return Language{
		Never:    []string{indent + name + `:\s*(?:$|//|/\*)`}, // labels, public:
		Headings: []string{margin(maybe(`::\s*`), `[A-Za-z_]`, rest)},
		Words: words(name,
			`[0-9][0-9.]*`+exponent+`[fFlLuU]*`, `0[xXbB]`+hex+`[lLuU]*`, `\.[0-9]+`+exponent+`[fFlL]?`,
			signs(common+`<<= >>= <=> :: -> ->* .*`)),
	}
}

func csharp() Language {
	const (
		reach    = "static public internal private protected new unsafe sealed "
		typeName = `[\pL\pN_@.~\[\]<>]+`
	)
	with := func(more string) string { return many(any(reach+more), blank) }
	return Language{
		// Words that begin a statement which looks like a method's head.
		Never: []string{indent + any("do while for if else new return switch case throw catch using instanceof")},
		Headings: []string{
			heading(with("virtual override async"), typeName, blank, `[\pL\pN_@.<>]+`, gap, `\(`, rest, `\)`, gap),
			heading(with("virtual override"), typeName, blank, `[\pL\pN_@.]+`, gap),
			heading(with("abstract partial"), any("class enum interface struct record"), blank, rest),
			heading(`namespace`, blank, rest),
		},
		Words: words(name, sum+`[fFlL]?`, `0[xXbB]?`+hex+`[lL]?`, signs(common+`<<= >>= :: ->`)),
	}
}

func java() Language {
	const typeName = `[A-Za-z_<>&][\]\[?&<>.,\w]*`
	return Language{
		Never: []string{indent + any("catch do for if instanceof new return switch throw while")},
		Headings: []string{
			heading(many(`[a-z]+`, blank), any("class enum interface"), blank, `[A-Za-z][\w$]*`, blank, rest),
			heading(some(typeName, blank), name, gap, `\([^;]*`),
		},
		Words: words(name, sum+`[fFlL]?`, `0[xXbB]?`+hex+`[lL]?`, signs(common+`<<= >>= >>> >>>=`)),
	}
}

func kotlin() Language {
	const tail = exponent + `[fFlLuU]`
	return Language{
		Headings: []string{heading(many(`[a-z]+`, blank), any("fun class interface"), blank, rest)},
		Words: words(name,
			`0[xXbB][0-9a-fA-F_]+[lLuU]*`, `[0-9][0-9_]*(?:\.[0-9_]*)?`+tail+`*`, `\.[0-9][0-9_]*`+tail+`?`,
			signs(assign+compare+logic+`<<= >>= === !== :: -> .* ?. ?: .. !! %== &== *== +== -== /== <== >== ^== |== .: :.`)),
	}
}

func objc() Language {
	return Language{
		Never: []string{indent + any("do for if else return switch while")},
		Headings: []string{
			heading(`[-+]`, gap, `\(`, gap, `[A-Za-z_][\w* \t]*\)`, gap, `[A-Za-z_]`, rest),
			heading(some(name, blank), name, gap, `\([^;]*`),
			margin(`@`, any("implementation interface protocol"), `[ \t]`, rest),
		},
		Words: words(name, sum+`[fFlL]?`, `0[xXbB]?`+hex+`[lL]?`, signs(common+`<<= >>= :: ->`)),
	}
}

func php() Language {
	return Language{
		Headings: []string{
			heading(many(any("public protected private static abstract final"), blank), `function`, rest),
			heading(`(?:`, maybe(any("final abstract"), blank), `class|enum|interface|trait)`, rest),
		},
		Words: words(name, sum, `0[xXbB]?`+hex, signs(common+`<<= >>= .= === :: ->`)),
	}
}

func rust() Language {
	return Language{
		Headings: []string{heading(
			maybe(`pub`, maybe(`\([^\\)]+\)`), blank),
			maybe(`(?:async|const|unsafe|extern`, blank, `"[^"]+")`, blank),
			any("struct enum union mod trait fn impl macro_rules!"), `[< \t]+[^;]*`)},
		Words: words(name, `[0-9][0-9_a-fA-Fiosuxz]*(?:\.(?:[0-9]*[eE][+-]?)?[0-9_fF]*)?`,
			signs(assign+compare+shift+`\= := <<= >>= && || -> => ..= ... ::`)),
	}
}
