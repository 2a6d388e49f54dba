#!/usr/bin/env bash
# Both programs of the app, in release: the matrix into app/dist, then the desk beside it as desk.html.
set -euo pipefail
cd "$(dirname "$0")/.."

trunk build --release
trunk build app/desk.html --dist target/desk-dist --release
node scripts/add-desk.mjs
