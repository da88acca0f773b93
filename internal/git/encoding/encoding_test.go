package encoding

import "testing"

func TestConvert_bringsTextThereAndBack(t *testing.T) {
	const text = "はれひほふ\n\nしている"
	for _, name := range []string{"eucJP", "ISO-2022-JP", "SHIFT-JIS", "UTF-16"} {
		there, ok := Convert(text, "UTF-8", name)
		if !ok || there == text {
			t.Errorf("%s: not converted", name)
		}
		if back, ok := Convert(there, name, "utf8"); !ok || back != text {
			t.Errorf("%s: came back as %q", name, back)
		}
	}
	if got, ok := Convert("\xc1b\xe7", "ISO8859-1", ""); !ok || got != "Ábç" {
		t.Errorf("ISO8859-1: %q", got)
	}
}

func TestConvert_leavesTextAloneThatItCannotConvert(t *testing.T) {
	for _, c := range []struct{ text, from, to string }{
		{"é", "UTF-8", "no-such"}, {"é", "no-such", "UTF-8"}, {"は", "UTF-8", "ISO-8859-1"}, {"\xff", "UTF-8", "ISO-8859-1"},
	} {
		if got, ok := Convert(c.text, c.from, c.to); ok || got != c.text {
			t.Errorf("%v: %q %v", c, got, ok)
		}
	}
}

func TestRepair_takesStrayBytesForLatin1(t *testing.T) {
	for text, want := range map[string]string{
		"caf\xe9": "café", "\xed\xa0\x80": "í\u00a0\u0080", "\xf4\x8f\xbf\xbe": "ô\u008f¿¾", "\xef\xb7\x90": "ï·\u0090",
	} {
		if got, ok := Repair(text); ok || got != want {
			t.Errorf("%q: %q %v", text, got, ok)
		}
	}
	if got, ok := Repair("déjà"); !ok || got != "déjà" {
		t.Errorf("sound text: %q %v", got, ok)
	}
}
