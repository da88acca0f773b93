package columns

import "testing"

func TestOf_countsColumns(t *testing.T) {
	for s, want := range map[string]int{"abc": 3, "世界": 4, "e\u0301": 1, "\x1b[1;31mred\x1b[m": 3, "🙂": 2, "\xff\xfe": 2, "": 0} {
		if got := Of(s); got != want {
			t.Errorf("%q: got %d, want %d", s, got, want)
		}
	}
}
