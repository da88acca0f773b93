package shell

import (
	"fmt"
	"os"
	"strings"
)

// dot runs one of sqlite3's own commands.
func (sh *sqlShell) dot(text string) bool {
	words := strings.Fields(text)
	if len(words) == 0 {
		return true
	}
	arg := ""
	if len(words) > 1 {
		arg = strings.Trim(words[1], `'"`)
	}
	switch words[0] {
	case ".tables":
		return sh.tables()
	case ".schema":
		return sh.schema(arg)
	case ".headers", ".header":
		sh.headers, sh.asked = arg == "on" || arg == "1" || arg == "yes", true
		return true
	case ".mode":
		if sh.setMode(arg) {
			return true
		}
		sh.print(sh.err, "Error: mode \"%s\" is not supported in this console; there are list, csv and column\n", arg)
	case ".separator":
		sh.sep = arg
		return true
	case ".quit", ".exit":
		return false
	case ".read":
		return sh.readScript(arg)
	case ".help":
		sh.printf(".headers on|off\n.mode list|csv|column\n.quit\n.read FILE\n.schema [TABLE]\n.separator TEXT\n.tables\n")
		return true
	default:
		sh.print(sh.err, "Error: \"%s\" is not supported in this console; there are .tables .schema .headers .mode .read .separator .quit\n", words[0])
	}
	sh.code = 1
	return false
}

func (sh *sqlShell) readScript(name string) bool {
	f, err := sh.s.openPath(sh.abs(name), name, os.O_RDONLY, 0)
	if err != nil {
		sh.print(sh.err, "Error: cannot open \"%s\": %s\n", name, errText(err))
		sh.code = 1
		return false
	}
	defer f.Close()
	outer := sh.in
	sh.in = f
	sh.script()
	sh.in = outer
	return true
}

func (sh *sqlShell) tables() bool {
	var names []string
	err := sh.db.each("SELECT name FROM sqlite_schema WHERE type IN ('table','view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY 1",
		func(_, values []string) { names = append(names, values[0]) })
	if err != nil {
		sh.fail(err, 0)
		return false
	}
	width := 0
	for _, name := range names {
		width = max(width, len(name))
	}
	perLine := max(1, 80/(width+2))
	rows := (len(names) + perLine - 1) / perLine
	for row := range rows {
		var cells []string
		for i := row; i < len(names); i += rows {
			cells = append(cells, fmt.Sprintf("%-*s", width, names[i]))
		}
		sh.printf("%s\n", strings.Join(cells, "  "))
	}
	return true
}

func (sh *sqlShell) schema(table string) bool {
	query := "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
	if table != "" {
		query += " AND lower(tbl_name) LIKE lower('" + strings.ReplaceAll(table, "'", "''") + "')"
	}
	err := sh.db.each(query+" ORDER BY rowid", func(_, values []string) { sh.printf("%s;\n", values[0]) })
	if err != nil {
		sh.fail(err, 0)
		return false
	}
	return true
}
