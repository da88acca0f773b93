package shell_test

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"cairn/internal/shell"
)

// lines are run by the console and by the system's own bash and coreutils, in
// twin folders: output, messages and exit code must be equal. Paths that
// differ by nature (such as pwd's) are not among them.
const sameAsCoreutils = `
ls
ls -a
ls -A
ls -1
ls -F
ls -p
ls -r
ls -S
ls -R
ls sub
ls -d sub
ls -d */
ls nothing
ls a.txt nothing sub
ls a.txt b.txt
ls -A sub a.txt
ls *.txt
ls 'sp ace.txt'
cat a.txt
cat -n a.txt b.txt
cat -b gaps.txt
cat -s gaps.txt
cat -E a.txt
cat -A tabs.txt
cat nothing
cat sub
cat a.txt nothing b.txt
cat < a.txt
cat - < a.txt
cat noeol.txt a.txt
echo a  b   c
echo -n a
echo -e 'a\tb\nc'
echo -E 'a\tb'
echo -ne 'x\n'
echo - -x --
echo "a\nb"
printf '%s-%d\n' a 1 b 2
printf '%5s|%-5s|\n' ab cd
printf '%03d %x %o\n' 7 255 8
printf 'a\nb\n'
printf '%%\n'
mkdir new && ls -d new
mkdir new
mkdir -p deep/er/still && ls -R deep
mkdir nothing/here
mkdir -v v1
rmdir new
rmdir sub
rmdir nothing
rmdir -p deep/er/still && ls
rm nothing
rm -f nothing
rm sub
rm -v b.txt
rm -r sub && ls
rm -rv deep2
rm .
rm -rf ..
rm
touch t1 t2 && ls
touch -c none && ls
touch nothing/x
cp a.txt c.txt && cat c.txt
cp a.txt sub && ls sub
cp sub x
cp -r sub copy && ls -R copy
cp -r sub/. copy; ls copy
cp -r sub/. empty; ls empty
mkdir m; cp -r sub/ m; ls m; cp sub/deep.txt ./m/; ls m
cp nothing x
cp a.txt
cp a.txt a.txt
cp a.txt b.txt nothing
cp -v a.txt v.txt
cp -r sub sub/inner
cp -n b.txt a.txt && cat a.txt
mv a.txt moved && ls
mv a.txt sub && ls sub
mv nothing x
mv a.txt b.txt sub && ls sub
mv a.txt a.txt
mv sub sub/inner
mv -n a.txt b.txt; cat b.txt
mv -v a.txt z
mv sub a.txt
head a.txt
head -n 2 num.txt
head -3 num.txt
head -c 5 num.txt
head -n -18 num.txt
head -n 1 a.txt b.txt
head -q -n 1 a.txt b.txt
head nothing
tail num.txt
tail -n 2 num.txt
tail -3 num.txt
tail -n +18 num.txt
tail -c 5 num.txt
tail -n 1 a.txt b.txt
tail -n 1 noeol.txt
head -n x num.txt
wc a.txt
wc -l a.txt
wc -l a.txt b.txt
wc -w a.txt
wc -c a.txt
wc -lw num.txt a.txt
wc < a.txt
wc -l < a.txt
cat a.txt | wc
cat a.txt | wc -l
wc nothing
wc noeol.txt
sort words.txt
sort -r words.txt
sort -u words.txt
sort -n num.txt
sort -rn num.txt
sort -f words.txt
sort -k2 table.txt
sort -k2,2 table.txt
sort -k3n table.txt
sort -k3,3nr table.txt
sort -t: -k2n colon.txt
sort -t : -k 1,1 -k 2,2nr colon.txt
sort nothing
sort -c words.txt
sort words.txt num.txt
sort -s -k2,2 table.txt
sort words.txt | uniq
sort words.txt | uniq -c
sort words.txt | uniq -d
sort words.txt | uniq -u
uniq -ci words.txt
grep a a.txt
grep -n a a.txt b.txt
grep -i APPLE words.txt
grep -v a words.txt
grep -c a words.txt b.txt
grep -l a a.txt b.txt num.txt
grep -L zzz a.txt b.txt
grep -r deep .
grep -rn deep sub
grep -r deep
grep -E 'a|b' words.txt
grep 'a\|b' words.txt
grep -F 'a.b' special.txt
grep 'a.b' special.txt
grep -w apple words.txt
grep -x apple words.txt
grep -o 'p*' words.txt
grep -on 'an' words.txt
grep -A 1 5 num.txt
grep -B 1 5 num.txt
grep -C 1 5 num.txt
grep -C1 -n '[58]' num.txt
grep -q apple words.txt && echo yes
grep zzz words.txt
grep a nothing
grep -s a nothing
grep a sub
grep -h a a.txt b.txt
grep -H alpha a.txt
grep -m 1 a words.txt
grep -e apple -e pear words.txt
grep -E '^(a|p)[a-z]+$' words.txt
grep 'a\{1,2\}p' words.txt
grep '[[:digit:]]\+' num.txt
grep '^$' gaps.txt
grep -c '' a.txt
grep '*' special.txt
grep 'x+' special.txt
grep -E 'x\+' special.txt
cat a.txt | grep beta
grep -n beta - < a.txt
find .
find . -type f
find . -type d
find . -name '*.txt'
find . -maxdepth 1
find . -mindepth 1 -maxdepth 1 -type d
find . -name '*.txt' -not -name 'a*'
find . ! -name '*.txt'
find sub -type f
find . -path './sub/*'
find . -path ./sub -prune -o -name '*.txt' -print
find . -empty
find . \( -name 'a*' -o -name 'b*' \) -type f
find . -iname 'A.TXT'
find nothing
find . -name deep.txt -delete; find .
find . -type f -name 'n*' -print
sed s/a/X/ words.txt
sed s/a/X/g words.txt
sed 's/a/X/2' words.txt
sed -n 2p num.txt
sed -n '2,4p' num.txt
sed 3d num.txt
sed '2,18d' num.txt
sed '/1/d' num.txt
sed -n '/5/,/8/p' num.txt
sed '$d' num.txt
sed -n '$p' num.txt
sed '/apple/!d' words.txt
sed 's/\(a\)\(.\)/\2\1/' words.txt
sed -E 's/(a)(.)/\2\1/' words.txt
sed 's/a/[&]/g' words.txt
sed 's|a|/|' words.txt
sed -e s/a/b/ -e s/b/c/ words.txt
sed '2i\before' a.txt
sed '2a after' a.txt
sed '2c changed' a.txt
sed 'y/abc/xyz/' words.txt
sed -n '/a/=' words.txt
sed 2q num.txt
sed -i s/alpha/ALPHA/ a.txt && cat a.txt
sed -i '/beta/d' a.txt b.txt && cat a.txt b.txt
sed -n 's/apple/found/p' words.txt
sed 's/APPLE/x/i' words.txt
sed '1~2d' num.txt
sed -n '2,+2p' num.txt
sed '2{s/2/two/;s/o/0/}' num.txt
sed 's/x/y/' nothing
sed 's/$/!/' noeol.txt
sed '$!d' a.txt
sed 's/[[:space:]]*$//' tabs.txt
sed 'n;d' num.txt
sed '5,2p' num.txt
diff a.txt a.txt
diff a.txt b.txt
diff -q a.txt b.txt
diff num.txt num2.txt
diff -r sub sub2
diff -rq sub sub2
diff a.txt nothing
diff noeol.txt a.txt
diff sub/deep.txt sub2
diff a.txt sub
tee copy.txt < a.txt && cat copy.txt
echo x | tee -a a.txt && cat a.txt
tr a-z A-Z < a.txt
tr -d aeiou < words.txt
tr -s a < words.txt
tr '[:lower:]' '[:upper:]' < a.txt
tr ' ' '\n' < table.txt
tr -cd '[:digit:]\n' < table.txt
cut -d: -f2 colon.txt
cut -d : -f 1,2 colon.txt
cut -c1-3 words.txt
cut -f1 tabs.txt
cut -d: -f2- colon.txt
basename a/b/c.txt
basename a/b/c.txt .txt
basename /
basename a/
dirname a/b/c.txt
dirname a
dirname /a
dirname a/ b/c
seq 3
seq 2 5
seq 5 -2 1
true && echo t
false || echo f
test -f a.txt && echo file
[ -d sub ] && echo folder
[ -e nothing ] || echo none
[[ abc == a* ]] && echo match
test 1 -lt 2 && echo less
for f in *.txt; do echo "<$f>"; done
i=0; while [ $i -lt 3 ]; do echo $i; i=$((i+1)); done
case abc in a*) echo starts;; esac
f() { echo "got $1"; }; f x
x=5; echo "$x ${x}y ${#x} ${z:-none}"
echo $(cat a.txt | head -1)
echo one; echo two >&2; echo three
echo a > out; echo b >> out; cat out
cat <<< here
cat > doc <<EOF
(cd sub && ls)
cd sub; ls; cd ..; ls sub
cd nothing
cd a.txt
{ echo a; echo b; } | sort -r
echo *.none
echo {a,b}{1,2}
echo 'single $x' "double $((1+2))"
if [ -f a.txt ]; then echo yes; else echo no; fi
chmod +x a.txt && test -x a.txt && echo runs
printf '#!/bin/sh\necho "script $1"\n' > s.sh; sh s.sh arg
printf 'echo hi\nexit 4\n' > s2.sh; chmod +x s2.sh; ./s2.sh
./a.txt
exit 3
ls | head -n 2
ls -l sub/nothing
cat a.txt b.txt | sort | uniq -c | sort -rn | head -n 3
! true
set -o pipefail; false | true
echo "$?"; false; echo "$?"
read x < a.txt; echo "got $x"
while read -r a b; do echo "$b,$a"; done < table.txt
unset x; echo "${x-unset}"
export Y=1; sh -c 'echo $Y'
Z=2 sh -c 'echo $Z'
echo ~/x | sed s/.*home/home/
pwd | sed 's/.*\///'
`

