package app

import "cairn/internal/progress"

// StoreError is why progress can't be saved or read, with what to do about it.
type StoreError = progress.Error

// TroubleKind says in which way.
type TroubleKind = progress.Trouble

// The kinds of trouble that a screen has words for.
const (
	TroubleFuture   = progress.TroubleFuture
	TroubleDamaged  = progress.TroubleDamaged
	TroubleReadOnly = progress.TroubleReadOnly
	TroubleFull     = progress.TroubleFull
	TroubleInUse    = progress.TroubleInUse
	TroubleOther    = progress.TroubleOther
)

// Backup is one backup of the progress.
type Backup = progress.Saved
