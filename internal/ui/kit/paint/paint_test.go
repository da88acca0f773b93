package paint

import (
	"image/color"
	"testing"
)

func alpha(c *Canvas, x, y int) uint32 {
	_, _, _, a := c.Image().At(x, y).RGBA()
	return a >> 8
}

func TestFill_coversTheShapeAndNothingElse(t *testing.T) {
	c := New(40, 40, 2, 0, 0)
	c.Fill(Circle(10, 10, 5), color.Black)
	if alpha(c, 20, 20) != 255 || alpha(c, 20, 11) < 200 || alpha(c, 12, 12) > 8 || alpha(c, 39, 39) != 0 {
		t.Errorf("centre %d, edge %d, corner %d", alpha(c, 20, 20), alpha(c, 20, 11), alpha(c, 12, 12))
	}
}

func TestStroke_leavesTheInsideOpen(t *testing.T) {
	c := New(40, 40, 1, 0, 0)
	c.Stroke(RoundRect(5, 5, 30, 30, 6), 2, color.Black)
	if alpha(c, 20, 20) != 0 || alpha(c, 20, 5) < 200 || alpha(c, 5, 20) < 200 || alpha(c, 34, 20) < 200 {
		t.Errorf("inside %d, top %d, left %d, right %d", alpha(c, 20, 20), alpha(c, 20, 5), alpha(c, 5, 20), alpha(c, 34, 20))
	}
}

func TestStroke_dashesHaveGaps(t *testing.T) {
	c := New(40, 10, 1, 0, 0)
	c.Stroke(Start(0, 5).To(40, 5), 4, color.Black, 4, 4)
	if alpha(c, 1, 5) != 255 || alpha(c, 6, 5) != 0 || alpha(c, 9, 5) != 255 {
		t.Errorf("stroke %d, gap %d, stroke %d", alpha(c, 1, 5), alpha(c, 6, 5), alpha(c, 9, 5))
	}
}

func TestCanvas_ignoresWhatLiesOutside(*testing.T) {
	c := New(10, 10, 1, 100, 100)
	c.Fill(Circle(0, 0, 5), color.Black)
	c.Stroke(Start(-1e6, 105).Curve(0, 0, 50, 50, 1e6, 105), 2, color.Black)
	c.Fill(&Path{}, color.Black)
	c.Stroke(Start(1, 1).To(1, 1), 2, color.Black, 1, 1)
	New(-1, 0, 1, 0, 0).Fill(Circle(0, 0, 5), color.Black)
}
