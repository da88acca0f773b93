package cli

// revOptions is the part of the option table that log, rev-list, shortlog and
// show share: which commits (git-rev-list(1), "Commit Limiting" and "Commit Ordering").
func revOptions() []Option {
	options := revTable()
	for i := range options {
		options[i].Revision = true
	}
	return options
}

func revTable() []Option {
	return []Option{
		{Group: "Commit limiting"},
		{Short: 'n', Long: "max-count", Arg: "number", Digits: true, NoNeg: true, Help: "show at most <number> commits"},
		{Long: "skip", Arg: "number", NoNeg: true, Help: "leave out the first <number> commits"},
		{Long: "since", Arg: "date", NoNeg: true, Help: "show commits more recent than a date"},
		{Long: "after", Arg: "date", NoNeg: true, Help: "synonym for --since"},
		{Long: "since-as-filter", Arg: "date", NoNeg: true, Help: "show all commits more recent than a date, looking below older ones too"},
		{Long: "until", Arg: "date", NoNeg: true, Help: "show commits older than a date"},
		{Long: "before", Arg: "date", NoNeg: true, Help: "synonym for --until"},
		{Long: "max-age", Arg: "seconds", NoNeg: true, Help: "--since, in seconds since 1970"},
		{Long: "min-age", Arg: "seconds", NoNeg: true, Help: "--until, in seconds since 1970"},
		{Long: "author", Arg: "pattern", NoNeg: true, Help: "show commits whose author matches"},
		{Long: "committer", Arg: "pattern", NoNeg: true, Help: "show commits whose committer matches"},
		{Long: "grep", Arg: "pattern", NoNeg: true, Help: "show commits whose message matches"},
		{Long: "grep-reflog", Arg: "pattern", NoNeg: true, Help: "with -g: show entries whose message matches"},
		{Long: "all-match", NoNeg: true, Help: "show commits that match every --grep, not just one"},
		{Long: "invert-grep", NoNeg: true, Help: "show commits whose message does not match --grep"},
		{Short: 'i', Long: "regexp-ignore-case", NoNeg: true, Help: "patterns ignore case"},
		{Long: "basic-regexp", NoNeg: true, Help: "patterns are basic regular expressions (the default)"},
		{Short: 'E', Long: "extended-regexp", NoNeg: true, Help: "patterns are extended regular expressions"},
		{Short: 'F', Long: "fixed-strings", NoNeg: true, Help: "patterns are plain text"},
		{Short: 'P', Long: "perl-regexp", NoNeg: true, Help: "patterns are Perl's regular expressions"},
		{Long: "merges", NoNeg: true, Help: "show merge commits only"},
		{Long: "no-merges", NoNeg: true, Help: "show no merge commits"},
		{Long: "min-parents", Arg: "number", Joined: true, Help: "show commits with at least <number> parents"},
		{Long: "max-parents", Arg: "number", Joined: true, Help: "show commits with at most <number> parents"},
		{Long: "first-parent", NoNeg: true, Help: "follow the first parent of merges only"},
		{Long: "exclude-first-parent-only", NoNeg: true, Help: "follow first parents only where commits are left out"},
		{Long: "not", NoNeg: true, Help: "turn the meaning of ^ around for what follows"},
		{Long: "all", NoNeg: true, Help: "start from all refs and HEAD"},
		{Long: "branches", Arg: "pattern", OptArg: true, NoNeg: true, Help: "start from all branches, or those that match"},
		{Long: "tags", Arg: "pattern", OptArg: true, NoNeg: true, Help: "start from all tags, or those that match"},
		{Long: "remotes", Arg: "pattern", OptArg: true, NoNeg: true, Help: "start from all remote-tracking branches, or those that match"},
		{Long: "glob", Arg: "pattern", NoNeg: true, Help: "start from all refs that match"},
		{Long: "bisect", NoNeg: true, Help: "start from what a bisection holds for bad, without what is good"},
		{Long: "exclude", Arg: "pattern", NoNeg: true, Help: "leave refs that match out of the next --all, --branches, --tags, --remotes or --glob"},
		{Long: "exclude-hidden", Arg: "section", NoNeg: true, Help: "leave refs out of the next --all or --glob that are hidden from others (receive, uploadpack)"},
		{Long: "reflog", NoNeg: true, Help: "start from all that reflogs mention"},
		{Long: "indexed-objects", NoNeg: true, Help: "with --objects: start from what the index holds, too"},
		{Long: "ignore-missing", NoNeg: true, Help: "pass over names that are missing"},
		{Long: "default", Arg: "revision", NoNeg: true, Hidden: true, Help: "start here where no revision is given"},
		{Long: "merge", NoNeg: true, Help: "during a conflicted merge: show what both sides did to the files in conflict"},
		{Long: "stdin", NoNeg: true, Help: "read more revisions from standard input"},
		{Long: "cherry-mark", NoNeg: true, Help: "mark commits that both sides have as = and others as +"},
		{Long: "cherry-pick", NoNeg: true, Help: "leave out commits that make the same change as one on the other side"},
		{Long: "left-only", NoNeg: true, Help: "show commits of the left side of A...B only"},
		{Long: "right-only", NoNeg: true, Help: "show commits of the right side of A...B only"},
		{Long: "cherry", NoNeg: true, Help: "synonym for --right-only --cherry-mark --no-merges"},
		{Short: 'g', Long: "walk-reflogs", NoNeg: true, Help: "show reflog entries instead of ancestors"},
		{Long: "boundary", NoNeg: true, Help: "show the excluded commits at the edge, marked with -"},
		{Group: "History simplification"},
		{Long: "simplify-by-decoration", NoNeg: true, Help: "show commits that a branch or tag names"},
		{Long: "show-pulls", NoNeg: true, Help: "show merges that brought a change into their first parent too"},
		{Long: "full-history", NoNeg: true, Help: "do not prune history"},
		{Long: "dense", NoNeg: true, Help: "show only commits that change the paths (the default)"},
		{Long: "sparse", NoNeg: true, Help: "show all commits of the simplified history"},
		{Long: "simplify-merges", NoNeg: true, Help: "leave out merges that join nothing"},
		{Long: "ancestry-path", Arg: "commit", OptArg: true, NoNeg: true, Help: "show only commits between the two ends of a range"},
		{Group: "Commit ordering"},
		{Long: "date-order", NoNeg: true, Help: "no parents before all of their children, else by commit date"},
		{Long: "author-date-order", NoNeg: true, Help: "no parents before all of their children, else by author date"},
		{Long: "topo-order", NoNeg: true, Help: "no parents before all of their children, lines of history together"},
		{Long: "reverse", NoNeg: true, Help: "show the chosen commits in reverse order"},
		{Long: "no-walk", Arg: "sorted|unsorted", OptArg: true, NoNeg: true, Help: "show the given commits, not their ancestors"},
		{Long: "do-walk", NoNeg: true, Help: "overrides an earlier --no-walk"},
		{Group: "Commit formatting"},
		{Long: "pretty", Arg: "format", OptArg: true, NoNeg: true, Help: "how commits are written: oneline, short, medium, full, fuller, reference, email, raw, format:…"},
		{Long: "format", Arg: "format", Joined: true, NoNeg: true, Help: "synonym for --pretty=<format>"},
		{Long: "abbrev-commit", Help: "show short hashes"},
		{Long: "oneline", NoNeg: true, Help: "synonym for --pretty=oneline --abbrev-commit"},
		{Long: "encoding", Arg: "encoding", NoNeg: true, Help: "show messages in this encoding; none: as they are stored"},
		{Long: "expand-tabs", Arg: "n", OptArg: true, Help: "expand tabs in messages"},
		{Long: "notes", Arg: "ref", OptArg: true, Help: "show the notes of commits"},
		{Long: "show-notes", Arg: "ref", OptArg: true, NoNeg: true, Hidden: true, Help: "older name of --notes"},
		{Long: "relative-date", NoNeg: true, Help: "synonym for --date=relative"},
		{Long: "date", Arg: "format", NoNeg: true, Help: "how dates are written: relative, iso, short, human, format:…"},
		{Long: "parents", NoNeg: true, Help: "print the parents of each commit"},
		{Long: "children", NoNeg: true, Help: "print the children of each commit"},
		{Long: "left-right", NoNeg: true, Help: "mark which side of A...B a commit comes from"},
		{Long: "graph", Help: "draw the history beside the commits"},
		{Long: "show-linear-break", Arg: "barrier", OptArg: true, NoNeg: true, Help: "put a line between commits that do not follow each other"},
	}
}

