-- +goose Up
CREATE TABLE meta (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

-- The log: the truth from which everything below it is derived.
CREATE TABLE events (
  id           TEXT    NOT NULL PRIMARY KEY,
  device       TEXT    NOT NULL,
  seq          INTEGER NOT NULL,
  hlc          INTEGER NOT NULL,
  learner      TEXT    NOT NULL,
  item         TEXT    NOT NULL,
  pack         TEXT    NOT NULL,
  pack_version TEXT    NOT NULL,
  type         TEXT    NOT NULL,
  payload      TEXT    NOT NULL,
  UNIQUE (device, seq)
) STRICT;
CREATE INDEX events_by_clock ON events (hlc, device, seq);

-- +goose StatementBegin
CREATE TRIGGER events_never_change BEFORE UPDATE ON events
BEGIN
  SELECT RAISE(ABORT, 'events are append-only');
END;
-- +goose StatementEnd

-- Projections: can be dropped and rebuilt from events.
CREATE TABLE item_state (
  item       TEXT    NOT NULL PRIMARY KEY,
  opened_at  INTEGER NOT NULL DEFAULT 0, -- milliseconds since 1970; 0 is never
  done_at    INTEGER NOT NULL DEFAULT 0,
  pack_version TEXT  NOT NULL DEFAULT '', -- in which it was done
  attempts   INTEGER NOT NULL DEFAULT 0, -- starts, resets or answers
  hints      INTEGER NOT NULL DEFAULT 0,
  watched    INTEGER NOT NULL DEFAULT 0, -- solution seen before it was done
  correct    INTEGER NOT NULL DEFAULT 0, -- the newest answer is right
  chosen     TEXT    NOT NULL DEFAULT '[]',
  commands   INTEGER NOT NULL DEFAULT 0, -- fewest lines of a passed exercise
  skipped    INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE day (
  day    TEXT    NOT NULL PRIMARY KEY, -- local date, 2006-01-02
  events INTEGER NOT NULL DEFAULT 0,
  done   INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Conveniences: plain rows, no history.
CREATE TABLE place (
  item   TEXT NOT NULL PRIMARY KEY,
  value  TEXT NOT NULL
) STRICT;
CREATE TABLE setting (
  key   TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

-- +goose Down
DROP TABLE setting;
DROP TABLE place;
DROP TABLE day;
DROP TABLE item_state;
DROP TABLE events;
DROP TABLE meta;
