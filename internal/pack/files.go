package pack

import (
	"github.com/goccy/go-yaml/ast"
)

// The structs below are the YAML files of format 1, field by field; the
// schemas in the folder schema say the same, and a test compares the two.

type packFile struct {
	node
	Format   number       `yaml:"format,required"`
	ID       text         `yaml:"id,required"`
	UUID     text         `yaml:"uuid,required"`
	Version  text         `yaml:"version,required"`
	Title    text         `yaml:"title,required"`
	Summary  text         `yaml:"summary,required"`
	Language text         `yaml:"language,required"`
	License  text         `yaml:"license,required"`
	Authors  []text       `yaml:"authors,required"`
	Homepage text         `yaml:"homepage"`
	Requires requiresFile `yaml:"requires"`
	Key      text         `yaml:"key"`
}

type requiresFile struct {
	node
	Cairn text            `yaml:"cairn"`
	Packs []packRangeFile `yaml:"packs"`
}

type packRangeFile struct {
	node
	UUID  text `yaml:"uuid,required"`
	Range text `yaml:"range,required"`
}

type roadmapFile struct {
	node
	Topics []topicFile `yaml:"topics,required"`
}

type topicFile struct {
	node
	ID            text   `yaml:"id,required"`
	Slug          text   `yaml:"slug,required"`
	Title         text   `yaml:"title,required"`
	Summary       text   `yaml:"summary,required"`
	Prerequisites []text `yaml:"prerequisites"`
	Lessons       []text `yaml:"lessons"`
	Planned       []text `yaml:"planned"`
	Column        number `yaml:"column,required"`
	Row           number `yaml:"row,required"`
	ContentID     text   `yaml:"content_id"`
	Rev           number `yaml:"rev"`
	Change        text   `yaml:"change"`
}

type lessonFile struct {
	node
	ID         text         `yaml:"id,required"`
	Title      text         `yaml:"title,required"`
	Minutes    number       `yaml:"minutes,required"`
	Objectives []text       `yaml:"objectives,required"`
	Exercise   oneOrMore    `yaml:"exercise"`
	Quiz       text         `yaml:"quiz"`
	Teaches    []text       `yaml:"teaches"`
	Sources    []sourceFile `yaml:"sources"`
	ContentID  text         `yaml:"content_id"`
	Rev        number       `yaml:"rev"`
	Change     text         `yaml:"change"`
}

type sourceFile struct {
	node
	Title  text   `yaml:"title,required"`
	Author text   `yaml:"author"`
	Year   number `yaml:"year"`
	Taken  text   `yaml:"taken"`
	URL    text   `yaml:"url"`
}

type graphFile struct {
	node
	Start text `yaml:"start,required"`
	Run   text `yaml:"run,required"`
	Then  text `yaml:"then,required"`
}

type exerciseFile struct {
	node
	ID        text         `yaml:"id,required"`
	Title     text         `yaml:"title,required"`
	Brief     text         `yaml:"brief,required"`
	Minutes   number       `yaml:"minutes,required"`
	Level     text         `yaml:"level"`
	Teaches   []text       `yaml:"teaches"`
	Identity  identityFile `yaml:"identity,required"`
	Clock     text         `yaml:"clock,required"`
	Repo      text         `yaml:"repo"`
	Scenario  text         `yaml:"scenario,required"`
	Remotes   remotesFile  `yaml:"remotes"`
	Events    []eventFile  `yaml:"events"`
	Goals     []goalFile   `yaml:"goals,required"`
	Hints     []text       `yaml:"hints,required"`
	Solution  text         `yaml:"solution,required"`
	Ghost     text         `yaml:"ghost"`
	Review    flag         `yaml:"review"`
	ContentID text         `yaml:"content_id"`
	Rev       number       `yaml:"rev"`
	Change    text         `yaml:"change"`
}

type identityFile struct {
	node
	Name  text `yaml:"name,required"`
	Email text `yaml:"email,required"`
}

// remotesFile maps a remote's name to where it comes from.
type remotesFile []namedRemote

type namedRemote struct {
	Name text
	remoteFile
}

type remoteFile struct {
	node
	From text `yaml:"from,required"`
}

type eventFile struct {
	node
	Before flag `yaml:"before"`
	When   text `yaml:"when"`
	Line   text `yaml:"line"`
	Run    text `yaml:"run,required"`
}

type goalFile struct {
	node
	ID        text          `yaml:"id,required"`
	Says      text          `yaml:"says,required"`
	Check     text          `yaml:"check,required"`
	Otherwise otherwiseFile `yaml:"otherwise"`
}

// otherwiseFile is one text, or a list of cases.
type otherwiseFile []caseFile

type caseFile struct {
	node
	When text `yaml:"when"`
	Says text `yaml:"says,required"`
}

type nearMissFile struct {
	node
	Says     text   `yaml:"says,required"`
	Commands text   `yaml:"commands,required"`
	Misses   []text `yaml:"misses"`
}

type quizFile struct {
	node
	Questions []questionFile `yaml:"questions,required"`
}

type questionFile struct {
	node
	ID        text         `yaml:"id,required"`
	Slug      text         `yaml:"slug,required"`
	Kind      text         `yaml:"kind"`
	Asks      text         `yaml:"asks,required"`
	Choices   []choiceFile `yaml:"choices,required"`
	ContentID text         `yaml:"content_id"`
	Rev       number       `yaml:"rev"`
	Change    text         `yaml:"change"`
}

type choiceFile struct {
	node
	Says    text `yaml:"says,required"`
	Correct flag `yaml:"correct"`
	Because text `yaml:"because,required"`
}

type glossaryFile struct {
	node
	Terms []termFile `yaml:"terms,required"`
}

type termFile struct {
	node
	ID    text   `yaml:"id,required"`
	Term  text   `yaml:"term,required"`
	Says  text   `yaml:"says,required"`
	Also  []text `yaml:"also"`
	Links []text `yaml:"links"`
}

type movedFile struct {
	node
	To   pairs `yaml:"to"`
	Gone pairs `yaml:"gone"`
}

func (o *otherwiseFile) read(d *decoder, n ast.Node) {
	seq, ok := n.(*ast.SequenceNode)
	if !ok {
		if says := d.text(n, "otherwise"); says.Set {
			*o = otherwiseFile{{node: node{At: says.Pos}, Says: says}}
		}
		return
	}
	for _, item := range seq.Values {
		var c caseFile
		d.into(item, &c, "an item of otherwise")
		*o = append(*o, c)
	}
}

func (r *remotesFile) read(d *decoder, n ast.Node) {
	entries, ok := entriesOf(n)
	if !ok {
		d.wrong(n, "remotes", "a mapping of names to {from: BRANCH}")
		return
	}
	for _, entry := range entries {
		key, _ := keyText(entry.Key)
		remote := namedRemote{Name: text{Value: key, Pos: d.doc.start(entry.Key), Set: true}}
		d.into(entry.Value, &remote.remoteFile, "remote "+key)
		*r = append(*r, remote)
	}
}
