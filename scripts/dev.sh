#!/usr/bin/env bash
# The server on 8080 with its data in DIR, and Trunk on 8081 in front of it: http://127.0.0.1:8081.
# Trunk rebuilds the app and reloads the page when a file changes; restart for changes of the server.
#   scripts/dev.sh DIR
set -euo pipefail
cd "$(dirname "$0")/.."

cargo build -p matriz-server
for program in desk office room territories; do DIST=target/dev/ PROFILE=debug scripts/build-app.sh "$program"; done
echo 'dev: the matrix at http://127.0.0.1:8081 with reload, the other programs at http://127.0.0.1:8080/es/sign-in'
target/debug/matriz serve --listen 127.0.0.1:8080 --data "$1" --demo --app-dir target/dev &
server=$!
trap 'kill "$server" 2>/dev/null || true' EXIT

trunk serve
