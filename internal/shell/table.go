package shell

// commands is the table of the console's programs.
func commands() map[string]command {
	return map[string]command{
		"basename": basename, "cat": cat, "chmod": chmod, "clear": clearScreen, "cp": cp, "cut": cut,
		"date": date, "diff": diff, "dirname": dirname, "env": env, "find": find, "git": git,
		"grep": grep, "head": head, "ls": ls, "mkdir": mkdir, "mv": mv, "rm": rm, "rmdir": rmdir,
		"sed": sed, "seq": seq, "sh": sh, "bash": sh, "sleep": sleep, "sort": sortLines,
		"sqlite3": sqlite3, "tail": tail, "tee": tee, "touch": touch, "tr": tr, "tree": tree,
		"uniq": uniq, "wc": wc, "which": which,
		"edit": edit, "nano": edit, "vi": edit, "vim": edit, "code": edit, "notepad": edit,
	}
}

// usages are one line a command, for help and for a wrong option.
func usages() map[string]string {
	return map[string]string{
		"basename": "basename NAME [SUFFIX]",
		"cat":      "cat [-nbsE] [FILE]...",
		"cd":       "cd [FOLDER | -]",
		"chmod":    "chmod [ugoa][+-=][rwx] | OCTAL FILE...",
		"clear":    "clear",
		"cp":       "cp [-rRpafnv] SOURCE... DEST",
		"cut":      "cut -f LIST [-d CHAR] [-s] | -c LIST [FILE]...",
		"date":     "date [-u] [+FORMAT]",
		"diff":     "diff [-urqNwbB] [-U N] FILE1 FILE2",
		"dirname":  "dirname NAME...",
		"echo":     "echo [-neE] [TEXT]...",
		"edit":     "edit FILE",
		"env":      "env",
		"find":     "find [FOLDER]... [-maxdepth N] [-mindepth N] [-name PATTERN] [-iname PATTERN] [-path PATTERN] [-type f|d|l] [-empty] [-not | !] [-a] [-o] [-prune] [-print] [-delete]",
		"git":      "git COMMAND [OPTION]... ; `git help` lists the commands",
		"grep":     "grep [-rRnivclLEFwxoqhHs] [-A N] [-B N] [-C N] [-m N] [-e PATTERN] PATTERN [FILE]...",
		"head":     "head [-n N | -c N] [-qv] [FILE]...",
		"help":     "help [COMMAND]",
		"history":  "history",
		"ls":       "ls [-1AaFdhlpRrSt] [FILE]...",
		"mkdir":    "mkdir [-pv] FOLDER...",
		"mv":       "mv [-fnv] SOURCE... DEST",
		"printf":   "printf FORMAT [ARGUMENT]...",
		"pwd":      "pwd",
		"rm":       "rm [-rRfvd] FILE...",
		"rmdir":    "rmdir [-pv] FOLDER...",
		"sed":      "sed [-nEri] [-e SCRIPT] SCRIPT [FILE]...",
		"seq":      "seq [FIRST [STEP]] LAST",
		"sh":       "sh FILE [ARGUMENT]... | sh -c TEXT",
		"sleep":    "sleep SECONDS",
		"sort":     "sort [-nrufbsc] [-k FIELD[,FIELD]] [-t CHAR] [-o FILE] [FILE]...",
		"sqlite3":  "sqlite3 [-header] [-csv | -column | -list] FILE [SQL]",
		"tail":     "tail [-n N | -n +N | -c N] [-qv] [FILE]...",
		"tee":      "tee [-a] [FILE]...",
		"touch":    "touch [-c] FILE...",
		"tr":       "tr [-dsc] SET1 [SET2]",
		"tree":     "tree [-aAdfF] [-L N] [-I PATTERN] [FOLDER]...",
		"type":     "type [-t] NAME...",
		"uniq":     "uniq [-cdui] [FILE]",
		"wc":       "wc [-lwcmL] [FILE]...",
		"which":    "which NAME...",
	}
}

// usage is the spec's usage line of a command that may have several names.
func (c *call) usage() string {
	if text, ok := usages()[c.name]; ok {
		return text
	}
	return c.name
}
