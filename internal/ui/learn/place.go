package learn

import (
	"fmt"

	"cairn/internal/ui/kit/markdown"
)

// placeText is how a place in a text is kept: the block, and the part of it
// that lies above what is seen.
func placeText(at markdown.Place) string { return fmt.Sprintf("block %d %.3f", at.Block, at.Into) }

func readPlace(text string) (at markdown.Place, ok bool) {
	_, err := fmt.Sscanf(text, "block %d %f", &at.Block, &at.Into)
	return at, err == nil
}
