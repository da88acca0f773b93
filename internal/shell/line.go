package shell

import (
	"bufio"
	"context"
	"io"
	"os"
	"runtime"
	"runtime/metrics"
	"sync"
	"sync/atomic"
	"time"
)

// lineState is what one running line has of its own.
type lineState struct {
	ctx            context.Context
	cancel         context.CancelCauseFunc
	line           Line
	limits         Limits
	stdout, stderr *port
	disk           *quota
	captured       *quota // output kept in memory by $(…)
	calls          atomic.Int64
	globbed        atomic.Int64
	goroutines     int // before the line began
	heap           uint64

	// stdin is what the runner sees as its input; typed is what the learner
	// types. Commands read typed themselves; only the builtin read needs a
	// file, and gets it line by line.
	stdin, feed *os.File
	typed       *bufio.Reader
	typedMu     sync.Mutex
}

// begin sets up the state of a line and the way to stop it.
func (s *Session) begin(ctx context.Context, line Line) (*lineState, context.CancelCauseFunc) {
	if line.Stdout == nil {
		line.Stdout = io.Discard
	}
	if line.Stderr == nil {
		line.Stderr = io.Discard
	}
	lineCtx, cancel := context.WithCancelCause(ctx)
	st := &lineState{
		ctx: lineCtx, cancel: cancel, line: line, limits: s.limits,
		disk:       &quota{left: s.limits.Disk},
		captured:   &quota{left: 16 << 20},
		goroutines: runtime.NumGoroutine(),
		heap:       heapBytes(),
	}
	sc := &screen{limit: s.limits.Output, cancel: cancel}
	st.stdout = &port{screen: sc, w: line.Stdout}
	st.stderr = &port{screen: sc, w: line.Stderr}
	s.line.Store(st)
	s.env.refresh()
	return st, cancel
}

// openStdin prepares the learner's typing as an input.
func (st *lineState) openStdin(in io.Reader) error {
	if in == nil {
		return nil
	}
	r, w, err := osPipe()
	if err != nil {
		return err
	}
	st.stdin, st.feed, st.typed = r, w, bufio.NewReaderSize(&patient{ctx: st.ctx, r: in}, 1)
	return nil
}

func (st *lineState) stdinReader() io.Reader {
	if st.stdin == nil {
		return nil
	}
	return st.stdin
}

func (st *lineState) closeStdin() {
	if st.stdin != nil {
		_ = st.feed.Close()
		_ = st.stdin.Close()
	}
}

// patient is a reader that gives up when its context ends, even while nobody
// types. It takes one letter at a time, so that what is typed ahead stays for
// the next line.
type patient struct {
	ctx context.Context
	r   io.Reader
}

// Read reads from the reader, or gives the context's error.
func (p *patient) Read(b []byte) (int, error) {
	type answer struct {
		data []byte
		err  error
	}
	if err := p.ctx.Err(); err != nil || len(b) == 0 {
		return 0, err
	}
	answered := make(chan answer, 1)
	go func() {
		own := make([]byte, 1)
		n, err := p.r.Read(own)
		answered <- answer{own[:n], err}
	}()
	select {
	case <-p.ctx.Done():
		return 0, p.ctx.Err()
	case a := <-answered:
		return copy(b, a.data), a.err
	}
}

// feedLine moves one typed line to where the builtin read finds it.
func (st *lineState) feedLine() {
	st.typedMu.Lock()
	defer st.typedMu.Unlock()
	text, err := st.typed.ReadString('\n')
	if len(text) > 1<<15 {
		text = text[:1<<15] // more would fill the pipe before anybody reads
	}
	_, _ = io.WriteString(st.feed, text)
	if err != nil {
		_ = st.feed.Close()
	}
}

// watch stops the line when its time or memory is used up.
func (st *lineState) watch() (stop func()) {
	done := make(chan struct{})
	go func() {
		deadline := time.NewTimer(st.limits.Time)
		defer deadline.Stop()
		tick := time.NewTicker(20 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-done:
				return
			case <-deadline.C:
				st.cancel(errTime)
				return
			case <-tick.C:
				if heapBytes() > st.heap+maxHeapGrowth {
					st.cancel(errMemory)
				}
			}
		}
	}()
	return func() { close(done) }
}

// maxHeapGrowth is far above what any exercise needs and far below what makes
// a small machine swap.
const maxHeapGrowth = 768 << 20

func heapBytes() uint64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	if sample[0].Value.Kind() != metrics.KindUint64 {
		return 0
	}
	return sample[0].Value.Uint64()
}
