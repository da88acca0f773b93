package difftest_test

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

func TestFault_aFullDiskLosesNothing(t *testing.T) {
	t.Parallel()
	for _, c := range killed {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			newVictim(t, c.before, c.command).failEach(t, unix.ENOSPC, true, *every)
		})
	}
}

func TestFault_aRefusedChangeLosesNothing(t *testing.T) {
	t.Parallel()
	for _, c := range killed {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			newVictim(t, c.before, c.command).failEach(t, unix.EACCES, false, 2**every-1)
		})
	}
}

// failEach lets every so many changes of the command fail, one a run.
func (v *victim) failEach(t *testing.T, fault unix.Errno, forever bool, step int) {
	t.Helper()
	for n := 1; ; n += step {
		v.shell(t, "", "rm -rf run && cp -a start run")
		said, err := os.Create(v.path("said"))
		if err != nil {
			t.Fatal(err)
		}
		p := v.program()
		p.said = said
		call, exit, err := failAt(t, p, n, fault, forever)
		_ = said.Close()
		if errors.Is(err, errNoTrace) {
			t.Skip(err)
		}
		if err != nil {
			t.Fatal(err)
		}
		if call == "" {
			return
		}
		words, err := os.ReadFile(v.path("said"))
		if err != nil {
			t.Fatal(err)
		}
		v.judgeFault(t, n, call, exit, string(words))
	}
}

// judgeFault holds what a command left that could not go on to the promises of one that was killed, and to more: it says
// that it failed, and takes its locks with it.
func (v *victim) judgeFault(t *testing.T, n int, call string, exit int, words string) {
	t.Helper()
	failed := func(format string, args ...any) {
		t.Helper()
		t.Errorf("change %d (%s) failed, exit %d: %s\n%s", n, call, exit, fmt.Sprintf(format, args...), words)
	}
	left := v.state(t)
	for key, text := range left {
		grown := strings.Contains(key, "/logs/") && strings.HasPrefix(text, v.before[key]) // a way back is recorded, too
		if strings.HasSuffix(key, ".lock") && call != "unlink" || !grown && !v.allowed(key, text) {
			failed("%s is neither as before nor as after:\n%s", key, text)
		}
	}
	for key := range v.before {
		if _, kept := left[key]; !kept && v.after[key] != "" {
			failed("%s is gone", key)
		}
	}
	told := strings.Contains(words, "error: ") // HEAD moves even where reflog or ORIG_HEAD cannot be written, as in Git
	for key, text := range v.after {
		if exit == 0 && left[key] != text && text != "empty folder" && !strings.HasSuffix(key, "/COMMIT_EDITMSG") &&
			!(told && (strings.Contains(key, "/logs/") || strings.HasSuffix(key, "/ORIG_HEAD"))) {
			failed("without an error %s is\n%s", key, left[key])
		}
	}
	if exit != 0 && words == "" || exit < 0 || strings.Contains(words, "goroutine ") {
		failed("it does not say so")
	}
	if v.born && v.shell(t, "run", "git rev-parse -q --verify HEAD || true") == "" {
		failed("HEAD names no commit")
	}
	if said := v.fsck(t); said != "" {
		failed("git fsck says:\n%s", said)
	}
}
