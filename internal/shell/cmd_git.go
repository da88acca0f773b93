package shell

import (
	"context"
	"path/filepath"
	"strings"

	"cairn/internal/git/cli"
	"cairn/internal/git/confine"
)

// git runs the engine. It sees the console's variables only, and nothing
// outside the practice folders.
func git(c *call) int {
	if problem := c.gitVariables(); problem != "" {
		c.print(c.err, "fatal: %s\n", problem)
		return 128
	}
	e := cli.Env{
		Dir: c.hc.Dir, Vars: exportedVars(c.hc.Env),
		Root:  string(confine.Roots(c.s.params.Work, c.s.params.Home)),
		Stdin: c.in, Stdout: c.out, Stderr: c.err, Now: c.s.params.Now,
		Edit: c.st.line.Edit, Terminal: c.onTerm, Columns: c.st.line.Columns,
		Shell: c.hookLine,
	}
	return cli.Run(c.ctx, e, c.args)
}

// gitVariables checks that no variable leads Git out of the practice folders.
// The engine refuses that by itself; this says it once more, before anything
// else is looked at.
func (c *call) gitVariables() string {
	for _, name := range []string{
		"GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY",
		"GIT_CONFIG_GLOBAL", "GIT_TEMPLATE_DIR", "HOME", "XDG_CONFIG_HOME",
	} {
		value := c.hc.Env.Get(name)
		if !value.IsSet() || !value.Exported || value.Str == "" || value.Str == "/dev/null" {
			continue
		}
		if _, _, err := c.s.files.Locate(c.abs(value.Str)); err != nil {
			return "the variable " + name + " leads outside the practice folder: '" + value.Str + "'"
		}
	}
	if value := c.hc.Env.Get("GIT_ALTERNATE_OBJECT_DIRECTORIES"); value.Exported && value.Str != "" {
		return "GIT_ALTERNATE_OBJECT_DIRECTORIES is not supported in this console"
	}
	return ""
}

// hookLine runs a line of a hook, of bisect run or of rebase --exec in a shell
// of its own.
func (c *call) hookLine(ctx context.Context, line string, env ...string) (int, error) {
	if err := ctx.Err(); err != nil {
		return exitInterrupted, err
	}
	text := strings.Builder{}
	for _, pair := range env {
		name, value, _ := strings.Cut(pair, "=")
		text.WriteString("export " + name + "=" + quoteWord(value) + "\n")
	}
	code := c.runScript(text.String()+line, "sh", nil)
	// The command that waits for the hook looked at the repository before; a
	// link that the hook put there would lead its writing astray.
	if err := c.s.checkRepositories(c.s.params.Work); err != nil {
		c.st.cancel(errLink)
		return exitKilled, err
	}
	return code, nil
}

// checkRepositories looks for links out of the practice folders in all that
// may be a repository's own folder.
func (s *Session) checkRepositories(dir string) error {
	entries, err := s.files.ReadDir(dir)
	if err != nil {
		return err
	}
	isGit := filepath.Base(dir) == ".git"
	var folders []string
	for _, e := range entries {
		isGit = isGit || e.Name() == "HEAD"
		if e.IsDir() {
			folders = append(folders, filepath.Join(dir, e.Name()))
		}
	}
	if isGit {
		return confine.Roots(s.params.Work, s.params.Home).CheckLinks(dir)
	}
	for _, folder := range folders {
		if err := s.checkRepositories(folder); err != nil {
			return err
		}
	}
	return nil
}

// quoteWord writes a text so that a shell reads it back unchanged.
func quoteWord(text string) string {
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}
