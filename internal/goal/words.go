package goal

import (
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"

	"cairn/internal/view"
)

func globalWords() []Word {
	return []Word{
		variable("repo", kindRepo, "the repository as a whole", `repo.exists`, func(s *scope) ref.Val { return thing(kindRepo, s) }),
		field(kindRepo, "exists", "true or false", "whether there is a repository yet, that is, after `git init`", `repo.exists`,
			func(s *scope) ref.Val { return types.Bool(s.view.Exists) }),
		field(kindRepo, "branches", "list of text", "the names of all branches", `"main" in repo.branches`,
			func(s *scope) ref.Val { return texts(s.refNames(view.KindBranch)) }),
		field(kindRepo, "tags", "list of text", "the names of all tags", `repo.tags == ["v1.0"]`,
			func(s *scope) ref.Val { return texts(s.refNames(view.KindTag)) }),

		variable("commands", "list of text", "the lines that the learner typed; undone ones are taken out", `commands.exists(c, c.startsWith("git log"))`,
			func(s *scope) ref.Val { return texts(s.view.Commands) }),
		variable("worked", "list of text", "those of `commands` that ended without an error", `worked.exists(c, c.startsWith("git log"))`,
			func(s *scope) ref.Val { return texts(s.view.Worked) }),
		variable("operation", "text", "what was begun and not finished: none, merge, rebase, cherry-pick, revert or bisect", `operation == "none"`,
			func(s *scope) ref.Val { return types.String(s.operation()) }),

		variable("stash", "list of "+kindStash, "the stash, newest first", `stash.size() == 1`, (*scope).stash),
		field(kindStash, "message", "text", "what `git stash list` shows after the colon", `stash[0].message.contains("half done")`,
			func(e *view.StashEntry) ref.Val { return types.String(e.Message) }),
		field(kindStash, "hash", "text", "the hash of the stashed commit", `stash[0].hash.size() == 40`,
			func(e *view.StashEntry) ref.Val { return types.String(e.Hash) }),

		function("reflog", "ref", "list of "+kindReflog, "what a ref pointed at, newest first: HEAD or a branch", `reflog("HEAD").size() > 1`, (*scope).reflog),
		field(kindReflog, "message", "text", "why the ref moved", `reflog("main").exists(e, e.message.startsWith("commit: "))`,
			func(e *view.ReflogEntry) ref.Val { return types.String(e.Message) }),
		field(kindReflog, "hash", "text", "where the ref went", `reflog("HEAD")[0].hash == head.hash`,
			func(e *view.ReflogEntry) ref.Val { return types.String(e.New) }),
		field(kindReflog, "before", "text", "where the ref was before", `reflog("HEAD")[0].before != head.hash`,
			func(e *view.ReflogEntry) ref.Val { return types.String(e.Old) }),

		function("config", "key", kindConfig, "a configured value, the learner's own settings included", `config("user.name").exists`,
			func(s *scope, key string) ref.Val { return thing(kindConfig, s.config(key)) }),
		field(kindConfig, "exists", "true or false", "whether it is set", `!config("user.nickname").exists`,
			func(c configOf) ref.Val { return types.Bool(len(c) > 0) }),
		field(kindConfig, "value", "text", "the value that counts, the last one; empty when it is not set", `config("user.name").value == "Ada Student"`,
			func(c configOf) ref.Val { return types.String(c.last()) }),
		field(kindConfig, "values", "list of text", "all values, as many as are set", `config("user.email").values.size() == 1`,
			func(c configOf) ref.Val { return texts(c) }),
	}
}

