package shell

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"time"
)

// Limits bound what one line may use. The zero value of a field means the
// default that is named beside it.
type Limits struct {
	Output   int64         // bytes shown on the console: 2 MiB
	Disk     int64         // bytes written to files: 256 MiB
	File     int64         // bytes of a file that is read as a whole: 64 MiB
	Variable int           // bytes of one variable: 1 MiB
	Time     time.Duration // 10 minutes
	Line     int           // bytes of the line itself: 64 KiB
}

func (l Limits) withDefaults() Limits {
	set := func(v *int64, d int64) {
		if *v == 0 {
			*v = d
		}
	}
	set(&l.Output, 2<<20)
	set(&l.Disk, 256<<20)
	set(&l.File, 64<<20)
	if l.Variable == 0 {
		l.Variable = 1 << 20
	}
	if l.Time == 0 {
		l.Time = 10 * time.Minute
	}
	if l.Line == 0 {
		l.Line = 64 << 10
	}
	return l
}

// Reasons why a line was stopped; context.Cause carries them.
var (
	errOutput  = errors.New("the line wrote too much")
	errTime    = errors.New("the line ran too long")
	errMemory  = errors.New("the line used too much memory")
	errTooMany = errors.New("too many commands ran at once")
	errNesting = errors.New("functions or scripts called each other too deeply")
	errGlob    = errors.New("a pattern looked into too many folders")
	errDisk    = errors.New("the line wrote too much to files")
	errLink    = errors.New("a hook put a link into the repository that leads outside the practice folder")
)

// screen is what the console shows of one line: stdout and stderr share one
// budget. After the budget it swallows; after 32 budgets it stops the line,
// because nobody is waiting for the end of an endless loop.
type screen struct {
	mu     sync.Mutex
	limit  int64
	used   int64
	cut    bool
	cancel context.CancelCauseFunc
}

// port is one stream of a screen.
type port struct {
	screen *screen
	w      io.Writer
}

func (p *port) Write(b []byte) (int, error) {
	s := p.screen
	s.mu.Lock()
	defer s.mu.Unlock()
	room := s.limit - s.used
	s.used += int64(len(b))
	if s.used > 32*s.limit {
		s.cancel(errOutput)
		return 0, errOutput
	}
	if room <= 0 {
		return len(b), p.cutHere()
	}
	if int64(len(b)) <= room {
		return p.w.Write(b)
	}
	if _, err := p.w.Write(b[:room]); err != nil {
		return 0, err
	}
	return len(b), p.cutHere()
}

// cutHere says once that the rest is not shown.
func (p *port) cutHere() error {
	if p.screen.cut {
		return nil
	}
	p.screen.cut = true
	_, err := fmt.Fprintf(p.w, "\n… output stopped after %s\n", sizeWords(p.screen.limit))
	return err
}

func sizeWords(n int64) string {
	if n >= 1<<20 && n%(1<<20) == 0 {
		return fmt.Sprintf("%d MiB", n>>20)
	}
	if n >= 1<<10 && n%(1<<10) == 0 {
		return fmt.Sprintf("%d KiB", n>>10)
	}
	return fmt.Sprintf("%d bytes", n)
}

// quota counts the bytes that one line writes to files.
type quota struct {
	mu   sync.Mutex
	left int64
}

func (q *quota) take(n int) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.left -= int64(n); q.left < 0 {
		return errDisk
	}
	return nil
}

// metered is a file opened for writing that counts against a quota.
type metered struct {
	*os.File
	quota *quota
}

func (m *metered) Write(b []byte) (int, error) {
	if err := m.quota.take(len(b)); err != nil {
		return 0, err
	}
	return m.File.Write(b)
}

// ReadFrom hides os.File's, which would copy past the quota.
func (m *metered) ReadFrom(r io.Reader) (int64, error) {
	return io.Copy(struct{ io.Writer }{m}, r)
}

// nothing is /dev/null.
type nothing struct{}

func (nothing) Read([]byte) (int, error)    { return 0, io.EOF }
func (nothing) Write(b []byte) (int, error) { return len(b), nil }
func (nothing) Close() error                { return nil }
