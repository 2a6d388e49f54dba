#!/usr/bin/env bash
# Every test: format, Rust on SQLite and PostgreSQL, the release build with its budget, the browser.
# Stops at the first failure. The Rust tests start a PostgreSQL of their own, or use MATRIZ_TEST_POSTGRES.
set -euo pipefail
cd "$(dirname "$0")/.."

step() { printf '\n== %s (%s s)\n' "$*" "$SECONDS"; }

scripts/setup.sh test

step 'format'
cargo fmt --all --check

step 'Rust, on SQLite and PostgreSQL'
cargo test --workspace

step 'release build'
make --no-print-directory build

step 'budget of a first visit'
node scripts/with-server.mjs node scripts/budget.mjs "/api/plans/peru-trata-2007-2013?lang=es"

step 'browser'
tests/e2e/node_modules/.bin/playwright test --config tests/e2e
