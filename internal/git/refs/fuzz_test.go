package refs

import (
	"strings"
	"testing"
)

func FuzzPackedRefs_isWrittenAsItWasRead(f *testing.F) {
	f.Add("# pack-refs with: peeled fully-peeled sorted \n" + one.String() + " refs/heads/a\n" + two.String() + " refs/tags/t\n^" + one.String() + "\n")
	f.Add(one.String() + " refs/heads/b\r\n" + two.String() + " refs/heads/a\n")
	f.Add("^" + one.String())
	f.Fuzz(func(t *testing.T, text string) {
		list, err := parsePacked(text)
		if err != nil {
			return
		}
		for i := 1; i < len(list); i++ {
			if list[i-1].Name > list[i].Name {
				t.Fatalf("%q stands before %q", list[i-1].Name, list[i].Name)
			}
		}
		again, err := parsePacked(string(writePacked(list)))
		if err != nil || len(again) != len(list) {
			t.Fatalf("%d refs are %d when they are read again, %v", len(list), len(again), err)
		}
		for i := range list {
			if list[i] != again[i] {
				t.Errorf("%+v becomes %+v", list[i], again[i])
			}
		}
	})
}

func FuzzReflog_keepsItsLines(f *testing.F) {
	f.Add(one.String() + " " + two.String() + " Ada <ada@example.com> 1700000000 +0100\tcommit: x\n")
	f.Add(one.String() + " " + two.String() + " > 1\n")
	f.Fuzz(func(t *testing.T, text string) {
		for _, e := range parseLog(text) {
			line := e.format(e.who())
			back := parseLog(line)
			if len(back) != 1 || back[0].Old != e.Old || back[0].New != e.New || back[0].Message != e.Message {
				t.Errorf("%q is read as %+v", line, back)
			}
			if strings.Count(line, "\n") != 1 {
				t.Errorf("an entry takes several lines: %q", line)
			}
		}
	})
}

func FuzzRef_neverPanics(f *testing.F) {
	f.Add("ref: refs/heads/main\n")
	f.Add(one.String())
	f.Fuzz(func(t *testing.T, text string) {
		r := parseRef("HEAD", []byte(text))
		if r.Broken && (r.Symbolic() || !r.Hash.IsZero()) {
			t.Errorf("%q is broken and yet %+v", text, r)
		}
		_ = ValidName(text, true)
		_ = safe(text)
	})
}
