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

// Display is a virtual display.
type Display struct {
	Name     string // such as ":7"
	programs []*exec.Cmd
}

// StartDisplay starts a display, with a window manager on it if wanted. More arguments go to Xvfb.
func StartDisplay(ctx context.Context, manager bool, more ...string) (*Display, error) {
	read, write, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	args := append([]string{"-displayfd", "3", "-screen", "0", "1440x900x24", "-nolisten", "tcp", "-noreset"}, more...)
	server := exec.CommandContext(ctx, "Xvfb", args...)
	server.ExtraFiles = []*os.File{write}
	d := &Display{}
	err = errors.Join(d.start(server), write.Close())
	if err != nil {
		return nil, fmt.Errorf("start Xvfb: %w", err)
	}
	number, err := bufio.NewReader(read).ReadString('\n')
	if err = errors.Join(err, read.Close()); err != nil {
		d.Stop()
		return nil, fmt.Errorf("the display gives no name: %w", err)
	}
	d.Name = ":" + strings.TrimSpace(number)
	if !manager {
		return d, nil
	}
	wm := exec.CommandContext(ctx, "openbox", "--sm-disable")
	wm.Env = append(os.Environ(), "DISPLAY="+d.Name)
	if err := d.start(wm); err != nil {
		d.Stop()
		return nil, fmt.Errorf("start openbox: %w", err)
	}
	return d, nil
}

// start runs a program in a process group of its own until Stop.
func (d *Display) start(cmd *exec.Cmd) error {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := cmd.Start(); err != nil {
		return err
	}
	d.programs = append(d.programs, cmd)
	return nil
}

// Stop ends the display and all programs that were started on it.
func (d *Display) Stop() {
	for i := len(d.programs) - 1; i >= 0; i-- {
		p := d.programs[i]
		_ = syscall.Kill(-p.Process.Pid, syscall.SIGKILL) // it may be gone already
		_ = p.Wait()                                      // it was killed: the error is expected
	}
}

// Desktop is a display with a window manager, for a test.
type Desktop struct {
	*Display
	t testing.TB
}

// NewDesktop starts a display; it ends with the test. More arguments go to Xvfb.
func NewDesktop(t testing.TB, more ...string) *Desktop {
	t.Helper()
	for _, tool := range []string{"Xvfb", "openbox", "xdotool", "import"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("%s is not installed: `make test` installs it on Debian and Ubuntu", tool)
		}
	}
	d, err := StartDisplay(context.WithoutCancel(t.Context()), true, more...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.Stop)
	return &Desktop{Display: d, t: t}
}

// Env is this program's environment on the display.
func (d *Desktop) Env(more ...string) []string {
	return append(append(os.Environ(), "DISPLAY="+d.Name), more...)
}

// Run starts a program that ends with the test.
func (d *Desktop) Run(cmd *exec.Cmd) {
	d.t.Helper()
	if err := d.start(cmd); err != nil {
		d.t.Fatalf("start %s: %v", cmd.Path, err)
	}
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
	cmd := exec.CommandContext(ctx, "xdotool", args...)
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
	cmd := exec.Command("import", "-window", "root", dir+"/"+name+".png")
	cmd.Env = d.Env()
	if out, err := cmd.CombinedOutput(); err != nil {
		d.t.Errorf("picture %s: %v: %s", name, err, out)
	}
}
