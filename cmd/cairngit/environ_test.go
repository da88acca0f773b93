package main

import (
	"os"
	"runtime"
	"testing"
)

func TestFromWindows_findsTheHomeThatGitHasThere(t *testing.T) {
	t.Parallel()
	drive := map[string]string{"HomeDrive": "H:", "HOMEPATH": `\`, "UserProfile": `C:\Users\José Ruiz`, "SystemRoot": `C:\Windows`}
	with := func(more ...string) map[string]string {
		vars := map[string]string{}
		for name, value := range drive {
			vars[name] = value
		}
		for i := 0; i < len(more); i += 2 {
			vars[more[i]] = more[i+1]
		}
		return vars
	}
	for name, c := range map[string]struct {
		vars    map[string]string
		folders bool
		home    string
	}{
		"home drive":             {with(), true, `H:\`},
		"home drive not mounted": {with(), false, `C:\Users\José Ruiz`},
		"no home path":           {with("HOMEPATH", ""), true, `C:\Users\José Ruiz`},
		"a service":              {with("HomeDrive", "C:", "HOMEPATH", `\Windows\System32`), true, `C:\Users\José Ruiz`},
		"HOME itself":            {with("HOME", `D:\me`), true, `D:\me`},
	} {
		got := fromWindows(c.vars, func(string) bool { return c.folders })
		if got["HOME"] != c.home {
			t.Errorf("%s: %q, want %q", name, got["HOME"], c.home)
		}
		if got["TERM"] != "cygwin" {
			t.Errorf("%s: TERM is %q", name, got["TERM"])
		}
	}
	got := fromWindows(map[string]string{"Git_Author_Name": "Ada", "TERM": "dumb"}, func(string) bool { return true })
	if got["GIT_AUTHOR_NAME"] != "Ada" || got["TERM"] != "dumb" {
		t.Errorf("%q", got)
	}
}

func TestFromWindows_findsTheConfigurationOfGitForWindows(t *testing.T) {
	t.Parallel()
	vars := map[string]string{"ProgramFiles": `C:\Program Files`, "LOCALAPPDATA": `C:\Users\Ada\AppData\Local`}
	for file, want := range map[string]string{
		`C:\Program Files\Git\etc\gitconfig`:                    `C:\Program Files\Git\etc\gitconfig`,
		`C:\Users\Ada\AppData\Local\Programs\Git\etc\gitconfig`: `C:\Users\Ada\AppData\Local\Programs\Git\etc\gitconfig`,
		`C:\elsewhere`: "",
	} {
		if got := fromWindows(vars, func(path string) bool { return path == file })["GIT_CONFIG_SYSTEM"]; got != want {
			t.Errorf("where there is %s: %q", file, got)
		}
	}
	vars["GIT_CONFIG_SYSTEM"] = "nul"
	if got := fromWindows(vars, func(string) bool { return true })["GIT_CONFIG_SYSTEM"]; got != "nul" {
		t.Errorf("a file that is named: %q", got)
	}
}

func TestEnvironment_namesTheConfigurationOfTheMachine(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("it is found beside Git for Windows there")
	}
	t.Setenv("GIT_CONFIG_SYSTEM", "/elsewhere")
	if got := environment()["GIT_CONFIG_SYSTEM"]; got != "/elsewhere" {
		t.Errorf("a file that is named: %q", got)
	}
	if err := os.Unsetenv("GIT_CONFIG_SYSTEM"); err != nil { // Setenv puts it back
		t.Fatal(err)
	}
	if got := environment()["GIT_CONFIG_SYSTEM"]; got != "/etc/gitconfig" {
		t.Errorf("where none is named: %q", got)
	}
}
