package cli

import "strconv"

func itoa(n int) string { return strconv.Itoa(n) }

// wordFor is the word for n things.
func wordFor(n int, word string) string {
	if n == 1 {
		return word
	}
	return word + "s"
}

// plural counts things: "1 commit", "2 commits".
func plural(n int, word string) string { return itoa(n) + " " + wordFor(n, word) }
