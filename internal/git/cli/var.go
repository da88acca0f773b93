package cli

import (
	"cairn/internal/git/config"
	"cairn/internal/git/repo"
)

func varCommand() Command {
	return Command{
		Name: "var", Summary: "Show what Git works with: identities, editor, first branch", Group: "plumbing",
		Usage:   []string{"git var (-l | <variable>)"},
		Example: "git var GIT_AUTHOR_IDENT\ngit var -l",
		Setup:   MaybeRepo, Parse: RawWords,
		Run: runVar,
	}
}

func runVar(c *call) int {
	if len(c.args) != 1 {
		return c.varUsage()
	}
	if c.args[0] == "-l" {
		return c.listVars()
	}
	text, known, err := c.variable(c.args[0])
	switch {
	case !known:
		return c.varUsage()
	case err != nil:
		return c.fail(err)
	case text == "":
		return exitFail
	}
	c.println(text)
	return exitOK
}

// varUsage has no empty line behind it, unlike other usage texts.
func (c *call) varUsage() int {
	c.say("usage: %s", c.cmd.Usage[0])
	return exitUsage
}

func varNames() []string {
	return []string{"GIT_COMMITTER_IDENT", "GIT_AUTHOR_IDENT", "GIT_EDITOR", "GIT_PAGER", "GIT_DEFAULT_BRANCH"}
}

func (c *call) listVars() int {
	cfg, err := c.config()
	if err != nil {
		return c.fail(err)
	}
	for _, e := range cfg.Entries() {
		if e.Implicit {
			c.println(e.Key.String())
		} else {
			c.println(e.Key.String() + "=" + e.Value)
		}
	}
	for _, name := range varNames() {
		if text, _, err := c.variable(name); err == nil && text != "" {
			c.println(name + "=" + text)
		}
	}
	return exitOK
}

func (c *call) variable(name string) (text string, known bool, err error) {
	switch name {
	case "GIT_AUTHOR_IDENT", "GIT_COMMITTER_IDENT":
		r := c.repo
		if r == nil {
			if r, err = repo.WithoutFolder(c.params()); err != nil {
				return "", true, err
			}
		}
		who, err := r.Author()
		if name == "GIT_COMMITTER_IDENT" {
			who, err = r.Committer()
		}
		return who.String(), true, err
	case "GIT_EDITOR":
		return c.firstOf("core.editor", "GIT_EDITOR", "VISUAL", "EDITOR"), true, nil
	case "GIT_PAGER":
		text := c.firstOf("core.pager", "GIT_PAGER", "PAGER", "")
		if text == "" {
			text = "less"
		}
		return text, true, nil
	case "GIT_DEFAULT_BRANCH":
		cfg, err := c.config()
		if err != nil {
			return "", true, err
		}
		return cfg.String("init.defaultBranch", "master"), true, nil
	}
	return "", false, nil
}

// firstOf is the first that is set: a variable, the setting, other variables.
func (c *call) firstOf(setting, first string, others ...string) string {
	if v := c.env.Vars[first]; v != "" {
		return v
	}
	cfg, err := c.config()
	if err != nil {
		cfg = &config.Config{}
	}
	if v := cfg.String(setting, ""); v != "" {
		return v
	}
	for _, name := range others {
		if v := c.env.Vars[name]; v != "" {
			return v
		}
	}
	return ""
}
