#!/usr/bin/env bash
# A private PostgreSQL in a folder of its own, for trying `make run` on PostgreSQL. Not for figures that
# matter: it does not wait for the disk, unless POSTGRES_DURABLE is set (the benchmarks). (The Rust tests have their own, tests/src/cluster.rs.)
#   scripts/postgres.sh start DIR    creates the cluster if need be, starts it on a free port, prints its address
#   scripts/postgres.sh url DIR      prints the address of the running one
#   scripts/postgres.sh stop DIR     stops it, keeps its data
#   scripts/postgres.sh remove DIR   stops it and deletes DIR
#   scripts/postgres.sh present      exit status 0 when PostgreSQL is installed
set -euo pipefail

fail() { printf 'postgres: %s\n' "$*" >&2; exit 1; }

# The newest of Debian's versions, or what is on PATH.
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -x "$bin/initdb" ] || bin=$(dirname "$(command -v initdb 2>/dev/null || echo /nowhere/initdb)")

command=${1:-}
if [ "$command" = present ]; then
  [ -x "$bin/initdb" ]
  exit
fi
[ -x "$bin/initdb" ] || fail 'please install PostgreSQL'
dir=${2:-}
[ -n "$dir" ] || fail 'which folder?'
data=$dir/cluster

# initdb and postgres refuse to run as root.
as_user() {
  if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

running() { [ -f "$data/postmaster.pid" ] && as_user "$bin/pg_ctl" status -D "$data" >/dev/null 2>&1; }

url() {
  running || fail "nothing runs in $dir"
  printf 'postgres://matriz@127.0.0.1:%s/matriz\n' "$(sed -n 4p "$data/postmaster.pid")"
}

start() {
  if running; then url; return; fi
  mkdir -p "$dir"
  if [ ! -f "$data/PG_VERSION" ]; then
    if [ "$(id -u)" = 0 ]; then chown postgres "$dir"; fi
    as_user "$bin/initdb" -D "$data" --username=matriz --auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-sync >"$dir/initdb.log" 2>&1 ||
      { cat "$dir/initdb.log" >&2; fail "initdb failed in $dir"; }
  fi
  local port try hasty='-c fsync=off -c synchronous_commit=off -c full_page_writes=off'
  if [ -n "${POSTGRES_DURABLE:-}" ]; then hasty=; fi
  # Somebody may take the port between asking for it and using it: try again.
  for try in 1 2 3 4 5; do
    port=$(node -e 'const s=require("net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})')
    as_user "$bin/pg_ctl" start --wait --timeout=60 -D "$data" -l "$dir/server.log" -o "-p $port -h 127.0.0.1 -c unix_socket_directories= \
      $hasty -c max_connections=200 -c timezone=UTC" >/dev/null 2>&1 && break
    [ "$try" -lt 5 ] || { tail -n 20 "$dir/server.log" >&2; fail "cannot start in $dir"; }
  done
  as_user "$bin/createdb" -h 127.0.0.1 -p "$port" -U matriz matriz 2>/dev/null || true
  url
}

stop() {
  if running; then as_user "$bin/pg_ctl" stop --mode=fast --wait -D "$data" >/dev/null; fi
}

case $command in
  start) start ;;
  url) url ;;
  stop) stop ;;
  remove)
    stop
    [ ! -d "$dir" ] || [ -f "$data/PG_VERSION" ] || fail "$dir holds no cluster of ours"
    rm -rf "$dir"
    ;;
  *) fail 'one of: start DIR, url DIR, stop DIR, remove DIR, present' ;;
esac
