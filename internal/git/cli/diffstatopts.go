package cli

import (
	"math"
	"strconv"
	"strings"

	"cairn/internal/git/diff"
)

// statOption handles --stat, --dirstat and their parameters.
func (r *diffReader) statOption(g *given) (string, bool) {
	o := r.o
	switch g.opt.key() {
	case "stat":
		r.show(diff.Stat)
		return r.statSize(g.value), true
	case "stat-width":
		r.show(diff.Stat)
		o.Stat.Width, _ = strconv.Atoi(g.value)
	case "stat-name-width":
		r.show(diff.Stat)
		o.Stat.NameWidth, _ = strconv.Atoi(g.value)
	case "stat-graph-width":
		r.show(diff.Stat)
		o.Stat.GraphWidth, _ = strconv.Atoi(g.value)
	case "stat-count":
		r.show(diff.Stat)
		o.Stat.Count, _ = strconv.Atoi(g.value)
	case "compact-summary":
		o.CompactSummary = !g.off
		if !g.off {
			r.show(diff.Stat)
		}
	case "dirstat":
		r.show(diff.DirStat)
		return r.dirStat(g.value), true
	case "dirstat-by-file":
		r.show(diff.DirStat)
		o.DirStat.By = "files"
		return r.dirStat(g.value), true
	case "cumulative":
		r.show(diff.DirStat)
		o.DirStat.Cumulative = true
	default:
		return "", false
	}
	return "", true
}

func (r *diffReader) statSize(value string) string {
	if value == "" {
		return ""
	}
	targets := []*int{&r.o.Stat.Width, &r.o.Stat.NameWidth, &r.o.Stat.Count}
	for i, part := range strings.Split(value, ",") {
		n, err := strconv.Atoi(part)
		if i >= len(targets) || err != nil && part != "" {
			return "invalid --stat value: " + value
		}
		if part != "" {
			*targets[i] = n
		}
	}
	return ""
}

func (r *diffReader) dirStat(value string) string {
	if faults := r.dirStatWords(value); faults != "" {
		return fatalFault + "Failed to parse --dirstat/-X option parameter:\n" + faults
	}
	return ""
}

// dirStatWords reads parameters and lists those that it does not know.
func (r *diffReader) dirStatWords(value string) (faults string) {
	d := &r.o.DirStat
	for _, word := range strings.FieldsFunc(value, func(c rune) bool { return c == ',' }) {
		switch word {
		case "changes", "lines", "files":
			d.By = word
		case "cumulative":
			d.Cumulative = true
		case "noncumulative":
			d.Cumulative = false
		default:
			share, err := strconv.ParseFloat(word, 64)
			if err != nil && word[0] >= '0' && word[0] <= '9' {
				faults += "  Failed to parse dirstat cut-off percentage '" + word + "'\n"
				continue
			}
			if err != nil || math.IsNaN(share) {
				faults += "  Unknown dirstat parameter '" + word + "'\n"
				continue
			}
			d.PerMille = int(share * 10)
		}
	}
	return faults
}

// detection handles renames, copies and rewrites.
func (r *diffReader) detection(g *given) (string, bool) {
	o := r.o
	switch g.opt.key() {
	case "break-rewrites":
		o.Break = true
		first, second, both := strings.Cut(g.value, "/")
		if first != "" && !score(first, &o.BreakScore) || both && !score(second, &o.MergeScore) {
			return "break-rewrites expects <n>/<m> form", true
		}
	case "find-renames":
		if g.value != "" && !score(g.value, &o.MinScore) {
			return "invalid argument to find-renames", true
		}
		o.Detect = diff.Renames
	case "find-copies":
		if g.value != "" && !score(g.value, &o.MinScore) {
			return "invalid argument to find-copies", true
		}
		if o.Detect == diff.Copies {
			o.CopiesHarder = true
		}
		o.Detect = diff.Copies
	case "find-copies-harder":
		o.CopiesHarder = !g.off
		if !g.off {
			o.Detect = diff.Copies
		}
	case "no-renames":
		o.Detect = diff.NoRenames
	case "rename-empty":
		o.SkipEmpty = g.off
	case "irreversible-delete":
		o.IrreversibleDelete = true
	case "l":
		o.RenameLimit, _ = strconv.Atoi(g.value)
	default:
		return "", false
	}
	return "", true
}

// score reads a similarity: 50%, 5 (.5), 075 (.075).
func score(text string, out *int) bool {
	digits, percent := strings.CutSuffix(text, "%")
	number, scale := 0.0, 1.0
	dot := false
	for _, c := range digits {
		switch {
		case c == '.' && !dot:
			dot, scale = true, 1
		case c >= '0' && c <= '9':
			if scale < 100000 {
				scale *= 10
				number = number*10 + float64(c-'0')
			}
		default:
			return false
		}
	}
	if percent {
		if !dot {
			scale = 100
		} else {
			scale *= 100
		}
	}
	*out = diff.MaxScore
	if number < scale {
		*out = int(float64(diff.MaxScore) * number / scale)
	}
	return true
}