func fileWords() []Word {
	return []Word{
		function("file", "path", kindFile, "a file of the working tree", `file("README.md").exists`,
			func(s *scope, path string) ref.Val { return thing(kindFile, s.file(path)) }),
		field(kindFile, "exists", "true or false", "whether the file is there", `!file("nothing.txt").exists`,
			func(f *fileOf) ref.Val { return types.Bool(f.exists) }),
		field(kindFile, "text", "text", "its content; empty when there is none",
			`file("README.md").text.contains("# Shop")`, (*fileOf).text),
		field(kindFile, "lines", "list of text", "its lines without line ends", `file("README.md").lines[0] == "# Shop"`, (*fileOf).lines),
		field(kindFile, "size", "number", "its length in bytes", `file("README.md").size > 0`,
			func(f *fileOf) ref.Val { return types.Int(f.size) }),
		field(kindFile, "executable", "true or false", "whether it may be run", `file("run.sh").executable`,
			func(f *fileOf) ref.Val { return types.Bool(f.mode == "100755") }),
		field(kindFile, "tracked", "true or false", "whether the index has it", `file("README.md").tracked && !file("notes.txt").tracked`,
			func(f *fileOf) ref.Val { return types.Bool(f.tracked) }),
		field(kindFile, "ignored", "true or false", "whether a .gitignore leaves it out", `file("shop.log").ignored`,
			func(f *fileOf) ref.Val { return types.Bool(f.ignored) }),
		field(kindFile, "staged", "true or false", "whether the index differs from the last commit here", `file("app.py").staged`,
			func(f *fileOf) ref.Val { return types.Bool(f.staged) }),
		field(kindFile, "changed", "true or false", "whether the working tree differs from the index here", `file("app.py").changed`,
			func(f *fileOf) ref.Val { return types.Bool(f.changed) }),
		field(kindFile, "conflicted", "true or false", "whether a merge left it to be resolved", `!file("app.py").conflicted`,
			func(f *fileOf) ref.Val { return types.Bool(f.conflicted) }),

		function("dir", "path", kindDir, "a folder of the working tree; one without files is not seen", `dir("db").exists`,
			func(s *scope, path string) ref.Val { return thing(kindDir, s.dir(path)) }),
		field(kindDir, "exists", "true or false", "whether a file lies below it", `!dir("nowhere").exists`,
			func(d dirOf) ref.Val { return types.Bool(len(d) > 0) }),
		field(kindDir, "files", "list of text", "the paths of all files below it", `dir("db").files == ["db/schema.sql"]`,
			func(d dirOf) ref.Val { return texts(d) }),
	}
}

func refWords() []Word {
	head := func(name, gives, says, example string, get func(*scope) ref.Val) Word {
		return field(kindHead, name, gives, says, example, get)
	}
	return []Word{
		variable("head", kindHead, "where you are: HEAD", `head.branch == "main"`, func(s *scope) ref.Val { return thing(kindHead, s) }),
		head("exists", "true or false", "whether there is a commit yet", `head.exists`, func(s *scope) ref.Val { return types.Bool(s.view.Head.Hash != "") }),
		head("branch", "text", "the branch; empty when HEAD is detached", `head.branch == "main"`, func(s *scope) ref.Val { return types.String(s.view.Head.Branch) }),
		head("detached", "true or false", "whether HEAD names a commit and no branch", `!head.detached`, func(s *scope) ref.Val { return types.Bool(s.view.Head.Detached) }),
		head("tip", kindCommit, "the commit", `head.tip.parents.size() == 1`, func(s *scope) ref.Val { return thing(kindCommit, s.byHash(s.view.Head.Hash)) }),
		head("subject", "text", "the commit's first line", `head.subject == "Log every order"`, func(s *scope) ref.Val { return s.byHash(s.view.Head.Hash).subject() }),
		head("hash", "text", "the commit's hash", `head.hash == commit("HEAD").hash`, func(s *scope) ref.Val { return types.String(s.view.Head.Hash) }),

		function("branch", "name", kindBranch, "a branch", `branch("main").exists`, func(s *scope, name string) ref.Val { return thing(kindBranch, s.ref(view.KindBranch, name)) }),
		field(kindBranch, "exists", "true or false", "whether there is such a branch", `!branch("nope").exists`, (*refOf).exists),
		field(kindBranch, "tip", kindCommit, "the commit it points at", `branch("main").tip == head.tip`, (*refOf).tip),
		field(kindBranch, "subject", "text", "the first line of that commit", `branch("topic").subject == "Add orders"`, (*refOf).subject),
		field(kindBranch, "hash", "text", "the hash of that commit", `branch("main").hash == head.hash`, (*refOf).hash),
		field(kindBranch, "current", "true or false", "whether you are on it", `branch("main").current`, (*refOf).current),
		field(kindBranch, "upstream", "text", "its upstream, such as origin/main; empty without one", `branch("main").upstream == ""`, (*refOf).upstream),
		field(kindBranch, "ahead", "number", "commits that its upstream does not have", `branch("main").ahead == 0`, func(r *refOf) ref.Val { return types.Int(r.value().Ahead) }),
		field(kindBranch, "behind", "number", "commits that only its upstream has", `branch("main").behind == 0`, func(r *refOf) ref.Val { return types.Int(r.value().Behind) }),

		function("tag", "name", kindTag, "a tag", `tag("v1.0").exists`, func(s *scope, name string) ref.Val { return thing(kindTag, s.ref(view.KindTag, name)) }),
		field(kindTag, "exists", "true or false", "whether there is such a tag", `!tag("v9").exists`, (*refOf).exists),
		field(kindTag, "annotated", "true or false", "whether it has a message of its own", `tag("v1.0").annotated`, func(r *refOf) ref.Val { return types.Bool(r.value().Annotated) }),
		field(kindTag, "message", "text", "that message", `tag("v1.0").message.startsWith("First release")`, func(r *refOf) ref.Val { return types.String(r.value().Message) }),
		field(kindTag, "tip", kindCommit, "the commit it leads to", `tag("v1.0").tip == commit("main~1")`, (*refOf).tip),
		field(kindTag, "subject", "text", "the first line of that commit", `tag("v1.0").subject == "Add the app"`, (*refOf).subject),
		field(kindTag, "hash", "text", "the hash of that commit", `tag("v1.0").hash == commit("HEAD~1").hash`, (*refOf).hash),
	}
}

