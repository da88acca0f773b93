git init -q -b main
echo "Mon-Fri 9-18" > hours.txt
git add hours.txt
git commit -q -m "Say when the shop is open"
