package main

import (
	"errors"
	"fmt"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
)

// screen looks at pixels of a display.
type screen struct {
	conn *xgb.Conn
	root xproto.Drawable
}

func newScreen(display string) (*screen, error) {
	conn, err := xgb.NewConnDisplay(display)
	if err != nil {
		return nil, fmt.Errorf("look at display %s: %w", display, err)
	}
	root := xproto.Setup(conn).DefaultScreen(conn).Root
	return &screen{conn: conn, root: xproto.Drawable(root)}, nil
}

func (s *screen) close() { s.conn.Close() }

// colours counts the different pixels of an area.
func (s *screen) colours(a area) (int, error) {
	reply, err := xproto.GetImage(s.conn, xproto.ImageFormatZPixmap, s.root,
		int16(a.x), int16(a.y), uint16(a.width), uint16(a.height), 0xffffffff).Reply()
	if err != nil {
		return 0, fmt.Errorf("read pixels: %w", err)
	}
	seen := map[[3]byte]bool{}
	for i := 0; i+3 < len(reply.Data); i += 4 {
		seen[[3]byte(reply.Data[i:i+3])] = true
	}
	return len(seen), nil
}

// textColours is how many colours an area has when there is text in it: the
// rims of letters are drawn in many shades.
const textColours = 8

var errTooLate = errors.New("nothing came in time")

func (s *screen) waitText(a area, limit time.Duration) error {
	return s.wait(a, limit, func(colours int) bool { return colours >= textColours })
}

// waitBlank waits until the window before is gone.
func (s *screen) waitBlank(a area, limit time.Duration) error {
	return s.wait(a, limit, func(colours int) bool { return colours == 1 })
}

func (s *screen) wait(a area, limit time.Duration, ok func(int) bool) error {
	for deadline := time.Now().Add(limit); time.Now().Before(deadline); time.Sleep(time.Millisecond) {
		n, err := s.colours(a)
		if err != nil {
			return err
		}
		if ok(n) {
			return nil
		}
	}
	return errTooLate
}
