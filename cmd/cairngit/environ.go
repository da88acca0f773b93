package main

import (
	"os"
	"runtime"
	"strings"
)

// systemConfig is where Git, as Linux distributions and macOS build it, has the configuration for the whole machine.
const systemConfig = "/etc/gitconfig"

// environment is what Git reads of the process's environment, and what it would read without being told there: the engine
// itself, which also works for the practice console, reads no configuration of the machine that is not named.
func environment() map[string]string {
	vars := map[string]string{}
	for _, kv := range os.Environ() {
		if name, value, ok := strings.Cut(kv, "="); ok && name != "" {
			vars[name] = value
		}
	}
	if runtime.GOOS == "windows" {
		vars = fromWindows(vars, exists)
	} else if _, set := vars["GIT_CONFIG_SYSTEM"]; !set {
		vars["GIT_CONFIG_SYSTEM"] = systemConfig
	}
	if vars["HOME"] == "" {
		if home, err := os.UserHomeDir(); err == nil {
			vars["HOME"] = home
		}
	}
	return vars
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// fromWindows gives an environment of Windows the form that Git for Windows gives it before it looks: names have no case,
// the home is on the home drive where there is one (universities give it to their students) and else the profile, and
// a console that does not say what it is can show colours. What the installation of Git for Windows configured for all, the
// line ends above all, holds for its repositories.
func fromWindows(vars map[string]string, exists func(string) bool) map[string]string {
	found := make(map[string]string, len(vars)+2)
	for name, value := range vars {
		found[strings.ToUpper(name)] = value
	}
	if found["HOME"] == "" {
		home := found["HOMEDRIVE"] + found["HOMEPATH"]
		system := found["SYSTEMROOT"] + `\system32` // where a service has its home
		if found["HOMEDRIVE"] == "" || found["HOMEPATH"] == "" || strings.EqualFold(home, system) || !exists(home) {
			home = found["USERPROFILE"]
		}
		found["HOME"] = home
	}
	if found["TERM"] == "" {
		found["TERM"] = "cygwin"
	}
	if _, set := found["GIT_CONFIG_SYSTEM"]; !set {
		for _, place := range []string{found["PROGRAMFILES"], found["LOCALAPPDATA"] + `\Programs`} {
			if file := place + `\Git\etc\gitconfig`; exists(file) {
				found["GIT_CONFIG_SYSTEM"] = file
				break
			}
		}
	}
	return found
}
