#!/bin/sh
# mirror.sh ADDRESS FOLDER: bring the pages below an address into a folder, and what is new each time.
#
#     sh docs/operation/mirror.sh https://www.yunjiang.example/zwgk/ /srv/articles
#
# Files stay as the server sent them, with its times (so the next run asks only for what is new), under
# HOST/PATH. Beside each a line of NAME.meta.toml says its address, which the page may not say itself.
set -eu
address=$1 folder=$2
mkdir -p "$folder"
cd "$folder"
# One page a second, and nothing that robots.txt forbids. 8: a page was answered by an error.
wget --mirror --no-parent --wait=1 --random-wait --no-verbose \
  --restrict-file-names=nocontrol \
  --reject 'css,js,png,jpg,jpeg,gif,webp,svg,ico,mp3,mp4,woff,woff2,ttf' \
  "$address" || [ $? -eq 8 ]
scheme=${address%%://*}
host=${address#*://} host=${host%%/*}
[ -d "$host" ] || { echo "$address: nothing came from there" >&2; exit 1; }
find "$host" -type f ! -name '*.meta.toml' ! -name robots.txt -exec sh -c '
  scheme=$1; shift
  for file; do
    [ -e "$file.meta.toml" ] || printf "url = \"%s://%s\"\n" "$scheme" "$file" > "$file.meta.toml"
  done' sh "$scheme" {} +