func commitWords() []Word {
	return []Word{
		function("commit", "rev", kindCommit, "the commit that a revision names, such as HEAD~2", `commit("HEAD~1").exists`,
			func(s *scope, rev string) ref.Val { return thing(kindCommit, s.commit(rev)) }),
		function("commits", "range", "list of "+kindCommit, "the commits of a range, as `git log RANGE` lists them", `commits("main").size() == 3`, (*scope).commits),
		field(kindCommit, "exists", "true or false", "whether there is such a commit", `!commit("HEAD~99").exists`, func(c *commitOf) ref.Val { return types.Bool(c.Hash != "") }),
		field(kindCommit, "hash", "text", "its hash", `commit("HEAD").hash.size() == 40`, func(c *commitOf) ref.Val { return types.String(c.Hash) }),
		field(kindCommit, "subject", "text", "the first line of its message",
			`commit("HEAD").subject == "Log every order"`, (*commitOf).subject),
		field(kindCommit, "body", "text", "the message below the first line", `commit("HEAD").body.contains("support asked")`, func(c *commitOf) ref.Val { return types.String(c.Body) }),
		field(kindCommit, "author", "text", "the author's name", `commit("HEAD").author == "Ada Student"`, func(c *commitOf) ref.Val { return types.String(c.Author.Name) }),
		field(kindCommit, "email", "text", "the author's address", `commit("HEAD").email == "ada@example.com"`, func(c *commitOf) ref.Val { return types.String(c.Author.Email) }),
		field(kindCommit, "committer", "text", "the name of who made the commit", `commit("HEAD").committer == "Ada Student"`, func(c *commitOf) ref.Val { return types.String(c.Committer.Name) }),
		field(kindCommit, "when", "time", "when it was written", `commit("HEAD").when > timestamp("2025-01-01T00:00:00Z")`, func(c *commitOf) ref.Val { return types.Timestamp{Time: c.Author.When} }),
		field(kindCommit, "files", "list of text", "the paths that it changed against its first parent", `commit("HEAD").files == ["app.py"]`, func(c *commitOf) ref.Val { return texts(c.Paths) }),
		field(kindCommit, "parents", "list of "+kindCommit, "its parents",
			`commit("HEAD").parents[0].subject == "Add the app"`, (*commitOf).parents),
		field(kindCommit, "tree", "text", "the hash of its tree: equal trees have equal files", `commit("HEAD").tree != commit("HEAD~1").tree`, func(c *commitOf) ref.Val { return types.String(c.Tree) }),
		field(kindCommit, "reachable", "true or false", "whether a branch or tag still leads to it", `commit("HEAD").reachable`, func(c *commitOf) ref.Val { return types.Bool(c.Reachable) }),

		function("at", "rev", kindAt, "the files as a commit has them", `at("HEAD~1").exists`, func(s *scope, rev string) ref.Val { return thing(kindAt, s.at(rev)) }),
		field(kindAt, "exists", "true or false", "whether there is such a commit", `!at("nope").exists`, func(a *atOf) ref.Val { return types.Bool(a.commit.Hash != "") }),
		field(kindAt, "files", "list of text", "the paths of all its files", `"README.md" in at("HEAD").files`, (*atOf).files),
		method(kindAt, "file", "path", kindFile, "a file as the commit has it",
			`at("HEAD~1").file("app.py").text.contains("timeout = 30")`, (*atOf).file),
	}
}

