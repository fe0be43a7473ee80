#!/usr/bin/env bash
# Installs the tools that are missing: `install.sh build` what building takes, `lint` also what checks dependencies,
# `test` also the browsers, `fuzz` building and the fuzzer, `sbom` what lists dependencies.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly WASM_PACK=0.15.1
readonly CARGO_DENY=0.20.2
readonly CARGO_CYCLONEDX=0.5.9
readonly CARGO_FUZZ=0.13.2
readonly GECKODRIVER=0.37.1
readonly PACKAGES=(chromium chromium-driver firefox-esr webkit2gtk-driver xvfb xauth fonts-dejavu-core shellcheck)

export PATH="${CARGO_HOME:-$HOME/.cargo}/bin:$PATH"

say() { echo "install: $*" >&2; }

# Prints the version of a command, or nothing.
version() { "$1" --version 2>/dev/null | awk 'NR == 1 { print $2 }' || true; }

# cargo_tool COMMAND VERSION CRATE [OPTION…]: by cargo, unless that version is here already.
cargo_tool() {
  local command=$1 wanted=$2 crate=$3
  [[ $(version "$command") == "$wanted" ]] && return
  say "$crate $wanted, a few minutes"
  cargo install --quiet --force "$crate" --version "$wanted" "${@:4}"
}

need_commands() {
  local command
  for command in "$@"; do
    command -v "$command" >/dev/null && continue
    say "$command is missing. Tillside is built with rustup (https://rustup.rs) and Node.js 20 or newer (https://nodejs.org), fuzzed with a C++ compiler."
    exit 1
  done
}

build_tools() {
  need_commands rustup cargo node npm
  # The first command that names the toolchain of rust-toolchain.toml installs it where it is missing.
  rustup target list --installed | grep -qx wasm32-unknown-unknown || rustup target add wasm32-unknown-unknown
  rustup component list --installed | grep -qx rust-src || rustup component add rust-src
  cargo_tool wasm-pack "$WASM_PACK" wasm-pack --locked
  # Must be the crate's own version. Not --locked: its lock file may name a release that has been withdrawn.
  local bindgen
  bindgen=$(awk '$0 == "name = \"wasm-bindgen\"" { getline; gsub(/"/, ""); print $3 }' Cargo.lock)
  cargo_tool wasm-bindgen "$bindgen" wasm-bindgen-cli
}

is_installed() { [[ $(dpkg-query --show --showformat '${db:Status-Status}' "$1" 2>/dev/null) == installed ]]; }

browsers() {
  local package missing=()
  if ! command -v apt-get >/dev/null; then
    command -v chromedriver >/dev/null && command -v WebKitWebDriver >/dev/null && command -v xvfb-run >/dev/null && return
    say "these have to be installed by hand, by the names they have on this system: ${PACKAGES[*]}"
    return 1
  fi
  for package in "${PACKAGES[@]}"; do is_installed "$package" || missing+=("$package"); done
  [[ ${#missing[@]} -eq 0 ]] && return
  say "${missing[*]}"
  local root=()
  [[ $EUID -eq 0 ]] || root=(sudo)
  "${root[@]}" apt-get update -qq
  "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

lint_tools() { cargo_tool cargo-deny "$CARGO_DENY" cargo-deny --locked; }

fuzz_tools() {
  # libFuzzer is compiled.
  need_commands c++
  cargo_tool cargo-fuzz "$CARGO_FUZZ" cargo-fuzz --locked
}

test_tools() {
  cargo_tool geckodriver "$GECKODRIVER" geckodriver --locked
  browsers
}

case ${1:-} in
  build) build_tools ;;
  lint)
    build_tools
    lint_tools
    ;;
  test)
    build_tools
    lint_tools
    test_tools
    ;;
  sbom)
    build_tools
    # It tells its version to cargo only.
    [[ $(cargo cyclonedx --version 2>/dev/null) == *" $CARGO_CYCLONEDX" ]] || cargo_tool cargo-cyclonedx "$CARGO_CYCLONEDX" cargo-cyclonedx --locked
    ;;
  fuzz)
    build_tools
    fuzz_tools
    ;;
  *)
    echo "usage: tools/install.sh build|lint|test|fuzz|sbom" >&2
    exit 2
    ;;
esac
