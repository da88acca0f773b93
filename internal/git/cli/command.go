package cli

// Setup says what a command needs before its options are read.
type Setup int

// What a command may need. Git complains of a missing repository before it
// complains of an unknown option, and so do we.
const (
	NoRepo       Setup = iota // never looks for one by itself
	MaybeRepo                 // call.repo is nil outside of one
	NeedRepo                  // fails outside
	NeedWorkTree              // fails outside and in a bare repository
)

// Command is one entry of the table: all that the parser, the usage text,
// help, completion and the tests know of a command.
type Command struct {
	Name    string
	Summary string   // one line, our words
	Group   string   // heading in `git help`
	Usage   []string // each without "usage: "; continuation lines after "\n"
	Options []Option
	Example string // shown by `git help NAME`: a few lines that a learner can type
	Absent  []Absent
	Setup   Setup
	Parse   ParseMode
	Run     func(*call) int
}

// has reports whether the command has a long option.
func (cmd *Command) has(long string) bool {
	for i := range cmd.Options {
		if cmd.Options[i].Long == long {
			return true
		}
	}
	return false
}

// Option is one option, as Git's own usage text shows it. A value with only
// Group set is a heading.
type Option struct {
	Short  byte
	Long   string
	Arg    string // name of its argument; "" takes none
	OptArg bool   // the argument may be left out; then it is joined by "=" or nothing
	NoNeg  bool   // there is no --no-LONG
	Hidden bool   // works, but is not in the usage text
	Number bool   // the argument must be a number
	// Digits makes -NUM stand for this option with NUM as its argument.
	Digits bool
	// Joined takes its argument after "=" only; without, the word is none of the command's options.
	Joined bool
	// Revision is read by Git with the revisions, which word a missing argument in their own way.
	Revision bool
	// Default is the argument's value when the option is the last word.
	Default string
	Group   string
	Help    string
}

// key is the name by which a command asks for the option.
func (o *Option) key() string {
	if o.Long != "" {
		return o.Long
	}
	return string(o.Short)
}

// Absent is an option of Git that this engine does not have. Naming it lets
// the error say so and tell what to use instead.
type Absent struct {
	Name    string // "--long" or "-x"
	Instead string // what exists, e.g. "--force"; may be empty
}

// ParseMode changes how options are read.
type ParseMode int

// The bits of a ParseMode.
const (
	StopAtArg   ParseMode = 1 << iota // options end at the first argument
	KeepUnknown                       // unknown options stay among the arguments
	KeepDash                          // "--" stays among the arguments
	NoAbbrev                          // long options must be written out
	RawWords                          // the words are not parsed; the command reads them itself
)
