package pretty

import (
	"strconv"
	"strings"

	"cairn/internal/git/config"
	"cairn/internal/git/trailer"
)

// trailerOptions are those of %(trailers:…).
type trailerOptions struct {
	keys                       []string
	only                       bool
	unfold, keyOnly, valueOnly bool
	separator, between         string
	separated, joined          bool // there is a separator, a key_value_separator
	filtered                   bool
}

// parseTrailerOptions reads "(trailers:key=X,separator=%x2C )" and its length.
// Values may hold %x.. and %n, and the parentheses of none.
func parseTrailerOptions(format string) (trailerOptions, int, bool) {
	end := strings.IndexByte(format, ')')
	inner, hasOptions := strings.CutPrefix(format[1:end], "trailers:")
	if !hasOptions {
		return trailerOptions{between: ": "}, end + 1, inner == "trailers"
	}
	o, _, ok := parseTrailerWords(inner)
	if !ok {
		return o, 0, false
	}
	return o, end + 1, true
}

// parseTrailerWords reads "key=X,separator=%x2C"; wrong is the word that is none.
func parseTrailerWords(inner string) (o trailerOptions, wrong string, ok bool) {
	o = trailerOptions{between: ": "}
	parts := strings.Split(inner, ",")
	for i, part := range parts {
		name, value, hasValue := strings.Cut(part, "=")
		on, isBool := true, true
		if hasValue {
			on, isBool = config.ParseBool(value)
		}
		switch {
		case name == "key" && hasValue:
			o.keys = append(o.keys, strings.TrimSuffix(value, ":"))
			o.filtered, o.only = true, true
		case name == "separator":
			o.separator, o.separated = literal(value), true
		case name == "key_value_separator":
			o.between, o.joined = literal(value), true
		case name == "only" && isBool:
			o.only = on
		case name == "unfold" && isBool:
			o.unfold = on
		case name == "keyonly" && isBool:
			o.keyOnly = on
		case name == "valueonly" && isBool:
			o.valueOnly = on
		case part == "" && i == len(parts)-1:
		case hasValue && !isBool && (name == "only" || name == "unfold" || name == "keyonly" || name == "valueonly"):
			return o, strings.Join(parts[i+1:min(i+2, len(parts))], ""), false // so Git blames the next one
		default:
			return o, part, false
		}
	}
	return o, "", true
}

// literal expands %n, %% and %xHH.
func literal(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+1 < len(s) {
			switch {
			case s[i+1] == 'n':
				b.WriteByte('\n')
				i++
				continue
			case s[i+1] == '%':
				b.WriteByte('%')
				i++
				continue
			case s[i+1] == 'x' && i+3 < len(s):
				if v, err := strconv.ParseUint(s[i+2:i+4], 16, 8); err == nil {
					b.WriteByte(byte(v))
					i += 3
					continue
				}
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// untouched reports whether the block is to be written as it stands in the message.
func (o trailerOptions) untouched() bool {
	return !o.only && !o.unfold && !o.filtered && !o.separated && !o.keyOnly && !o.valueOnly && !o.joined
}

// write formats the trailers of a message.
func (o trailerOptions) write(s *trailer.Settings, message string) string {
	list, block := s.Items(message)
	if o.untouched() {
		return block
	}
	var b strings.Builder
	put := func(text string) {
		if o.separated && b.Len() > 0 {
			b.WriteString(o.separator)
		}
		b.WriteString(text)
		if !o.separated {
			b.WriteByte('\n')
		}
	}
	for _, t := range list {
		switch {
		case t.Key == "" && o.separated && !o.only:
			put(strings.TrimRight(t.Raw, " \t\r\n"))
		case t.Key == "" && !o.only:
			put(t.Raw)
		case t.Key != "" && (!o.filtered || o.wants(t.Key)):
			put(o.item(t))
		}
	}
	return b.String()
}

// item writes one trailer.
func (o trailerOptions) item(t trailer.Item) string {
	value := t.Value
	if o.unfold {
		value = trailer.Unfold(value)
	}
	switch {
	case o.keyOnly && o.valueOnly:
		return ""
	case o.keyOnly:
		return t.Key
	case o.valueOnly:
		return value
	}
	return t.Key + o.between + value
}

func (o trailerOptions) wants(key string) bool {
	for _, k := range o.keys {
		if strings.EqualFold(k, key) {
			return true
		}
	}
	return false
}
