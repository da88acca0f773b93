package cli

import (
	"os"
	"path/filepath"

	"cairn/internal/disk"
	"cairn/internal/git/config"
	"cairn/internal/git/pretty"
)

// mailmap reads .mailmap and what mailmap.file and mailmap.blob name. Outside of a
// repository that is the .mailmap of the current folder.
func (c *call) mailmap() *pretty.Mailmap {
	cfg, err := c.config()
	if err != nil {
		return nil
	}
	var texts []string
	add := func(data []byte, err error) {
		if err == nil {
			texts = append(texts, string(data))
		}
	}
	switch {
	case c.repo == nil:
		path := filepath.Join(c.env.Dir, ".mailmap")
		if repoRoot(c.env.Root).Check(path) == nil {
			add(disk.ReadFile(path))
		}
	case c.repo.WorkTree() != "":
		path := filepath.Join(c.repo.WorkTree(), ".mailmap")
		if info, err := os.Lstat(path); err == nil && info.Mode().IsRegular() {
			add(disk.ReadFile(path))
		}
	}
	c.mailmapBlob(cfg, add)
	if file, ok, err := cfg.Path("mailmap.file", c.env.Vars["HOME"]); ok && err == nil {
		if !filepath.IsAbs(file) {
			base := c.env.Dir
			if c.repo != nil && c.repo.WorkTree() != "" {
				base = c.repo.WorkTree()
			}
			file = filepath.Join(base, filepath.FromSlash(file))
		}
		if repoRoot(c.env.Root).Check(file) == nil {
			add(disk.ReadFile(file))
		}
	}
	if len(texts) == 0 {
		return nil
	}
	return pretty.ParseMailmap(texts...)
}

// mailmapBlob reads mailmap.blob, which is HEAD:.mailmap in a bare repository.
func (c *call) mailmapBlob(cfg *config.Config, add func([]byte, error)) {
	if c.repo == nil {
		return
	}
	name := cfg.String("mailmap.blob", "")
	if name == "" && c.repo.Bare() {
		name = "HEAD:.mailmap"
	}
	if name == "" {
		return
	}
	h, err := c.resolver().Resolve(name)
	if err != nil {
		return
	}
	data, err := c.repo.Objects().Blob(h)
	if err != nil {
		c.errorf("mailmap is not a blob: %s", name)
	}
	add(data, err)
}
