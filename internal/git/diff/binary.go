package diff

import (
	"bytes"
	"compress/zlib"
	"fmt"
)

// binaryPatch writes both contents so that the patch can be applied and
// reversed (git-diff(1) --binary). Git may choose a delta and another
// compression; what is written here is always a literal, which every Git reads.
func (w *patchWriter) binaryPatch() error {
	w.puts("GIT binary patch\n")
	if err := w.literal(w.b); err != nil {
		return err
	}
	return w.literal(w.a)
}

func (w *patchWriter) literal(data []byte) error {
	const perLine = 52
	var packed bytes.Buffer
	z := zlib.NewWriter(&packed)
	if _, err := z.Write(data); err != nil {
		return fmt.Errorf("compress %s: %w", w.p.New.Path, err)
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("compress %s: %w", w.p.New.Path, err)
	}
	w.printf("literal %d\n", len(data))
	for rest := packed.Bytes(); len(rest) > 0; {
		n := min(perLine, len(rest))
		w.puts(lineLength(n), base85(rest[:n]), "\n")
		rest = rest[n:]
	}
	w.puts("\n")
	return nil
}

// lineLength spells how many bytes a line holds: A–Z for 1–26, a–z for 27–52.
func lineLength(n int) string {
	const letters = 26
	if n <= letters {
		return string(rune('A' + n - 1))
	}
	return string(rune('a' + n - letters - 1))
}

// base85Digits are the digits of RFC 1924, which Git's patches use.
const base85Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~"

func base85(data []byte) string {
	const group, digits = 4, 5
	out := make([]byte, 0, (len(data)+group-1)/group*digits)
	for len(data) > 0 {
		var value uint32
		for i := range group {
			value <<= 8
			if i < len(data) {
				value |= uint32(data[i])
			}
		}
		var word [digits]byte
		for i := digits - 1; i >= 0; i-- {
			word[i] = base85Digits[value%uint32(len(base85Digits))]
			value /= uint32(len(base85Digits))
		}
		out = append(out, word[:]...)
		data = data[min(group, len(data)):]
	}
	return string(out)
}
