#!/usr/bin/env bash
# The programs of the app: the matrix into app/dist, then each other one beside it as NAME.html.
#   scripts/build-app.sh               all of them, in release
#   scripts/build-app.sh room desk     these alone, beside what app/dist holds
#   PROFILE=debug scripts/build-app.sh room     quick to build, large; a debug server reads app/dist from disk
set -euo pipefail
cd "$(dirname "$0")/.."

release=--release
[ "${PROFILE:-release}" = release ] || release=
[ $# -gt 0 ] || set -- matrix desk office room territories

for program; do
  if [ "$program" = matrix ]; then
    trunk build $release
  else
    trunk build "app/$program.html" --dist "target/dist/$program" $release
    node scripts/add-program.mjs "$program"
  fi
done
