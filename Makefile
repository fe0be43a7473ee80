# Tillside: `make` lists the targets; CONTRIBUTING.md describes them.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
# Two jobs: compiling for the host fills the second core while the wasm is linked.
MAKEFLAGS += --no-builtin-rules --jobs=2
.PHONY: help demo check test bench race scale lighthouse fuzz till peers pkg platforms site shops cluster lint reproduce sbom toolchain tools FORCE

PORT ?= 8080
CARGO_HOME ?= $(HOME)/.cargo
export PATH := $(CURDIR)/node_modules/.bin:$(CARGO_HOME)/bin:$(PATH)

CLI := target/release/tillside
NODE_TOOLS := node_modules/.package-lock.json
SHOP_TOOLS := tests/shops/node_modules/.package-lock.json target/shops/venv/.installed
RACE_TOOLS := benches/race/node_modules/.package-lock.json
CRATE := Cargo.toml Cargo.lock rust-toolchain.toml $(shell find src -type f)
DOCS := $(wildcard *.md docs/*.md docs/*.png docs/*.svg docs/offers/*.md docs/.vitepress/*.mjs docs/.vitepress/theme/*) pkg/README.md demo/scenes.mjs demo/shopper.mjs demo/stock.mjs
SHOP := index.html $(shell find demo www tests/pages tools/site.mjs tools/pages.mjs -type f)

help: ## List the targets
	@grep -E '^[a-z]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | expand -t 8

demo: site ## Build everything and serve the demo shop on http://localhost:8080 (or PORT=…)
	@$(CLI) serve target/demo/site --port $(PORT)

check: ## Formatting, clippy, Rust tests and one purchase in Chromium: the quick checks while working
	@tools/test.sh style native smoke

test: ## Run every test: Rust, wasm in three browser engines, the demo shop end to end, lint
	@tools/test.sh

bench: site ## Measure bytes per page, file sizes, and the time to build the graph (benches/README.md)
	@node benches/page-bytes.mjs
	@node benches/file-sizes.mjs
	@node benches/replan.mjs
	@node benches/soak.mjs
	@node benches/graph-build.mjs
	@cargo bench --locked --quiet --bench counting

race: site $(RACE_TOOLS) ## Time until the offer is painted, against Algolia's widgets; writes docs/speed.md (PROFILE=slow4g-x4 for one of six, RUNS=…)
	@node benches/race/race.mjs $(PROFILE)

scale: $(CLI) ## Build graphs of synthetic shops of up to a million products; writes docs/scale.md (SIZES=PRODUCTS:LINES,…)
	@node benches/scale/scale.mjs --out docs $(if $(SIZES),--sizes $(SIZES))

lighthouse: site $(RACE_TOOLS) ## Audit a product page with and without the widget; adds to docs/speed.md
	@node benches/race/lighthouse.mjs

fuzz: ## Fuzz the readers of untrusted bytes: six targets for ten minutes each (FUZZ_SECONDS=…)
	@tools/fuzz.sh

till: ## Play 100,000 random pages against the reference till (tests/native/till; TILL_PAGES=…)
	@TILLSIDE_TILL_PAGES=$(or $(TILL_PAGES),100000) cargo test --locked --test native till::

peers: $(CLI) target/peers/.installed ## Compare with implicit and mlxtend on one split (needs Python 3.11 or newer); writes docs/peers.md
	@tools/peers.sh > target/peers/peers.md
	@cp target/peers/peers.md docs/peers.md

target/peers/.installed: benches/peers/requirements.txt
	@python3 -m venv target/peers/venv
	@target/peers/venv/bin/pip install --quiet --requirement $<
	@touch $@

pkg: pkg/tillside.js ## Build the npm package into pkg/

platforms: pkg ## Build the theme app extension for Shopify and the plugin for WordPress into target/platforms/
	@node tools/platforms.mjs

lint: ## Check formatting, clippy on both targets, licenses and sources of dependencies, shell scripts
	@tools/test.sh lint

reproduce: tools $(NODE_TOOLS) ## Build a revision twice in different folders and compare every byte (REVISION=…, RELEASE=integrity.json of a release)
	@tools/reproduce.sh $(or $(REVISION),HEAD) $(RELEASE)

sbom: $(NODE_TOOLS) ## List the crates that are compiled into widget and command, as CycloneDX, in target/sbom/
	@tools/install.sh sbom
	@node tools/sbom.mjs

site: target/demo/site.done

# Install missing tools.
toolchain:
	@tools/install.sh rust
tools: | toolchain
	@tools/install.sh build

$(NODE_TOOLS): package.json package-lock.json .npmrc
	npm ci --no-progress --loglevel=error
	@touch $@

# The peers and Lighthouse: a separate project, which only the race needs.
$(RACE_TOOLS): $(addprefix benches/race/,package.json package-lock.json .npmrc)
	npm ci --prefix benches/race --no-progress --loglevel=error
	@touch $@

# The shops of tests/shops: a project of their own, and Python's for one of them.
shops: $(SHOP_TOOLS)

tests/shops/node_modules/.package-lock.json: $(addprefix tests/shops/,package.json package-lock.json .npmrc)
	npm ci --prefix tests/shops --no-progress --loglevel=error
	@touch $@

# DuckDB, Spark and a parser of SQL, for tests/cluster.
cluster: $(CLI) target/cluster/venv/.installed

target/cluster/venv/.installed: tests/cluster/requirements.txt
	@python3 -m venv target/cluster/venv
	@target/cluster/venv/bin/pip install --quiet --disable-pip-version-check --requirement $<
	@touch $@

target/shops/venv/.installed: tests/shops/oscar/requirements.txt
	@python3 -m venv target/shops/venv
	@target/shops/venv/bin/pip install --quiet --disable-pip-version-check --requirement $<
	@touch $@

# cargo decides whether the binary is current, and then does not change its time.
$(CLI): FORCE | toolchain
	@cargo build --release --locked --quiet --bin tillside

target/demo/graph/manifest.json: $(CLI) data/online-retail.parquet data/catalog.csv data/shop.toml
	$(CLI) build --orders data/online-retail.parquet --preset uci --catalog data/catalog.csv --shop data/shop.toml --out target/demo/graph
	@touch $@

target/demo/catalog.json: target/demo/graph/manifest.json
	@$(CLI) export --graph target/demo/graph --format json > $@

target/demo/facts.json: target/demo/graph/manifest.json
	@$(CLI) inspect --graph target/demo/graph --json > $@

# The standard library is compiled again without panic messages, which makes the wasm smaller by a sixth. That needs its source
# (rust-src), and RUSTC_BOOTSTRAP for unstable options of the stable compiler. The only crate type is cdylib, because with another
# one cargo silently skips link-time optimization, and the wasm is a tenth larger; tools/wasm-ld.sh detects that. Among the
# inlining thresholds 0, 5 (that of opt-level z), 15 and 25, 15 gives the smallest wasm, 1 % less than 5.
LINKED := target/wasm32-unknown-unknown/widget/tillside.wasm
$(LINKED): private export RUSTC_BOOTSTRAP := 1
$(LINKED): private export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER := $(CURDIR)/tools/wasm-ld.sh
$(LINKED): private export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS := \
  -Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=none -Cllvm-args=-inline-threshold=15
$(LINKED): $(CRATE) tools/wasm-ld.sh | toolchain
	cargo rustc --locked --quiet --profile widget --lib --crate-type cdylib --target wasm32-unknown-unknown \
	  -Z build-std=std,panic_abort -Z build-std-features=optimize_for_size
	@touch $@

WASM := target/wasm/tillside_bg.wasm
$(WASM): $(LINKED) | tools
	wasm-bindgen $< --target bundler --out-dir $(@D) --out-name tillside
	@touch $@

pkg/tillside.js: $(WASM) $(wildcard www/*.* www/carts/*.* www/analytics/*.* www/consent/*.* www/frameworks/*.* languages/*.json contract/*.* tools/contract/*.mjs tools/languages/*.mjs) pkg/package.json pkg/README.md tools/package.mjs tools/parts.mjs tools/wasm.mjs \
  $(NODE_TOOLS)   LICENSE-MIT LICENSE-APACHE
	node tools/package.mjs

# The documentation, which the demo shop serves under /docs/.
target/demo/docs/llms.txt: $(DOCS) $(NODE_TOOLS)
	vitepress build docs
	@touch $@

target/demo/site.done: target/demo/catalog.json target/demo/facts.json target/demo/docs/llms.txt pkg/tillside.js $(SHOP)
	node tools/site.mjs --catalog target/demo/catalog.json --facts target/demo/facts.json --graph target/demo/graph --pkg pkg --docs target/demo/docs \
	  --out target/demo/site
	@touch $@
