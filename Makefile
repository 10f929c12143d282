# Everything a newcomer needs. `make` alone lists it.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help tested-program run deb test cc fmt lint postgres unit docs web web-checks node browser chromium screens schemathesis bench bench-quick scenarios venv fuzz demo-data mended

TARGET := $(or $(CARGO_TARGET_DIR),target)
BANYAN := $(TARGET)/release/banyan
FUZZ_TARGETS := plan members ranks transfers stops orders activity callback search checkpoint
FUZZ_SECONDS ?= 20

# $(call debian,PACKAGES,WHY): installs Debian packages if we may, or says what to do.
define debian
	echo "$(2): installing $(1)"; \
	if [ "$$(id -u)" = 0 ]; then as=; elif command -v sudo >/dev/null; then as=sudo; \
	else echo "Please run as root: apt-get install $(1)" >&2; exit 1; fi; \
	command -v apt-get >/dev/null || { echo "No apt-get here: please install $(1) your system's way" >&2; exit 1; }; \
	$$as apt-get update -qq && $$as env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(1)
endef

help: ## This list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | awk -F '\t' '{ printf "  make %-12s %s\n", $$1, $$2 }'

# The pages come first: a program that is built without them does not find them later.
run: cc web ## A shop with thirteen months of real orders: load it, open it, print its address and log-ins
	cargo build --profile shop --locked -p banyan-cli
	$(TARGET)/shop/banyan demo

deb: cc web ## A Debian package: program, service in a sandbox, settings, daily backup, manual; target/deb
	cargo build --release --locked -p banyan-cli
	mkdir -p $(TARGET)/deb
	scripts/deb.sh $(BANYAN) $(TARGET)/deb

test: cc web fmt lint web-checks unit schemathesis browser docs ## Set up what is missing; formatting, lints, all tests on both databases, docs
	@echo "All checks passed."

# zstd is C: its crate needs a compiler.
cc:
	@command -v cc >/dev/null || { $(call debian,build-essential,No C compiler); }

# Vite needs a newer Node than Debian 12 has, so this one is not installed by itself.
node:
	@node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' 2>/dev/null \
	|| { echo "The web pages need Node.js 20.19 or newer, with npm: https://nodejs.org" >&2; exit 1; }

web: web/dist/index.html ## Build the pages, if something in web/ has changed

web/node_modules/.package-lock.json: web/package.json web/package-lock.json | node
	cd web && npm ci
	@touch $@

web/dist/index.html: web/node_modules/.package-lock.json web/index.html web/console/index.html web/vite.config.ts $(shell find web/src web/public web/build -type f ! -name components.d.ts 2>/dev/null)
	cd web && npm run build

web-checks: web
	cd web && npm run client:check && npm run lint && npm run types && npm test

chromium:
	@command -v chromium >/dev/null && ls /usr/share/fonts/opentype/noto/NotoSansCJK-*.ttc >/dev/null 2>&1 && command -v faketime >/dev/null \
		|| { $(call debian,chromium fonts-noto-cjk faketime,No Chromium or no Chinese font or no faketime); }

browser: cc web chromium tested-program ## What people do, in a real browser
	cd web && BANYAN_BIN=$(abspath $(TARGET))/debug/banyan npm run browser

screens: cc web chromium ## Take pictures of the main screens, for the READMEs: docs/screens
	cargo build --release --locked -p banyan-cli
	cd web && npm run screens -- $(abspath $(BANYAN)) ../docs/screens

# A newcomer's toolchain may lack these two; CI must have them.
fmt:
	@if cargo fmt --version >/dev/null 2>&1; then cargo fmt --all --check; \
	elif [ "$${CI:-}" = true ]; then echo "cargo fmt is missing" >&2; exit 1; \
	else echo "SKIPPED formatting: no cargo fmt (rustup component add rustfmt)"; fi

lint:
	@if cargo clippy --version >/dev/null 2>&1; then cargo clippy --locked --workspace --all-targets -- -D warnings; \
	elif [ "$${CI:-}" = true ]; then echo "cargo clippy is missing" >&2; exit 1; \
	else echo "SKIPPED lints: no cargo clippy (rustup component add clippy)"; fi

