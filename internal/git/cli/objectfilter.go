package cli

import (
	"fmt"
	"math"
	"net/url"
	"strconv"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/config"
	"cairn/internal/git/object"
)

// objectFilter is what --filter leaves of a list of objects (git-rev-list(1)); the zero
// value is not ready, use readFilters.
type objectFilter struct {
	noBlobs bool
	limit   int64 // blobs are smaller than this, -1: no limit
	depth   int   // trees and blobs lie above this, -1: no limit
	kinds   []plumbing.ObjectType
}

// readFilters reads --filter; several must all agree.
func (c *call) readFilters() (objectFilter, error) {
	f := objectFilter{limit: -1, depth: -1}
	for i := range c.opts {
		g := &c.opts[i]
		switch {
		case g.opt.key() != "filter":
		case g.off:
			f = objectFilter{limit: -1, depth: -1}
		default:
			if err := f.add(g.value); err != nil {
				return f, err
			}
		}
	}
	return f, nil
}

func (f *objectFilter) add(spec string) error {
	if text, ok := strings.CutPrefix(spec, "blob:limit="); ok {
		n, err := config.ParseInt("filter", config.Entry{Value: text})
		if err != nil {
			return &plainError{"invalid filter-spec '" + spec + "'"}
		}
		if f.limit < 0 || n < f.limit {
			f.limit = n
		}
		return nil
	}
	if text, ok := strings.CutPrefix(spec, "tree:"); ok {
		n, err := strconv.ParseUint(text, 10, 32)
		if err != nil {
			return &plainError{"expected 'tree:<depth>'"}
		}
		if f.depth < 0 || int(n) < f.depth {
			f.depth = int(n)
		}
		return nil
	}
	if text, ok := strings.CutPrefix(spec, "object:type="); ok {
		kind, err := plumbing.ParseObjectType(text)
		if err != nil || kind.IsDelta() {
			return &plainError{fmt.Sprintf("'%s' for 'object:type=<type>' is not a valid object type", text)}
		}
		f.kinds = append(f.kinds, kind)
		return nil
	}
	if text, ok := strings.CutPrefix(spec, "combine:"); ok {
		return f.combine(text)
	}
	if strings.HasPrefix(spec, "sparse:path=") {
		return &plainError{"sparse:path filters support has been dropped"}
	}
	if strings.HasPrefix(spec, "sparse:oid=") {
		return &plainError{"Cairn has no filter sparse:oid; the nearest that it has is a path behind --"}
	}
	if spec != "blob:none" {
		return &plainError{"invalid filter-spec '" + spec + "'"}
	}
	f.noBlobs = true
	return nil
}

// combine reads filters joined by "+", each written as in a URL.
func (f *objectFilter) combine(text string) error {
	if text == "" {
		return &plainError{"expected something after combine:"}
	}
	for part := range strings.SplitSeq(text, "+") {
		if i := strings.IndexAny(part, "~`!@#$^&*()[]{}\\;'\",<>? \t\n"); i >= 0 {
			return &plainError{fmt.Sprintf("must escape char in sub-filter-spec: '%c'", part[i])}
		}
		spec, err := url.PathUnescape(part)
		if err != nil {
			spec = part
		}
		if spec == "" {
			return &plainError{"expected 'tree:<depth>'"}
		}
		if err := f.add(spec); err != nil {
			return err
		}
	}
	return nil
}

// deep reports whether it matters how far down an object lies.
func (f *objectFilter) deep() bool { return f.depth >= 0 }

// stopsAt reports whether nothing below a folder of that depth is kept.
func (f *objectFilter) stopsAt(depth int) bool { return f.deep() && depth+1 >= f.depth }

// keeps decides on one object that was not named itself.
func (f *objectFilter) keeps(store *object.Store, h plumbing.Hash, kind plumbing.ObjectType, depth int) bool {
	for _, k := range f.kinds {
		if k != kind {
			return false
		}
	}
	if kind == plumbing.CommitObject || kind == plumbing.TagObject {
		return true
	}
	if f.deep() && depth >= f.depth {
		return false
	}
	if kind != plumbing.BlobObject || !f.noBlobs && f.limit < 0 {
		return true
	}
	if f.noBlobs {
		return false
	}
	size := int64(math.MaxInt64)
	if n, err := store.Size(h); err == nil {
		size = n
	}
	return size < f.limit
}
