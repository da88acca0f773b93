package language

// brackets are the languages with braces.
func brackets(lang string) (Language, bool) {
	const assigning = ` += -= *= /= %= &= ^= |= <<= >>= `
	switch lang {
	case "cpp":
		return Language{
			Never:    []string{indent + name + `:[[:space:]]*($|/[/*])`}, // labels, public:
			Headings: []string{`^((::[[:space:]]*)?[A-Za-z_].*)$`},
			Words: words(name,
				`[0-9][0-9.]*([eE][-+]?[0-9]+)?[fFlLuU]*`, `0[xXbB][0-9a-fA-F]+[lLuU]*`,
				`\.[0-9][0-9]*([eE][-+]?[0-9]+)?[fFlL]?`,
				signs(assigning+`== != <= >= <=> ++ -- << >> && || :: -> ->* .*`)),
		}, true
	case "csharp":
		return csharp(assigning), true
	case "golang":
		return Language{
			Headings: []string{
				indent + `(func[ \t]*.*(\{[ \t]*)?)`,
				indent + `(type[ \t].*(struct|interface)[ \t]*(\{[ \t]*)?)`,
			},
			Words: words(name, `[-+0-9.eE]+i?`, `0[xX]?[0-9a-fA-F]+i?`, signs(assigning+`== != <= >= := &^ &^= ++ -- << >> && || <- ...`)),
		}, true
	case "java":
		return java(assigning), true
	case "kotlin":
		return Language{
			Headings: []string{indent + `(([a-z]+[ \t]+)*(fun|class|interface)[ \t]+.*)$`},
			Words: words(name,
				`0[xXbB][0-9a-fA-F_]+[lLuU]*`, `[0-9][0-9_]*([.][0-9_]*)?([eE][-+]?[0-9]+)?[fFlLuU]*`, `[.][0-9][0-9_]*([eE][-+]?[0-9]+)?[fFlLuU]?`,
				signs(assigning+`== != <= >= === !== ++ -- && || :: -> .* ?. ?: .. !! %== &== *== +== -== /== <== >== ^== |== .: :.`)),
		}, true
	case "objc":
		return objc(assigning), true
	case "php":
		return php(assigning), true
	case "rust":
		return Language{
			Headings: []string{indent + `((pub(\([^\\)]+\))?[ \t]+)?((async|const|unsafe|extern([ \t]+"[^"]+"))[ \t]+)?` +
				`(struct|enum|union|mod|trait|fn|impl|macro_rules!)[< \t]+[^;]*)$`},
			Words: words(name, `[0-9][0-9_a-fA-Fiosuxz]*(\.([0-9]*[eE][+-]?)?[0-9_fF]*)?`,
				signs(`+= -= *= \= /= %= &= ^= |= == != := <= >= << >> <<= >>= && || -> => ..= ... ::`)),
		}, true
	case "css":
		return Language{
			Never:    []string{`[:;][[:space:]]*$`},
			Headings: []string{`^[:\[@.#]?[_a-zA-Z0-9].*$`},
			Words:    words(`-?[_a-zA-Z][-_a-zA-Z0-9]*`, `-?[0-9]+`, `#[0-9a-fA-F]+`),
		}, true
	case "dts":
		return Language{
			Never:    []string{`;`, `=`},
			Headings: []string{indent + `((/[ \t]*\{|&?[a-zA-Z_]).*)`},
			Words:    words(`[a-zA-Z0-9,._+?#-]+`, signs(`<< >> && ||`)),
		}, true
	}
	return Language{}, false
}

// control words begin statements that look like a method's head.
const control = `(do|while|for|if|else|new|return|switch|case|throw|catch|using|instanceof)`

func csharp(assigning string) Language {
	const (
		reach    = `static|public|internal|private|protected|new|unsafe|sealed`
		method   = indent + `((` + `(` + reach + `|virtual|override|async)[ \t]+)*`
		property = indent + `((` + `(` + reach + `|virtual|override)[ \t]+)*`
		class    = indent + `((` + `(` + reach + `|abstract|partial)[ \t]+)*`
		kind     = `[\pL\pN_@.~\[\]<>]+[ \t]+`
	)
	return Language{
		Never: []string{indent + control},
		Headings: []string{
			method + kind + `[\pL\pN_@.<>]+[ \t]*\(.*\))[ \t]*$`,
			property + kind + `[\pL\pN_@.]+)[ \t]*$`,
			class + `(class|enum|interface|struct|record)[ \t]+.*)$`,
			indent + `(namespace[ \t]+.*)$`,
		},
		Words: words(name, sum+`[fFlL]?`, `0[xXbB]?[0-9a-fA-F]+[lL]?`,
			signs(assigning+`== != <= >= ++ -- << >> && || :: ->`)),
	}
}

func java(assigning string) Language {
	return Language{
		Never: []string{indent + `(catch|do|for|if|instanceof|new|return|switch|throw|while)`},
		Headings: []string{
			indent + `(([a-z]+[ \t]+)*(class|enum|interface)[ \t]+[A-Za-z][\w$]*[ \t]+.*)$`,
			indent + `(([A-Za-z_<>&][\]\[?&<>.,\w]*[ \t]+)+` + name + `[ \t]*\([^;]*)$`,
		},
		Words: words(name, sum+`[fFlL]?`, `0[xXbB]?[0-9a-fA-F]+[lL]?`,
			signs(assigning+`== != <= >= ++ -- << >> >>> >>>= && ||`)),
	}
}

func objc(assigning string) Language {
	return Language{
		Never: []string{indent + `(do|for|if|else|return|switch|while)`},
		Headings: []string{
			indent + `([-+][ \t]*\([ \t]*[A-Za-z_][A-Za-z_0-9* \t]*\)[ \t]*[A-Za-z_].*)$`,
			indent + `((` + name + `[ \t]+)+` + name + `[ \t]*\([^;]*)$`,
			`^(@(implementation|interface|protocol)[ \t].*)$`,
		},
		Words: words(name, sum+`[fFlL]?`, `0[xXbB]?[0-9a-fA-F]+[lL]?`,
			signs(assigning+`== != <= >= ++ -- << >> && || :: ->`)),
	}
}

func php(assigning string) Language {
	return Language{
		Headings: []string{
			indent + `(((public|protected|private|static|abstract|final)[ \t]+)*function.*)$`,
			indent + `((((final|abstract)[ \t]+)?class|enum|interface|trait).*)$`,
		},
		Words: words(name, sum, `0[xXbB]?[0-9a-fA-F]+`, signs(assigning+`.= == != === <= >= ++ -- << >> && || :: ->`)),
	}
}
