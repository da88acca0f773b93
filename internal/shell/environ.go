package shell

import (
	"runtime"
	"sort"
	"strings"
	"sync"

	"mvdan.cc/sh/v3/expand"
)

// environ is the console's environment, built from nothing: the process's own
// never reaches a line.
type environ struct {
	params Params
	mu     sync.Mutex
	vars   map[string]string
}

func newEnviron(p Params) *environ {
	e := &environ{params: p}
	e.refresh()
	return e
}

// refresh reads the variables that change from line to line, such as dates.
func (e *environ) refresh() {
	vars := map[string]string{
		"HOME": e.params.Home, "USER": e.params.User, "LOGNAME": e.params.User,
		"PATH": "/usr/bin:/bin", "SHELL": "/bin/bash", "TERM": "xterm-256color",
		"LC_ALL": "C", "LANG": "C", "UID": "1000", "EUID": "1000", "GID": "1000",
		"HOSTNAME": "cairn", "PS3": "#? ",
	}
	if e.params.Env != nil {
		for name, value := range e.params.Env() {
			vars[name] = value
		}
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.vars = vars
}

// unusableDir is absolute, but no path in it can be opened. The runner opens
// files in its folder of temporary files past our handlers, because it keeps
// the pipes of process substitution there; so that folder must be none.
func unusableDir() string {
	if runtime.GOOS == "windows" {
		return "C:\\\x00\\none"
	}
	return "/\x00/none"
}

// confinedEnviron answers what an interpreter would otherwise ask the system.
type confinedEnviron struct {
	expand.Environ
	// started is false until the interpreter has asked for its folder of
	// temporary files, which it does once, before it runs anything.
	started *bool
}

// Get answers for the interpreter and for the expansion of words.
func (e confinedEnviron) Get(name string) expand.Variable {
	if name == "TMPDIR" && !*e.started {
		*e.started = true
		return expand.Variable{Set: true, Kind: expand.String, Str: unusableDir()}
	}
	// "HOME name" asks for another user's folder; without an answer the
	// expansion would look into the system's list of users.
	if user, ok := strings.CutPrefix(name, "HOME "); ok {
		return expand.Variable{Set: true, Kind: expand.String, Str: "~" + user}
	}
	return e.Environ.Get(name)
}

// Get gives one of the console's variables.
func (e *environ) Get(name string) expand.Variable {
	e.mu.Lock()
	defer e.mu.Unlock()
	value, ok := e.vars[name]
	if !ok {
		return expand.Variable{}
	}
	return exported(value)
}

// Each lists the variables by name.
func (e *environ) Each(fn func(name string, vr expand.Variable) bool) {
	e.mu.Lock()
	names := make([]string, 0, len(e.vars))
	for name := range e.vars {
		names = append(names, name)
	}
	sort.Strings(names)
	vars := e.vars
	e.mu.Unlock()
	for _, name := range names {
		if !fn(name, exported(vars[name])) {
			return
		}
	}
}

func exported(value string) expand.Variable {
	return expand.Variable{Set: true, Exported: true, Kind: expand.String, Str: value}
}

// exportedVars gives what a command sees of the environment.
func exportedVars(env expand.Environ) map[string]string {
	vars := map[string]string{}
	env.Each(func(name string, vr expand.Variable) bool {
		switch {
		case !vr.IsSet():
			delete(vars, name)
		case vr.Exported && vr.Kind == expand.String:
			vars[name] = vr.Str
		}
		return true
	})
	return vars
}
