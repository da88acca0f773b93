package cli

// Commands is the table of all commands, by name. Each command's own file
// defines its entry.
func Commands() []Command {
	makers := makers()
	list := make([]Command, len(makers))
	for i, m := range makers {
		list[i] = m.make()
	}
	return list
}

// maker makes one entry. The entries are made when they are asked for, so a
// run of one command does not pay for the tables of all.
type maker struct {
	name string
	make func() Command
}

// makers lists the commands alphabetically.
func makers() []maker {
	return []maker{
		{"add", addCommand},
		{"blame", blameCommand},
		{"branch", branchCommand},
		{"cat-file", catFileCommand},
		{"check-attr", checkAttrCommand},
		{"check-ignore", checkIgnoreCommand},
		{"checkout", checkoutCommand},
		{"clean", cleanCommand},
		{"clone", cloneCommand},
		{"commit", commitCommand},
		{"commit-tree", commitTreeCommand},
		{"config", configCommand},
		{"describe", describeCommand},
		{"diff", diffCommand},
		{"for-each-ref", forEachRefCommand},
		{"grep", grepCommand},
		{"hash-object", hashObjectCommand},
		{"help", helpCommand},
		{"init", initCommand},
		{"log", logCommand},
		{"ls-files", lsFilesCommand},
		{"ls-tree", lsTreeCommand},
		{"merge", mergeCommand},
		{"merge-base", mergeBaseCommand},
		{"merge-file", mergeFileCommand},
		{"merge-tree", mergeTreeCommand},
		{"mv", mvCommand},
		{"name-rev", nameRevCommand},
		{"reflog", reflogCommand},
		{"reset", resetCommand},
		{"restore", restoreCommand},
		{"rev-list", revListCommand},
		{"rev-parse", revParseCommand},
		{"rm", rmCommand},
		{"shortlog", shortlogCommand},
		{"show", showCommand},
		{"show-ref", showRefCommand},
		{"status", statusCommand},
		{"switch", switchCommand},
		{"symbolic-ref", symbolicRefCommand},
		{"tag", tagCommand},
		{"update-index", updateIndexCommand},
		{"update-ref", updateRefCommand},
		{"var", varCommand},
		{"version", versionCommand},
		{"write-tree", writeTreeCommand},
	}
}

func lookup(name string) *Command {
	for _, m := range makers() {
		if m.name == name {
			cmd := m.make()
			return &cmd
		}
	}
	return nil
}
