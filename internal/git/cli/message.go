package cli

const (
	scissors = "# ------------------------ >8 ------------------------"
	// cutLine is what stands above the differences in a commit message with -v.
	cutLine = scissors + "\n# Do not modify or remove the line above.\n# Everything below it will be ignored.\n"
)
