git init -q -b main
printf 'DAYS = 2\nFREE_FROM = 50\n' > delivery.py
git add delivery.py
GIT_AUTHOR_NAME="Grace Okoro" GIT_AUTHOR_EMAIL=grace@shop.example GIT_AUTHOR_DATE=2024-10-07T10:15:00+02:00 git commit -q -m "Deliver in two days"
printf 'DAYS = 2\nFREE_FROM = 30\n' > delivery.py
git add delivery.py
GIT_AUTHOR_NAME="Tomás Rey" GIT_AUTHOR_EMAIL=tomas@shop.example GIT_AUTHOR_DATE=2024-11-12T16:40:00+01:00 git commit -q -m "Lower the limit for free delivery" -m "Half of the carts stopped just below 50."
printf 'DAYS         = 2\nFREE_FROM    = 30\nEXPRESS_DAYS = 1\n' > delivery.py
git add delivery.py
GIT_AUTHOR_NAME="Mei Lin" GIT_AUTHOR_EMAIL=mei@shop.example GIT_AUTHOR_DATE=2024-12-03T09:05:00+01:00 git commit -q -m "Offer express delivery"
printf '# Shop\n\nDelivery takes two days, or one with express.\n' > README.md
git add README.md
GIT_AUTHOR_NAME="Grace Okoro" GIT_AUTHOR_EMAIL=grace@shop.example GIT_AUTHOR_DATE=2024-12-17T14:30:00+01:00 git commit -q -m "Describe the delivery"
