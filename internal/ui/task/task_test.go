package task_test

import (
	"context"
	"errors"
	"testing"

	"cairn/internal/ui/task"
)

func inline(f func()) { f() }

func TestLane_answersInOrder(t *testing.T) {
	l := task.NewLane(t.Context(), inline)
	var got []int
	for i := range 50 {
		task.Go(l, func(context.Context) (int, error) { return i, nil }, func(v int, _ error) { got = append(got, v) })
	}
	l.Wait()
	for i, v := range got {
		if i != v {
			t.Fatalf("answers came as %v", got)
		}
	}
	if len(got) != 50 {
		t.Errorf("%d answers, want 50", len(got))
	}
}

func TestLane_closingCancelsAndDropsWhatIsStale(t *testing.T) {
	l := task.NewLane(t.Context(), inline)
	started := make(chan struct{})
	var cause error
	task.Go(l, func(ctx context.Context) (int, error) {
		close(started)
		<-ctx.Done()
		cause = ctx.Err()
		return 0, cause
	}, func(int, error) { t.Error("a stale answer was given") })
	task.Go(l, func(context.Context) (int, error) { return 0, nil }, func(int, error) { t.Error("work ran after Close") })
	<-started
	l.Close()
	if !errors.Is(cause, context.Canceled) {
		t.Errorf("the work ended with %v", cause)
	}
}
