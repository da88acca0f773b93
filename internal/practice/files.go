package practice

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"cairn/internal/shell"
)

// maxFile is the largest file that the editor of the window opens.
const maxFile = 4 << 20

// ReadFile reads a file by its path below the repository's folder.
func (w *Workspace) ReadFile(path string) ([]byte, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.sh == nil {
		return nil, errors.New("the practice folder is gone")
	}
	f, err := w.sh.Files().OpenFile(w.inRepo(path), os.O_RDONLY, 0)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err == nil && len(data) > maxFile {
		err = errors.New("the file is larger than 4 MiB")
	}
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	return data, nil
}

// WriteFile writes a file as an editor does: it is a step that Undo takes
// back, and the clock stays.
func (w *Workspace) WriteFile(ctx context.Context, path string, data []byte) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.usable(); err != nil {
		return err
	}
	if err := w.snapshot(); err != nil {
		return fmt.Errorf("save %s: the file was not changed: %w", path, err)
	}
	if err := w.writeFile(path, data); err != nil {
		return fmt.Errorf("save %s: %w", path, err)
	}
	w.forgetView()
	var res Result
	w.after(ctx, &res)
	return errors.Join(append(res.EventErrors, w.settle(&res))...)
}

// writeFile writes beside the file and renames, within the practice folder.
func (w *Workspace) writeFile(path string, data []byte) error {
	files, full := w.sh.Files(), w.inRepo(path)
	mode := os.FileMode(0o644)
	info, err := files.Stat(full)
	switch {
	case err == nil && !info.Mode().IsRegular():
		return errors.New("it is not a file")
	case err == nil:
		mode = info.Mode().Perm()
	}
	temp := full + ".cairn-new"
	f, err := files.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, mode)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Close()); err == nil {
		err = files.Rename(temp, full)
	}
	if err != nil {
		_ = files.Remove(temp) // the first error tells more
	}
	return err
}

func (w *Workspace) inRepo(path string) string {
	return shell.Abs(w.RepoDir(), filepath.FromSlash(path))
}
