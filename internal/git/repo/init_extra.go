package repo

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// separate moves a repository that is there already to the folder of its own.
func (r *Repo) separate(p InitParams, gitDir string) (string, error) {
	target := absFrom(p.Dir, p.Separate)
	if err := r.Root().Check(target); err != nil {
		return "", err
	}
	if !isGitDir(gitDir) || gitDir == target {
		return target, nil
	}
	if _, err := os.Stat(target); err == nil {
		return "", &FormatError{fmt.Sprintf("%s already exists", target)}
	}
	if err := os.Rename(gitDir, target); err != nil {
		return "", &FormatError{fmt.Sprintf("unable to move %s to %s", gitDir, target)}
	}
	return target, nil
}

// writeGitFile writes the ".git" file that names a repository elsewhere.
func writeGitFile(workTree, gitDir string) error {
	path := filepath.Join(workTree, ".git")
	if err := os.WriteFile(path, []byte("gitdir: "+filepath.ToSlash(gitDir)+"\n"), 0o666); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}

// writeTemplate copies the regular files of the template; what is there stays.
func (r *Repo) writeTemplate(p InitParams, gitDir string) error {
	if p.Template == "" {
		return nil
	}
	root := absFrom(p.Dir, p.Template)
	if err := r.Root().Check(root); err != nil {
		return err
	}
	return filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return fmt.Errorf("read template: %w", err)
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		target := filepath.Join(gitDir, rel)
		switch {
		case d.IsDir():
			return os.MkdirAll(target, 0o777)
		case !d.Type().IsRegular():
			return nil
		}
		return copyFile(path, target)
	})
}

func copyFile(from, to string) error {
	data, err := os.ReadFile(from)
	if err != nil {
		return fmt.Errorf("read template: %w", err)
	}
	info, err := os.Stat(from)
	if err != nil {
		return fmt.Errorf("read template: %w", err)
	}
	if _, err := os.Lstat(to); err == nil {
		return nil
	}
	if err := os.WriteFile(to, data, info.Mode().Perm()|0o600); err != nil {
		return fmt.Errorf("write template: %w", err)
	}
	return nil
}
