#!/usr/bin/env bash
# Installs what a command of the Makefile needs and says what it installs. Quick when all is there,
# never asks. A fitting tool on PATH is used; otherwise it goes to a folder of its own, outside target.
#   scripts/setup.sh build   compiler target, trunk, wasm-bindgen, wasm-opt, crates
#   scripts/setup.sh test    build, and chromium, PostgreSQL, the packages of tests/e2e
#   scripts/setup.sh bench   test, and the packages of tests/bench
# MATRIZ_TOOLS: the folder, otherwise ~/.cache/matriz/tools.
set -euo pipefail
cd "$(dirname "$0")/.."

TRUNK=0.21.14    # the newest that builds with the Rust of rust-toolchain.toml
BINARYEN=132     # wasm-opt; Trunk.toml asks for the same
tools=${MATRIZ_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/matriz/tools}
outside=$PATH
export PATH=$tools/bin:$PATH

say() { printf 'setup: %s\n' "$*"; }
fail() { printf 'setup: %s\n' "$*" >&2; exit 1; }

# System packages: apt as root or through a sudo that does not ask, otherwise one line that says what is missing.
packages() {
  [ $# -gt 0 ] || return 0
  local root=()
  if [ "$(id -u)" != 0 ]; then
    sudo -n true 2>/dev/null || fail "please install: $*"
    root=(sudo -n)
  fi
  command -v apt-get >/dev/null || fail "please install: $*"
  say "installing $*"
  "${root[@]}" apt-get update -qq </dev/null
  "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" </dev/null >/dev/null
}

rust() {
  command -v cargo >/dev/null || fail 'please install Rust with rustup, then start again'
  if ! rustc --version >/dev/null 2>&1; then
    say 'installing the Rust toolchain of rust-toolchain.toml'
    rustup toolchain install "$(sed -n 's/^channel = "\(.*\)"/\1/p' rust-toolchain.toml)" --profile minimal
  fi
  if [ ! -d "$(rustc --print target-libdir --target wasm32-unknown-unknown)" ]; then
    command -v rustup >/dev/null || fail 'please install the standard library of Rust for wasm32-unknown-unknown'
    say 'installing the compiler target wasm32-unknown-unknown'
    rustup target add wasm32-unknown-unknown
  fi
  if ! cargo fmt --version >/dev/null 2>&1 || ! cargo clippy --version >/dev/null 2>&1; then
    say 'installing rustfmt and clippy'
    rustup component add rustfmt clippy
  fi
}

node_js() {
  command -v npm >/dev/null && node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' 2>/dev/null ||
    fail 'please install Node 20 or newer, with npm'
}

# tool NAME PATTERN INSTALL..: does nothing when `NAME --version` fits the pattern, otherwise installs it.
tool() {
  local name=$1 pattern=$2
  shift 2
  [[ "$($name --version 2>/dev/null)" == $pattern ]] && return
  if [[ "$(PATH=$outside $name --version 2>/dev/null)" == $pattern ]]; then
    rm -f "$tools/bin/$name"
    return
  fi
  mkdir -p "$tools/bin"
  say "installing $name into $tools (once)"
  "$@" || fail "could not install $name"
  hash -r
  [[ "$($name --version 2>/dev/null)" == $pattern ]] || fail "$name in $tools is not the version that is needed ($pattern)"
}

# A light profile: these run for seconds, building them well takes ten minutes. With the tool's own lock file
# if that still resolves; wasm-bindgen-cli 0.2.130 names a crate version that has been withdrawn.
light_cargo_install() {
  export CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_OPT_LEVEL=1 CARGO_PROFILE_RELEASE_DEBUG=0
  cargo install --quiet --locked --force --root "$tools" "$@" </dev/null 2>"$tools/install.log" ||
    cargo install --quiet --force --root "$tools" "$@" </dev/null || { cat "$tools/install.log" >&2; return 1; }
}

npm_wasm_opt() {
  npm install --silent --no-save --no-audit --no-fund --prefix "$tools/npm" "binaryen@$BINARYEN" </dev/null
  ln -sf ../npm/node_modules/.bin/wasm-opt "$tools/bin/wasm-opt"
}

# npm ci, unless this very lock file is installed already.
npm_packages() {
  [ -f "$1/package-lock.json" ] || return 0
  cmp -s "$1/package-lock.json" "$1/node_modules/.installed-lock" && return
  say "installing the npm packages of $1"
  PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --silent --no-audit --no-fund --prefix "$1" </dev/null
  cp "$1/package-lock.json" "$1/node_modules/.installed-lock"
}

build() {
  local missing=() bindgen
  command -v cc >/dev/null || missing+=(gcc libc6-dev)
  packages "${missing[@]}"
  rust
  node_js
  bindgen=$(sed -n '/^name = "wasm-bindgen"$/{n;s/^version = "\(.*\)"$/\1/p}' Cargo.lock)
  tool trunk 'trunk 0.21.*' light_cargo_install trunk --version "$TRUNK"
  tool wasm-bindgen "wasm-bindgen $bindgen" light_cargo_install wasm-bindgen-cli --version "$bindgen"
  tool wasm-opt "wasm-opt version $BINARYEN*" npm_wasm_opt
  # Trunk builds without the network, so the crates must be here. Only asked of the network when one is missing.
  cargo fetch --quiet --offline 2>/dev/null || { say 'fetching the crates of Cargo.lock'; cargo fetch --quiet; }
}

testing() {
  local missing=()
  [ -x "${CHROMIUM:-/usr/bin/chromium}" ] || missing+=(chromium fonts-dejavu-core)
  scripts/postgres.sh present || missing+=(postgresql)
  packages "${missing[@]}"
  npm_packages tests/e2e
}

case ${1:-} in
  build) build ;;
  test) build; testing ;;
  bench) build; testing; npm_packages tests/bench ;;
  *) fail 'one of: build, test, bench' ;;
esac
