package e2e

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"cairn/internal/course"
	"cairn/internal/goal/goaltest"
	"cairn/internal/practice"
)

// builtIn finds an exercise of the built-in pack.
func builtIn(t *testing.T, slug course.Slug) *course.Exercise {
	t.Helper()
	p := goaltest.BuiltIn(t)
	for i := range p.Exercises {
		if p.Exercises[i].Slug == slug {
			return &p.Exercises[i]
		}
	}
	t.Fatalf("the built-in pack has no exercise %q", slug)
	return nil
}

// lessonOf finds a lesson of the built-in pack.
func lessonOf(t *testing.T, slug course.Slug) *course.Lesson {
	t.Helper()
	p := goaltest.BuiltIn(t)
	for i := range p.Lessons {
		if p.Lessons[i].Slug == slug {
			return &p.Lessons[i]
		}
	}
	t.Fatalf("the built-in pack has no lesson %q", slug)
	return nil
}

func solutionLines(e *course.Exercise) []string { return practice.Lines(e.Solution) }

// cpuTicks is the processor time that a process has used, user and system, in
// clock ticks: fields 14 and 15 of /proc/PID/stat (proc(5)).
func cpuTicks(t *testing.T, pid int) int {
	t.Helper()
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		t.Fatal(err)
	}
	_, after, ok := strings.Cut(string(raw), ") ")
	fields := strings.Fields(after)
	if !ok || len(fields) < 13 {
		t.Fatalf("an odd /proc/%d/stat: %s", pid, raw)
	}
	total := 0
	for _, f := range fields[11:13] {
		n, err := strconv.Atoi(f)
		if err != nil {
			t.Fatal(err)
		}
		total += n
	}
	return total
}
