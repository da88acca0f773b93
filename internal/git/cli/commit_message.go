package cli

import (
	"errors"
	"fmt"
	"strings"

	"cairn/internal/disk"
	"cairn/internal/git/lockfile"
	"cairn/internal/git/object"
	"cairn/internal/git/porcelain"
	"cairn/internal/git/trailer"
)

// commitMessage is how the message comes about.
type commitMessage struct {
	edit     bool
	cleanup  porcelain.Cleanup
	source   *object.Commit // of -C, -c and --amend
	template string         // content of the -t file
	text     string         // what was written into COMMIT_EDITMSG, without comments
	comment  byte
}

// fixupKind splits --fixup=amend:COMMIT.
func (m *committer) fixupKind() (kind, spec string) {
	v, ok := m.value("fixup")
	if !ok {
		return "", ""
	}
	word, rest, cut := strings.Cut(v, ":")
	if cut && (word == "amend" || word == "reword") {
		return word, rest
	}
	return "fixup", v
}

// fixupKnown refuses letters before a colon that are no kind of fixup.
func (m *committer) fixupKnown() (int, bool) {
	v, _ := m.value("fixup")
	word, _, cut := strings.Cut(v, ":")
	if !cut || word == "" || word == "amend" || word == "reword" {
		return 0, true
	}
	for i := range len(word) {
		if b := word[i] | 0x20; b < 'a' || b > 'z' {
			return 0, true
		}
	}
	return m.die("unknown option: --fixup=%s", v), false
}

// read settles where the message comes from and whether an editor opens.
func (s *commitMessage) read(m *committer) (int, bool) {
	if code, ok := m.fixupKnown(); !ok {
		return code, false
	}
	kind, _ := m.fixupKind()
	has := m.value2
	s.edit = !has("file") && !has("message") && !has("reuse-message") && kind != "fixup"
	if has("reedit-message") {
		s.edit = true
	}
	if kind == "amend" || kind == "reword" {
		s.edit = true
		if len(m.args) > 0 && kind == "reword" {
			return m.die("reword option of '%s' and path '%s' cannot be used together", "--fixup", m.args[0]), false
		}
		if has("message") {
			return m.die("options '%s' and '%s:%s' cannot be used together", "-m", "--fixup", kind), false
		}
	}
	if g := m.last("edit"); g != nil {
		s.edit = !g.off
	}
	if code, ok := s.readCleanup(m); !ok {
		return code, false
	}
	var err error
	if s.comment, _, err = m.commentChar(); err != nil {
		return m.fail(err), false
	}
	spec := ""
	switch {
	case has("reedit-message"):
		spec, _ = m.value("reedit-message")
	case has("reuse-message"):
		spec, _ = m.value("reuse-message")
	case m.amend && kind == "":
		spec = "HEAD"
	}
	if spec == "" {
		return 0, true
	}
	c, err := m.commitOf(spec)
	if err != nil {
		return m.die("could not lookup commit %s", spec), false
	}
	s.source = m.recoded(c)
	return 0, true
}

func (s *commitMessage) readCleanup(m *committer) (int, bool) {
	mode, given := m.value("cleanup")
	if !given {
		mode = m.repo.Config().String("commit.cleanup", "default")
	}
	switch mode {
	case "default":
		s.cleanup = porcelain.CleanWhitespace
		if s.edit {
			s.cleanup = porcelain.CleanStrip
		}
	case "verbatim":
		s.cleanup = porcelain.CleanVerbatim
	case "whitespace":
		s.cleanup = porcelain.CleanWhitespace
	case "strip":
		s.cleanup = porcelain.CleanStrip
	case "scissors":
		s.cleanup = porcelain.CleanWhitespace
		if s.edit {
			s.cleanup = porcelain.CleanScissors
		}
	default:
		return m.die("Invalid cleanup mode %s", mode), false
	}
	return 0, true
}

