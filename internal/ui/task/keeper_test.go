package task_test

import (
	"testing"
	"time"

	"cairn/internal/ui/task"
)

func TestKeeper_savesTheLastValueOnce(t *testing.T) {
	saved := make(chan int, 10)
	k := task.NewKeeper(20*time.Millisecond, func(n int) { saved <- n })
	k.Set(1)
	k.Set(2)
	if got := <-saved; got != 2 {
		t.Errorf("saved %d, want 2", got)
	}
	k.Set(3)
	k.Flush()
	k.Flush()
	if got := <-saved; got != 3 {
		t.Errorf("flushed %d, want 3", got)
	}
	time.Sleep(40 * time.Millisecond)
	if len(saved) > 0 {
		t.Error("something was saved twice")
	}
}
