package diff

import (
	"bytes"
	"regexp"

	"cairn/internal/git/diff/lines"
	"cairn/internal/git/wildmatch"
)

// pickaxe keeps the pairs in which a string comes or goes (-S, -G).
func (o *Options) pickaxe(pairs []Pair) ([]Pair, error) {
	if o.Pickaxe == nil {
		return pairs, nil
	}
	var out []Pair
	for i := range pairs {
		hit, err := o.picks(&pairs[i])
		if err != nil {
			return nil, err
		}
		if !hit {
			continue
		}
		if o.Pickaxe.All {
			return pairs, nil
		}
		out = append(out, pairs[i])
	}
	return out, nil
}

func (o *Options) picks(p *Pair) (bool, error) {
	if p.Status == Unmerged {
		return false, nil
	}
	if want := o.Pickaxe.Object; !want.IsZero() {
		return p.Old.hash(o) == want || p.New.hash(o) == want, nil
	}
	if p.isFolder() {
		return false, &FolderError{}
	}
	a, err := p.Old.content(o.Blobs)
	if err != nil {
		return false, err
	}
	b, err := p.New.content(o.Blobs)
	if err != nil || bytes.Equal(a, b) && p.Old.Exists() == p.New.Exists() {
		return false, err
	}
	if !o.Pickaxe.InDiff {
		return o.occurrences(a) != o.occurrences(b), nil
	}
	if !o.Text && (looksBinary(a) || looksBinary(b)) {
		return false, nil
	}
	return changedLineMatches(a, b, o.Lines, o.Pickaxe.Regex), nil
}

// FolderError says that -S and -G were to look for text in a folder.
type FolderError struct{}

func (*FolderError) Error() string { return "unable to read files to diff" }

func (o *Options) occurrences(data []byte) int {
	x := o.Pickaxe
	if x.Regex == nil {
		if x.Needle == "" {
			return 0
		}
		return bytes.Count(data, []byte(x.Needle))
	}
	n := 0
	for len(data) > 0 {
		at := x.Regex.FindIndex(data)
		if at == nil {
			break
		}
		n++
		next := at[1]
		if at[0] == at[1] {
			next++
		}
		if next > len(data) {
			break
		}
		data = data[next:]
	}
	return n
}

func changedLineMatches(a, b []byte, lo lines.Options, re *regexp.Regexp) bool {
	before, after := lines.Split(a), lines.Split(b)
	match := func(text []string) bool {
		for _, l := range text {
			if re.MatchString(string(bytes.TrimSuffix([]byte(l), []byte("\n")))) {
				return true
			}
		}
		return false
	}
	for _, c := range lines.Compare(before, after, lo) {
		if match(before[c.OldStart:c.OldEnd()]) || match(after[c.NewStart:c.NewEnd()]) {
			return true
		}
	}
	return false
}

func matchOrder(pattern, path string) bool { return wildmatch.Match(pattern, path, 0) }
