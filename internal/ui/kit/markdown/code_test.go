package markdown

import "testing"

func TestCopied_ofAConsoleIsItsCommands(t *testing.T) {
	session := Code{Language: "console", Text: "$ ls\nREADME.md\n$ cd data\n"}
	if got, want := session.copied(), "ls\ncd data"; got != want {
		t.Errorf("copied %q, want %q", got, want)
	}
	program := Code{Language: "sh", Text: "$ ls\n"}
	if got := program.copied(); got != program.Text {
		t.Errorf("copied %q, want it as it is", got)
	}
}
