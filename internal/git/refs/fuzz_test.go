package refs

import (
	"slices"
	"testing"
)

// Packed refs that are read are written so that they are read the same.
func FuzzPackedRefs(f *testing.F) {
	f.Add("# pack-refs with: peeled fully-peeled sorted \n" +
		"ce013625030ba8dba906f756967f9e9ca394464a refs/heads/main\n" +
		"ce013625030ba8dba906f756967f9e9ca394464a refs/tags/v1\n^e69de29bb2d1d6434b8b29ae775ad8c2e48c5391\n")
	f.Add("^e69de29bb2d1d6434b8b29ae775ad8c2e48c5391\n")
	f.Add("ce01 refs/heads/main")
	f.Fuzz(func(t *testing.T, text string) {
		list, err := parsePacked(text)
		if err != nil {
			return
		}
		again, err := parsePacked(string(writePacked(list)))
		if err != nil || !slices.Equal(list, again) {
			t.Errorf("%q: %v became %v (%v)", text, list, again, err)
		}
	})
}

// A ref file is a hash, a name or broken; a log is read line by line, whatever stands in it.
func FuzzRefFile(f *testing.F) {
	f.Add("ref: refs/heads/main\n")
	f.Add("ce013625030ba8dba906f756967f9e9ca394464a\n")
	f.Add("0000000000000000000000000000000000000000 ce013625030ba8dba906f756967f9e9ca394464a A <a@b> 1 +0000\tcommit: x\n")
	f.Add("")
	f.Fuzz(func(t *testing.T, text string) {
		ref := parseRef("refs/heads/fuzz", []byte(text))
		if ref.Symbolic() && ref.Target == "" {
			t.Errorf("%q is symbolic and points nowhere", text)
		}
		for _, entry := range parseLog(text) {
			_ = entry.format("A <a@b> 1 +0000")
		}
		_, _ = ValidName(text, true), ValidBranch(text)
	})
}
