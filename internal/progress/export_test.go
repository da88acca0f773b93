package progress

import "context"

// Exec runs SQL on the store, for tests that make trouble.
func (s *Store) Exec(ctx context.Context, query string) error {
	_, err := s.db.ExecContext(ctx, query)
	return err
}

// Keepers opens the rule for thinning out backups to tests.
var Keepers = keepers

// FileURI opens the names of files to tests.
var FileURI = fileURI
