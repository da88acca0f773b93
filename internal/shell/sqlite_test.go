package shell_test

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"cairn/internal/shell"
)

// sameAsSQLite are lines that the console and the system's sqlite3 run in twin
// folders; output, messages and exit code must be equal.
const sameAsSQLite = `
sqlite3 shop.db 'select * from orders'
sqlite3 shop.db 'select * from orders;' 'select 1'
sqlite3 -header shop.db 'select id, name from orders'
sqlite3 -csv -header shop.db 'select * from orders'
sqlite3 -column shop.db 'select * from orders'
sqlite3 -header -column shop.db "select 1 as a, 'long text' as b"
sqlite3 shop.db 'select * from nothing'
sqlite3 shop.db 'selec 1'
sqlite3 shop.db 'select nope from orders where id = 1 and name = 2'
sqlite3 shop.db "insert into orders values (1, 'again', 2, null)"; sqlite3 shop.db 'select count(*) from orders'
sqlite3 shop.db "insert into orders values (9, 'new', 0.1, '2025-01-06')" && sqlite3 shop.db 'select * from orders where id = 9'
sqlite3 shop.db < schema.sql; sqlite3 shop.db .tables
sqlite3 shop.db .schema
sqlite3 shop.db '.schema orders'
sqlite3 new.db < schema.sql && sqlite3 new.db .tables && ls
sqlite3 shop.db 'begin; delete from orders; rollback; select count(*) from orders'
sqlite3 shop.db 'create table t(a); create table t(a)'
sqlite3 shop.db 'select 1.0, 1e20, 0.1+0.2, 10/4, 10/4.0, null, x2 from (select 5 as x2)'
sqlite3 shop.db "select day from orders where id = 2"
printf 'select 1;\nselec 2;\nselect 3;\n' | sqlite3 shop.db
printf "insert into orders values (1,'x',1,null);\nselect 2;\n" | sqlite3 shop.db
printf 'select\n  1\n;' | sqlite3 shop.db
printf '.headers on\n.mode csv\nselect 1 as a, 2 as b;\n' | sqlite3 shop.db
printf 'create trigger g after insert on orders begin\n delete from orders where id = 3;\nend;\ninsert into orders values (7,1,1,1);\nselect count(*) from orders;\n' | sqlite3 shop.db
sqlite3 shop.db 'vacuum' && sqlite3 shop.db 'pragma integrity_check'
sqlite3 text.db 'select 1 from sqlite_master'
sqlite3 shop.db 'explain query plan select * from orders where id = 1'
sqlite3 shop.db 'update orders set price = price * 2 where id = 1; select price from orders where id = 1'
sqlite3 shop.db "select upper(name) || '!' from orders order by id desc limit 1"
sqlite3 shop.db ''
sqlite3 nofolder/x.db 'select 1'
`

func TestSQLite_printsWhatSQLitePrints(t *testing.T) {
	if _, err := exec.LookPath("sqlite3"); err != nil {
		t.Skip("no sqlite3 to compare with")
	}
	for _, line := range strings.Split(strings.TrimSpace(sameAsSQLite), "\n") {
		t.Run(line, func(t *testing.T) {
			c := newConsole(t, shell.Limits{})
			twin := filepath.Join(c.base, "twin")
			if err := os.MkdirAll(twin, 0o755); err != nil {
				t.Fatal(err)
			}
			setup := exec.Command("sqlite3", "shop.db", `create table orders(id integer primary key, name text not null, price real, day date);
				insert into orders values (1, 'tea', 2.5, '2025-01-06'), (2, 'a, "b"', 3, '2025-01-07 10:00:00'), (3, 'mug', null, null);`)
			setup.Dir = twin
			if out, err := setup.CombinedOutput(); err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			for name, text := range map[string]string{"schema.sql": "create table coupons(code text);\ninsert into coupons values('x');\n", "text.db": "this is no database, only text\n"} {
				if err := os.WriteFile(filepath.Join(twin, name), []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			for _, name := range []string{"shop.db", "schema.sql", "text.db"} {
				data, err := os.ReadFile(filepath.Join(twin, name))
				if err != nil {
					t.Fatal(err)
				}
				c.file(name, string(data))
			}
			cmd := exec.Command("bash", "-c", line)
			cmd.Dir = twin
			var wantOut, wantErr bytes.Buffer
			cmd.Stdout, cmd.Stderr = &wantOut, &wantErr
			want := 0
			var exit *exec.ExitError
			if err := cmd.Run(); errors.As(err, &exit) {
				want = exit.ExitCode()
			}
			out, errOut, code := c.run(line)
			if out != wantOut.String() || errOut != wantErr.String() || code != want {
				t.Errorf("%s\ngave %q %q %d\nwant %q %q %d", line, out, errOut, code, wantOut.String(), wantErr.String(), want)
			}
			if data, err := os.ReadFile(filepath.Join(c.work, "shop.db")); err != nil || !bytes.HasPrefix(data, []byte("SQLite format 3\x00")) {
				t.Errorf("the database is broken: %v", err)
			}
		})
	}
}
