//go:build !windows

package editor

import (
	"context"
	"os/exec"
)

func inShell(ctx context.Context, line, path string) *exec.Cmd { return withSh(ctx, line, path) }
