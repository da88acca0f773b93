package porcelain

import (
	"errors"
	"path/filepath"
	"strings"

	"cairn/internal/git/paths"
	"cairn/internal/git/repo"
)

// CloneSource opens the repository that a clone is made of, and gives its
// address as the new configuration names it.
func CloneSource(p CloneParams) (*repo.Repo, string, error) {
	path, isURL := strings.CutPrefix(p.Source, "file://")
	if !isURL && isRemoteAddress(p.Source) {
		return nil, "", &CloneError{"'" + p.Source + "' is on another machine; only repositories on this one can be cloned here"}
	}
	full := paths.Abs(p.Dir, path)
	missing := &CloneError{"repository '" + p.Source + "' does not exist"}
	if isURL {
		missing.Text = "'" + path + "' does not appear to be a git repository\n" +
			"fatal: Could not read from remote repository.\n\n" +
			"Please make sure you have the correct access rights\nand the repository exists."
	}
	if err := repo.Root(p.Root).Check(full); err != nil {
		return nil, "", err
	}
	at := p.Params
	at.Env = withoutGitDir(p.Env)
	shown := path // Git names the source as it was typed, behind the current folder
	if !paths.IsAbs(path) {
		shown = filepath.ToSlash(p.Dir) + "/" + path
	}
	for _, end := range []string{"", ".git"} {
		src, err := repo.Open(full+end, at)
		var none *repo.NotARepositoryError
		switch {
		case err == nil && isURL:
			return src, p.Source, nil
		case err == nil:
			return src, shown, nil
		case !errors.As(err, &none):
			return nil, "", err
		}
	}
	return nil, "", missing
}

// isRemoteAddress reports whether an address names another machine: it has a
// scheme, or a host before a colon that no slash precedes.
func isRemoteAddress(address string) bool {
	if strings.Contains(address, "://") {
		return true
	}
	colon := strings.IndexByte(address, ':')
	slash := strings.IndexByte(address, '/')
	return colon > 1 && (slash < 0 || colon < slash)
}

func withoutGitDir(env map[string]string) map[string]string {
	clean := map[string]string{}
	for k, v := range env {
		switch k {
		case "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES":
		default:
			clean[k] = v
		}
	}
	return clean
}
