package pretty

import (
	"strconv"
	"strings"
)

// trailerOptions are those of %(trailers:…).
type trailerOptions struct {
	keys                       []string
	only, onlySet              bool
	unfold, keyOnly, valueOnly bool
	separator, between         string
	separated, filtered        bool
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
	for part := range strings.SplitSeq(inner, ",") {
		name, value, hasValue := strings.Cut(part, "=")
		on := !hasValue || value == "true" || value == "yes" || value == "on" || value == "1"
		switch name {
		case "key":
			if !hasValue {
				return o, part, false
			}
			o.keys = append(o.keys, strings.TrimSuffix(value, ":"))
			o.filtered = true
		case "only":
			o.only, o.onlySet = on, true
		case "unfold":
			o.unfold = on
		case "keyonly":
			o.keyOnly = on
		case "valueonly":
			o.valueOnly = on
		case "separator":
			o.separator, o.separated = literal(value), true
		case "key_value_separator":
			o.between = literal(value)
		case "":
		default:
			return o, part, false
		}
	}
	if o.filtered && !o.onlySet {
		o.only = true
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

// Trailer is one "Key: value" line at the end of a message, with the lines that
// go on with it; a line that is none has no key.
type Trailer struct{ Key, Value, Raw string }

// Trailers gives the lines of the last paragraph, if that is a block of trailers:
// only trailers, or at least a quarter of them with one that Git itself writes.
func Trailers(message string) []Trailer {
	lines := strings.Split(strings.TrimRight(message, "\n \t"), "\n")
	start := len(lines)
	for start > 0 && strings.TrimSpace(lines[start-1]) != "" {
		start--
	}
	if start == 0 {
		return nil // the subject is no block of trailers
	}
	var list []Trailer
	trailers, others, written := 0, 0, false
	for _, line := range lines[start:] {
		if (line[0] == ' ' || line[0] == '\t') && len(list) > 0 {
			last := &list[len(list)-1]
			last.Value += "\n" + line
			last.Raw += "\n" + line
			continue
		}
		key, value, ok := splitTrailer(line)
		switch {
		case ok:
			trailers++
			list = append(list, Trailer{Key: key, Value: strings.TrimSpace(value), Raw: line})
			written = written || key == "Signed-off-by"
		case strings.HasPrefix(line, "(cherry picked from commit "):
			trailers++
			written = true
			list = append(list, Trailer{Raw: line, Value: line})
		default:
			others++
			list = append(list, Trailer{Raw: line, Value: line})
		}
	}
	if trailers == 0 || others > 0 && (!written || trailers*3 < others) {
		return nil
	}
	return list
}

func splitTrailer(line string) (key, value string, ok bool) {
	at := strings.IndexByte(line, ':')
	if at < 1 {
		return "", "", false
	}
	key = strings.TrimRight(line[:at], " \t")
	for i := range len(key) {
		if !isAlnum(key[i]) && key[i] != '-' {
			return "", "", false
		}
	}
	return key, line[at+1:], key != ""
}

// write formats the trailers of a message.
func (o trailerOptions) write(message string) string {
	list := Trailers(message)
	var parts []string
	for _, t := range list {
		if t.Key == "" && o.only || o.filtered && !o.wants(t.Key) && (t.Key != "" || o.only) {
			continue
		}
		value := t.Value
		if o.unfold {
			value = strings.Join(strings.Fields(value), " ")
		}
		text := t.Key + o.between + value
		switch {
		case t.Key == "":
			text = t.Raw
		case o.keyOnly && o.valueOnly:
			text = ""
		case o.keyOnly:
			text = t.Key
		case o.valueOnly:
			text = value
		case !o.only && !o.unfold && !o.separated && o.between == ": ":
			text = t.Raw
		}
		parts = append(parts, text)
	}
	if o.separated {
		return strings.Join(parts, o.separator)
	}
	if len(parts) == 0 {
		return ""
	}
	return strings.Join(parts, "\n") + "\n"
}

func (o trailerOptions) wants(key string) bool {
	for _, k := range o.keys {
		if strings.EqualFold(k, key) {
			return true
		}
	}
	return false
}
