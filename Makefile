# Thin recipes; what they need is installed by scripts/setup.sh.
#   make run     the release server with the demonstration plan on http://127.0.0.1:8080
#   make dev     the same while you edit: http://127.0.0.1:8081 reloads the app
#   make build   the one binary: target/release/matriz
#   make test    every test, on SQLite, on PostgreSQL and in a browser
#   make check   format, lints and house rules, without the tests
#   make e2e     the browser tests alone; ARGS="--project phone -g offline" narrows them
#   make bench   figures of speed, see tests/bench
# MATRIZ_LISTEN, MATRIZ_DATA and DATABASE_URL are respected; MATRIZ_TOOLS is where tools are kept.

TOOLS := $(or $(MATRIZ_TOOLS),$(or $(XDG_CACHE_HOME),$(HOME)/.cache)/matriz/tools)
export PATH := $(TOOLS)/bin:$(PATH)
export TRUNK_SKIP_VERSION_CHECK := true

LISTEN := $(or $(MATRIZ_LISTEN),127.0.0.1:8080)
DATA := $(or $(MATRIZ_DATA),data)

# Folders are in the list so that a deleted file counts as a change.
APP := $(shell find $(filter-out app/dist,$(wildcard app/*)) domain/Cargo.toml domain/src style) \
  .cargo/config.toml Cargo.toml Cargo.lock rust-toolchain.toml Trunk.toml scripts/bundle-css.mjs scripts/finish-dist.mjs scripts/build-app.sh scripts/add-program.mjs

.PHONY: run dev build test check e2e bench clean-dist setup-build setup-test

run: build
	target/release/matriz serve --listen $(LISTEN) --data $(DATA) --demo

dev: setup-build
	scripts/dev.sh $(DATA)

build: setup-build app/dist/index.html.br
	cargo build --release -p matriz-server

# Only a finished release build has compressed files: `make dev` removes them.
app/dist/index.html.br: $(APP) | setup-build
	scripts/build-app.sh

test:
	scripts/test.sh

check: setup-build
	cargo fmt --all --check
	cargo clippy --all-targets -- -D warnings
	cargo clippy -p app --all-targets --target wasm32-unknown-unknown -- -D warnings
	cargo test -p tests house
	@if cargo deny --version >/dev/null 2>&1; then cargo deny check; else echo 'check: cargo-deny is not installed, deny.toml was not checked'; fi

e2e: setup-test build
	tests/e2e/node_modules/.bin/playwright test --config tests/e2e $(ARGS)

bench:
	scripts/setup.sh bench
	$(MAKE) build
	cargo build --release -p tests --example bench
	node tests/bench/run.mjs $(ARGS)

clean-dist:
	rm -rf app/dist target/style

setup-build:
	@scripts/setup.sh build

setup-test:
	@scripts/setup.sh test
