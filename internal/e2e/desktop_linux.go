package e2e

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
)

// Desktop is a display with a window manager, and nothing else on it.
type Desktop struct {
	t       testing.TB
	Display string // such as ":7"
}

// NewDesktop starts a display; it ends with the test.
func NewDesktop(t testing.TB) *Desktop {
	t.Helper()
	for _, tool := range []string{"Xvfb", "openbox", "xdotool", "import"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("%s is not installed: `make test` installs it on Debian and Ubuntu", tool)
		}
	}
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	server := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", "1440x900x24", "-nolisten", "tcp")
	server.ExtraFiles = []*os.File{write}
	start(t, server)
	if err := write.Close(); err != nil {
		t.Fatal(err)
	}
	number, err := bufio.NewReader(read).ReadString('\n')
	if err != nil {
		t.Fatalf("Xvfb names no display: %v", err)
	}
	d := &Desktop{t: t, Display: ":" + strings.TrimSpace(number)}
	wm := exec.Command("openbox", "--sm-disable")
	wm.Env = d.Env()
	start(t, wm)
	return d
}

// Env is this program's environment on the display.
func (d *Desktop) Env(more ...string) []string {
	return append(append(os.Environ(), "DISPLAY="+d.Display), more...)
}

// start runs a program in a process group of its own until the test ends.
func start(t testing.TB, cmd *exec.Cmd) {
	t.Helper()
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := cmd.Start(); err != nil {
		t.Fatalf("start %s: %v", cmd.Path, err)
	}
	t.Cleanup(func() {
		if err := syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL); err != nil && !errors.Is(err, syscall.ESRCH) {
			t.Errorf("end %s: %v", cmd.Path, err)
		}
		_ = cmd.Wait() // it was killed: the error is expected
	})
}

// Do runs xdotool.
func (d *Desktop) Do(args ...string) string {
	d.t.Helper()
	out, err := d.try(args...)
	if err != nil {
		d.t.Fatalf("xdotool %s: %v", strings.Join(args, " "), err)
	}
	return out
}

func (d *Desktop) try(args ...string) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, "xdotool", args...) //nolint:gosec // the test's own words
	cmd.Env = d.Env()
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("%w: %s", err, errs.String())
	}
	return strings.TrimSpace(out.String()), nil
}

// Window waits for a visible window by its title and gives its id.
func (d *Desktop) Window(title string) string {
	d.t.Helper()
	var id string
	d.Until(30*time.Second, "the window "+title, func() bool {
		out, err := d.try("search", "--onlyvisible", "--name", title)
		id = strings.TrimSpace(strings.SplitN(out, "\n", 2)[0])
		return err == nil && id != ""
	})
	return id
}

// Until waits for a condition.
func (d *Desktop) Until(limit time.Duration, what string, ok func() bool) {
	d.t.Helper()
	for deadline := time.Now().Add(limit); !ok(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			d.Screenshot("failed")
			d.t.Fatalf("waited %s in vain for %s", limit, what)
		}
	}
}

// Type types text as a person would, then Enter.
func (d *Desktop) Type(line string) {
	d.t.Helper()
	d.Do("type", "--delay", "8", "--", line)
	d.Do("key", "Return")
}

// Click clicks at a place within a window.
func (d *Desktop) Click(window string, x, y int) {
	d.t.Helper()
	d.Do("mousemove", "--window", window, fmt.Sprint(x), fmt.Sprint(y))
	d.Do("click", "1")
}

// Screenshot keeps a picture of the screen for a person to look at, in the
// folder that CAIRN_E2E_PICTURES names.
func (d *Desktop) Screenshot(name string) {
	d.t.Helper()
	dir := os.Getenv("CAIRN_E2E_PICTURES")
	if dir == "" {
		return
	}
	cmd := exec.Command("import", "-window", "root", dir+"/"+name+".png") //nolint:gosec // the test's own words
	cmd.Env = d.Env()
	if out, err := cmd.CombinedOutput(); err != nil {
		d.t.Errorf("picture %s: %v: %s", name, err, out)
	}
}
