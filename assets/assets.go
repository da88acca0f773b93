// Package assets holds what ships inside the program as files. It owns the
// embedding and nothing else: reading a pack is package pack's part.
package assets

import (
	"embed"
	"io/fs"
)

//go:embed packs/backend-roadmap
var packs embed.FS

// BackendRoadmap gives the files of the built-in pack, in the format that
// instructors use.
func BackendRoadmap() (fs.FS, error) {
	return fs.Sub(packs, "packs/backend-roadmap")
}
