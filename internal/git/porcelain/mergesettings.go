package porcelain

import (
	"strconv"
	"strings"

	"cairn/internal/git/attr"
	"cairn/internal/git/config"
	"cairn/internal/git/merge"
	"cairn/internal/git/repo"
	"cairn/internal/git/worktree"
)

// MergeSettings are the options of a merge that configuration and attributes
// decide: conflict style, renames, drivers. A conflict style that does not exist is a
// *StyleError, and all else is set.
func MergeSettings(r *repo.Repo, ours, theirs string) (merge.Options, error) {
	cfg := r.Config()
	o := merge.DefaultOptions(r.Objects(), ours, theirs)
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
	if e, ok := cfg.Last("merge.conflictStyle"); ok {
		var err error
		if o.Style, err = ConfiguredStyle(e); err != nil {
			return o, err
		}
	}
	return o, nil
}

// StyleError names a style of conflict markers that does not exist, in Git's words.
type StyleError struct {
	Style   string
	NoValue bool // merge.conflictStyle stands in the configuration without "="
}

func (e *StyleError) Error() string {
	if e.NoValue {
		return "'merge.conflictstyle' is not a boolean"
	}
	return "unknown style '" + e.Style + "' given for 'merge.conflictstyle'"
}

// ConfiguredStyle is the style that merge.conflictStyle names.
func ConfiguredStyle(e config.Entry) (merge.Style, error) {
	if e.Value == "" {
		return 0, &StyleError{NoValue: e.Implicit}
	}
	return ConflictStyle(e.Value)
}

// ConflictStyle is the style of conflict markers of that name; "" is the usual one.
func ConflictStyle(name string) (merge.Style, error) {
	switch name {
	case "", "merge":
		return merge.StyleMerge, nil
	case "diff3":
		return merge.StyleDiff3, nil
	case "zdiff3":
		return merge.StyleZDiff3, nil
	}
	return 0, &StyleError{Style: name}
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