// write puts the message, and what the editor shall show below it, into COMMIT_EDITMSG.
func (s *commitMessage) write(m *committer) (int, bool) {
	text, code, ok := s.begin(m)
	if !ok {
		return code, false
	}
	if s.cleanup != porcelain.CleanVerbatim && s.template == "" {
		text = porcelain.StripSpace(text, 0)
	}
	rules := trailer.Read(m.repo.Config())
	if m.flag("signoff") {
		who := m.author.committer
		text = rules.Sign(text, who.Name+" <"+who.Email+">", s.comment)
	}
	text = rules.Add(text, m.values("trailer"), s.comment)
	s.text = text
	if code, ok := s.chooseComment(m, text); !ok {
		return code, false
	}
	var b strings.Builder
	b.WriteString(text)
	if s.edit && s.includeStatus(m) {
		if err := m.fillPage(); err != nil {
			return m.fail(err), false
		}
		if err := s.comments(m, &b); err != nil {
			return m.fail(err), false
		}
	}
	path := m.repo.StateFile("COMMIT_EDITMSG")
	if err := lockfile.Replace(path, []byte(b.String())); err != nil {
		return m.die("could not open '%s': %s", "COMMIT_EDITMSG", lockfile.Reason(err)), false
	}
	return 0, true
}

// chooseComment finds a sign for comments that the message itself does not use, where
// core.commentChar is "auto".
func (s *commitMessage) chooseComment(m *committer, text string) (int, bool) {
	_, auto, err := m.commentChar()
	if err != nil {
		return m.fail(err), false
	}
	if !auto || !s.edit {
		return 0, true
	}
	sign, ok := freeCommentChar(text)
	if !ok {
		return m.die("unable to select a comment character that is not used\nin the current commit message"), false
	}
	s.comment = sign
	return 0, true
}

func (s *commitMessage) includeStatus(m *committer) bool {
	if g := m.last("status"); g != nil {
		return !g.off
	}
	on, err := m.repo.Config().Bool("commit.status", true)
	return on || err != nil
}

// begin collects the text that the message starts with.
func (s *commitMessage) begin(m *committer) (string, int, bool) {
	text, code, ok := s.squash(m)
	if !ok {
		return "", code, false
	}
	kind, spec := m.fixupKind()
	switch {
	case kind != "":
		return s.fixup(m, kind, spec, text)
	case m.value2("message"):
		return text + joinMessages(m.values("message")), 0, true
	case m.value2("file"):
		name, _ := m.value("file")
		content, err := m.readArgFile(name)
		if err != nil {
			return "", m.die("could not read log file '%s': %s", name, lockfile.Reason(err)), false
		}
		return text + content, 0, true
	case s.source != nil:
		return text + strings.TrimLeft(s.source.Message, "\n"), 0, true
	}
	return s.beginFromState(m, text)
}

func (s *commitMessage) beginFromState(m *committer, text string) (string, int, bool) {
	read := func(name string) (string, bool) {
		data, err := disk.ReadFile(m.repo.StateFile(name))
		return string(data), err == nil
	}
	squashed, hasSquash := read("SQUASH_MSG")
	merged, hasMerge := read("MERGE_MSG")
	switch {
	case hasMerge:
		return text + squashed + merged, 0, true
	case hasSquash:
		return text + squashed, 0, true
	}
	name, ok := m.value("template")
	if !ok {
		name, ok, _ = m.repo.Config().Path("commit.template", m.env.Vars["HOME"])
	}
	if !ok || name == "" {
		return text, 0, true
	}
	content, err := m.readArgFile(name)
	if err != nil {
		return "", m.die("could not read '%s': %s", name, lockfile.Reason(err)), false
	}
	s.template = content
	return text + content, 0, true
}

func joinMessages(all []string) string {
	var b strings.Builder
	for _, msg := range all {
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(msg)
		if msg != "" && !strings.HasSuffix(msg, "\n") {
			b.WriteByte('\n')
		}
	}
	return b.String()
}

