package diff

// leastBreakSize: smaller files are never taken for rewritten.
const leastBreakSize = 400

// breakRewrites splits a modified file of which little is left into a deletion
// and an addition, so that both can take part in renames (-B).
func (o *Options) breakRewrites(pairs []Pair) ([]Pair, error) {
	var out []Pair
	for _, p := range pairs {
		if p.Status == Unmerged || !p.Old.Exists() || !p.New.Exists() || p.Old.isSubmodule() || p.New.isSubmodule() {
			out = append(out, p)
			continue
		}
		split, score, err := o.isRewrite(&p)
		if err != nil {
			return nil, err
		}
		if !split {
			out = append(out, p)
			continue
		}
		if score < o.MergeScore {
			score = 0
		}
		gone, come := NewPair(p.Old, Absent(p.New.Path)), NewPair(Absent(p.Old.Path), p.New)
		gone.broken, come.broken = true, true
		gone.Score, come.Score = score, score
		out = append(out, gone, come)
	}
	return out, nil
}

func (o *Options) isRewrite(p *Pair) (split bool, score int, err error) {
	if p.Old.isRegular() != p.New.isRegular() {
		return true, MaxScore, nil
	}
	a, err := p.Old.content(o.Blobs)
	if err != nil {
		return false, 0, err
	}
	b, err := p.New.content(o.Blobs)
	if err != nil || string(a) == string(b) || max(len(a), len(b)) < leastBreakSize || len(a) == 0 {
		return false, 0, err
	}
	copied, added := shared(spansOf(a), spansOf(b))
	copied = min(copied, len(a))
	if len(b) < added+copied {
		added = max(len(b)-copied, 0)
	}
	removed := len(a) - copied
	score = removed * MaxScore / len(a)
	if score > o.BreakScore {
		return true, score, nil
	}
	if (removed+added)*MaxScore/max(len(a), len(b)) < o.BreakScore {
		return false, 0, nil
	}
	const fewTimes = 20
	if len(a)*o.BreakScore < removed*MaxScore && added*fewTimes < removed && added*fewTimes < copied {
		return false, 0, nil
	}
	return true, score, nil
}

// mergeBroken puts the halves together that found no other partner.
func mergeBroken(pairs []Pair) []Pair {
	var out []Pair
	merged := map[int]bool{}
	var stay []*File
	for i := range pairs {
		if merged[i] {
			continue
		}
		p := pairs[i]
		if p.broken && p.Old.Path == p.New.Path && p.Old.Exists() != p.New.Exists() {
			if j := counterpart(pairs, i); j > 0 {
				merged[j] = true
				q := pairs[j]
				before, after := p.Old, q.New
				if !before.Exists() {
					before, after = q.Old, p.New
				}
				whole := NewPair(before, after)
				whole.Score, whole.Rewrite = p.Score, p.Score > 0
				stay = append(stay, before)
				out = append(out, whole)
				continue
			}
		}
		out = append(out, p)
	}
	for _, f := range stay {
		stillThere(out, f)
	}
	return out
}

// stillThere makes the renames of a file copies: the file stays.
func stillThere(pairs []Pair, f *File) {
	for i := range pairs {
		if pairs[i].Old == f && pairs[i].renamedN > 0 {
			pairs[i].renamedN++
		}
	}
}

func counterpart(pairs []Pair, at int) int {
	for j := at + 1; j < len(pairs); j++ {
		q := &pairs[j]
		if q.broken && q.Old.Path == q.New.Path && q.New.Path == pairs[at].New.Path && q.Old.Exists() != q.New.Exists() {
			return j
		}
	}
	return 0
}
