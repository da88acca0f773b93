package difftest

import (
	"fmt"
	"path/filepath"
	"slices"
	"sort"
	"strings"
)

// maxReports is how many lines with differences are told; later ones mostly follow from the first.
const maxReports = 4

// usageExit is how Git ends when it did not understand its arguments.
const usageExit = 129

// comparison holds what a report needs.
type comparison struct {
	script Script
	text   bool
	// foreign leaves out what is another system's own; see Params.
	foreign bool
	twin    string // the twins' path, told as $TWIN
	// losses ends the comparison, without a difference, where git deletes untracked files; see loss.go.
	losses bool
}

// compare says in words all that differs, or nothing.
func (c comparison) compare(real, ours []record, realEnd, oursEnd end) string {
	var report strings.Builder
	reports := 0
	for i, step := range c.script.Steps {
		if i >= len(ours) {
			break
		}
		found, fatal := c.line(step, real[i], ours[i])
		if found == "" {
			continue
		}
		if c.losses && i > 0 && onlyGitLost(real[i-1].state, real[i], ours[i]) {
			return report.String() // what follows stands on different ground
		}
		fmt.Fprintf(&report, "%s:%d: %s\n%s", c.script.Name, step.Line, step.Text, found)
		if reports++; fatal || reports == maxReports {
			return report.String() // what follows is ruled by this difference
		}
	}
	if !c.foreign || !configIsBroken(realEnd.Fsck) {
		c.ends(&report, "git fsck", realEnd.Fsck, soundness(oursEnd.Fsck, realEnd.Fsck))
	}
	if c.foreign {
		return report.String()
	}
	c.ends(&report, StatDataDiffers, realEnd.Files, oursEnd.Files)
	c.ends(&report, "git status", realEnd.Status, oursEnd.Status)
	return report.String()
}

// line compares one line's two records; fatal says that all later lines stand on different ground.
func (c comparison) line(step Step, real, ours record) (found string, fatal bool) {
	var report strings.Builder
	if ours.err != nil {
		return fmt.Sprintf("  engine: %v\n%s", ours.err, indent("stderr", ours.stderr)), true
	}
	if real.exit != ours.exit {
		fmt.Fprintf(&report, "  exit code: git %d, engine %d\n", real.exit, ours.exit)
	}
	if c.text && !step.NoStdout || real.exit != ours.exit {
		report.WriteString(c.differ("stdout", real.stdout, ours.stdout))
	}
	if c.text && !step.NoStderr || real.exit != ours.exit {
		report.WriteString(c.differ("stderr", beforeUsage(real), beforeUsage(ours)))
	}
	if !step.NoState {
		if states := c.states(real.state, ours.state); states != "" {
			report.WriteString(states)
			if report.Len() == len(states) {
				report.WriteString(indent("stderr", ours.stderr))
			}
			fatal = true
		}
	}
	return report.String(), fatal
}

// beforeUsage is stderr without a usage text: it lists options, and the engine has fewer.
func beforeUsage(r record) string {
	if r.exit != usageExit {
		return r.stderr
	}
	if strings.HasPrefix(r.stderr, "usage: ") {
		return "usage: ...\n"
	}
	before, _, found := strings.Cut(r.stderr, "\nusage: ")
	if found {
		before += "\nusage: ...\n"
	}
	return before
}

// states compares two states key by key.
func (c comparison) states(real, ours State) string {
	var report strings.Builder
	for _, key := range keysOf(real, ours) {
		realText, inReal := real[key]
		oursText, inOurs := ours[key]
		if c.foreign {
			realText, oursText = c.ofAnyDisk(key, realText), c.ofAnyDisk(key, oursText)
		}
		switch {
		case !inOurs:
			fmt.Fprintf(&report, "  state %s: only with git\n%s", key, indent("git", c.short(realText)))
		case !inReal:
			fmt.Fprintf(&report, "  state %s: only with the engine\n%s", key, indent("engine", c.short(oursText)))
		default:
			report.WriteString(c.differ("state "+key, realText, oursText))
		}
	}
	return report.String()
}

