package sharing

import "io/fs"

// Source tells the Mode of one repository. It is asked when something is written, not before: Git reads a repository whose
// setting is wrong, and refuses to write. The nil Source leaves everything to the umask.
type Source func() (Mode, error)

// Check is the error that the setting has, if any.
func (s Source) Check() error {
	_, err := s.mode()
	return err
}

func (s Source) mode() (Mode, error) {
	if s == nil {
		return Mode{}, nil
	}
	return s()
}

// Adjust gives a file or folder that was just made its permissions; see Mode.
func (s Source) Adjust(path string) error {
	m, err := s.mode()
	if err != nil {
		return err
	}
	return m.Adjust(path)
}

// MkdirAll makes a folder and those above it that are missing, each with its permissions.
func (s Source) MkdirAll(path string) error {
	m, err := s.mode()
	if err != nil {
		return err
	}
	return m.MkdirAll(path)
}

// Perm is what a file that has the given permissions shall have.
func (s Source) Perm(have fs.FileMode) (fs.FileMode, error) {
	m, err := s.mode()
	if err != nil || m.Off() {
		return have, err
	}
	return m.apply(have), nil
}
