// Package course is the domain: packs, topics, lessons, exercises, goals,
// quizzes and their ids, as instructors write them (pack format 1). It does no
// I/O; package pack reads these values from files.
package course

import "time"

// Identifiers. Items carry a UUID that never changes, because progress hangs
// on it; slugs name items for people and may change.
type (
	// PackID is a pack's UUID.
	PackID string
	// TopicID is a topic's UUID.
	TopicID string
	// LessonID is a lesson's UUID.
	LessonID string
	// ExerciseID is an exercise's UUID.
	ExerciseID string
	// GoalID is a goal's UUID.
	GoalID string
	// QuestionID is a question's UUID.
	QuestionID string
	// Slug is a short name of lower-case letters, digits and hyphens.
	Slug string
)

// Position is a place in a pack's file; line and column count from 1.
type Position struct {
	Path      string
	Line, Col int
}

// Change says how an item's newest revision treats progress made before.
type Change string

// The kinds of change; the zero value counts as editorial.
const (
	ChangeEditorial Change = "editorial"
	ChangeRecheck   Change = "recheck"
)

// Revision is an item's revision, and what it means for progress.
type Revision struct {
	ContentID string // shares progress between packs that hold the same item
	Rev       int
	Change    Change
}

// Pack is one installed or embedded lesson pack.
type Pack struct {
	Format    int
	ID        string // stable name, such as "backend-roadmap"
	UUID      PackID
	Version   string // SemVer
	Title     string
	Summary   string
	Language  string // BCP 47
	License   string // SPDX
	Authors   []string
	Homepage  string
	Requires  Requires
	Key       string // the signer's minisign public key
	Topics    []Topic
	Lessons   []Lesson
	Exercises []Exercise
	Quizzes   []Quiz
	Glossary  []Term
	Moved     Moved
	// Assets are the slash paths of the pack's pictures, sorted; their bytes
	// stay in the pack's files until a lesson shows them.
	Assets []string
	// Overlays are the pack's translations, by language.
	Overlays []Overlay
}

// Overlay is one language's translation of a pack: the texts as they lie in
// i18n/LANGUAGE, by slash path below it. What is missing falls back to the
// pack's own language.
type Overlay struct {
	Language string // BCP 47
	Files    map[string][]byte
}

// Requires is what a pack needs to work.
type Requires struct {
	Cairn string // version range, such as ">=0.3"
	Packs []PackRange
}

// PackRange names another pack in a range of versions.
type PackRange struct {
	UUID  PackID
	Range string
}

// Topic is one node of the roadmap.
type Topic struct {
	ID      TopicID
	Slug    Slug
	Title   string
	Summary string // what the topic is about, or will be
	// Prerequisites are topics that are best done before.
	Prerequisites []Slug
	// Lessons in their order of reading. Planned are titles of lessons that a
	// later version will bring.
	Lessons []Slug
	Planned []string
	// Column and Row place the node; both count from 0.
	Column, Row int
	Pos         Position
	Revision    Revision
}

// Lesson is a text with its exercises.
type Lesson struct {
	ID         LessonID
	Slug       Slug
	Topic      Slug
	Title      string
	Minutes    int
	Objectives []string
	Exercises  []Slug
	Quiz       Slug
	Teaches    []string
	Sources    []Source
	Body       string // Markdown
	// BodyLine is the line of the file on which Body begins.
	BodyLine int
	// Graphs are the body's graph blocks in the order of the text.
	Graphs   []Graph
	Pos      Position
	Revision Revision
}

// Graph is a small live repository in a lesson's text: a fenced block with
// the language "graph" that holds YAML with the fields start, run and then.
type Graph struct {
	Start string // shell lines that build what is seen first
	Run   string // the command on the button
	Then  string // Markdown that appears after it ran
	Pos   Position
}

// Source is where a fact in a lesson comes from.
type Source struct {
	Title, Author string
	Year          int
	Taken         string // what was taken from it
	URL           string
}

// Level says whether an exercise belongs to the path or goes beyond it.
type Level string

// The levels.
const (
	LevelCore    Level = "core"
	LevelStretch Level = "stretch"
)

// Exercise is a practice repository with goals.
type Exercise struct {
	ID       ExerciseID
	Slug     Slug
	Title    string
	Brief    string // Markdown
	Minutes  int
	Level    Level
	Teaches  []string
	Identity Identity
	Clock    time.Time
	// Repo is the folder of the repository below work/, such as "shop".
	Repo     string
	Scenario string // shell lines
	Remotes  []RemoteSpec
	Events   []Event
	Goals    []Goal
	Hints    []string
	Solution string // shell lines
	// Ghost is the command that waits greyed in an empty console.
	Ghost string
	// Review lets a fresh copy come back as a drill.
	Review bool
	// Files are the scenario's files by slash path.
	Files map[string][]byte
	Wrong []NearMiss
	Pos   Position
	// ScenarioPos, SolutionPos point at the first line of these blocks.
	ScenarioPos, SolutionPos Position
	Revision                 Revision
}

// Identity is a name and an e-mail address for commits.
type Identity struct{ Name, Email string }

// RemoteSpec is a bare repository beside the practice repository.
type RemoteSpec struct {
	Name string
	From string // branch whose state the remote is cloned from after the scenario
}

// Event lets a teammate act. It fires once: after the line that makes When
// true, or with Before just before the line that matches Line.
type Event struct {
	Before bool
	When   string // CEL
	Line   string // regular expression (RE2) on the typed line
	Run    string // shell lines
	Pos    Position
}

// Goal is one condition of an exercise, as CEL over a view.
type Goal struct {
	ID        GoalID
	Says      string
	Check     string
	Otherwise []Otherwise
	Pos       Position // of Check
}

// Otherwise explains a goal that is not met; the first whose When holds is shown.
type Otherwise struct {
	When string // CEL; empty always holds
	Says string
	Pos  Position
}

// NearMiss are commands that a goal must not accept.
type NearMiss struct {
	Slug     Slug // of the file name wrong-SLUG.yaml
	Says     string
	Commands string // shell lines
	// Misses are the goals that must stay unmet; empty means at least one.
	Misses []GoalID
	Pos    Position
}

// Quiz holds the questions of one lesson.
type Quiz struct {
	Slug      Slug
	Questions []Question
	Pos       Position
}

// QuestionKind says how a question is answered.
type QuestionKind string

// The kinds of questions.
const (
	QuestionSingle   QuestionKind = "single"
	QuestionMultiple QuestionKind = "multiple"
)

// Question is one question with its choices.
type Question struct {
	ID       QuestionID
	Slug     Slug // a quiz block in a text names it
	Kind     QuestionKind
	Asks     string // Markdown
	Choices  []Choice
	Pos      Position
	Revision Revision
}

// Choice is one answer with the reason why it is right or wrong.
type Choice struct {
	Says    string // Markdown
	Correct bool
	Because string // Markdown
}

// Term is a glossary entry.
type Term struct {
	ID    Slug
	Term  string
	Says  string // Markdown
	Also  []string
	Pos   Position
	Links []Slug
}

// Moved maps ids of items that were renamed or removed.
type Moved struct {
	// To maps an old id to the id that took its place.
	To map[string]string
	// Gone gives the reason why an id was removed.
	Gone map[string]string
}