func treeWords() []Word {
	return []Word{
		variable("index", kindIndex, "what the next commit would hold", `index.staged == ["app.py"]`, func(s *scope) ref.Val { return thing(kindIndex, s) }),
		field(kindIndex, "files", "list of text", "all its paths", `"README.md" in index.files`, func(s *scope) ref.Val { return texts(s.indexPaths(false)) }),
		field(kindIndex, "staged", "list of text", "the paths that differ from the last commit", `index.staged.size() == 1`, func(s *scope) ref.Val { return texts(s.changed(true)) }),
		field(kindIndex, "conflicts", "list of text", "the paths that wait to be resolved", `index.conflicts.size() == 0`, func(s *scope) ref.Val { return texts(s.indexPaths(true)) }),
		method(kindIndex, "file", "path", kindFile, "a file as it is staged", `index.file("app.py").text.contains("retries = 3")`,
			func(s *scope, path string) ref.Val { return thing(kindFile, s.indexFile(path)) }),

		variable("worktree", kindWorktree, "the files on disk", `!worktree.clean`, func(s *scope) ref.Val { return thing(kindWorktree, s) }),
		field(kindWorktree, "clean", "true or false", "whether nothing is staged, changed or untracked", `!worktree.clean`, func(s *scope) ref.Val { return types.Bool(s.clean()) }),
		field(kindWorktree, "files", "list of text", "all paths but ignored ones", `"notes.txt" in worktree.files`, func(s *scope) ref.Val { return texts(s.worktreePaths()) }),
		field(kindWorktree, "changed", "list of text", "the tracked paths that differ from the index", `worktree.changed == ["app.py"]`, func(s *scope) ref.Val { return texts(s.changed(false)) }),
		field(kindWorktree, "untracked", "list of text", "the paths that Git does not know yet", `worktree.untracked == ["notes.txt"]`, func(s *scope) ref.Val { return texts(s.untracked()) }),
	}
}

func elsewhereWords() []Word {
	return []Word{
		function("remote", "name", kindRemote, "a configured remote", `remote("origin").exists`, func(s *scope, name string) ref.Val { return thing(kindRemote, s.remote(name)) }),
		field(kindRemote, "exists", "true or false", "whether it is configured", `!remote("upstream").exists`, func(r *remoteOf) ref.Val { return types.Bool(r.Name != "") }),
		field(kindRemote, "url", "text", "where it is", `remote("origin").url.endsWith("origin.git")`, func(r *remoteOf) ref.Val { return types.String(r.URL) }),
		method(kindRemote, "branch", "name", kindBranch, "a branch as the remote itself has it", `remote("origin").branch("main").exists`,
			func(r *remoteOf, name string) ref.Val { return thing(kindBranch, r.scope.ref(view.KindBranch, name)) }),
		method(kindRemote, "tag", "name", kindTag, "a tag as the remote itself has it", `!remote("origin").tag("v1.0").exists`,
			func(r *remoteOf, name string) ref.Val { return thing(kindTag, r.scope.ref(view.KindTag, name)) }),

		function("teammate", "name", kindTeammate, "another person's clone", `!teammate("Grace").exists`, func(s *scope, name string) ref.Val { return thing(kindTeammate, s.teammate(name)) }),
		field(kindTeammate, "exists", "true or false", "whether there is such a teammate", `!teammate("Mei").exists`, func(t *teammateOf) ref.Val { return types.Bool(t.Name != "") }),
		field(kindTeammate, "head", kindHead, "where they are", `!teammate("Grace").head.exists`, func(t *teammateOf) ref.Val { return thing(kindHead, t.scope) }),
		method(kindTeammate, "branch", "name", kindBranch, "a branch of their clone", `!teammate("Grace").branch("main").exists`,
			func(t *teammateOf, name string) ref.Val { return thing(kindBranch, t.scope.ref(view.KindBranch, name)) }),
	}
}

func solutionWords() []Word {
	compared := func(of, name, says, example string, compare func(*scope) ref.Val) Word {
		return Word{
			Name: name, Of: of, Takes: []string{"solution"}, Gives: "true or false", Says: says, Example: example,
			takes: types.NewObjectType(kindSolution), gives: types.BoolType,
			onKind: types.NewObjectType(of), isCall: true, compare: compare,
		}
	}
	return []Word{
		variable("solution", kindSolution, "the repository as the author's solution leaves it", `graph.like(solution)`, func(s *scope) ref.Val { return thing(kindSolution, s) }),
		variable("graph", kindGraph, "the commits, seen as a drawing", `graph.like(solution)`, func(s *scope) ref.Val { return thing(kindGraph, s) }),
		compared(kindGraph, "like", "whether the commits reachable from branches and tags have the solution's parents and names; files and messages may differ",
			`graph.like(solution)`, (*scope).graphLike),
		variable("tree", kindTree, "the files of the last commit", `tree.same(solution)`, func(s *scope) ref.Val { return thing(kindTree, s) }),
		compared(kindTree, "same", "whether the last commit has exactly the solution's files", `tree.same(solution)`, (*scope).treeSame),
	}
}
