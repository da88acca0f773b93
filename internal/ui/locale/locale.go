// Package locale makes Cairn come up in English under locales that name no
// language, such as C.UTF-8. Fyne's lang package reads the locale while the
// program's packages are initialised, before main: it logs an error for such
// locales and may choose a wrong language. So this package has to be
// initialised earlier, which the language guarantees: packages are initialised
// in the order of their import paths once their own imports are, and this one
// imports nothing that takes long (https://go.dev/ref/spec#Package_initialization).
// It imports the standard library only, and must go on doing so.
package locale

import (
	"os"
	"strings"
)

// english is what stands in for a locale without a language.
const english = "en_US.UTF-8"

// Replaced tells whether the system's locale named no language and English was
// put in its place.
var Replaced = replace()

// replace looks at the variables in the order in which they count.
func replace() bool {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		value := os.Getenv(name)
		if value == "" && name != "LANG" {
			continue
		}
		if value != "" && !isPlain(value) {
			return false
		}
		if err := os.Setenv(name, english); err != nil {
			return false // Fyne then logs the locale and goes on in English
		}
		return true
	}
	return false
}

// isPlain reports whether a locale names no language, as C.UTF-8 does.
func isPlain(value string) bool {
	name, _, _ := strings.Cut(value, ".")
	return name == "C" || name == "POSIX"
}
