// Command cairnctl is Cairn without a window: exercises in a terminal. It needs
// no cgo and no display.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"

	"cairn/cmd/console"
	"cairn/internal/app"
	"cairn/internal/disk"

	"github.com/spf13/cobra"
)

func main() {
	disk.PlainCloudFiles()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	restore := console.Prepare()
	code := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	restore()
	stop()
	os.Exit(code)
}

// errNotMet ends a script whose goals are not all met. What is open was
// printed already.
var errNotMet = errors.New("not all goals are met")

// run is main with what it touches passed in; it returns the exit code: 0, 1
// for what went wrong, 2 for a command line that is not understood.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	root := newRoot(stdin)
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	var used *usageError
	switch err := root.ExecuteContext(ctx); {
	case err == nil:
		return 0
	case errors.Is(err, errNotMet):
		return 1
	case errors.As(err, &used):
		fmt.Fprintf(stderr, "cairnctl: %v\n%s", used, used.usage)
		return 2
	default:
		fmt.Fprintln(stderr, "cairnctl:", err)
		return 1
	}
}

// usageError is a command line that is not understood.
type usageError struct {
	err   error
	usage string
}

func (e *usageError) Error() string { return e.err.Error() }
func (e *usageError) Unwrap() error { return e.err }

func newRoot(stdin io.Reader) *cobra.Command {
	var data string
	root := &cobra.Command{
		Use:           "cairnctl",
		Short:         "Cairn without a window",
		Version:       app.Version,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.NoArgs,
		RunE:          func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	root.CompletionOptions.HiddenDefaultCmd = true
	root.PersistentFlags().StringVar(&data, "data", "", "keep progress in this `folder` instead of the user's own")
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return &usageError{err: err, usage: c.UsageString()}
	})
	root.AddCommand(newPractice(stdin, &data))
	return root
}
