package shell

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strconv"
	"strings"
	"unsafe"

	"modernc.org/libc"
	lib "modernc.org/sqlite/lib"
)

// database is one SQLite database that lives in memory only: what the console
// opens is read through Files, and written back through Files. SQLite itself
// never sees the disk. The C interface is used because database/sql gives
// neither a value's own text nor the place of an error.
type database struct {
	tls  *libc.TLS
	db   uintptr
	ctx  context.Context
	keep []any // callbacks that SQLite holds as plain addresses
	base int64 // memory in use before
	full bool  // stopped because of memory
	plan bool  // the statement under way is EXPLAIN QUERY PLAN
}

const (
	maxSQLMemory = 256 << 20
	maxSQLValue  = 16 << 20
	sqlLimitLen  = 0 // SQLITE_LIMIT_LENGTH
)

// sqlError is an error as SQLite words it.
type sqlError struct {
	code    int // primary result code
	message string
	offset  int // of the token in the text; -1 if unknown
	text    string
	prepare bool
}

func (e *sqlError) Error() string { return e.message }

// openDatabase opens a database with the given contents; none makes a new one.
func openDatabase(ctx context.Context, contents []byte) (*database, error) {
	d := &database{tls: libc.NewTLS(), ctx: ctx}
	name, err := libc.CString(":memory:")
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	defer libc.Xfree(d.tls, name)
	handle := d.tls.Alloc(8)
	defer d.tls.Free(8)
	rc := lib.Xsqlite3_open_v2(d.tls, name, handle, lib.SQLITE_OPEN_READWRITE|lib.SQLITE_OPEN_CREATE, 0)
	d.db = libc.AtomicLoadPUintptr(handle)
	if rc != lib.SQLITE_OK {
		d.close()
		return nil, errors.New("open database: out of memory")
	}
	d.base = lib.Xsqlite3_memory_used(d.tls)
	if err := d.load(contents); err != nil {
		d.close()
		return nil, err
	}
	d.confine()
	return d, nil
}

func (d *database) close() {
	lib.Xsqlite3_close_v2(d.tls, d.db)
	d.tls.Close()
	runtime.KeepAlive(d.keep)
}

func (d *database) load(contents []byte) error {
	if len(contents) == 0 {
		return nil
	}
	n := len(contents)
	buf := lib.Xsqlite3_malloc64(d.tls, lib.Tsqlite3_uint64(n))
	if buf == 0 {
		return errors.New("open database: out of memory")
	}
	// SQLite frees what it is given, so the copy must come from its own allocator.
	copied, err := libc.CString(string(contents))
	if err != nil {
		return fmt.Errorf("open database: %w", err)
	}
	libc.Xmemcpy(d.tls, buf, copied, lib.Tsize_t(n))
	libc.Xfree(d.tls, copied)
	schema, err := libc.CString("main")
	if err != nil {
		return fmt.Errorf("open database: %w", err)
	}
	defer libc.Xfree(d.tls, schema)
	flags := uint32(lib.SQLITE_DESERIALIZE_RESIZEABLE | lib.SQLITE_DESERIALIZE_FREEONCLOSE)
	if rc := lib.Xsqlite3_deserialize(d.tls, d.db, schema, buf, int64(n), int64(n), flags); rc != lib.SQLITE_OK {
		return d.failure(false)
	}
	return nil
}

// contents gives the database as the bytes of its file.
func (d *database) contents() ([]byte, error) {
	schema, err := libc.CString("main")
	if err != nil {
		return nil, fmt.Errorf("save database: %w", err)
	}
	defer libc.Xfree(d.tls, schema)
	size := d.tls.Alloc(8)
	defer d.tls.Free(8)
	buf := lib.Xsqlite3_serialize(d.tls, d.db, schema, size, 0)
	n := libc.AtomicLoadPInt64(size)
	if n <= 0 {
		return nil, nil
	}
	if buf == 0 {
		return nil, errors.New("save database: out of memory")
	}
	defer lib.Xsqlite3_free(d.tls, buf)
	data := make([]byte, n)
	for at := range n {
		data[at] = libc.AtomicLoadPUint8(buf + uintptr(at))
	}
	return data, nil
}

// confine denies what would open a file, and stops endless statements.
func (d *database) confine() {
	lib.Xsqlite3_limit(d.tls, d.db, sqlLimitLen, maxSQLValue)
	for _, pragma := range []string{"PRAGMA temp_store=MEMORY", "PRAGMA max_page_count=16384"} {
		_ = d.each(pragma, func([]string, []string) {}) // both are known to this library
	}
	authorize := func(_ *libc.TLS, _ uintptr, action int32, a, b, _, _ uintptr) int32 {
		return d.authorize(action, a, b)
	}
	progress := func(*libc.TLS, uintptr) int32 {
		if lib.Xsqlite3_memory_used(d.tls) > d.base+maxSQLMemory {
			d.full = true
		}
		if d.full || d.ctx.Err() != nil {
			return 1
		}
		return 0
	}
	lib.Xsqlite3_set_authorizer(d.tls, d.db, address(d, authorize), 0)
	lib.Xsqlite3_progress_handler(d.tls, d.db, 1000, address(d, progress), 0)
}

