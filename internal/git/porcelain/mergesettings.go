package porcelain

import (
	"strconv"
	"strings"

	"cairn/internal/git/attr"
	"cairn/internal/git/merge"
	"cairn/internal/git/repo"
	"cairn/internal/git/worktree"
)

// MergeSettings are the options of a merge that configuration and attributes
// decide: conflict style, renames, drivers.
func MergeSettings(r *repo.Repo, ours, theirs string) (merge.Options, error) {
	cfg := r.Config()
	o := merge.DefaultOptions(r.Objects(), ours, theirs)
	switch cfg.String("merge.conflictStyle", "") {
	case "diff3":
		o.Style = merge.StyleDiff3
	case "zdiff3":
		o.Style = merge.StyleZDiff3
	}
	for _, key := range []string{"diff.renameLimit", "merge.renameLimit"} {
		limit, err := cfg.Int(key, o.RenameLimit)
		if err != nil {
			return o, err
		}
		o.RenameLimit = limit
	}
	// merge.renames is not read: ort of Git 2.39 always looks for renames.
	if v, ok := cfg.Get("merge.directoryRenames"); ok && !strings.EqualFold(v, "conflict") {
		o.Directories = merge.DirectoryIgnore
		if on, err := cfg.Bool("merge.directoryRenames", false); err == nil && on {
			o.Directories = merge.DirectoryApply
		}
	}
	if w, err := worktree.Open(r); err == nil {
		o.Driver = func(path string) merge.Driver {
			return mergeDriver(w.Attributes(), path, cfg.String("merge.default", ""))
		}
	}
	return o, nil
}

// mergeDriver reads the attributes merge and conflict-marker-size (gitattributes(5)).
func mergeDriver(attrs *attr.Matcher, path, fallback string) merge.Driver {
	values := attrs.Lookup(path, "merge", "conflict-marker-size")
	var d merge.Driver
	name := ""
	switch values[0].State {
	case attr.Unset:
		d.Binary = true
	case attr.Unspecified:
		name = fallback
	case attr.Valued:
		name = values[0].Text
	case attr.Set:
	}
	switch name {
	case "binary":
		d.Binary = true
	case "union":
		d.Union = true
	}
	if n, err := strconv.Atoi(values[1].Text); err == nil && n > 0 {
		d.MarkerSize = n
	}
	return d
}
