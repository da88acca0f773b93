package app

import (
	"context"
	"encoding/json"
	"fmt"

	"cairn/internal/course"
)

// Theme names a look of the window.
type Theme string

// The themes.
const (
	ThemeSystem           Theme = "system"
	ThemeLight            Theme = "light"
	ThemeDark             Theme = "dark"
	ThemeHighContrast     Theme = "contrast-light"
	ThemeHighContrastDark Theme = "contrast-dark"
)

// Settings are what the learner chose, and how the window was left.
type Settings struct {
	Theme Theme `json:"theme"`
	// TextScale multiplies all sizes of text; 1 is 100 %.
	TextScale     float32 `json:"textScale"`
	ReducedMotion bool    `json:"reducedMotion"`
	// Identity goes into the commits that the learner types; it is empty until
	// it was given.
	Identity course.Identity `json:"identity"`
	// Given is the name that the learner told Git in an exercise about that; it
	// is offered when another exercise asks for one.
	Given course.Identity `json:"given"`
	// Width and Height are the window's, in Fyne's units; 0 is the default.
	Width, Height float32
	// Split is the share of the lesson in the learn screen, 0 to 1.
	Split float64 `json:"split"`
	// PracticeSplit is the share of graph and files above the console.
	PracticeSplit float64 `json:"practiceSplit"`
	// Screen and Lesson are where the learner was.
	Screen string      `json:"screen"`
	Lesson course.Slug `json:"lesson"`
}

func defaultSettings() Settings {
	return Settings{Theme: ThemeSystem, TextScale: 1, Split: 0.47, PracticeSplit: 0.5}
}

const settingsKey = "window"

func (a *App) loadSettings(ctx context.Context) error {
	a.settings = defaultSettings()
	raw, err := a.store.Setting(ctx, settingsKey)
	if err != nil || raw == "" {
		return err
	}
	if err := json.Unmarshal([]byte(raw), &a.settings); err != nil {
		return fmt.Errorf("read settings: %w", err)
	}
	return nil
}

// Settings gives the settings as they are.
func (a *App) Settings() Settings {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.settings
}

// ChangeSettings changes the settings and keeps them.
func (a *App) ChangeSettings(ctx context.Context, change func(*Settings)) error {
	a.mu.Lock()
	change(&a.settings)
	raw, err := json.Marshal(a.settings)
	a.mu.Unlock()
	if err != nil {
		return fmt.Errorf("save settings: %w", err)
	}
	return a.store.SetSetting(ctx, settingsKey, string(raw))
}
