package learn

import (
	"testing"

	"cairn/internal/ui/kit/markdown"
)

func TestPlace_isReadAsItWasKept(t *testing.T) {
	want := markdown.Place{Block: 12, Into: 0.25}
	if got, ok := readPlace(placeText(want)); !ok || got != want {
		t.Errorf("read %v, %v; want %v", got, ok, want)
	}
	if _, ok := readPlace(""); ok {
		t.Error("a place was read where none was kept")
	}
}
