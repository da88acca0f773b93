package object

import (
	"math/rand/v2"
	"slices"
	"testing"
)

func TestSortKeys_sortsByTheUpperBits(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for _, limit := range []uint64{1, 1000, 1 << 22, 1 << 33, 1<<40 - 1} {
		keys := make([]uint64, 3000)
		for i := range keys {
			keys[i] = r.Uint64N(limit)<<24 | uint64(i)
		}
		want := slices.Clone(keys)
		slices.Sort(want)
		if got := sortKeys(keys, 24, limit<<24); !slices.Equal(got, want) {
			t.Fatalf("numbers below %d are not in order", limit)
		}
	}
}
