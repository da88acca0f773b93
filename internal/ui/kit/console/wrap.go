package console

// wrap gives where the visual rows of a line begin when it is set columns
// letters wide. With words, it is broken at spaces where there are some.
func wrap(letters []rune, columns int, words bool) []int {
	starts := []int{0}
	for start := 0; len(letters)-start > columns; {
		next := start + columns
		if words {
			next = breakBefore(letters, start, next)
		}
		starts = append(starts, next)
		start = next
	}
	return starts
}

// breakBefore is where the word that lies across a row's end begins; the end
// itself, when the row holds nothing but that word. A space at the very end
// hangs over it unseen.
func breakBefore(letters []rune, start, end int) int {
	words := start
	for words < end && letters[words] == ' ' {
		words++ // the indentation is no place to break at
	}
	for i := end; i > words; i-- {
		if letters[i] == ' ' {
			return i + 1
		}
	}
	return end
}
