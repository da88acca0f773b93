package diff

import (
	"sort"
	"strings"
)

// share is how much one file was changed.
type share struct {
	path   string
	damage int
}

// dirStat writes the folders' shares of all changes (git-diff(1) --dirstat).
func (f *formatter) dirStat(pairs []Pair) error {
	var shares []share
	for i := range pairs {
		p := &pairs[i]
		damage, err := f.damage(p)
		if err != nil {
			return err
		}
		if damage > 0 {
			shares = append(shares, share{p.New.Path, damage})
		}
	}
	f.dirShares(shares)
	return nil
}

func (f *formatter) damage(p *Pair) (int, error) {
	a, err := p.Old.content(f.o.Blobs)
	if err != nil {
		return 0, err
	}
	b, err := p.New.content(f.o.Blobs)
	if err != nil {
		return 0, err
	}
	if p.Old.Exists() && p.New.Exists() && string(a) == string(b) {
		return 0, nil
	}
	if f.o.DirStat.By == "files" {
		return 1, nil
	}
	if !p.Old.Exists() || !p.New.Exists() {
		return max(len(a)+len(b), 1), nil
	}
	copied, added := shared(spansOf(a), spansOf(b))
	return max(len(a)-copied+added, 1), nil
}

func (f *formatter) dirStatLines(stats []FileStat) {
	const lineBytes = 64 // what counts as a line in a binary file
	var shares []share
	for _, s := range stats {
		damage := s.Added + s.Deleted
		if s.Binary {
			damage = (damage + lineBytes - 1) / lineBytes
		}
		if damage > 0 {
			shares = append(shares, share{s.Pair.New.Path, damage})
		}
	}
	f.dirShares(shares)
}

func (f *formatter) dirShares(shares []share) {
	sort.SliceStable(shares, func(i, j int) bool { return shares[i].path < shares[j].path })
	d := dirSummer{f: f, rest: shares}
	for _, s := range shares {
		d.all += s.damage
	}
	if d.all > 0 {
		d.sum("")
	}
}

type dirSummer struct {
	f    *formatter
	rest []share
	all  int
}

// sum adds up what lies below a folder and writes the folder if its share is
// large enough; what is written does not count for the folders above.
func (d *dirSummer) sum(base string) int {
	const perMille = 1000
	o := d.f.o.DirStat
	total, sources := 0, 0
	for len(d.rest) > 0 && strings.HasPrefix(d.rest[0].path, base) {
		first := d.rest[0]
		if slash := strings.IndexByte(first.path[len(base):], '/'); slash >= 0 {
			total += d.sum(first.path[:len(base)+slash+1])
			sources++
			continue
		}
		total += first.damage
		d.rest = d.rest[1:]
		sources += 2
	}
	if base == "" || sources == 1 || total == 0 {
		return total
	}
	if part := total * perMille / d.all; part >= o.PerMille {
		d.f.printf("%4d.%01d%% %s\n", part/10, part%10, base)
		if !o.Cumulative {
			return 0
		}
	}
	return total
}
