package difftest_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// changes are the system calls by which a program changes the disk. Opening counts when it creates or empties; writing
// counts twice: cut off before the first byte, and half way.
var changes = map[uint64]string{
	unix.SYS_OPEN: "open", unix.SYS_OPENAT: "openat", unix.SYS_CREAT: "creat",
	unix.SYS_WRITE: "write", unix.SYS_PWRITE64: "pwrite", unix.SYS_WRITEV: "writev",
	unix.SYS_RENAME: "rename", unix.SYS_RENAMEAT: "rename", unix.SYS_RENAMEAT2: "rename",
	unix.SYS_UNLINK: "unlink", unix.SYS_UNLINKAT: "unlink", unix.SYS_RMDIR: "rmdir",
	unix.SYS_MKDIR: "mkdir", unix.SYS_MKDIRAT: "mkdir", unix.SYS_LINK: "link", unix.SYS_LINKAT: "link",
	unix.SYS_SYMLINK: "symlink", unix.SYS_SYMLINKAT: "symlink", unix.SYS_TRUNCATE: "truncate", unix.SYS_FTRUNCATE: "truncate",
	unix.SYS_CHMOD: "chmod", unix.SYS_FCHMOD: "chmod", unix.SYS_FCHMODAT: "chmod", unix.SYS_UTIMENSAT: "utimes",
	unix.SYS_FALLOCATE: "fallocate", unix.SYS_COPY_FILE_RANGE: "copy",
}

// errNoTrace says that this machine does not let a program trace another.
var errNoTrace = errors.New("ptrace is not allowed here")

// full are the changes that a full disk refuses.
var full = map[string]bool{
	"open": true, "openat": true, "creat": true, "write": true, "pwrite": true, "writev": true, "mkdir": true,
	"symlink": true, "link": true, "fallocate": true, "copy": true,
}

// traced is one program whose changes to the disk are watched.
type traced struct {
	root string // only what is written below it counts
	dir  string
	env  []string
	argv []string
	said *os.File // what it prints; nil: nowhere
}

// tracer kills one program before one of its changes to the disk, or lets that change fail.
type tracer struct {
	root    string
	limit   int        // the change that is chosen, from 1
	fault   unix.Errno // what the change fails with; 0: the program is killed
	forever bool       // only what a full disk refuses is counted, and from that change on all of it fails
	seen    int
	call    string // the change that was chosen
	pid     int
	half    bool         // the program is inside a write that was cut in half
	failing map[int]bool // threads inside a call that is to fail
	exit    int          // how the program ended
}

// killAt runs a program and kills it at its n-th change. Call is empty when it ended before by itself.
func killAt(t *testing.T, p traced, n int) (call string, err error) {
	t.Helper()
	tr := &tracer{limit: n}
	err = tr.run(t, p)
	return tr.call, err
}

// failAt runs a program whose n-th change fails; with forever the n-th of those that need room, and all such after it.
// Call is empty when it ended before.
func failAt(t *testing.T, p traced, n int, fault unix.Errno, forever bool) (call string, exit int, err error) {
	t.Helper()
	tr := &tracer{limit: n, fault: fault, forever: forever, failing: map[int]bool{}}
	err = tr.run(t, p)
	return tr.call, tr.exit, err
}

// run starts the program and follows it to its end.
func (tr *tracer) run(t *testing.T, p traced) error {
	t.Helper()
	runtime.LockOSThread() // ptrace binds the tracee to this very thread
	defer runtime.UnlockOSThread()
	null, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer func() { _ = null.Close() }()
	said := p.said
	if said == nil {
		said = null
	}
	process, err := os.StartProcess(p.argv[0], p.argv, &os.ProcAttr{
		Dir: p.dir, Env: p.env, Files: []*os.File{null, said, said}, Sys: &unix.SysProcAttr{Ptrace: true, Setpgid: true},
	})
	if errors.Is(err, unix.EPERM) || errors.Is(err, unix.ENOSYS) {
		return errNoTrace
	}
	if err != nil {
		return err
	}
	tr.root, tr.pid = p.root, process.Pid
	_ = process.Release() // it is waited for below, by its thread
	return tr.follow()
}