// revAbsent are options of git-rev-list(1) that this engine does not have.
func revAbsent() []Absent {
	return []Absent{
		{"--remove-empty", ""},
		{"--alternate-refs", "--all"}, {"--single-worktree", "--all"}, {"--show-signature", "--format=%G?"},
	}
}

// mergeDiffOptions say how the difference of a merge is shown (git-log(1), "Diff Formatting").
func mergeDiffOptions() []Option {
	return []Option{
		{Group: "Merges"},
		{Short: 'c', NoNeg: true, Help: "combined diff of merges; implies -p"},
		{Long: "cc", NoNeg: true, Help: "dense combined diff of merges; implies -p"},
		{Short: 'm', NoNeg: true, Help: "show merges against each parent"},
		{Long: "remerge-diff", NoNeg: true, Help: "show merges against what merging their parents anew gives; implies -p"},
		{Long: "diff-merges", Arg: "style", Help: "how merges are shown: off, first-parent, separate, combined, dense-combined, remerge"},
		{Short: 'r', NoNeg: true, Hidden: true, Help: "go into folders (always on)"},
		{Short: 't', NoNeg: true, Help: "list changed folders, too"},
		{Long: "combined-all-paths", NoNeg: true, Help: "with -c or --cc: list the names of a file in all parents"},
		{Long: "root", NoNeg: true, Hidden: true, Help: "show the first commit as one that adds everything"},
		{Long: "full-diff", NoNeg: true, Help: "show the whole difference of commits that touch the paths"},
	}
}

