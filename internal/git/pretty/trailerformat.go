package pretty

import (
	"errors"

	"cairn/internal/git/trailer"
)

// TrailerFormat is what stands behind "trailers:" in a format of refs: the same
// options as in %(trailers:…), and other words for what is wrong with them.
type TrailerFormat struct{ options trailerOptions }

// ParseTrailerFormat reads the options; none at all are right.
func ParseTrailerFormat(options string) (TrailerFormat, error) {
	if options == "" {
		return TrailerFormat{trailerOptions{between: ": "}}, nil
	}
	o, wrong, ok := parseTrailerWords(options)
	switch {
	case !ok && wrong == "key":
		return TrailerFormat{}, errors.New("expected %(trailers:key=<value>)")
	case !ok:
		return TrailerFormat{}, errors.New("unknown %(trailers) argument: " + wrong)
	}
	return TrailerFormat{o}, nil
}

// Write shows the trailers of a message.
func (f TrailerFormat) Write(s *trailer.Settings, message string) string {
	return f.options.write(s, message)
}
