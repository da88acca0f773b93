package inflate

import (
	"bytes"
	"compress/flate"
	"compress/zlib"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
)

// pack compresses as one stream.
func pack(tb testing.TB, text []byte, level int) []byte {
	tb.Helper()
	var b bytes.Buffer
	z, err := zlib.NewWriterLevel(&b, level)
	if err != nil {
		tb.Fatal(err)
	}
	if _, err := z.Write(text); err != nil {
		tb.Fatal(err)
	}
	if err := z.Close(); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

// texts are of all kinds that the format treats in its own way.
func texts() map[string][]byte {
	r := rand.New(rand.NewPCG(1, 2))
	noise := make([]byte, 200_000)
	for i := range noise {
		noise[i] = byte(r.Uint32())
	}
	few := make([]byte, 100_000)
	for i := range few {
		few[i] = "abcde"[min(r.IntN(5), r.IntN(5))]
	}
	skewed := make([]byte, 300_000) // widths up to 15
	for i := range skewed {
		skewed[i] = byte(min(r.ExpFloat64()*2, 255))
	}
	var lines strings.Builder
	for i := range 5000 {
		fmt.Fprintf(&lines, "line %d of a file\n", i*i)
	}
	return map[string][]byte{
		"nothing": nil, "a byte": {7}, "noise": noise, "few letters": few, "skewed": skewed, "lines": []byte(lines.String()),
		"one letter": bytes.Repeat([]byte{'x'}, 100_000), "far repeats": append(bytes.Clone(noise[:32_768]), noise[:32_768]...),
	}
}

func TestInto_unpacksWhatZlibPacks(t *testing.T) {
	for name, text := range texts() {
		for level := flate.HuffmanOnly; level <= 9; level++ {
			packed := pack(t, text, level)
			out := make([]byte, len(text))
			used, err := Into(out, append(packed, "what follows"...))
			if err != nil || used != len(packed) || !bytes.Equal(out, text) {
				t.Fatalf("%s, level %d: used %d of %d, %v", name, level, used, len(packed), err)
			}
		}
	}
}

func TestFill_stopsAndGoesOn(t *testing.T) {
	for name, text := range texts() {
		for _, level := range []int{0, 1, 9} {
			s, err := Open(pack(t, text, level))
			if err != nil {
				t.Fatal(err)
			}
			n := 0
			for _, want := range []int{1, 20, 20, 300, 5000, 70_000} {
				out := make([]byte, want+Slack)
				copy(out, text[:n])
				before := n
				if n, err = s.Fill(out, n, want); err != nil {
					t.Fatalf("%s, level %d: %v", name, level, err)
				}
				if n < min(want, len(text)) || n > max(want+Slack, before) || !bytes.Equal(out[:min(n, len(out))], text[:n]) {
					t.Fatalf("%s, level %d: fill to %d gave %d", name, level, want, n)
				}
				if n > want {
					break
				}
			}
			out := make([]byte, len(text))
			copy(out, text[:n])
			if err := s.Rest(out, n); err != nil || !bytes.Equal(out, text) {
				t.Fatalf("%s, level %d: %v", name, level, err)
			}
			s.Close()
		}
	}
}

func TestInto_refusesDamage(t *testing.T) {
	text := texts()["lines"][:5000]
	for _, level := range []int{0, 1, 6} {
		packed := pack(t, text, level)
		out := make([]byte, len(text))
		for cut := range packed {
			if _, err := Into(out, packed[:cut]); err == nil {
				t.Fatalf("level %d: %d of %d bytes were enough", level, cut, len(packed))
			}
		}
		for i := range packed {
			bad := bytes.Clone(packed)
			bad[i] ^= 1 << (i % 8)
			if _, err := Into(out, bad); err == nil && !same(bad, text) {
				t.Fatalf("level %d: damage at %d was not seen", level, i)
			}
		}
		if _, err := Into(out[:len(out)-1], packed); err == nil {
			t.Error("too much text was taken")
		}
		if _, err := Into(make([]byte, len(text)+1), packed); err == nil {
			t.Error("too little text was taken")
		}
	}
}

// same asks compress/zlib whether a stream is whole and holds the text.
func same(packed, text []byte) bool {
	z, err := zlib.NewReader(bytes.NewReader(packed))
	if err != nil {
		return false
	}
	got, err := io.ReadAll(z)
	return err == nil && bytes.Equal(got, text)
}

func FuzzInto(f *testing.F) {
	for _, text := range texts() {
		for _, level := range []int{0, 1, 6, flate.HuffmanOnly} {
			f.Add(pack(f, text[:min(len(text), 2000)], level))
		}
	}
	f.Fuzz(func(t *testing.T, packed []byte) {
		const most = 1 << 20
		z, err := zlib.NewReader(bytes.NewReader(packed))
		if err != nil {
			if _, err := Into(nil, packed); err == nil {
				t.Fatal("zlib refuses what was taken")
			}
			return
		}
		want, err := io.ReadAll(io.LimitReader(z, most))
		if len(want) == most {
			return
		}
		got := make([]byte, len(want))
		_, mine := Into(got, packed)
		if (err == nil) != (mine == nil) || err == nil && !bytes.Equal(got, want) {
			t.Fatalf("zlib: %d bytes, %v; here: %v", len(want), err, mine)
		}
	})
}

// BenchmarkStream unpacks a small commit and a text of 8 kB.
func BenchmarkStream(b *testing.B) {
	const commit = "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\nparent 83f44ddd42c879a8b4501fac84cbfe95d387f88b\n" +
		"author Ada Lovelace <ada@example.org> 1600000000 +0000\ncommitter Ada Lovelace <ada@example.org> 1600000000 +0000\n\nChange 17\n"
	for name, text := range map[string][]byte{"commit": []byte(commit), "text": texts()["lines"][:8000]} {
		packed := pack(b, text, 6)
		out := make([]byte, len(text))
		b.Run(name+"/ours", func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for range b.N {
				if _, err := Into(out, packed); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(name+"/compress-zlib", func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			src := bytes.NewReader(packed)
			z, err := zlib.NewReader(src)
			for range b.N {
				src.Reset(packed)
				if err == nil {
					err = z.(zlib.Resetter).Reset(src, nil) //nolint:forcetypeassert // documented
				}
				if err == nil {
					_, err = io.ReadFull(z, out)
				}
				if err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
