// Package difftest decides whether the engine does what Git does. It owns the twin run: a script of plain shell
// lines is run twice, once with the machine's git and once with cairngit under that name, in folders of the same
// absolute path, with the same clock and identity; after every line the exit code, the words and the whole state
// on disk must be equal. It refuses to know what is right: Git is the only judge, nothing is expected by hand.
//
// # Writing a script
//
// A script is one file, scripts/COMMAND/NAME.txt. Its first line is a comment that says its point. Then come
// shell lines, run one by one by /bin/sh in an empty folder; `cd`, `export`, variables and functions last from line
// to line. A line that ends in a backslash goes on in the next one.
//
//	# A file staged for the first time is in the index with its blob.
//	git init -q
//	printf 'one\n' >a.txt
//	git add a.txt
//	git status
//
// The environment is built from nothing: HOME is beside the folder and holds a .gitconfig that names main as first
// branch; author and committer come from the environment; their dates begin at [Start] and move on 60 seconds a
// line; GIT_TEST_DATE_NOW, which Git reads as the present time, stands at the same moment. No editor is set:
// `export GIT_EDITOR=...`. On PATH lie, for both sides alike, the helpers `edit` (a GIT_EDITOR that replaces the
// file by the text of $EDIT), `edit-keep` (changes nothing) and `edit-show` (prints the file to stdout, keeps it).
//
// Comments of these forms rule the next line only:
//
//	# stdin: y\nn\n       the line's standard input, with Go's escapes (otherwise it is empty)
//	# text: off REASON    neither stdout nor stderr is compared
//	# stdout: off REASON  stdout is not compared
//	# stderr: off REASON  stderr is not compared
//	# state: off REASON   the state is not compared (only after a line whose state the next line settles)
//
// A reason is required, and such lines should be rare.
//
// # What is compared
//
// Every file under the folder and HOME, by bytes and executable bit, empty folders too. In a repository: all refs,
// loose or packed being the same; index entries with mode, hash, stage and flags; every other file of state by its
// bytes (HEAD, logs, config, MERGE_MSG, COMMIT_EDITMSG, sequencer/ ...). Not compared: objects, hook samples,
// description, comments of info/exclude. At the end `git fsck --strict`, `git status --porcelain`
// and `git diff-files` by real git must say the same of both twins, so objects are whole and stat data is right.
//
// A random sequence ends, without a difference, at a refused merge with which Git deletes untracked files that the engine
// keeps, and where Git drops a file that was only just staged and the engine refuses (loss.go): the promise to lose
// nothing goes before likeness.
//
// With -windows the engine is one for Windows, under wine. Git then runs with core.fileMode and core.symlinks off, as it
// does there; core.ignoreCase stays off, since the disk below is the same for both. Not compared: these three settings
// in a config, executable bits on disk, stat data, the drive before a path. Left out are scripts that name a file or ref
// as Windows cannot, or need permissions, symbolic links, hooks, or an editor, which Git starts by a shell.
//
// # Running
//
//	go test ./internal/difftest                                    all scripts
//	go test ./internal/difftest -run 'TestScripts/merge'           those of one command
//	go test ./internal/difftest -run 'TestScripts/merge/rename'    those whose name begins so
//	go test ./internal/difftest -run TestScripts -engine PATH      with another build of cairngit
//	go test ./internal/difftest -run TestScripts -state            state and exit codes only
//	go test ./internal/difftest -run TestScripts -update           write the goldens (needs git 2.39)
//	go test ./internal/difftest -run TestRandom -sequences 500     random command sequences
//
// Of a usage text (exit code 129) only the lines before it are compared: it lists options, and the engine has fewer.
//
// Text is Git 2.39's. Where another version is installed, text is compared with the goldens beside the scripts,
// recorded from 2.39; state and exit codes are compared live with any version.
package difftest
