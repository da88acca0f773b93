package shell

import (
	"fmt"
	"regexp"

	"mvdan.cc/sh/v3/pattern"
)

// globRegexp compiles a shell pattern in which * matches slashes too, as find
// and tree -I have it.
func globRegexp(glob string) (*regexp.Regexp, error) {
	text, err := pattern.Regexp(glob, pattern.EntireString)
	if err != nil {
		return nil, fmt.Errorf("bad pattern '%s': %w", glob, err)
	}
	re, err := regexp.Compile(text)
	if err != nil {
		return nil, fmt.Errorf("bad pattern '%s'", glob)
	}
	return re, nil
}
