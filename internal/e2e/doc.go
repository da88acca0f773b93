// Package e2e uses Cairn as a person does: it starts the real program on a
// display of its own (Xvfb with a small window manager), types and clicks with
// xdotool, kills it, starts it again, and looks at what is left on the disk.
// It drives the program from outside only and imports none of its windows.
//
// Pictures of what it saw are kept in the folder that CAIRN_E2E_PICTURES names.
package e2e
