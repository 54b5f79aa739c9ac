#!/usr/bin/env bash
# Make docs/pictures/report.png: the first screen of the real report of the first example bundle. Needs Chromium.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
command -v chromium >/dev/null || { echo "Chromium is needed: apt-get install chromium" >&2; exit 3; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
.venv/bin/backstay assess src/backstay_knowledge/cases/bundles/t8-renal.json --format html --out "$folder/report.html"
# A profile of its own and no background traffic: the page is a local file and asks for nothing.
chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking \
  --disable-component-update --disable-sync --user-data-dir="$folder/profile" --hide-scrollbars \
  --window-size=1040,1240 --screenshot="$folder/report.png" "file://$folder/report.html" 2>/dev/null
mv "$folder/report.png" docs/pictures/report.png
PYTHONPATH=docs/pictures .venv/bin/python -c \
  'from pathlib import Path; from smaller import smaller; smaller(Path("docs/pictures/report.png"))'
echo "written: docs/pictures/report.png"