// logOnlyOptions are those of log and show beside revisions and differences.
func logOnlyOptions() []Option {
	return []Option{
		{Short: 'q', Long: "quiet", Help: "suppress diff output"},
		{Long: "source", Help: "show the ref by which each commit was reached"},
		{Long: "use-mailmap", Help: "use the mail map file"},
		{Long: "mailmap", Help: "synonym for --use-mailmap"},
		{Long: "decorate", Arg: "short|full|auto|no", OptArg: true, Help: "show the refs that lead to commits"},
		{Long: "decorate-refs", Arg: "pattern", Help: "decorate only with refs that match"},
		{Long: "decorate-refs-exclude", Arg: "pattern", Help: "do not decorate with refs that match"},
		{Long: "clear-decorations", Help: "forget all earlier decoration filters"},
		{Long: "log-size", NoNeg: true, Help: "show the length of each message"},
	}
}

// joined puts option tables together and keeps the first of two with one name.
func joined(tables ...[]Option) []Option {
	long, short := map[string]bool{}, map[byte]bool{}
	var out []Option
	for _, table := range tables {
		for _, o := range table {
			if o.Long != "" && long[o.Long] || o.Short != 0 && short[o.Short] && o.Long == "" {
				continue
			}
			if short[o.Short] {
				o.Short = 0
			}
			long[o.Long] = o.Long != ""
			short[o.Short] = o.Short != 0
			out = append(out, o)
		}
	}
	return out
}
