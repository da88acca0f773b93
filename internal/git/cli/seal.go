package cli

import (
	"cairn/internal/git/object"
	"cairn/internal/git/porcelain"
)

const notUTF8 = `Warning: commit message did not conform to UTF-8.
You may want to amend it after fixing the message, or set the config
variable i18n.commitEncoding to the encoding your project uses.`

// seal makes a commit's text fit to be stored, and warns where that changed it.
func (c *call) seal(commit *object.Commit) error {
	sound, err := porcelain.SealMessage(c.repo, commit)
	if err == nil && !sound {
		c.say("%s", notUTF8)
	}
	return err
}

// logEncoding is what --encoding and the configuration ask of the output.
func (c *call) logEncoding() string {
	if name, ok := c.value("encoding"); ok && name != "" {
		return name
	}
	return porcelain.LogEncoding(c.repo)
}

// sealed is seal for the commands that tell once more that there will be no commit.
func (c *call) sealed(commit *object.Commit) (int, bool) {
	if err := c.seal(commit); err != nil {
		c.fail(err)
		return c.die("failed to write commit object"), false
	}
	return 0, true
}