// keysOf lists what is in either state, sorted.
func keysOf(real, ours State) []string {
	keys := make([]string, 0, len(real))
	for key := range real {
		keys = append(keys, key)
	}
	for key := range ours {
		if _, both := real[key]; !both {
			keys = append(keys, key)
		}
	}
	sort.Strings(keys)
	return keys
}

// StatDataDiffers begins a report that tells of nothing else before it.
const StatDataDiffers = "git diff-files (stat data)"

// ends compares what real git says of both twins at the end.
func (c comparison) ends(report *strings.Builder, what string, real, ours map[string]string) {
	for repository, text := range real {
		if other, ok := ours[repository]; ok {
			report.WriteString(c.differ(what+" at the end in "+repository, text, other))
		}
	}
}

// soundness is what fsck says of the engine's twins, taken to be as git's where git's are worse: the engine may keep
// objects that Git leaves out.
func soundness(ours, real map[string]string) map[string]string {
	judged := map[string]string{}
	for repository, text := range ours {
		judged[repository] = text
		known := strings.Split(real[repository], "\n")
		sound := !slices.ContainsFunc(strings.Split(text, "\n"), func(line string) bool { return !slices.Contains(known, line) })
		if sound {
			judged[repository] = real[repository]
		}
	}
	return judged
}

// differ shows two texts where they part.
func (c comparison) differ(what, real, ours string) string {
	if real == ours {
		return ""
	}
	if real, ours = c.plain(real), c.plain(ours); real == ours {
		return ""
	}
	a, b := strings.SplitAfter(real, "\n"), strings.SplitAfter(ours, "\n")
	from := 0
	for from < len(a) && from < len(b) && a[from] == b[from] {
		from++
	}
	endA, endB := len(a), len(b)
	for endA > from && endB > from && a[endA-1] == b[endB-1] {
		endA, endB = endA-1, endB-1
	}
	var report strings.Builder
	fmt.Fprintf(&report, "  %s differs", what)
	if from > 0 {
		fmt.Fprintf(&report, " from line %d on", from+1)
	}
	report.WriteString(":\n")
	before := max(0, from-2)
	report.WriteString(indent("both", strings.Join(a[before:from], "")))
	report.WriteString(indent("git", c.short(strings.Join(a[from:endA], ""))))
	report.WriteString(indent("engine", c.short(strings.Join(b[from:endB], ""))))
	return report.String()
}

// plain puts names in place of what is another one each time. The shell names the file of its line in what it complains of.
func (c comparison) plain(text string) string {
	job := filepath.Join(filepath.Dir(c.twin), "job-")
	text = strings.NewReplacer(c.twin, "$TWIN", job+"real", "$JOB", job+"ours", "$JOB").Replace(text)
	return withoutTemporary(text)
}

// withoutTemporary hides the random names of the temporary files of an octopus merge, which come up in its conflict
// markers and errors.
func withoutTemporary(text string) string {
	const temporary, random = ".merge_file_", len("a1B2c3")
	parts := strings.Split(text, temporary)
	for i := 1; i < len(parts); i++ {
		if len(parts[i]) >= random {
			parts[i] = "XXXXXX" + parts[i][random:]
		}
	}
	return strings.Join(parts, temporary)
}

// short keeps a report readable.
func (c comparison) short(text string) string {
	const most = 3000
	if len(text) > most {
		return text[:most] + fmt.Sprintf("... (%d bytes more)\n", len(text)-most)
	}
	return text
}

// indent sets who said it before every line, and shows a missing newline at the end.
func indent(who, text string) string {
	if text == "" {
		return ""
	}
	var out strings.Builder
	for line := range strings.Lines(text) {
		end := ""
		if !strings.HasSuffix(line, "\n") {
			end = "⏎missing\n"
		}
		fmt.Fprintf(&out, "    %6s| %s%s", who, line, end)
	}
	return out.String()
}
