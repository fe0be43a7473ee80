# Tillside: `make` lists what there is to do; CONTRIBUTING.md says more.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules
.PHONY: help demo test bench fuzz peers pkg site lint reproduce sbom tools FORCE

PORT ?= 8080
CARGO_HOME ?= $(HOME)/.cargo
export PATH := $(CURDIR)/node_modules/.bin:$(CARGO_HOME)/bin:$(PATH)

CLI := target/release/tillside
NODE_TOOLS := node_modules/.package-lock.json
CRATE := Cargo.toml Cargo.lock rust-toolchain.toml $(shell find src -type f)
SHOP := index.html $(shell find demo www tests/pages tools/site.mjs tools/pages.mjs -type f)

help: ## What there is to do
	@grep -E '^[a-z]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | expand -t 8

demo: site ## Build everything and serve the demo shop on http://localhost:8080 (or PORT=…)
	@$(CLI) serve target/demo/site --port $(PORT)

test: ## Run every test: Rust, wasm in three browser engines, the demo shop end to end, lint
	@tools/test.sh

bench: site ## Measure bytes per page, file sizes, and the time to build the graph (benches/README.md)
	@node benches/page-bytes.mjs
	@node benches/file-sizes.mjs
	@node benches/replan.mjs
	@node benches/soak.mjs
	@node benches/graph-build.mjs
	@cargo bench --locked --quiet --bench counting

fuzz: ## Fuzz what reads strangers' bytes: six targets for ten minutes each (FUZZ_SECONDS=…)
	@tools/fuzz.sh

peers: $(CLI) target/peers/.installed ## Compare with implicit and mlxtend on one split (needs Python 3.11 or newer); writes docs/peers.md
	@tools/peers.sh > target/peers/peers.md
	@cp target/peers/peers.md docs/peers.md

target/peers/.installed: benches/peers/requirements.txt
	@python3 -m venv target/peers/venv
	@target/peers/venv/bin/pip install --quiet --requirement $<
	@touch $@

pkg: pkg/tillside.js ## Build the npm package into pkg/

lint: ## Check formatting, clippy on both targets, licences and sources of dependencies, shell scripts
	@tools/test.sh lint

reproduce: tools $(NODE_TOOLS) ## Build a revision twice at different places and compare every byte (REVISION=…, RELEASE=integrity.json of a release)
	@tools/reproduce.sh $(or $(REVISION),HEAD) $(RELEASE)

sbom: $(NODE_TOOLS) ## List what is compiled into widget and command, as CycloneDX, in target/sbom/
	@tools/install.sh sbom
	@node tools/sbom.mjs

site: target/demo/site.done

# Missing tools are installed; nothing happens when they are there.
tools:
	@tools/install.sh build

$(NODE_TOOLS): package.json package-lock.json .npmrc
	npm ci --no-progress --loglevel=error
	@touch $@

# cargo knows best whether the binary is current, and leaves its time alone if it is.
$(CLI): FORCE | tools
	@cargo build --release --locked --quiet --bin tillside

target/demo/graph/manifest.json: $(CLI) data/online-retail.parquet data/catalog.csv data/shop.toml
	$(CLI) build --orders data/online-retail.parquet --preset uci --catalog data/catalog.csv --shop data/shop.toml --out target/demo/graph
	@touch $@

target/demo/catalog.json: target/demo/graph/manifest.json
	@$(CLI) export --graph target/demo/graph --format json > $@

# The standard library is compiled anew without panic messages, which takes a sixth off the wasm: that needs its source
# (rust-src) and leave for the stable compiler to use unstable options.
target/wasm-pack/tillside_bg.wasm: private export RUSTC_BOOTSTRAP := 1
target/wasm-pack/tillside_bg.wasm: private export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER := $(CURDIR)/tools/wasm-ld.sh
target/wasm-pack/tillside_bg.wasm: private export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS := \
  -Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=none
target/wasm-pack/tillside_bg.wasm: $(CRATE) $(NODE_TOOLS) tools/wasm-ld.sh | tools
	wasm-pack build --profile widget --target bundler --no-pack --no-gitignore --out-dir target/wasm-pack --out-name tillside -- \
	  --locked -Z build-std=std,panic_abort -Z build-std-features=optimize_for_size
	@touch $@

pkg/tillside.js: target/wasm-pack/tillside_bg.wasm $(wildcard www/*.* contract/*.mjs tools/contract/*.mjs) pkg/package.json pkg/README.md tools/package.mjs tools/wasm.mjs \
  LICENSE-MIT LICENSE-APACHE
	node tools/package.mjs

target/demo/site.done: target/demo/catalog.json pkg/tillside.js $(SHOP)
	node tools/site.mjs --catalog target/demo/catalog.json --graph target/demo/graph --pkg pkg --out target/demo/site
	@touch $@