// twins makes the same files in two folders.
func twins(t *testing.T, dirs ...string) {
	t.Helper()
	files := map[string]string{
		"a.txt": "alpha\nbeta\ngamma\n", "b.txt": "beta\ndelta\n", "noeol.txt": "no\nend", "gaps.txt": "one\n\n\n\ntwo\n\nthree\n",
		"tabs.txt": "a\tb  \nc\td\n", "num.txt": "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15\n16\n17\n18\n19\n20\n",
		"num2.txt":  "0\n1\n2\n4\n5\nfive\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15\n16\n17\n18\n19\n",
		"words.txt": "pear\napple\nbanana\nApple\napple\napple pie\nfig\n", "table.txt": "b two 10\na one 9\nc two 100\n",
		"colon.txt": "x:3:k\ny:1:l\nx:10:m\nnone\n", "special.txt": "a.b\naxb\nx+y\n2*3\n", "sp ace.txt": "space\n",
		"sub/deep.txt": "deep\n", "sub/other.txt": "other deep\n", "sub2/deep.txt": "changed\n", "sub2/new.txt": "new\n",
		".hidden": "h\n", "deep2/x/y.txt": "y\n", "empty/.keep": "",
	}
	for _, dir := range dirs {
		for name, text := range files {
			full := filepath.Join(dir, filepath.FromSlash(name))
			if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestRun_printsWhatBashAndCoreutilsPrint(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("no bash to compare with")
	}
	for _, line := range strings.Split(strings.TrimSpace(sameAsCoreutils), "\n") {
		if strings.HasSuffix(line, "<<EOF") {
			line += "\ntext $((1+1))\nEOF\ncat doc"
		}
		t.Run(line, func(t *testing.T) {
			c := newConsole(t, shell.Limits{})
			twin := filepath.Join(c.base, "twin", "work")
			twins(t, c.work, twin)
			cmd := exec.Command(bash, "--norc", "--noprofile", "-c", line)
			cmd.Dir = twin
			cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C", "HOME=" + filepath.Join(c.base, "home"), "TZ=UTC"}
			var wantOut, wantErr bytes.Buffer
			cmd.Stdout, cmd.Stderr = &wantOut, &wantErr
			want := 0
			if err := cmd.Run(); err != nil {
				var exit *exec.ExitError
				if !errors.As(err, &exit) {
					t.Fatal(err)
				}
				want = exit.ExitCode()
			}
			out, errOut, code := c.run(line)
			if strings.HasPrefix(line, "find") || strings.HasPrefix(line, "grep -r") {
				// Both give names in the order in which the folder has them.
				out = sorted(out)
				got := sorted(wantOut.String())
				wantOut.Reset()
				wantOut.WriteString(got)
			}
			if out != wantOut.String() {
				t.Errorf("%s\ngave  %q\nwant  %q", line, out, wantOut.String())
			}
			if words(errOut) != words(wantErr.String()) {
				t.Errorf("%s\nsaid  %q\nwant  %q", line, errOut, wantErr.String())
			}
			if code != want {
				t.Errorf("%s\nexit %d, want %d", line, code, want)
			}
		})
	}
}

func sorted(text string) string {
	lines := strings.Split(text, "\n")
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// words leaves out what differs by nature: bash -c numbers its lines, and GNU
// programs point to --help.
func words(text string) string {
	var kept []string
	for _, line := range strings.Split(text, "\n") {
		if strings.HasPrefix(line, "Try '") || strings.HasPrefix(line, "usage: ") {
			continue
		}
		line = strings.Replace(line, "bash: line 1: ", "bash: ", 1)
		line = strings.Replace(line, "bash: line 0: ", "bash: ", 1)
		line = strings.NewReplacer("‘", "'", "’", "'").Replace(line)
		if at := strings.Index(line, "/bash: "); at >= 0 {
			line = line[at+1:]
		}
		kept = append(kept, line)
	}
	return strings.Join(kept, "\n")
}
