package app

import (
	"context"
	"fmt"
	"time"

	"cairn/internal/course"
	"cairn/internal/view"
)

// graphClock is when the small repositories in texts begin, so that their
// hashes are the same on every machine.
var graphClock = time.Date(2025, 1, 6, 9, 0, 0, 0, time.UTC)

// LiveGraph gives the repository of a lesson's graph block before its command
// ran, and after. Each runs in a folder of its own that is gone afterwards.
func (a *App) LiveGraph(ctx context.Context, l *course.Lesson, number int) (before, after *view.View, err error) {
	if number < 0 || number >= len(l.Graphs) {
		return nil, nil, fmt.Errorf("lesson %s has no graph %d", l.Slug, number+1)
	}
	g := l.Graphs[number]
	e := course.Exercise{Slug: l.Slug, Identity: course.Identity{Name: "Ada Student", Email: "ada@example.com"},
		Clock: graphClock, Scenario: g.Start}
	if before, err = a.replayed(ctx, e, ""); err != nil {
		return nil, nil, fmt.Errorf("graph %d of lesson %s: %w", number+1, l.Slug, err)
	}
	if after, err = a.replayed(ctx, e, g.Run); err != nil {
		return nil, nil, fmt.Errorf("graph %d of lesson %s: %w", number+1, l.Slug, err)
	}
	return before, after, nil
}