// address gives the address by which SQLite calls a Go function, and keeps the
// function alive with the database.
func address[F any](d *database, f F) uintptr {
	holder := &struct{ f F }{f}
	d.keep = append(d.keep, holder)
	return *(*uintptr)(unsafe.Pointer(holder)) //nolint:gosec // the layout of a Go function, as the driver itself relies on
}

// authorize denies other files: ATTACH and VACUUM INTO, temporary files, and
// extensions. ATTACH of nothing stays, because VACUUM works with it.
func (d *database) authorize(action int32, a, b uintptr) int32 {
	switch action {
	case lib.SQLITE_ATTACH:
		if a != 0 {
			if name := libc.GoString(a); name == "" || name == ":memory:" {
				return lib.SQLITE_OK
			}
		}
		return lib.SQLITE_DENY
	case lib.SQLITE_PRAGMA:
		switch name := lower(libc.GoString(a)); name {
		case "temp_store", "temp_store_directory", "data_store_directory", "max_page_count", "hard_heap_limit", "soft_heap_limit":
			return lib.SQLITE_DENY
		}
	case lib.SQLITE_FUNCTION:
		switch name := lower(libc.GoString(b)); name {
		case "load_extension", "readfile", "writefile", "fts3_tokenizer":
			return lib.SQLITE_DENY
		}
	}
	return lib.SQLITE_OK
}

func lower(text string) string {
	b := []byte(text)
	for i, ch := range b {
		if ch >= 'A' && ch <= 'Z' {
			b[i] = ch + 'a' - 'A'
		}
	}
	return string(b)
}

// failure is the error that the last call left.
func (d *database) failure(prepare bool) *sqlError {
	e := &sqlError{
		code:    int(lib.Xsqlite3_extended_errcode(d.tls, d.db)) & 0xff,
		message: libc.GoString(lib.Xsqlite3_errmsg(d.tls, d.db)),
		offset:  int(lib.Xsqlite3_error_offset(d.tls, d.db)),
		prepare: prepare,
	}
	if d.full {
		e.message = "stopped after " + sizeWords(maxSQLMemory) + " of memory"
	}
	return e
}

// complete reports whether text ends a statement, so that it can be run.
func (d *database) complete(text string) bool {
	c, err := libc.CString(text)
	if err != nil {
		return true
	}
	defer libc.Xfree(d.tls, c)
	return lib.Xsqlite3_complete(d.tls, c) != 0
}

// each runs all statements of a text, and gives every row with its columns'
// names. It stops at the first error.
func (d *database) each(text string, row func(columns, values []string)) error {
	c, err := libc.CString(text)
	if err != nil {
		return fmt.Errorf("run SQL: %w", err)
	}
	defer libc.Xfree(d.tls, c)
	slots := d.tls.Alloc(16)
	defer d.tls.Free(16)
	for at := c; libc.AtomicLoadPUint8(at) != 0; {
		rc := lib.Xsqlite3_prepare_v2(d.tls, d.db, at, -1, slots, slots+8)
		stmt, tail := libc.AtomicLoadPUintptr(slots), libc.AtomicLoadPUintptr(slots+8)
		if rc != lib.SQLITE_OK {
			e := d.failure(true)
			rest := libc.GoString(at)
			e.text = strings.TrimLeft(rest, " \t\r\n")
			e.offset -= len(rest) - len(e.text)
			return e
		}
		at = tail
		if stmt == 0 {
			continue // a comment or an empty statement
		}
		d.plan = lib.Xsqlite3_stmt_isexplain(d.tls, stmt) == 2
		err := d.rows(stmt, row)
		lib.Xsqlite3_finalize(d.tls, stmt)
		if err != nil {
			return err
		}
	}
	return nil
}

func (d *database) rows(stmt uintptr, row func(columns, values []string)) error {
	n := lib.Xsqlite3_column_count(d.tls, stmt)
	var columns []string
	for {
		switch lib.Xsqlite3_step(d.tls, stmt) {
		case lib.SQLITE_DONE:
			return nil
		case lib.SQLITE_ROW:
		default:
			return d.failure(false)
		}
		if err := d.ctx.Err(); err != nil {
			return &sqlError{code: lib.SQLITE_INTERRUPT, message: "interrupted", offset: -1}
		}
		values := make([]string, n)
		for i := range n {
			if columns == nil || len(columns) < int(n) {
				columns = append(columns, libc.GoString(lib.Xsqlite3_column_name(d.tls, stmt, i)))
			}
			values[i] = d.value(stmt, i)
		}
		row(columns, values)
	}
}

// value is a column's text as sqlite3 prints it; NULL is empty.
func (d *database) value(stmt uintptr, i int32) string {
	if lib.Xsqlite3_column_type(d.tls, stmt, i) == lib.SQLITE_FLOAT {
		return realText(lib.Xsqlite3_column_double(d.tls, stmt, i))
	}
	p := lib.Xsqlite3_column_text(d.tls, stmt, i)
	if p == 0 {
		return ""
	}
	return libc.GoString(p) // up to the first NUL, as sqlite3 prints blobs
}

// realText writes a number with 15 digits, as sqlite3 3.40 does; newer
// libraries write 17, and show that 0.1+0.2 is not quite 0.3.
func realText(v float64) string {
	text := strconv.FormatFloat(v, 'g', 15, 64)
	if strings.ContainsAny(text, ".nI") {
		return text
	}
	if before, exponent, ok := strings.Cut(text, "e"); ok {
		return before + ".0e" + exponent
	}
	return text + ".0"
}
