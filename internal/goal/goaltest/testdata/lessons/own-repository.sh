printf '# Shop\n\nWe sell tea, and the pots to make it in.\n' > README.md
printf 'PRICES = "prices.csv"\n' > app.py
printf 'Assam,6.50\nCeylon,5.90\n' > prices.csv
