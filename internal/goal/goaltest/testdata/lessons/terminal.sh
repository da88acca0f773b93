mkdir data notes
printf '# Shop\n\nWe sell tea, and the pots to make it in.\n' > README.md
echo 'Welcome!' > notes/welcome.txt
printf 'name,price\nAssam,6.50\nCeylon,5.90\nDarjeeling,8.20\nSencha,7.40\nTeapot,24.00\nTea strainer,4.30\n' > data/products.csv
