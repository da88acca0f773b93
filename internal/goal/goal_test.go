package goal_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"cairn/internal/course"
	"cairn/internal/goal"
	"cairn/internal/goal/goaltest"
	"cairn/internal/view"
)

var clock = time.Date(2025, 1, 6, 9, 0, 0, 0, time.UTC)

// shop is the repository that the vocabulary's examples are about.
const shop = `
git init -q -b main shop
cd shop
git config user.name "Ada Student"
git config user.email ada@example.com
printf '# Shop\n\nHello.\n' > README.md
echo '*.log' > .gitignore
mkdir db
echo 'CREATE TABLE users (id integer);' > db/schema.sql
echo 'echo hello' > run.sh
chmod +x run.sh
git add .
git commit -q -m "Start the shop"
printf 'timeout = 30\n' > app.py
git add app.py
git commit -q -m "Add the app"
git tag -a v1.0 -m "First release"
git switch -q -c topic
echo 'orders = []' > orders.py
git add orders.py
git commit -q -m "Add orders"
git switch -q main
echo 'half done' >> README.md
git stash push -q -m "half done"
printf 'timeout = 30\nlog = True\n' > app.py
git add app.py
git commit -q -m "Log every order" -m "The support asked for it: support asked"
git init -q --bare ../origin.git
git remote add origin ../origin.git
git push -q origin main
printf 'timeout = 30\nlog = True\nretries = 3\n' > app.py
git add app.py
echo 'debug = True' >> app.py
echo 'buy milk' > notes.txt
echo 'noise' > shop.log
`

func theShop(t testing.TB) (*goaltest.Repo, goal.Snapshot) {
	t.Helper()
	repo := goaltest.New(t, "shop", "Ada Student", "ada@example.com", clock)
	repo.Script(shop)
	repo.Type("git log --oneline")
	v := repo.View()
	return repo, goal.Snapshot{
		View: v, Source: repo,
		Solution: func(context.Context) (*view.View, error) { return v, nil },
	}
}

func met(t testing.TB, expression string, s goal.Snapshot) bool {
	t.Helper()
	c, err := goal.CompileCondition(expression, course.Position{Path: "x.yaml", Line: 1, Col: 1})
	if err != nil {
		t.Fatalf("%s: %v", expression, err)
	}
	holds, err := c.Holds(t.Context(), s)
	if err != nil {
		t.Fatalf("%s: %v", expression, err)
	}
	return holds
}

func TestVocabulary_everyExampleIsTrueInTheShop(t *testing.T) {
	_, s := theShop(t)
	for _, w := range goal.Vocabulary() {
		if w.Says == "" || w.Example == "" || !strings.Contains(w.Example, w.Name) {
			t.Errorf("%s: says %q, example %q", w.Signature(), w.Says, w.Example)
			continue
		}
		if !met(t, w.Example, s) {
			t.Errorf("%s: %s is not true", w.Signature(), w.Example)
		}
	}
}

func TestHolds_findsNothingInARepositoryThatDoesNotExist(t *testing.T) {
	empty := goal.Snapshot{View: &view.View{}}
	for _, expression := range []string{
		`repo.exists`, `head.exists`, `head.tip.exists`, `branch("main").exists`, `branch("main").tip.exists`, `tag("v1").annotated`,
		`commit("HEAD").exists`, `commits("main").size() > 0`, `commits("main")[0].subject == "x"`, `commit("HEAD").parents[0].exists`,
		`index.files.size() > 0`, `file("a").exists`, `file("a").lines.size() > 0`, `file("a").text != ""`, `at("HEAD").file("a").exists`,
		`at("HEAD").exists`, `remote("origin").exists`, `remote("origin").branch("main").exists`, `stash.size() > 0`, `stash[0].message == ""`,
		`reflog("HEAD").size() > 0`, `config("user.name").exists`, `operation != "none"`, `commands.size() > 0`, `teammate("Grace").head.exists`,
		`dir("a").exists`, `commit("HEAD").when > timestamp("2025-01-01T00:00:00Z")`,
	} {
		if met(t, expression, empty) {
			t.Errorf("%s is true", expression)
		}
	}
}

func TestCompile_saysWhereAndNamesTheNearest(t *testing.T) {
	pos := course.Position{Path: "exercise.yaml", Line: 10, Col: 7}
	for expression, want := range map[string]string{
		`brnach("main").exists`:            `exercise.yaml:10:13: unknown name "brnach"; did you mean "branch"?`,
		`head.exists && file("a").exsts`:   `exercise.yaml:10:31: a file has no field "exsts"; did you mean "exists"?`,
		"head.exists &&\nfile(\"a\").subj": `exercise.yaml:11:16: a file has no field "subj"; there are `,
		`hed.exists`:                       `exercise.yaml:10:7: unknown name "hed"; did you mean "head"?`,
		`graph.lke(solution)`:              `exercise.yaml:10:16: unknown name "lke"; did you mean "like"?`,
		`file(1).exists`:                   `exercise.yaml:10:11: "file" cannot be called like this; there is file(path), at(rev).file(path), index.file(path)`,
		`file("a").text`:                   `exercise.yaml:10:7: must be true or false, but gives string`,
		`head.exists &&`:                   `exercise.yaml:10:21: mismatched input`,
		``:                                 `exercise.yaml:10:7: the expression is empty`,
		`graph.like(head)`:                 `exercise.yaml:10:17: "like" cannot be called like this; there is graph.like(solution)`,
		`operation == 1`:                   `exercise.yaml:10:17: found no matching overload for '_==_'`,
	} {
		_, err := goal.CompileCondition(expression, pos)
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s\n got %v\nwant %s", expression, err, want)
		}
	}
}

