package cli

import (
	"os"
	"strings"

	"cairn/internal/git/apply"
	"cairn/internal/git/diff"
	"cairn/internal/git/porcelain"
)

// editPatch is add -e: the changes as a patch to edit, and what is left of it goes into the index.
func (c *call) editPatch(args []string) int {
	const name = "ADD_EDIT.patch"
	if len(args) > 0 && c.dash != 0 && !c.looksLikePath(args[0]) {
		return c.unknownRevision(args[0])
	}
	path, shown := c.repo.StateFile(name), ".git/"+name
	if err := c.writePatch(path, args); err != nil {
		return c.fail(err)
	}
	if err := c.edit(path); err != nil {
		return c.die("editing patch failed")
	}
	text, err := os.ReadFile(path)
	switch {
	case err != nil:
		return c.fail(err)
	case len(text) == 0:
		return c.die("Empty patch. Aborted.")
	}
	patches, warnings, err := apply.Parse(string(text))
	for _, w := range warnings {
		c.warn("%s", w)
	}
	if err != nil {
		c.errorf("%s", err)
		return c.die("Could not apply '%s'", shown)
	}
	spaces, err := c.addedSpace(patches, shown)
	if err != nil {
		c.errorf("%s", err)
		return c.die("Could not apply '%s'", shown)
	}
	spaces.show()
	if spaces.forbidden() {
		spaces.count()
		return c.die("Could not apply '%s'", shown)
	}
	refused, err := porcelain.ApplyToIndex(c.repo, patches)
	if err != nil {
		c.fail(err)
		return c.die("Could not apply '%s'", shown)
	}
	for _, e := range refused {
		c.errorf("%s", e)
	}
	if len(refused) > 0 {
		return c.die("Could not apply '%s'", shown)
	}
	spaces.count()
	_ = os.Remove(path)
	return exitOK
}

func (c *call) writePatch(path string, args []string) error {
	pairs, err := porcelain.FileChanges(c.repo, args)
	if err != nil {
		return err
	}
	env, err := c.diffEnv(attrsFromIndex)
	if err != nil {
		return err
	}
	const context = 7
	o := diff.DefaultOptions(env)
	o.Formats, o.Context = diff.Patch, context
	var text strings.Builder
	if _, err := diff.Format(&text, pairs, o); err != nil {
		return err
	}
	return os.WriteFile(path, []byte(text.String()), 0o666)
}
