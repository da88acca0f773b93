package shell

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"runtime"
	"strings"

	"mvdan.cc/sh/v3/expand"
	"mvdan.cc/sh/v3/interp"
)

// ownPrefix marks a command that we run in place of the runner's builtin of
// the same name. No learner can type it.
const ownPrefix = "\x00"

// newRunner makes an interpreter all of whose ways to the system are ours.
func (s *Session) newRunner(dir string, env expand.Environ, in io.Reader, out, errOut io.Writer) (*interp.Runner, error) {
	never := func(interp.ExecHandlerFunc) interp.ExecHandlerFunc { return s.exec }
	return interp.New(
		interp.Dir(dir),
		interp.Env(confinedEnviron{env, new(bool)}),
		interp.StdIO(in, out, errOut),
		interp.Interactive(true), // aliases
		interp.CallHandler(s.call),
		interp.ExecHandlers(never),
		interp.OpenHandler(s.open),
		interp.StatHandler(s.stat),
		interp.ReadDirHandler2(s.readDir),
		interp.AccessHandler(s.access),
	)
}

// call runs before every command: it checks the limits and leads builtins that
// would reach past our handlers to our own commands.
func (s *Session) call(ctx context.Context, args []string) ([]string, error) {
	st := s.line.Load()
	if st == nil {
		return nil, errors.New("no line is under way")
	}
	hc := interp.HandlerCtx(ctx)
	if err := st.check(hc.Env); err != nil {
		st.cancel(err)
		return nil, err
	}
	name := args[0]
	if name == guardName {
		return []string{"true"}, nil
	}
	if name == "read" && st.stdin != nil && hc.Stdin == st.stdin {
		st.feedLine()
	}
	if _, ok := s.own[name]; ok {
		return append([]string{ownPrefix + name}, args[1:]...), nil
	}
	return args, nil
}

// check compares what a line uses with its limits. It runs at each call, so
// the dear part of it runs at every 32nd only.
func (st *lineState) check(env expand.Environ) error {
	if err := st.ctx.Err(); err != nil {
		return err
	}
	if runtime.NumGoroutine() > st.goroutines+maxGoroutines {
		return errTooMany
	}
	if n := st.calls.Add(1); n%32 == 0 {
		var pc [1]uintptr
		if runtime.Callers(maxFrames, pc[:]) > 0 {
			return errNesting
		}
	}
	total, tooBig := 0, false
	env.Each(func(_ string, vr expand.Variable) bool {
		size := variableSize(vr)
		total += size
		tooBig = tooBig || size > st.limits.Variable
		return true
	})
	if tooBig || total > 16*st.limits.Variable {
		return errMemory
	}
	return nil
}

const (
	maxGoroutines = 300   // a pipeline of the longest kind uses 64
	maxFrames     = 20000 // about two thousand nested function calls
)

func variableSize(vr expand.Variable) int {
	size := len(vr.Str)
	for _, item := range vr.List {
		size += len(item) + 16
	}
	for key, item := range vr.Map {
		size += len(key) + len(item) + 32
	}
	return size
}

// open serves redirections. The error's text is what bash prints.
func (s *Session) open(ctx context.Context, path string, flag int, perm fs.FileMode) (io.ReadWriteCloser, error) {
	st := s.line.Load()
	if st == nil {
		return nil, errors.New("no line is under way")
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if path == "/dev/null" {
		if flag == os.O_RDONLY {
			return os.Open(os.DevNull)
		}
		return nothing{}, nil
	}
	hc := interp.HandlerCtx(ctx)
	file, err := s.openPath(Abs(hc.Dir, path), path, flag, perm)
	if err != nil {
		return nil, &os.PathError{Op: "bash:", Path: path, Err: errors.New(errText(err))}
	}
	if flag == os.O_RDONLY {
		return file, nil
	}
	return &metered{File: file, quota: st.disk}, nil
}

func (s *Session) openPath(full, name string, flag int, perm fs.FileMode) (*os.File, error) {
	if name == "" {
		return nil, fs.ErrNotExist
	}
	file, err := s.files.OpenFile(full, flag, perm)
	if err != nil {
		return nil, err
	}
	if info, err := file.Stat(); err == nil {
		if info.IsDir() {
			_ = file.Close()
			return nil, errors.New("Is a directory")
		}
		if flag == os.O_RDONLY && info.Size() > s.limits.File {
			_ = file.Close()
			return nil, errors.New("the file is larger than " + sizeWords(s.limits.File))
		}
	}
	return file, nil
}

func (s *Session) stat(_ context.Context, path string, follow bool) (fs.FileInfo, error) {
	if path == "/dev/null" {
		return os.Stat(os.DevNull)
	}
	if follow {
		return s.files.Stat(path)
	}
	return s.files.Lstat(path)
}

// access answers test -r, -w, -x from the permission bits of the owner.
func (s *Session) access(_ context.Context, path string, mode interp.AccessMode) error {
	info, err := s.stat(context.Background(), path, true)
	if err != nil {
		return err
	}
	if info.IsDir() && runtime.GOOS == "windows" {
		return nil
	}
	if info.Mode().Perm()>>6&fs.FileMode(mode) != fs.FileMode(mode) {
		return fs.ErrPermission
	}
	return nil
}

// maxGlob bounds how many folders the patterns of one line may look into:
// */../*/../* doubles with every step.
const maxGlob = 20000

func (s *Session) readDir(ctx context.Context, path string) ([]fs.DirEntry, error) {
	st := s.line.Load()
	if st == nil {
		return nil, fs.ErrNotExist
	}
	if st.globbed.Add(1) > maxGlob {
		st.cancel(errGlob)
		return nil, errGlob
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	info, err := s.files.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return nil, errNotDir
	}
	return s.files.ReadDir(path)
}

// isOurs reports whether a name that the runner has as a builtin, or would
// look up on the disk, is run by us.
func isOurs(name string) bool {
	_, ok := ownBuiltins()[name]
	return ok
}

// displayPath shows a path as the learner sees it: with slashes.
func displayPath(path string) string { return strings.ReplaceAll(path, "\\", "/") }
