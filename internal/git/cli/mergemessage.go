package cli

import (
	"fmt"
	"strings"

	"cairn/internal/git/object"
	"cairn/internal/git/porcelain"
	"cairn/internal/git/refs"
	"cairn/internal/git/walk"
	"cairn/internal/git/wildmatch"
)

// composeMessage makes "Merge branch 'topic' into main" (git-fmt-merge-msg(1)).
func (m *merging) composeMessage() error {
	title := m.message
	if !m.given {
		title = m.title()
	}
	m.text = title
	if !m.given {
		m.text += "\n" + m.tagMessages()
	} else if m.log > 0 && m.text != "" && !strings.HasSuffix(m.text, "\n") {
		m.text += "\n"
	}
	if m.log > 0 {
		for _, h := range m.heads {
			list, err := m.shortlog(h)
			if err != nil {
				return err
			}
			m.text += list
		}
	}
	if !m.given || m.log > 0 {
		m.text = strings.TrimSuffix(m.text, "\n") // what is written to a file gets it back
	}
	return nil
}

// mergeNames sorts the heads by what they are.
type mergeNames struct{ branches, remotes, tags, commits []string }

func (m *merging) title() string {
	if len(m.heads) > 0 && m.heads[0].Fetched != "" {
		return m.withDestination("Merge " + fetchedTitle(m.heads))
	}
	var n mergeNames
	for _, h := range m.heads {
		m.classify(h, &n)
	}
	return m.withDestination("Merge " + n.String())
}

func (m *merging) withDestination(title string) string {
	if into := m.destination(); into != "" {
		title += " into " + into
	}
	return title
}

// String is "branches 'a' and 'b', tag 'v1'".
func (n *mergeNames) String() string {
	var parts []string
	for _, group := range []struct {
		one, many string
		names     []string
	}{
		{"branch ", "branches ", n.branches}, {"remote-tracking branch ", "remote-tracking branches ", n.remotes},
		{"tag ", "tags ", n.tags}, {"commit ", "commits ", n.commits},
	} {
		if len(group.names) > 0 {
			parts = append(parts, joinNames(group.one, group.many, group.names))
		}
	}
	return strings.Join(parts, ", ")
}

func joinNames(one, many string, names []string) string {
	last := len(names) - 1
	if last == 0 {
		return one + names[0]
	}
	return many + strings.Join(names[:last], ", ") + " and " + names[last]
}

// destination is the branch's name, "" for those that go without saying.
func (m *merging) destination() string {
	name := "HEAD"
	if m.branch != "" {
		name = strings.TrimPrefix(m.branch, refs.Heads)
	}
	if v, ok := m.value("into-name"); ok {
		name = strings.TrimPrefix(v, refs.Heads)
	}
	patterns := m.repo.Config().All("merge.suppressDest")
	if len(patterns) == 0 {
		patterns = []string{"main", "master"}
	}
	for _, p := range patterns {
		if p != "" && wildmatch.Match(p, name, wildmatch.Pathname) {
			return ""
		}
	}
	return name
}

// classify names a head as "branch 'x'", "tag 'x'" and so on.
func (m *merging) classify(h porcelain.MergeHead, n *mergeNames) {
	quoted := "'" + h.Name + "'"
	name := h.Name
	if expanded, err := m.resolver().BranchName(name); err == nil && expanded != name {
		name = strings.TrimPrefix(expanded, "refs/remotes/")
		quoted = "'" + name + "'"
		if strings.HasPrefix(expanded, "refs/remotes/") {
			n.remotes = append(n.remotes, quoted)
			return
		}
	}
	full, err := m.resolver().FullName(name)
	switch {
	case err == nil && strings.HasPrefix(full, refs.Heads):
		n.branches = append(n.branches, "'"+strings.TrimPrefix(full, refs.Heads)+"'")
	case err == nil && strings.HasPrefix(full, "refs/tags/"):
		n.tags = append(n.tags, "'"+strings.TrimPrefix(full, "refs/tags/")+"'")
	case err == nil && strings.HasPrefix(full, "refs/remotes/"):
		n.remotes = append(n.remotes, "'"+strings.TrimPrefix(full, "refs/remotes/")+"'")
	default:
		if branch, note, ok := m.earlyPart(name); ok {
			n.branches = append(n.branches, "'"+branch+"'"+note)
			return
		}
		n.commits = append(n.commits, quoted)
	}
}

