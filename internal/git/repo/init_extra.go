package repo

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"cairn/internal/git/config"
	"cairn/internal/git/sharing"
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

// checkInit refuses a working tree where no repository was named to go with it.
func (r *Repo) checkInit(p InitParams) error {
	if p.WorkTree == "" && p.Env["GIT_WORK_TREE"] == "" || r.givenGitDir() != "" && !p.Bare {
		return nil
	}
	path := absFrom(p.Dir, p.Path)
	if err := r.Root().Check(path); err != nil {
		return err
	}
	if err := os.MkdirAll(path, 0o777); err != nil { // Git makes it before it looks further
		return &MkdirError{p.Path, err}
	}
	return &FormatError{"GIT_WORK_TREE (or --work-tree=<directory>) not allowed without specifying GIT_DIR (or --git-dir=<directory>)"}
}

// chooseTemplate takes --template, GIT_TEMPLATE_DIR or init.templateDir, in
// this order. The last two are seen from the new repository's folder.
func (p *InitParams) chooseTemplate(cfg *config.Config) error {
	if p.HasTemplate {
		if p.Template != "" {
			p.Template = absFrom(p.Dir, p.Template)
		}
		return nil
	}
	if p.Template = p.Env["GIT_TEMPLATE_DIR"]; p.Template != "" {
		p.HasTemplate = true
		return nil
	}
	path, ok, err := cfg.Path("init.templateDir", p.Env["HOME"])
	p.Template, p.HasTemplate = path, ok
	return err
}

// writeTemplate copies the regular files of the template; what is there stays,
// and so do files whose names begin with a dot. A template that is not there is
// told by its name.
func (r *Repo) writeTemplate(p InitParams, gitDir string, share sharing.Mode) (missing string, err error) {
	if p.Template == "" {
		return "", nil
	}
	root := absFrom(absFrom(p.Dir, p.Path), p.Template)
	if err := r.Root().Check(root); err != nil {
		return "", err
	}
	if !isDir(root) {
		return p.Template, nil
	}
	return "", filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return fmt.Errorf("read template: %w", err)
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		target := filepath.Join(gitDir, rel)
		switch {
		case rel != "." && d.Name()[0] == '.' && d.IsDir():
			return fs.SkipDir
		case rel != "." && d.Name()[0] == '.':
			return nil
		case d.IsDir():
			return share.MkdirAll(target)
		case !d.Type().IsRegular():
			return nil
		}
		return copyFile(path, target, share)
	})
}

func copyFile(from, to string, share sharing.Mode) error {
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
	perm := fs.FileMode(0o666)
	if info.Mode()&0o111 != 0 {
		perm = 0o777
	}
	if err := os.WriteFile(to, data, perm); err != nil {
		return fmt.Errorf("write template: %w", err)
	}
	return share.Adjust(to)
}
