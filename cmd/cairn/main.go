// Command cairn is the desktop program: it reads flags, opens the program
// without a window, and hands it to the window.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"time"

	"cairn/assets"
	"cairn/internal/app"
	"cairn/internal/disk"
	"cairn/internal/ui"
)

func main() {
	disk.PlainCloudFiles()
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

// run is main with what it touches passed in; it returns the exit code.
func run(args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("cairn", flag.ContinueOnError)
	flags.SetOutput(stderr)
	data := flags.String("data", "", "keep progress in this `folder` instead of the user's own")
	practice := flags.String("practice", "", "keep practice repositories in this `folder` instead of ~/Cairn")
	version := flags.Bool("version", false, "print the version and leave")
	if err := flags.Parse(args); err != nil {
		return 2
	}
	if *version {
		fmt.Fprintln(stdout, "cairn", app.Version)
		return 0
	}
	folders, err := app.DefaultFolders(*data)
	if err != nil {
		fmt.Fprintln(stderr, "cairn:", err)
		showError(ui.Sentence(err))
		return 1
	}
	if *practice != "" {
		folders.Practice = *practice
	}
	restGarbageCollector()
	err = ui.Run(context.Background(), ui.Params{
		Version: app.Version,
		Open: func(ctx context.Context) (*app.App, error) {
			pack, err := assets.BackendRoadmap()
			if err != nil {
				return nil, err
			}
			return app.Open(ctx, app.Params{Folders: folders, Pack: pack})
		},
	})
	if err != nil {
		fmt.Fprintln(stderr, "cairn:", err)
		if !errors.Is(err, app.ErrRunning) { // the other window came to the front: that says it
			showError(ui.Sentence(err))
		}
		return 1
	}
	return 0
}

// startTime is how long a start takes at most on an ordinary laptop.
const startTime = 2 * time.Second

// restGarbageCollector lets the start go on without collections: with the small
// heap of a beginning program they come one upon the other, and cost up to 20 ms
// on the way to the first frame. A start allocates 70 to 90 MB.
func restGarbageCollector() {
	usual := debug.SetGCPercent(-1)
	time.AfterFunc(startTime, func() { debug.SetGCPercent(usual) })
}
