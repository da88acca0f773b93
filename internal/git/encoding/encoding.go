// Package encoding converts commit messages between UTF-8 and the older encodings
// that histories hold (git-commit(1), "DISCUSSION"; i18n.commitEncoding). It guesses
// nothing: text with a byte or character that has no counterpart is not converted
// at all, so that nothing is lost by halves.
package encoding

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
)

// UTF8 is the name that is used where nothing else is configured.
const UTF8 = "UTF-8"

// IsUTF8 reports whether a name stands for UTF-8; no name does.
func IsUTF8(name string) bool {
	return name == "" || strings.EqualFold(name, "utf-8") || strings.EqualFold(name, "utf8")
}

// Same reports whether two names stand for one encoding, as Git judges: by their
// letters, all names of UTF-8 being one.
func Same(a, b string) bool {
	return IsUTF8(a) && IsUTF8(b) || strings.EqualFold(a, b)
}

// Convert brings text from one encoding into another. It is false, and the text as
// it was, where an encoding is not known or does not have what the text says.
func Convert(text, from, to string) (string, bool) {
	if Same(from, to) {
		return text, true
	}
	wide, ok := decode(text, from)
	if !ok {
		return text, false
	}
	if IsUTF8(to) {
		return wide, true
	}
	enc := lookup(to)
	if enc == nil {
		return text, false
	}
	out, err := enc.NewEncoder().String(wide)
	if err != nil {
		return text, false
	}
	return out, true
}

func decode(text, from string) (string, bool) {
	if IsUTF8(from) {
		return text, utf8.ValidString(text)
	}
	enc := lookup(from)
	if enc == nil {
		return "", false
	}
	wide, err := enc.NewDecoder().String(text)
	if err != nil || strings.ContainsRune(wide, utf8.RuneError) {
		return "", false
	}
	return wide, true
}

// lookup finds an encoding by its name; hyphens, underscores and case do not matter.
func lookup(name string) encoding.Encoding {
	key := strings.NewReplacer("-", "", "_", "", ":", "").Replace(strings.ToLower(name))
	if m := single(key); m != nil {
		return m
	}
	switch key {
	case "eucjp", "ujis":
		return japanese.EUCJP
	case "iso2022jp":
		return japanese.ISO2022JP
	case "shiftjis", "sjis", "cp932", "windows31j":
		return japanese.ShiftJIS
	case "euckr", "cp949":
		return korean.EUCKR
	case "gbk", "gb2312", "euccn", "cp936":
		return simplifiedchinese.GBK
	case "gb18030":
		return simplifiedchinese.GB18030
	case "big5":
		return traditionalchinese.Big5
	case "utf16", "utf16be":
		return unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
	case "utf16le":
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	}
	return nil
}

// single finds an encoding with one byte a character.
func single(key string) encoding.Encoding {
	names := []struct {
		key string
		enc *charmap.Charmap
	}{
		{"iso88591", charmap.ISO8859_1}, {"latin1", charmap.ISO8859_1}, {"l1", charmap.ISO8859_1},
		{"iso88592", charmap.ISO8859_2}, {"latin2", charmap.ISO8859_2}, {"iso88593", charmap.ISO8859_3},
		{"iso88594", charmap.ISO8859_4}, {"iso88595", charmap.ISO8859_5}, {"iso88596", charmap.ISO8859_6},
		{"iso88597", charmap.ISO8859_7}, {"iso88598", charmap.ISO8859_8}, {"iso88599", charmap.ISO8859_9},
		{"latin5", charmap.ISO8859_9}, {"iso885910", charmap.ISO8859_10}, {"iso885913", charmap.ISO8859_13},
		{"iso885914", charmap.ISO8859_14}, {"iso885915", charmap.ISO8859_15}, {"latin9", charmap.ISO8859_15},
		{"iso885916", charmap.ISO8859_16}, {"koi8r", charmap.KOI8R}, {"koi8u", charmap.KOI8U},
		{"windows1250", charmap.Windows1250}, {"cp1250", charmap.Windows1250}, {"windows1251", charmap.Windows1251},
		{"cp1251", charmap.Windows1251}, {"windows1252", charmap.Windows1252}, {"cp1252", charmap.Windows1252},
		{"windows1253", charmap.Windows1253}, {"windows1254", charmap.Windows1254}, {"windows1255", charmap.Windows1255},
		{"windows1256", charmap.Windows1256}, {"windows1257", charmap.Windows1257}, {"windows1258", charmap.Windows1258},
		{"cp437", charmap.CodePage437}, {"cp850", charmap.CodePage850}, {"cp866", charmap.CodePage866},
		{"macintosh", charmap.Macintosh},
	}
	for _, n := range names {
		if n.key == key {
			return n.enc
		}
	}
	return nil
}

// Repair judges whether text is UTF-8 as Git wants it in a commit: without overlong
// forms, surrogates and code points that are no characters. Where it is not, each
// offending byte is taken for one of ISO-8859-1, and false is given with the result.
func Repair(text string) (string, bool) {
	if acceptable(text) {
		return text, true
	}
	var b strings.Builder
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if r == utf8.RuneError && size == 1 || noncharacter(r) {
			b.WriteRune(rune(text[i]))
			i++
			continue
		}
		b.WriteString(text[i : i+size])
		i += size
	}
	return b.String(), false
}

func acceptable(text string) bool {
	if !utf8.ValidString(text) {
		return false
	}
	for _, r := range text {
		if noncharacter(r) {
			return false
		}
	}
	return true
}

// noncharacter reports the code points that Unicode keeps for no character.
func noncharacter(r rune) bool {
	return r >= 0xfdd0 && r <= 0xfdef || r&0xfffe == 0xfffe
}
