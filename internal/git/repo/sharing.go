package repo

import (
	"fmt"
	"path/filepath"

	"cairn/internal/git/config"
	"cairn/internal/git/confine"
	"cairn/internal/git/sharing"
)

// Sharing is core.sharedRepository, which says what permissions the repository's own files have.
func (r *Repo) Sharing() (sharing.Mode, error) {
	if r.cfg == nil {
		return sharing.Mode{}, nil
	}
	const key = "core.sharedRepository"
	e, ok := r.cfg.Last(key)
	if !ok {
		return sharing.Mode{}, nil
	}
	return sharingOf(e, "core.sharedrepository")
}

// sharingOf reads a mode; what is none of its words is a boolean.
func sharingOf(e config.Entry, key string) (sharing.Mode, error) {
	if e.Implicit {
		return sharing.Of(true), nil
	}
	m, ok, err := sharing.Parse(e.Value)
	if ok {
		return m, err
	}
	on, ok := config.ParseBool(e.Value)
	if !ok {
		return m, &sharing.ValueError{Text: fmt.Sprintf("bad boolean config value '%s' for '%s'", e.Value, key)}
	}
	return sharing.Of(on), nil
}

// sharedInit decides how the files of a new repository are shared.
type sharedInit struct {
	p              InitParams
	gitDir, common string
	mode           sharing.Mode
	config         bool // the configuration is new, too
}

// load takes the mode from --shared, or from all the configuration that there is so far.
func (s *sharedInit) load() (err error) {
	if s.p.Shared != nil {
		s.mode, err = sharingOf(config.Entry{Value: *s.p.Shared}, "arg")
		return err
	}
	cfg, err := config.Load(config.Params{
		Env: s.p.Env, Root: confine.Root(s.p.Root), GitDir: s.gitDir, CommonDir: s.common, Dir: s.p.Dir, Overrides: s.p.Config,
	})
	if err != nil {
		return err
	}
	r := &Repo{cfg: cfg}
	s.mode, err = r.Sharing()
	return err
}

// finish records the mode and gives it to the files that were made without.
func (s *sharedInit) finish(reinit bool) error {
	path := filepath.Join(s.common, "config")
	err := config.Edit(path, confine.Root(s.p.Root), func(f *config.File) error {
		if err := f.Set("core.sharedrepository", s.mode.String(), nil); err != nil {
			return err
		}
		return f.Set("receive.denyNonFastforwards", "true", nil)
	})
	if err != nil {
		return err
	}
	list := []string{s.common, filepath.Join(s.common, "refs")}
	if !reinit {
		list = append(list, filepath.Join(s.common, "HEAD"), filepath.Join(s.common, "description"),
			filepath.Join(s.common, "info", "exclude"))
	}
	if s.config {
		list = append(list, path)
	}
	for _, path := range list {
		if err := s.mode.Adjust(path); err != nil {
			return err
		}
	}
	return nil
}
