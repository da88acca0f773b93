// Command bench measures the engine against the machine's git on the same repositories in one run and prints the ratios:
// the whole process (cairngit ÷ git), and the call within a running program ÷ the whole process of git. It owns the
// repositories that it measures on and makes them anew each time; it refuses to judge: what ratios are wanted stands beside
// them.
//
//	go run ./internal/bench [-runs 9] [-least] [-only files/status]
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"text/tabwriter"

	"cairn/internal/difftest"
)

func main() {
	runs := flag.Int("runs", 9, "how often each command is measured; the median counts")
	least := flag.Bool("least", false, "the least time counts: on a busy machine it is nearer the truth than the median")
	only := flag.String("only", "", "measure what contains this: files/status")
	engine := flag.String("engine", "", "a built cairngit instead of building one")
	flag.Parse()
	if err := run(os.Stdout, sampling{runs: *runs, least: *least}, *only, *engine); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// run makes the repositories, measures and prints the table.
func run(out io.Writer, s sampling, only, engine string) error {
	tools, err := difftest.Build(engine)
	if err != nil {
		return err
	}
	defer tools.Remove()
	base, err := os.MkdirTemp("", "cairn-bench-")
	if err != nil {
		return fmt.Errorf("make folder: %w", err)
	}
	defer func() { _ = os.RemoveAll(base) }()
	version, err := exec.Command(tools.Git, "version").Output()
	if err != nil {
		return fmt.Errorf("git version: %w", err)
	}
	fmt.Fprintf(out, "cairngit against %s, %s, milliseconds\n\n", strings.TrimSpace(string(version)), s)
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "repository\tcommand\tgit\tcairngit\tratio\tin process\tratio\twanted\t\t")
	for _, r := range repositories() {
		if !r.chosen(only) {
			continue
		}
		m, err := newMeter(base, tools, r, s)
		if err != nil {
			return err
		}
		for _, c := range r.cases {
			if !strings.Contains(r.name+"/"+c.name, only) {
				continue
			}
			result, err := m.measure(c)
			if err != nil {
				_ = table.Flush() // what was measured is worth seeing
				return fmt.Errorf("%s/%s: %w", r.name, c.name, err)
			}
			result.print(table, r.name, c)
		}
	}
	return table.Flush()
}