// earlyPart: "topic~3" and "topic^^" are the early part of topic, "topic~0" is topic.
func (m *merging) earlyPart(name string) (branch, note string, ok bool) {
	note = " (early part)"
	branch = strings.TrimRight(name, "^")
	if branch == name {
		at := strings.LastIndexByte(name, '~')
		if at <= 0 || !isDigits(name[at+1:]) && name[at+1:] != "" {
			return "", "", false
		}
		if number := name[at+1:]; number != "" && strings.Trim(number, "0") == "" {
			note = ""
		}
		branch = name[:at]
	}
	return branch, note, branch != "" && m.repo.Refs().Exists(refs.Heads+branch)
}

// tagMessages are those of the annotated tags that are merged.
func (m *merging) tagMessages() string {
	var out strings.Builder
	for _, h := range m.heads {
		if h.Tag != nil {
			out.WriteString("\n" + h.Tag.Message)
		}
	}
	return out.String()
}

// shortlog lists the subjects that a head brings.
func (m *merging) shortlog(h porcelain.MergeHead) (string, error) {
	w := walk.New(walk.Params{
		Store: m.repo.Objects(), Tips: []walk.Tip{{Hash: h.Commit}, {Hash: m.head, Exclude: true}},
	})
	var subjects []string
	count := 0
	for {
		c, err := w.Next()
		if err != nil {
			return "", err
		}
		if c == nil {
			break
		}
		commit, err := m.repo.Objects().Commit(c.Hash)
		if err != nil {
			return "", err
		}
		if len(commit.ParentHashes) > 1 {
			continue
		}
		count++
		if subject := commit.Subject(); subject != "" {
			subjects = append(subjects, subject)
		} else {
			subjects = append(subjects, commit.Hash.String())
		}
	}
	title := "\n* " + m.shortName(h) + ":"
	if count > m.log {
		title += fmt.Sprintf(" (%d commits)", count)
	}
	out := title + "\n"
	for i, s := range subjects {
		if i >= m.log {
			out += "  ...\n"
			break
		}
		out += "  " + s + "\n"
	}
	return out, nil
}

func (m *merging) shortName(h porcelain.MergeHead) string {
	if h.Fetched != "" {
		return fetchedName(h.Fetched)
	}
	var n mergeNames
	m.classify(h, &n)
	switch {
	case len(n.tags) > 0:
		return "tag " + n.tags[0]
	case len(n.commits) > 0:
		return "commit " + n.commits[0]
	case len(n.remotes) > 0:
		return "remote-tracking branch " + n.remotes[0]
	}
	return strings.Trim(h.Name, "'")
}

// squashFile writes SQUASH_MSG: all commits that the squash takes together.
func (m *merging) squashFile() error {
	tips := []walk.Tip{{Hash: m.head, Exclude: true}}
	for _, h := range m.heads {
		tips = append(tips, walk.Tip{Hash: h.Commit})
	}
	w := walk.New(walk.Params{Store: m.repo.Objects(), Tips: tips})
	var out strings.Builder
	out.WriteString("Squashed commit of the following:\n")
	for {
		c, err := w.Next()
		if err != nil {
			return err
		}
		if c == nil {
			break
		}
		commit, err := m.repo.Objects().Commit(c.Hash)
		if err != nil {
			return err
		}
		out.WriteString(m.squashEntry(commit))
	}
	return porcelain.WriteState(m.repo, "SQUASH_MSG", out.String())
}

func (m *merging) squashEntry(c *object.Commit) string {
	var out strings.Builder
	fmt.Fprintf(&out, "\ncommit %s\n", c.Hash)
	if len(c.ParentHashes) > 1 {
		out.WriteString("Merge:")
		for _, p := range c.ParentHashes {
			out.WriteString(" " + m.repo.Objects().Abbrev(p, 0))
		}
		out.WriteString("\n")
	}
	fmt.Fprintf(&out, "Author: %s <%s>\nDate:   %s\n\n", c.Author.Name, c.Author.Email,
		c.Author.When.Format("Mon Jan 2 15:04:05 2006 -0700"))
	for line := range strings.SplitSeq(strings.TrimRight(c.Message, "\n"), "\n") {
		if line == "" {
			out.WriteString("\n")
			continue
		}
		out.WriteString("    " + line + "\n")
	}
	return out.String()
}

// squashMessage writes SQUASH_MSG and tells so, with --quiet too.
func (m *merging) squashMessage() error {
	m.println("Squash commit -- not updating HEAD")
	return m.squashFile()
}
