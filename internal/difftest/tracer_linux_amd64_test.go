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

// tracer kills one program before one of its changes to the disk.
type tracer struct {
	root  string // only what happens below it counts
	limit int    // the change at which to kill, from 1
	seen  int
	call  string // the change at which it was killed
	pid   int
	half  bool // the program is inside a write that was cut in half
}

// killAt runs argv in dir and kills it at the n-th change below root. Call is empty when it ended before by itself.
func killAt(t *testing.T, root, dir string, env, argv []string, n int) (call string, err error) {
	t.Helper()
	runtime.LockOSThread() // ptrace binds the tracee to this very thread
	defer runtime.UnlockOSThread()
	null, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
	if err != nil {
		return "", err
	}
	defer func() { _ = null.Close() }()
	process, err := os.StartProcess(argv[0], argv, &os.ProcAttr{
		Dir: dir, Env: env, Files: []*os.File{null, null, null}, Sys: &unix.SysProcAttr{Ptrace: true, Setpgid: true},
	})
	if errors.Is(err, unix.EPERM) || errors.Is(err, unix.ENOSYS) {
		return "", errNoTrace
	}
	if err != nil {
		return "", err
	}
	tr := &tracer{root: root, limit: n, pid: process.Pid}
	_ = process.Release() // it is waited for below, by its thread
	return tr.follow()
}

// follow lets the program run from call to call until it is dead.
func (tr *tracer) follow() (string, error) {
	var status unix.WaitStatus
	if _, err := unix.Wait4(tr.pid, &status, unix.WALL, nil); err != nil {
		return "", fmt.Errorf("wait for the program's start: %w", err)
	}
	options := unix.PTRACE_O_TRACESYSGOOD | unix.PTRACE_O_TRACECLONE | unix.PTRACE_O_EXITKILL
	if err := unix.PtraceSetOptions(tr.pid, options); err != nil {
		return "", fmt.Errorf("trace: %w", err)
	}
	if err := unix.PtraceSyscall(tr.pid, 0); err != nil {
		return "", fmt.Errorf("trace: %w", err)
	}
	for {
		thread, err := unix.Wait4(-tr.pid, &status, unix.WALL, nil) // its group: this thread may have other children
		if err != nil {
			return "", fmt.Errorf("wait for the program: %w", err)
		}
		if status.Exited() || status.Signaled() {
			if thread == tr.pid {
				return tr.call, nil
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
	if tr.call != "" && !tr.half || unix.PtraceGetRegs(thread, &regs) != nil {
		return
	}
	if tr.half { // the half is written
		tr.kill()
		return
	}
	const entering = ^uint64(unix.ENOSYS) + 1
	name := changes[regs.Orig_rax]
	if regs.Rax != entering || name == "" || !tr.counts(name, regs) {
		return
	}
	if tr.seen++; tr.seen == tr.limit {
		tr.call = name
		tr.kill()
		return
	}
	if name != "write" {
		return
	}
	if tr.seen++; tr.seen == tr.limit {
		tr.call, tr.half = "half a write", true
		regs.Rdx /= 2
		_ = unix.PtraceSetRegs(thread, &regs)
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