func TestCompile_collectsWhatIsWrongInCheckAndCases(t *testing.T) {
	_, err := goal.Compile(course.Goal{
		Check: "hd.exists", Pos: course.Position{Path: "e.yaml", Line: 3, Col: 4},
		Otherwise: []course.Otherwise{{When: "fle('x').exists", Pos: course.Position{Path: "e.yaml", Line: 5, Col: 6}}},
	})
	var wrong *goal.CompileError
	if !errors.As(err, &wrong) || len(wrong.Issues) != 2 || wrong.Issues[1].Pos.Line != 5 {
		t.Errorf("got %v", err)
	}
}

func TestJudge_givesTheFirstReasonThatHolds(t *testing.T) {
	_, s := theShop(t)
	program, err := goal.Compile(course.Goal{
		Check: `file("notes.txt").tracked`,
		Otherwise: []course.Otherwise{
			{When: `!file("notes.txt").exists`, Says: "There is no notes.txt."},
			{When: `!file("notes.txt").tracked`, Says: "It is not tracked."},
			{Says: "Something else."},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	got, err := program.Judge(t.Context(), s)
	if err != nil || got.Met || got.Why != "It is not tracked." {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestJudge_stopsWhatCostsTooMuch(t *testing.T) {
	_, s := theShop(t)
	numbers := "[0,1,2,3,4,5,6,7,8,9]"
	expression := "x0 >= 0"
	for i := range 8 {
		expression = numbers + ".all(x" + string(rune('0'+i)) + ", " + expression + ")"
	}
	c, err := goal.CompileCondition(expression, course.Position{Path: "x", Line: 1, Col: 1})
	if err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	if _, err := c.Holds(t.Context(), s); err == nil || !strings.Contains(err.Error(), "cost") {
		t.Errorf("got %v", err)
	}
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("took %v", took)
	}
}

func TestCompile_refusesHugeAndDeepExpressions(t *testing.T) {
	for name, expression := range map[string]string{
		"huge": strings.Repeat("true || ", 5000) + "true",
		"deep": strings.Repeat("(", 500) + "true" + strings.Repeat(")", 500),
	} {
		if _, err := goal.CompileCondition(expression, course.Position{}); err == nil {
			t.Errorf("%s: compiled", name)
		}
	}
}

func TestHolds_seesTheContextEnd(t *testing.T) {
	_, s := theShop(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	c, err := goal.CompileCondition(`commits("main").all(c, commits("main").all(d, commits("main").all(e, [1,2,3,4,5,6,7,8,9,10].all(x, [1,2,3,4,5,6,7,8,9,10].all(y, x * y > 0)))))`, course.Position{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Holds(ctx, s); err == nil {
		t.Error("a judgement outlived its context")
	}
}

func TestHolds_tellsWhenTheSolutionIsNotAtHand(t *testing.T) {
	_, s := theShop(t)
	s.Solution = nil
	c, err := goal.CompileCondition(`graph.like(solution)`, course.Position{Path: "e.yaml", Line: 4, Col: 2})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Holds(t.Context(), s); err == nil || !strings.Contains(err.Error(), "e.yaml:4:2: the solution is not at hand") {
		t.Errorf("got %v", err)
	}
}

func TestGraphLike_comparesShapeAndNamesOnly(t *testing.T) {
	base := "git init -q -b main shop\ncd shop\ngit commit -q --allow-empty -m one\ngit commit -q --allow-empty -m two\ngit switch -q -c topic\ngit commit -q --allow-empty -m three\ngit switch -q main\n"
	merged := base + "git merge -q --no-ff -m merge topic\n"
	build := func(script string) *view.View {
		repo := goaltest.New(t, "shop", "Ada", "ada@example.com", clock)
		repo.Script(script)
		return repo.View()
	}
	want := build(merged)
	for name, c := range map[string]struct {
		script string
		like   bool
	}{
		"the same":         {merged, true},
		"other messages":   {strings.ReplaceAll(merged, "-m t", "-m other-t"), true},
		"not merged":       {base, false},
		"fast-forward":     {base + "git merge -q --ff-only topic\n", false},
		"one more commit":  {merged + "git commit -q --allow-empty -m four\n", false},
		"one more branch":  {merged + "git branch other\n", false},
		"branch elsewhere": {merged + "git branch -f topic main~1\n", false},
		"renamed branch":   {merged + "git branch -m topic thema\n", false},
		"swapped parents":  {base + "git switch -q topic\ngit merge -q --no-ff --allow-unrelated-histories -m x main 2>/dev/null || true\ngit commit-tree -p topic -p main -m m main^{tree} > h\ngit branch -f main $(cat h)\nrm h\n", false},
	} {
		s := goal.Snapshot{View: build(c.script), Solution: func(context.Context) (*view.View, error) { return want, nil }}
		if got := met(t, `graph.like(solution)`, s); got != c.like {
			t.Errorf("%s: like %t, want %t", name, got, c.like)
		}
	}
}

func FuzzCompile(f *testing.F) {
	for _, w := range goal.Vocabulary() {
		f.Add(w.Example)
	}
	s := goal.Snapshot{View: &view.View{}}
	f.Fuzz(func(t *testing.T, expression string) {
		c, err := goal.CompileCondition(expression, course.Position{Path: "x", Line: 1, Col: 1})
		if err == nil {
			_, _ = c.Holds(t.Context(), s) // must return, whatever it says
		}
	})
}

func BenchmarkJudge(b *testing.B) {
	_, s := theShop(b)
	program, err := goal.Compile(course.Goal{Check: `head.branch == "main" && commit("HEAD").subject != "" && file("app.py").staged && graph.like(solution)`})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := program.Judge(b.Context(), s); err != nil {
			b.Fatal(err)
		}
	}
}
