package main

import (
	"fmt"
	"strings"
)

// repository is one that is measured on: the fast-import stream that makes it, and the commands.
type repository struct {
	name   string
	stream func() string
	cases  []benchCase
}

// benchCase is one command. Before each timed run, real git brings the repository into the same condition.
type benchCase struct {
	name   string
	args   []string
	before string  // shell line, not timed
	wanted float64 // whole process ÷ git; 0 where only the call in process is judged
}

// size of the big repositories.
const many = 10_000

func repositories() []repository {
	return []repository{
		{name: "practice", stream: practiceStream, cases: cases(0, "src/file-1.txt")},
		{name: "files", stream: filesStream, cases: cases(1, "dir-00/file-0001.txt")},
		{name: "history", stream: historyStream, cases: cases(1, "src/file-1.txt")},
	}
}

// cases are the same everywhere: path is a file with a history, topic a branch that merges without conflict.
func cases(wanted float64, path string) []benchCase {
	blame := wanted * 1.5
	return []benchCase{
		{"status", []string{"status"}, "", wanted},
		{"status, a change", []string{"status", "-s"}, "echo more >>" + path, wanted},
		{"add", []string{"add", path}, "git reset -q --hard; echo $$ >>" + path, wanted},
		{"add -A", []string{"add", "-A"}, "git reset -q --hard; echo $$ >>" + path, wanted},
		{"commit", []string{"commit", "-m", "x"}, "git reset -q --hard main-was; echo $$ >>" + path + "; git add " + path, wanted},
		{"log", []string{"log"}, "git reset -q --hard main-was", wanted},
		{"log --oneline --graph", []string{"log", "--oneline", "--graph", "--all"}, "", wanted},
		{"log PATH", []string{"log", "--oneline", "--", path}, "", wanted},
		{"diff", []string{"diff"}, "echo more >>" + path, wanted},
		{"diff A B", []string{"diff", "main~1", "topic"}, "git reset -q --hard", wanted},
		{"switch", []string{"switch", "topic"}, "git switch -q main", wanted},
		{"merge", []string{"merge", "--no-ff", "-m", "x", "topic"}, "git switch -q main; git reset -q --hard main-was", wanted},
		{"merge-base", []string{"merge-base", "main", "topic"}, "git reset -q --hard main-was", wanted},
		{"blame", []string{"blame", path}, "", blame},
		{"branch", []string{"branch", "-v"}, "", wanted},
		{"show", []string{"show"}, "", wanted},
	}
}

func (r repository) chosen(only string) bool {
	for _, c := range r.cases {
		if strings.Contains(r.name+"/"+c.name, only) {
			return true
		}
	}
	return false
}

// stream writes git fast-import's input.
type stream struct {
	strings.Builder
	clock int
}

// commit begins a commit on a branch; from is its parent where the branch is new, merge another parent.
func (s *stream) commit(branch, from, merge, subject string) {
	s.clock += 60
	fmt.Fprintf(s, "commit refs/heads/%s\n", branch)
	for _, who := range []string{"author", "committer"} {
		fmt.Fprintf(s, "%s Ada Lovelace <ada@example.org> %d +0000\n", who, 1_600_000_000+s.clock)
	}
	s.data(subject + "\n")
	if from != "" {
		fmt.Fprintf(s, "from refs/heads/%s\n", from)
	}
	if merge != "" {
		fmt.Fprintf(s, "merge refs/heads/%s\n", merge)
	}
}

func (s *stream) data(text string) { fmt.Fprintf(s, "data %d\n%s\n", len(text), text) }

func (s *stream) file(path, text string) {
	fmt.Fprintf(s, "M 100644 inline %s\n", path)
	s.data(text)
}

// lines is a text of n lines, one of which changes with the version.
func lines(name string, n, version int) string {
	var text strings.Builder
	for i := range n {
		fmt.Fprintf(&text, "%s line %d version %d\n", name, i, (version+n-1-i)/n)
	}
	return text.String()
}

// practiceStream is what a learner has after an exercise: 30 commits, 6 files, a branch.
func practiceStream() string { return grow(30, 6) }

// filesStream is two commits of 10,000 files in 100 folders, and a branch that changes ten of them.
func filesStream() string {
	s := &stream{}
	s.commit("main", "", "", "Begin")
	for i := range many {
		s.file(filePath(i), lines("f", 10, i))
	}
	s.commit("main", "", "", "Change one")
	s.file(filePath(5), lines("f", 10, 6))
	s.commit("topic", "main", "", "Change ten")
	for i := range 10 {
		s.file(filePath(i*997+7), lines("f", 10, i*997+9))
	}
	s.commit("main", "", "", "Change another")
	s.file(filePath(6), lines("f", 10, 8))
	return s.String()
}

func filePath(i int) string { return fmt.Sprintf("dir-%02d/file-%04d.txt", i/100, i) }

// historyStream is 10,000 commits over 40 files, with a merge every fifty.
func historyStream() string { return grow(many, 40) }

// grow makes a history of n commits over some files: main, side branches that are merged, and topic, which is not.
func grow(n, files int) string {
	s := &stream{}
	s.commit("main", "", "", "Begin")
	for f := range files {
		s.file(fmt.Sprintf("src/file-%d.txt", f), lines("f", 200, 0))
	}
	for i := 1; i < n; i++ {
		path := fmt.Sprintf("src/file-%d.txt", i%files)
		switch {
		case i%50 == 48:
			s.commit("side", "main", "", fmt.Sprintf("Side work %d", i))
			s.file(fmt.Sprintf("side/file-%d.txt", i%7), lines("s", 20, i))
		case i%50 == 49:
			s.commit("main", "", "side", fmt.Sprintf("Merge side %d", i))
			s.file(fmt.Sprintf("side/file-%d.txt", (i-1)%7), lines("s", 20, i-1))
		default:
			s.commit("main", "", "", fmt.Sprintf("Change %d", i))
			s.file(path, lines("f", 200, i/files))
		}
	}
	s.commit("topic", "main", "", "Topic work")
	s.file("topic.txt", lines("t", 20, 1))
	s.commit("main", "", "", "Last change")
	s.file("src/last.txt", lines("l", 20, 1))
	return s.String()
}
