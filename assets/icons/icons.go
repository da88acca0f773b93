// Package icons embeds Cairn's signs, drawn for it on a grid of 24 with a
// stroke of 1.75, and the program's own icon. "currentColor" in a sign is
// replaced by the theme; the package itself draws nothing.
package icons

import "embed"

// Files holds NAME.svg for each sign and cairn-256.png; the other exported
// sizes lie in the folder for the packaging to take.
//
//go:embed *.svg cairn-256.png
var Files embed.FS
