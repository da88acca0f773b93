package practice

import (
	"errors"

	"golang.org/x/sys/windows"
)

// treeWatch tells that something has changed in a folder or below it. One handle, on the top, watches all: Windows lets no
// folder be renamed while one below it is open, so that a watch on each, as other systems need, would keep the learner
// from moving folders (fsnotify issue 356).
type treeWatch struct {
	changes chan struct{} // closed when no more can be told
	dir     windows.Handle
	ready   windows.Handle // an event: the system has something to tell
	stop    windows.Handle // an event: that will do
	told    windows.Overlapped
	names   [16 << 10]byte // what changed, which nobody reads; the system wants it where a number may lie, as told does
}

func watchFolders(dir, _ string) (*treeWatch, error) {
	name, err := windows.UTF16PtrFromString(dir)
	if err != nil {
		return nil, err
	}
	const share = windows.FILE_SHARE_READ | windows.FILE_SHARE_WRITE | windows.FILE_SHARE_DELETE
	t := &treeWatch{changes: make(chan struct{}, 1)}
	if t.dir, err = windows.CreateFile(name, windows.FILE_LIST_DIRECTORY, share, nil, windows.OPEN_EXISTING,
		windows.FILE_FLAG_BACKUP_SEMANTICS|windows.FILE_FLAG_OVERLAPPED, 0); err != nil {
		return nil, err
	}
	t.ready, err = windows.CreateEvent(nil, 0, 0, nil)
	if err == nil {
		t.stop, err = windows.CreateEvent(nil, 1, 0, nil)
	}
	if err == nil {
		err = t.ask() // what changes from now on is told
	}
	if err != nil {
		t.letGo()
		_ = windows.CloseHandle(t.stop)
		return nil, err
	}
	go t.tell()
	return t, nil
}

// ask has the system tell of the next change.
func (t *treeWatch) ask() error {
	const what = windows.FILE_NOTIFY_CHANGE_FILE_NAME | windows.FILE_NOTIFY_CHANGE_DIR_NAME |
		windows.FILE_NOTIFY_CHANGE_SIZE | windows.FILE_NOTIFY_CHANGE_LAST_WRITE
	t.told = windows.Overlapped{HEvent: t.ready}
	return windows.ReadDirectoryChanges(t.dir, &t.names[0], uint32(len(t.names)), true, what, nil, &t.told, 0)
}

func (t *treeWatch) tell() {
	defer close(t.changes)
	defer t.letGo()
	for {
		which, err := windows.WaitForMultipleObjects([]windows.Handle{t.ready, t.stop}, false, windows.INFINITE)
		var n uint32
		if err != nil || which != windows.WAIT_OBJECT_0 {
			_ = windows.CancelIoEx(t.dir, &t.told)
			_ = windows.GetOverlappedResult(t.dir, &t.told, &n, true) // until then the memory is the system's
			return
		}
		err = windows.GetOverlappedResult(t.dir, &t.told, &n, false)
		if err != nil && !errors.Is(err, windows.ERROR_NOTIFY_ENUM_DIR) { // that one: too much to name
			return
		}
		select {
		case t.changes <- struct{}{}:
		default: // it is told already
		}
		if t.ask() != nil {
			return
		}
	}
}

func (t *treeWatch) letGo() { _, _ = windows.CloseHandle(t.ready), windows.CloseHandle(t.dir) }

// renew has nothing to do: what is made anew below the folder is watched.
func (t *treeWatch) renew() {}

func (t *treeWatch) close() {
	_ = windows.SetEvent(t.stop)
	for range t.changes { // until nobody waits for the event any more
	}
	_ = windows.CloseHandle(t.stop)
}
