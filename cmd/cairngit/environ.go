package main

import (
	"os"
	"runtime"
	"strings"
)

// environment is what Git reads of the process's environment.
func environment() map[string]string {
	vars := map[string]string{}
	for _, kv := range os.Environ() {
		if name, value, ok := strings.Cut(kv, "="); ok && name != "" {
			vars[name] = value
		}
	}
	if runtime.GOOS == "windows" {
		vars = fromWindows(vars, isFolder)
	}
	if vars["HOME"] == "" {
		if home, err := os.UserHomeDir(); err == nil {
			vars["HOME"] = home
		}
	}
	return vars
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// fromWindows gives an environment of Windows the form that Git for Windows gives it before it looks: names have no case,
// the home is on the home drive where there is one (universities give it to their students) and else the profile, and
// a console that does not say what it is can show colours.
func fromWindows(vars map[string]string, isFolder func(string) bool) map[string]string {
	found := make(map[string]string, len(vars)+2)
	for name, value := range vars {
		found[strings.ToUpper(name)] = value
	}
	if found["HOME"] == "" {
		home := found["HOMEDRIVE"] + found["HOMEPATH"]
		system := found["SYSTEMROOT"] + `\system32` // where a service has its home
		if found["HOMEDRIVE"] == "" || found["HOMEPATH"] == "" || strings.EqualFold(home, system) || !isFolder(home) {
			home = found["USERPROFILE"]
		}
		found["HOME"] = home
	}
	if found["TERM"] == "" {
		found["TERM"] = "cygwin"
	}
	return found
}
