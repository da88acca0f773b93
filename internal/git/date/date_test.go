package date

import (
	"os"
	"strconv"
	"strings"
	"testing"
	"time"
)

// The lines of testdata/approx.txt were recorded from `git rev-parse --since=…`
// of Git 2.39.5: text|now|zone|seconds.
func TestApprox_readsWhatGitReads(t *testing.T) {
	data, err := os.ReadFile("testdata/approx.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		part := strings.Split(strings.TrimSuffix(line, "\n"), "|")
		now, _ := strconv.ParseInt(part[1], 10, 64)
		want, _ := strconv.ParseInt(part[3], 10, 64)
		zone := Zone(part[2])
		got, _ := Clock{time.Unix(now, 0), zone}.Approx(part[0])
		if got.Unix() != want {
			t.Errorf("%q at %v: got %v, want %v", part[0], time.Unix(now, 0).In(zone), got.In(zone), time.Unix(want, 0).In(zone))
		}
	}
}

func TestParse_readsDatesOfCommits(t *testing.T) {
	c := Clock{time.Unix(1736157600, 0), Zone("America/New_York")}
	for in, want := range map[string]string{
		"@1736157600 +0100":               "1736157600 +0100",
		"1736157600 -0330":                "1736157600 -0330",
		"1736157600":                      "1736157600 -0500",
		"@0 +0000":                        "0 +0000",
		"Mon, 6 Jan 2025 10:00:00 +0100":  "1736154000 +0100",
		"2025-01-06T10:00:00Z":            "1736157600 +0000",
		"2025-01-06 10:00":                "1736175600 -0500",
		"2025-07-06 10:00:00":             "1751810400 -0400",
		"2025.01.06T10:00:00+05:45":       "1736136900 +0545",
		"06.01.2025 10:00:00":             "1736175600 -0500",
		"Mon Jan 6 10:00:00 2025 EST":     "1736175600 -0500",
		"20250106T100000":                 "1736175600 -0500",
		"2025-01-06 10:00:00.123456+0000": "1736157600 +0000",
	} {
		got, err := c.Parse(in)
		if err != nil {
			t.Errorf("%q: %v", in, err)
			continue
		}
		if s := c.Format(Mode{Kind: Raw}, got); s != want {
			t.Errorf("%q: got %s, want %s", in, s, want)
		}
	}
	for _, in := range []string{"", "yesterday", "2025-01-06", "10:00", "garbage", "2025-32-01 10:00"} {
		if got, err := c.Parse(in); err == nil {
			t.Errorf("%q: got %v, want an error", in, got)
		}
	}
}

func TestFormat_writesEveryModeAsGit(t *testing.T) {
	author := time.FixedZone("", -3*3600-1800)
	when := time.Unix(1736000000, 0).In(author)
	c := Clock{time.Unix(1736157600, 0), Zone("America/New_York")}
	for mode, want := range map[string]string{
		"default": "Sat Jan 4 10:43:20 2025 -0330", "iso": "2025-01-04 10:43:20 -0330",
		"iso-strict": "2025-01-04T10:43:20-03:30", "rfc": "Sat, 4 Jan 2025 10:43:20 -0330",
		"short": "2025-01-04", "relative": "2 days ago", "human": "Sat 10:43 -0330",
		"raw": "1736000000 -0330", "unix": "1736000000", "local": "Sat Jan 4 09:13:20 2025",
		"iso-local": "2025-01-04 09:13:20 -0500", "human-local": "Sat 09:13",
		"format:%c|%Z|%z|%U":          "Sat Jan  4 10:43:20 2025||-0330|00",
		"format-local:%F %T %Z %s %Q": "2025-01-04 09:13:20 EST 1736000000 %Q",
		"auto:iso":                    "Sat Jan 4 10:43:20 2025 -0330",
	} {
		m, err := ParseMode(mode, false)
		if err != nil {
			t.Fatal(err)
		}
		if got := c.Format(m, when); got != want {
			t.Errorf("--date=%s: got %q, want %q", mode, got, want)
		}
	}
	if _, err := ParseMode("short-loca", false); err == nil {
		t.Error("an unknown format is taken")
	}
}

func TestRelative_roundsAsGit(t *testing.T) {
	now := time.Unix(1736157600, 0)
	c := Clock{now, time.UTC}
	day := int64(86400)
	for secs, want := range map[int64]string{
		-5: "in the future", 0: "0 seconds ago", 1: "1 second ago", 89: "89 seconds ago", 90: "2 minutes ago",
		5369: "89 minutes ago", 5400: "2 hours ago", 36 * 3600: "2 days ago", 13 * day: "13 days ago",
		14 * day: "2 weeks ago", 70 * day: "2 months ago", 365 * day: "1 year ago",
		400 * day: "1 year, 1 month ago", 1826 * day: "5 years ago",
	} {
		if got := c.Relative(now.Add(-time.Duration(secs) * time.Second)); got != want {
			t.Errorf("%d seconds: got %q, want %q", secs, got, want)
		}
	}
}

func FuzzApprox_neverPanics(f *testing.F) {
	for _, s := range []string{"2 weeks ago", "noon 3", "1/2/2024", "12:30pm", "@9999999999999999999 +9999", "10.10.10.10", "99999999999999999999 years"} {
		f.Add(s)
	}
	c := Clock{time.Unix(1736157600, 0), time.UTC}
	f.Fuzz(func(t *testing.T, s string) {
		c.Approx(s)
		if when, err := c.Parse(s); err == nil {
			if _, err := c.Parse("@" + c.Format(Mode{Kind: Raw}, when)); err != nil {
				t.Errorf("%q was read as %v, which cannot be read back", s, when)
			}
		}
	})
}