# Tests start a PostgreSQL of their own; the package brings the programs.
postgres:
	@ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || { $(call debian,postgresql,No PostgreSQL server); }

# Tests kill the program and never the database's server, so that this one need not wait for a disk.
unit: cc postgres
	cargo test --locked --workspace --doc
	BANYAN_TEST_POSTGRES_OPTIONS="-c fsync=off -c full_page_writes=off" scripts/postgres.sh cargo test --locked --workspace --all-targets

schemathesis: cc postgres venv tested-program ## Ask every route of a running shop for what it promises and what it does not
	scripts/postgres.sh scripts/schemathesis.sh "$${CARGO_TARGET_DIR:-target}/debug/banyan" 15

# The program that the tests of the workspace have built. Cargo would make most of it once more for this package alone, whose
# dependencies ask for fewer features.
tested-program: cc
	cargo test --locked --workspace --test cli --no-run

docs:
	RUSTDOCFLAGS="-D warnings" cargo doc --locked --workspace --no-deps

bench: cc postgres venv ## Measure settling against DuckDB and the disk, the simulator, measures of groups, search, and a shop under load; publishes docs/benchmarks.md
	cargo build --release --locked -p banyan-cli
	python3 bench/run.py --banyan $(BANYAN) --demo demo/data
	python3 bench/simulate.py --banyan $(BANYAN)
	python3 bench/groups.py --banyan $(BANYAN)
	python3 bench/search.py
	scripts/postgres.sh python3 bench/orders.py

bench-quick: cc postgres venv ## The same on small inputs, in seconds; publishes nothing
	cargo build --release --locked -p banyan-cli
	python3 bench/run.py --banyan $(BANYAN) --quick
	python3 bench/simulate.py --banyan $(BANYAN) --quick
	python3 bench/groups.py --banyan $(BANYAN) --quick
	python3 bench/search.py --quick
	scripts/postgres.sh python3 bench/orders.py --quick

scenarios: cc ## Run every published scenario; publishes docs/scenarios.md, in both languages
	cargo build --release --locked -p banyan-cli
	python3 scenarios/document.py --banyan $(BANYAN)

# Debian ships Python without what `python3 -m venv` needs.
venv:
	@python3 -c 'import ensurepip, venv' 2>/dev/null || { $(call debian,python3-venv,No venv in Python); }

fuzz: cc ## Throw garbage at every parser, FUZZ_SECONDS=20 for each
	@cargo +nightly --version >/dev/null 2>&1 || { \
	echo "make fuzz needs the nightly toolchain: rustup toolchain install nightly --profile minimal" >&2; exit 1; }
	@cargo fuzz --version >/dev/null 2>&1 || cargo install --locked cargo-fuzz
	@for target in $(FUZZ_TARGETS); do \
	mkdir -p fuzz/corpus/$$target; seeds=; [ ! -d fuzz/seeds/$$target ] || seeds=fuzz/seeds/$$target; \
	cargo +nightly fuzz run $$target fuzz/corpus/$$target $$seeds -- -max_total_time=$(FUZZ_SECONDS); done

mended: cc ## Write plans/mended/README.md: who is paid what before and after a mend
	cargo build --release --locked -p banyan-cli
	plans/mended/make.sh $(abspath $(BANYAN))

demo-data: cc ## Rebuild the bundle: make demo-data RETAIL=online_retail.csv.gz BEIBEI="test.txt.gz tune.txt.gz"
	@[ -n "$(RETAIL)" ] && [ -n "$(BEIBEI)" ] || { \
	echo 'Please name the sources: make demo-data RETAIL=online_retail.csv.gz BEIBEI="test.txt.gz tune.txt.gz"' >&2; \
	echo 'Where they come from is in demo/README.md.' >&2; exit 1; }
	cargo run --release --locked -p banyan-demo --bin convert -- --retail $(RETAIL) $(BEIBEI:%=--beibei %) --out demo/data
	cargo test --locked -p banyan-demo
