package porcelain

import (
	"errors"
	"os"
	"strconv"
	"strings"

	"cairn/internal/git/color"
	"cairn/internal/git/config"
	"cairn/internal/git/confine"
	"cairn/internal/git/date"
)

// ConfigFile is the one source that `git config` was asked to use.
type ConfigFile struct {
	Path   string // absolute; "" when no file was named
	Shown  string // as Git prints it
	Text   []byte // of what is no file: standard input or a blob
	Source config.Source
	Scope  config.Scope
	Root   confine.Root
}

// Given reports whether a source was named; without one everything in force is meant.
func (f *ConfigFile) Given() bool { return f.Path != "" || f.Source != config.FromFile }

// NoConfigFileError says that the file that was named does not exist.
type NoConfigFileError struct{ Shown string }

func (e *NoConfigFileError) Error() string {
	return "unable to read config file '" + e.Shown + "': No such file or directory"
}

// NotThere is the file's name.
func (e *NoConfigFileError) NotThere() string { return e.Shown }

// Load reads the source alone.
func (f *ConfigFile) Load(p config.Params, includes bool) (*config.Config, error) {
	if f.Source != config.FromFile {
		return config.LoadBytes(p, f.Text, config.Origin{Scope: f.Scope, Source: f.Source, Name: f.Shown}, includes)
	}
	cfg, err := config.LoadFile(p, f.Path, f.Shown, f.Scope, includes)
	if errors.Is(err, os.ErrNotExist) {
		return nil, &NoConfigFileError{f.Shown}
	}
	return cfg, err
}

// GlobalConfigFile is the file that --global reads and writes: ~/.gitconfig,
// or the one below XDG_CONFIG_HOME when only that exists. It is "" without a home.
func GlobalConfigFile(env map[string]string) string {
	files := config.GlobalFiles(env)
	if len(files) == 0 {
		return ""
	}
	last := files[len(files)-1]
	if len(files) == 2 {
		if _, err := os.Stat(last); err != nil {
			if _, err := os.Stat(files[0]); err == nil {
				return files[0]
			}
		}
	}
	return last
}

// ValueKind is what --type asks for: bool, int, bool-or-int, bool-or-str, path,
// color, expiry-date, or "" for the value as it is.
type ValueKind string

// ValueReader brings values into the form that --type asks for.
type ValueReader struct {
	Kind  ValueKind
	Home  string
	Clock date.Clock
}

// Known reports whether there is such a kind.
func (k ValueKind) Known() bool {
	switch k {
	case "", "bool", "int", "bool-or-int", "bool-or-str", "path", "color", "expiry-date":
		return true
	}
	return false
}

// Show is an entry's value as it is printed; key is the name under which it was asked for.
func (r ValueReader) Show(key string, e config.Entry) (string, error) {
	switch r.Kind {
	case "bool":
		return boolText(key, e)
	case "int":
		n, err := config.ParseInt(key, e)
		return strconv.FormatInt(n, 10), err
	case "bool-or-int":
		if _, err := strconv.Atoi(e.Value); err != nil {
			if text, err := boolText(key, e); err == nil && !endsInUnit(e.Value) {
				return text, nil
			}
		}
		n, err := config.ParseInt(key, e)
		return strconv.FormatInt(n, 10), err
	case "bool-or-str":
		if text, err := boolText(key, e); err == nil {
			return text, nil
		}
		return e.Value, nil
	case "path", "color", "expiry-date":
		text, err := r.special(key, e)
		if err != nil {
			return "", &config.LineError{Origin: e.Origin, Cause: err}
		}
		return text, nil
	default:
		return e.Value, nil
	}
}

func (r ValueReader) special(key string, e config.Entry) (string, error) {
	if e.Implicit {
		return "", &config.ValueError{Text: "missing value for '" + key + "'"}
	}
	switch r.Kind {
	case "path":
		return config.ExpandHome(e.Value, r.Home)
	case "color":
		return color.Parse(e.Value)
	default:
		at, ok := r.Clock.Expiry(e.Value)
		if !ok {
			return "", &config.ValueError{Text: "'" + e.Value + "' for '" + key + "' is not a valid timestamp"}
		}
		return strconv.FormatUint(at, 10), nil
	}
}

// Default is what --default gives in place of a value.
func (r ValueReader) Default(key, value string) (string, error) {
	text, err := r.Show(key, config.Entry{Value: value})
	var line *config.LineError
	if errors.As(err, &line) {
		return "", &valueError{"failed to format default config value: " + value, line.Cause}
	}
	return text, err
}

// valueError is about a value of the command line; the cause is told before it.
type valueError struct {
	text  string
	cause error
}

func (e *valueError) Error() string  { return e.text }
func (e *valueError) Unwrap() error  { return e.cause }
func (e *valueError) Advice() string { return "error: " + e.cause.Error() }

// endsInUnit reports whether a value is a number with k, m or g behind it.
func endsInUnit(v string) bool {
	return len(v) > 1 && strings.ContainsAny(v[len(v)-1:], "kKmMgG") && strings.ContainsAny(v[:1], "-+0123456789")
}

func boolText(key string, e config.Entry) (string, error) {
	if e.Implicit {
		return "true", nil
	}
	b, ok := config.ParseBool(e.Value)
	if !ok {
		return "", &config.ValueError{Text: "bad boolean config value '" + e.Value + "' for '" + key + "'"}
	}
	return strconv.FormatBool(b), nil
}

// Normal is how a value is stored under --type. Paths and dates stay as they
// are: they mean something else tomorrow or in another home.
func (r ValueReader) Normal(key, value string) (string, error) {
	switch r.Kind {
	case "", "path", "expiry-date":
		return value, nil
	case "color":
		if _, err := color.Parse(value); err != nil {
			return "", &valueError{"cannot parse color '" + value + "'", err}
		}
		return value, nil
	}
	return r.Show(key, config.Entry{Value: value})
}
