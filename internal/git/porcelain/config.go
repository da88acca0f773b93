package porcelain

import (
	"errors"
	"os"
	"strconv"
	"strings"

	"cairn/internal/git/config"
	"cairn/internal/git/confine"
)

// ConfigFile is the one source that `git config` was asked to use.
type ConfigFile struct {
	Path  string // absolute; "" when no file was named
	Shown string // as Git prints it
	Text  []byte // of standard input
	Stdin bool
	Scope config.Scope
	Root  confine.Root
}

// Given reports whether a source was named; without one everything in force is meant.
func (f *ConfigFile) Given() bool { return f.Path != "" || f.Stdin }

// NoConfigFileError says that the file that was named does not exist.
type NoConfigFileError struct{ Shown string }

func (e *NoConfigFileError) Error() string {
	return "unable to read config file '" + e.Shown + "': No such file or directory"
}

// NotThere is the file's name.
func (e *NoConfigFileError) NotThere() string { return e.Shown }

// Load reads the source alone.
func (f *ConfigFile) Load(p config.Params, includes bool) (*config.Config, error) {
	if f.Stdin {
		return config.LoadBytes(p, f.Text, "standard input", f.Scope)
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

// ConfigValue is a value in the form that --type asks for: bool, int,
// bool-or-int, bool-or-str, path, or "" for the value as it is.
func ConfigValue(kind, key string, e config.Entry, home string) (string, error) {
	switch kind {
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
	case "path":
		return config.ExpandHome(e.Value, home)
	default:
		return e.Value, nil
	}
}

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

// NormalValue is how a value is stored under --type.
func NormalValue(kind, key, value string) (string, error) {
	if kind == "" || kind == "path" {
		return value, nil
	}
	return ConfigValue(kind, key, config.Entry{Value: value}, "")
}
