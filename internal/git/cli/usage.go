package cli

import (
	"strings"
)

// usageText is what `git NAME -h` prints: the forms, then the options.
func (cmd *Command) usageText() string {
	var b strings.Builder
	notes := false // after an empty form come notes
	for i, form := range cmd.Usage {
		if notes || form == "" {
			b.WriteString(strings.TrimRight("    "+form, " ") + "\n")
			notes = true
			continue
		}
		lead := "usage: "
		if i > 0 {
			lead = "   or: "
		}
		for j, line := range strings.Split(form, "\n") {
			if j == 0 {
				b.WriteString(lead + line + "\n")
			} else {
				b.WriteString(strings.Repeat(" ", len(lead)+len("git ")+len(cmd.Name)+1) + line + "\n")
			}
		}
	}
	if len(cmd.Options) > 0 {
		headed := cmd.Options[0].Group != ""
		if !headed && cmd.showsOption() {
			b.WriteString("\n")
		}
		for i := range cmd.Options {
			cmd.Options[i].describe(&b)
		}
	}
	b.WriteString("\n")
	return b.String()
}

func (cmd *Command) showsOption() bool {
	for i := range cmd.Options {
		if !cmd.Options[i].Hidden {
			return true
		}
	}
	return false
}

// describe writes one option in Git's two columns: the text begins at column 26.
func (o *Option) describe(b *strings.Builder) {
	if o.Group != "" {
		b.WriteString("\n" + o.Group + "\n")
		return
	}
	if o.Hidden {
		return
	}
	head := "    " + o.Names()
	const column = 26
	if len(head) <= column-2 {
		b.WriteString(head + strings.Repeat(" ", column-len(head)))
	} else {
		b.WriteString(head + "\n" + strings.Repeat(" ", column))
	}
	b.WriteString(strings.ReplaceAll(o.Help, "\n", "\n"+strings.Repeat(" ", column)) + "\n")
}

// Names is the option as it is written: "-m, --message <message>".
func (o *Option) Names() string {
	names := ""
	if o.Short != 0 {
		names = "-" + string(o.Short)
	}
	if o.Digits && o.Short == 0 && o.Long == "" {
		names = "-NUM"
	}
	if o.Long != "" {
		if names != "" {
			names += ", "
		}
		names += "--" + o.Long
	}
	if o.Arg == "" {
		return names
	}
	arg := o.Arg
	if !strings.ContainsAny(arg, "()<>[]|") && arg != "..." {
		arg = "<" + arg + ">"
	}
	switch {
	case !o.OptArg:
		return names + " " + arg
	case o.Long != "":
		return names + "[=" + arg + "]"
	default:
		return names + "[" + arg + "]"
	}
}
