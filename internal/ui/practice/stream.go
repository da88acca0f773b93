package practice

import (
	"io"
	"sync"

	"cairn/internal/ui/task"
)

// output carries what a command prints to the console. Writes are gathered, so
// that a loop that prints costs the window one drawing a frame, not one a line.
type output struct {
	dispatch task.Dispatcher
	show     func(string)

	mu      sync.Mutex
	pending []byte
	posted  bool
}

func newOutput(d task.Dispatcher, show func(string)) *output {
	return &output{dispatch: d, show: show}
}

// Write implements io.Writer.
func (o *output) Write(b []byte) (int, error) {
	o.mu.Lock()
	o.pending = append(o.pending, b...)
	post := !o.posted
	o.posted = true
	o.mu.Unlock()
	if post {
		o.dispatch(o.deliver)
	}
	return len(b), nil
}

// flush posts what is left; what was posted before comes before it.
func (o *output) flush() { o.dispatch(o.deliver) }

func (o *output) deliver() {
	o.mu.Lock()
	text := string(o.pending)
	o.pending, o.posted = nil, false
	o.mu.Unlock()
	if text != "" {
		o.show(text)
	}
}

// input is what a running command reads: lines that the learner types when it
// asks for them.
type input struct {
	ask func() // on the window's goroutine: a line is wanted

	dispatch task.Dispatcher
	lines    chan string
	done     chan struct{}
	once     sync.Once
	rest     string
}

func newInput(d task.Dispatcher, ask func()) *input {
	return &input{ask: ask, dispatch: d, lines: make(chan string, 1), done: make(chan struct{})}
}

// Read implements io.Reader: it waits for a line.
func (i *input) Read(b []byte) (int, error) {
	if i.rest == "" {
		i.dispatch(i.ask)
		select {
		case i.rest = <-i.lines:
		case <-i.done:
			return 0, io.EOF
		}
	}
	n := copy(b, i.rest)
	i.rest = i.rest[n:]
	return n, nil
}

func (i *input) give(line string) {
	select {
	case i.lines <- line:
	case <-i.done:
	}
}

func (i *input) close() { i.once.Do(func() { close(i.done) }) }