func (s *commitMessage) squash(m *committer) (string, int, bool) {
	spec, ok := m.value("squash")
	if !ok {
		return "", 0, true
	}
	if s.source != nil {
		if reuse, _ := m.value("reuse-message"); reuse == spec {
			return "squash! ", 0, true
		}
		if reedit, _ := m.value("reedit-message"); reedit == spec {
			return "squash! ", 0, true
		}
		if m.amend && spec == "HEAD" { // amending uses HEAD's message
			return "squash! ", 0, true
		}
	}
	c, err := m.commitOf(spec)
	if err != nil {
		return "", m.die("could not lookup commit %s", spec), false
	}
	return "squash! " + m.recoded(c).Subject() + "\n\n", 0, true
}

func (s *commitMessage) fixup(m *committer, kind, spec, text string) (string, int, bool) {
	c, err := m.commitOf(spec)
	if err != nil {
		return "", m.die("could not lookup commit %s", spec), false
	}
	c = m.recoded(c)
	if kind == "fixup" {
		text += "fixup! " + object.Subject(c.Message) + "\n\n"
		return text + joinMessages(m.values("message")), 0, true
	}
	text += "amend! " + object.Subject(c.Message) + "\n\n"
	body := strings.TrimLeft(c.Message, "\n")
	if subject := object.Subject(c.Message); strings.HasPrefix(subject, "amend! ") {
		_, body, _ = strings.Cut(body, "\n\n")
	}
	return text + body, 0, true
}

// finish opens the editor and reads the message back.
func (s *commitMessage) finish(m *committer) (string, int, bool) {
	path := m.repo.StateFile("COMMIT_EDITMSG")
	if s.edit {
		if code, ok := s.openEditor(m, path); !ok {
			return "", code, false
		}
	}
	data, err := disk.ReadFile(path)
	if err != nil {
		return "", m.die("could not read commit message: %s", lockfile.Reason(err)), false
	}
	text := porcelain.CleanMessage(string(data), s.cleanup, m.page.verbose > 0 && s.edit, s.comment)
	switch {
	case porcelain.MessageIsEmpty(text, s.cleanup) && !m.flag("allow-empty-message"):
		m.say("Aborting commit due to empty commit message.")
		return "", exitFail, false
	case s.template != "" && s.untouched(text) && !m.flag("allow-empty-message"):
		m.say("Aborting commit; you did not edit the message.")
		return "", exitFail, false
	}
	if kind, _ := m.fixupKind(); (kind == "amend" || kind == "reword") && strings.HasPrefix(text, "amend! ") {
		if _, body, _ := strings.Cut(text, "\n"); porcelain.StripSpace(body, s.comment) == "" && !m.flag("allow-empty-message") {
			m.say("Aborting commit due to empty commit message body.")
			return "", exitFail, false
		}
	}
	return text, 0, true
}

func (s *commitMessage) untouched(text string) bool {
	clean := porcelain.StripSpace(s.template, s.cleanup.Comments(s.comment))
	rest, ok := strings.CutPrefix(text, clean)
	return ok && porcelain.MessageIsEmpty(rest, s.cleanup)
}

func (s *commitMessage) openEditor(m *committer, path string) (int, bool) {
	if err := m.edit(path); err != nil {
		m.say("Please supply the message using either -m or -F option.")
		return exitFail, false
	}
	return 0, true
}

// errNoEditor says that nothing can be edited here.
var errNoEditor = errors.New("Terminal is dumb, but EDITOR unset")

// edit opens the editor on a file, and tells what went wrong.
func (c *call) edit(path string) error {
	if c.env.Edit == nil {
		c.errorf("%s", errNoEditor)
		return errNoEditor
	}
	_ = c.out.Flush()
	if err := c.env.Edit(c.ctx, path); err != nil {
		c.errorf("%s", err)
		return fmt.Errorf("edit %s: %w", path, err)
	}
	return nil
}
