// Package porcelain holds one file a command: typed in, typed out. It does
// what the command does and returns values and typed errors; it prints
// nothing and knows no option by name.
package porcelain
