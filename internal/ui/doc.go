// Package ui is Cairn's window: the places at its left edge, the page of each,
// shortcuts, notices, and how the window was left. It binds screens to use
// cases of package app; it decides nothing about lessons, goals or Git.
package ui
