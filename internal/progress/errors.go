package progress

import (
	"errors"
	"fmt"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// Trouble says in which way a store can't be used.
type Trouble string

// The troubles that a screen gives advice on.
const (
	TroubleFuture   Trouble = "future"    // made by a newer Cairn
	TroubleDamaged  Trouble = "damaged"   // not a database, or a broken one
	TroubleReadOnly Trouble = "read-only" // folder or file can't be written
	TroubleFull     Trouble = "full"      // no room on the disk
	TroubleInUse    Trouble = "in-use"    // another Cairn has it open
	TroubleOther    Trouble = "other"
)

// Error is a failure of the store, with what to do about it.
type Error struct {
	Trouble Trouble
	// Path is the database.
	Path string
	// Advice is one or two sentences: what was kept and what to do.
	Advice string
	Err    error
}

func (e *Error) Error() string {
	return fmt.Sprintf("progress %s: %v. %s", e.Path, e.Err, e.Advice)
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// errFuture is the cause of TroubleFuture.
var errFuture = errors.New("it was written by a newer version of Cairn")

// explain gives err the kind of trouble that it is.
func explain(path string, err error) error {
	var known *Error
	if err == nil || errors.As(err, &known) {
		return err
	}
	trouble := classify(err)
	return &Error{Trouble: trouble, Path: path, Advice: advice[trouble], Err: err}
}

func classify(err error) Trouble {
	if errors.Is(err, errFuture) {
		return TroubleFuture
	}
	var se *sqlite.Error
	if !errors.As(err, &se) {
		return TroubleOther
	}
	switch se.Code() & 0xff { // the primary result code: https://sqlite.org/rescode.html
	case sqlite3.SQLITE_FULL:
		return TroubleFull
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM:
		return TroubleReadOnly
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return TroubleDamaged
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return TroubleInUse
	}
	return TroubleOther
}

var advice = map[Trouble]string{
	TroubleFuture:   "Nothing in it was changed. Install the newer Cairn, or start this one with another --data folder.",
	TroubleDamaged:  "The file was left as it is. Restore the newest backup; the damaged file is kept beside it.",
	TroubleReadOnly: "Nothing was lost, but nothing new can be saved. Make the folder writable, or start Cairn with another --data folder.",
	TroubleFull:     "What was saved before is safe; what you do now is kept in memory and saved as soon as there is room. Free some space and go on.",
	TroubleInUse:    "Another Cairn has it open. Use that window, or close it first.",
	TroubleOther:    "What was saved before is untouched.",
}