// follow lets the program run from call to call until it is dead.
func (tr *tracer) follow() error {
	var status unix.WaitStatus
	if _, err := unix.Wait4(tr.pid, &status, unix.WALL, nil); err != nil {
		return fmt.Errorf("wait for the program's start: %w", err)
	}
	options := unix.PTRACE_O_TRACESYSGOOD | unix.PTRACE_O_TRACECLONE | unix.PTRACE_O_EXITKILL
	if err := unix.PtraceSetOptions(tr.pid, options); err != nil {
		return fmt.Errorf("trace: %w", err)
	}
	if err := unix.PtraceSyscall(tr.pid, 0); err != nil {
		return fmt.Errorf("trace: %w", err)
	}
	for {
		thread, err := unix.Wait4(-tr.pid, &status, unix.WALL, nil) // its group: this thread may have other children
		if err != nil {
			return fmt.Errorf("wait for the program: %w", err)
		}
		if status.Exited() || status.Signaled() {
			if thread == tr.pid {
				tr.exit = status.ExitStatus()
				return nil
			}
			continue
		}
		deliver := 0
		switch signal := status.StopSignal(); signal {
		case unix.SIGTRAP | 0x80:
			tr.atCall(thread)
		case unix.SIGTRAP, unix.SIGSTOP: // a new thread
		default:
			deliver = int(signal)
		}
		_ = unix.PtraceSyscall(thread, deliver) // ESRCH: it has been killed
	}
}

// atCall is told of each entry into and each return from the kernel.
func (tr *tracer) atCall(thread int) {
	var regs unix.PtraceRegs
	if tr.call != "" && !tr.half && tr.fault == 0 || unix.PtraceGetRegs(thread, &regs) != nil {
		return
	}
	if tr.half { // the half is written
		tr.kill()
		return
	}
	if tr.failing[thread] { // it was not done; say why
		delete(tr.failing, thread)
		regs.Rax = -uint64(tr.fault)
		_ = unix.PtraceSetRegs(thread, &regs)
		return
	}
	const entering = ^uint64(unix.ENOSYS) + 1
	name := changes[regs.Orig_rax]
	if regs.Rax != entering || name == "" || !tr.counts(name, regs) {
		return
	}
	tr.atChange(thread, name, regs)
}

// atChange is told of a change that the program is about to make.
func (tr *tracer) atChange(thread int, name string, regs unix.PtraceRegs) {
	if tr.forever && !full[name] {
		return
	}
	switch tr.seen++; {
	case tr.fault != 0:
		if tr.seen == tr.limit || tr.seen > tr.limit && tr.forever {
			if tr.call == "" {
				tr.call = name
			}
			tr.failing[thread] = true
			regs.Orig_rax = ^uint64(0) // no call at all
			_ = unix.PtraceSetRegs(thread, &regs)
		}
	case tr.seen == tr.limit:
		tr.call = name
		tr.kill()
	case name == "write":
		if tr.seen++; tr.seen == tr.limit {
			tr.call, tr.half = "half a write", true
			regs.Rdx /= 2
			_ = unix.PtraceSetRegs(thread, &regs)
		}
	}
}

func (tr *tracer) kill() { tr.half = false; _ = unix.Kill(tr.pid, unix.SIGKILL) }

// counts tells a change below the root from opening to read and from what goes elsewhere.
func (tr *tracer) counts(name string, regs unix.PtraceRegs) bool {
	switch name {
	case "open":
		return regs.Rsi&(unix.O_CREAT|unix.O_TRUNC) != 0
	case "openat":
		return regs.Rdx&(unix.O_CREAT|unix.O_TRUNC) != 0
	case "write", "pwrite", "writev":
		path, err := os.Readlink(fmt.Sprintf("/proc/%d/fd/%d", tr.pid, regs.Rdi))
		return err == nil && strings.HasPrefix(path, tr.root+string(filepath.Separator))
	}
	return true
}
