package refs

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
)

// MayHave tells, without reading every ref, whether there can be refs below a
// folder. Every command asks this of refs/replace/, and hardly ever is
// there one.
func (s *Store) MayHave(folder string) bool {
	if !safe(folder + "x") {
		return false
	}
	if _, err := os.Lstat(s.path(strings.TrimSuffix(folder, "/"))); err == nil {
		return true
	}
	s.mu.Lock()
	known := s.packed
	s.mu.Unlock()
	if known != nil {
		return len(known.withPrefix(folder)) > 0
	}
	text, err := os.ReadFile(filepath.Join(s.p.CommonDir, "packed-refs"))
	return err == nil && bytes.Contains(text, []byte(" "+folder))
}
