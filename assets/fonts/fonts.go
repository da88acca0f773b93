// Package fonts embeds the two families that Cairn writes in, Inter for text
// and JetBrains Mono for code, each under the licence that lies beside it. It
// holds bytes only; which style uses which file is the theme's to say.
package fonts

import _ "embed" // for the directives below

// The bytes of each face.
var (
	//go:embed Inter-Regular.otf
	InterRegular []byte
	//go:embed Inter-SemiBold.otf
	InterSemiBold []byte
	//go:embed Inter-Italic.otf
	InterItalic []byte
	//go:embed Inter-SemiBoldItalic.otf
	InterSemiBoldItalic []byte
	//go:embed JetBrainsMonoNL-Regular.ttf
	MonoRegular []byte
	//go:embed JetBrainsMonoNL-Bold.ttf
	MonoBold []byte
)
