package ui

import (
	"cairn/internal/ui/kit/rail"
	"cairn/internal/ui/theme"
)

// The places of the rail, by name.
const (
	placeRoadmap  = "roadmap"
	placeLearn    = "learn"
	placeSettings = "settings"
)

func places() []rail.Place {
	return []rail.Place{
		{Name: placeRoadmap, Text: "Roadmap", Icon: theme.SignRoadmap},
		{Name: placeLearn, Text: "Learn", Icon: theme.SignLearn},
		{Name: placeSettings, Text: "Settings", Icon: theme.SignSettings, Bottom: true},
	}
}
