package shell_test

import (
	"strings"
	"testing"

	"cairn/internal/shell"
)

// Windows has ways out that other systems lack: drives, shares, devices whose
// names lie in every folder, and streams beside files.
func TestRun_refusesTheWaysOutThatOnlyWindowsHas(t *testing.T) {
	c := newConsole(t, shell.Limits{})
	for _, path := range []string{
		`C:\Windows\win.ini`, `C:/Windows/win.ini`, `\Windows\win.ini`, `/Windows/win.ini`, `C:win.ini`, `\\localhost\c$\x`, `//localhost/c$/x`,
		`\\?\C:\Windows\win.ini`, `\\.\C:`, `NUL`, `nul`, `CON`, `con.txt`, `COM1`, `LPT1.txt`, `sub\NUL`, `..\..\x`, `sub\..\..\x`,
		`file.txt:stream`, `file.txt::$DATA`, `CONIN$`, `CONOUT$`,
	} {
		before := photograph(t, c.base)
		for _, line := range []string{"echo x > '" + path + "'", "cat '" + path + "'", "mkdir '" + path + "'", "touch '" + path + "'"} {
			out, errOut, code := c.run(line)
			if code == 0 || errOut == "" || strings.Contains(out, "[fonts]") {
				t.Errorf("%s: code %d, %q %q", line, code, out, errOut)
			}
		}
		if after := photograph(t, c.base); after != before {
			t.Errorf("%s changed what lies outside:\n%s", path, after)
		}
	}
}

func TestRun_knowsNothingOfDevNullsRealName(t *testing.T) {
	c := newConsole(t, shell.Limits{})
	if out, errOut, code := c.run("echo x > /dev/null; cat /dev/null; echo fine"); out != "fine\n" || code != 0 {
		t.Errorf("%q %q %d", out, errOut, code)
	}
}
