package cli

import (
	"os"
	"strings"

	"cairn/internal/git/porcelain"
	"cairn/internal/git/trailer"
)

// commented puts the comment character before each line.
func (m *merging) commented(text string) string {
	sign := string(m.commentOf())
	var b strings.Builder
	for line := range strings.Lines(text) {
		b.WriteString(sign)
		if line != "\n" && line[0] != '\t' {
			b.WriteByte(' ')
		}
		b.WriteString(line)
	}
	return b.String()
}

// fence is the scissors line with its warning, where the message is cut there.
func (m *merging) fence() string {
	if !m.scissors {
		return ""
	}
	return cutLine(m.commentOf()) + m.commented("\n")
}

// conflictHint lists the files with conflicts, for the message.
func (m *merging) conflictHint(paths []string) string {
	text := "Conflicts:\n"
	for _, path := range paths {
		text += "\t" + path + "\n"
	}
	return "\n" + m.fence() + m.commented(text)
}

// editHint is what the editor shows below the message.
func (m *merging) editHint() string {
	text := "Please enter a commit message to explain why this merge is necessary,\n" +
		"especially if it merges an updated upstream into a topic branch.\n\n"
	if m.scissors {
		return m.fence() + m.commented(text+"An empty message aborts the commit.\n")
	}
	return m.commented(text + "Lines starting with '" + string(m.commentOf()) + "' will be ignored, and an empty message aborts\nthe commit.\n")
}

// finalMessage lets the message be edited and cleans it.
func (m *merging) finalMessage() (string, int, bool) {
	text := m.text
	mode, ok := m.cleanup()
	if !ok {
		return "", m.badCleanup(), false
	}
	if m.flag("signoff") {
		who, err := m.repo.Committer()
		if err != nil {
			return "", m.fail(err), false
		}
		text = trailer.Read(m.repo.Config()).Sign(text, who.Name+" <"+who.Email+">", m.commentOf())
	}
	if m.edit {
		path := m.repo.StateFile("MERGE_MSG")
		if err := porcelain.WriteState(m.repo, "MERGE_MSG", text+"\n"+m.editHint()); err != nil {
			return "", m.fail(err), false
		}
		if err := m.call.edit(path); err != nil {
			if werr := porcelain.WriteState(m.repo, "MERGE_MSG", text+"\n"); werr != nil {
				return "", m.fail(werr), false
			}
			return "", m.notCommitted(), false
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return "", m.fail(err), false
		}
		text = string(data)
	}
	text = porcelain.CleanMessage(text, mode, false, m.commentOf())
	if text == "" {
		m.errorf("Empty commit message.")
		return "", m.notCommitted(), false
	}
	return text, 0, true
}

// cleanup is how the message is cleaned: comments go if it was edited.
func (m *merging) cleanup() (porcelain.Cleanup, bool) {
	mode := porcelain.CleanWhitespace
	if m.edit {
		mode = porcelain.CleanStrip
	}
	v, given := m.value("cleanup")
	if !given {
		v = m.repo.Config().String("commit.cleanup", "default")
	}
	known := map[string]porcelain.Cleanup{
		"verbatim": porcelain.CleanVerbatim, "whitespace": porcelain.CleanWhitespace,
		"strip": porcelain.CleanStrip, "default": mode, "scissors": porcelain.CleanScissors,
	}
	mode, ok := known[v]
	m.scissors = ok && v == "scissors"
	if m.scissors && !m.edit {
		mode = porcelain.CleanWhitespace
	}
	return mode, ok
}

func (m *merging) badCleanup() int {
	v, _ := m.value("cleanup")
	return m.die("Invalid cleanup mode %s", v)
}

func (m *merging) notCommitted() int {
	m.say("Not committing merge; use 'git commit' to complete the merge.")
	return exitFail
}
