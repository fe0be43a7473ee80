#!/usr/bin/env bash
# Installs missing tools. `install.sh rust` installs those for the compiler, `build` those for the package. In addition
# to `build`, `smoke` installs a headless Chromium, `lint` the checker of dependencies, `test` this checker, wasm-pack
# and three browsers, `fuzz` the fuzzer, and `sbom` the lister of dependencies.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly WASM_PACK=0.15.1
readonly CARGO_DENY=0.20.2
readonly CARGO_CYCLONEDX=0.5.9
readonly CARGO_FUZZ=0.13.2
readonly GECKODRIVER=0.37.1
readonly SMOKE=(chromium-headless-shell fonts-dejavu-core)
readonly BROWSERS=("${SMOKE[@]}" chromium chromium-driver firefox-esr webkit2gtk-driver xvfb xauth shellcheck)

export PATH="${CARGO_HOME:-$HOME/.cargo}/bin:$PATH"

say() { echo "install: $*" >&2; }

# Prints the version of a command, or an empty text.
version() { "$1" --version 2>/dev/null | awk 'NR == 1 { print $2 }' || true; }

# cargo_tool COMMAND VERSION CRATE [OPTION…]: installs a crate with cargo, unless this version is installed. It is not
# optimized: wasm-bindgen then compiles in 40 seconds instead of 120 and runs 0.3 s longer; the other tools are similar.
cargo_tool() {
  local command=$1 wanted=$2 crate=$3
  [[ $(version "$command") == "$wanted" ]] && return
  say "$crate $wanted, about a minute"
  CARGO_PROFILE_DEV_DEBUG=0 cargo install --quiet --debug --force "$crate" --version "$wanted" "${@:4}"
}

need_commands() {
  local command
  for command in "$@"; do
    command -v "$command" >/dev/null && continue
    say "$command is missing. Tillside is built with rustup (https://rustup.rs) and Node.js 20 or newer (https://nodejs.org), fuzzed with a C++ compiler."
    exit 1
  done
}

rust_tools() {
  need_commands rustup cargo
  # The first command that uses the toolchain of rust-toolchain.toml installs it if it is missing.
  rustup target list --installed | grep -qx wasm32-unknown-unknown || rustup target add wasm32-unknown-unknown
  rustup component list --installed | grep -qx rust-src || rustup component add rust-src
}

build_tools() {
  rust_tools
  need_commands node npm
  # Must be the version of the crate. Not --locked, because its lock file may contain a withdrawn release. The default
  # feature TLS is only needed for tests in a remote browser.
  local bindgen
  bindgen=$(awk '$0 == "name = \"wasm-bindgen\"" { getline; gsub(/"/, ""); print $3 }' Cargo.lock)
  cargo_tool wasm-bindgen "$bindgen" wasm-bindgen-cli --no-default-features
}

is_installed() { [[ $(dpkg-query --show --showformat '${db:Status-Status}' "$1" 2>/dev/null) == installed ]]; }

# debian COMMANDS PACKAGES: installs Debian's packages; on another system, checks that the commands exist. Both
# arguments are lists, separated by spaces.
debian() {
  local command package missing=()
  if ! command -v apt-get >/dev/null; then
    for command in $1; do
      command -v "$command" >/dev/null && continue
      say "install these packages by hand; their names may differ on this system: $2"
      return 1
    done
    return
  fi
  for package in $2; do is_installed "$package" || missing+=("$package"); done
  [[ ${#missing[@]} -eq 0 ]] && return
  say "${missing[*]}"
  local root=()
  [[ $EUID -eq 0 ]] || root=(sudo)
  "${root[@]}" apt-get update -qq
  "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

lint_tools() { cargo_tool cargo-deny "$CARGO_DENY" cargo-deny --locked; }

fuzz_tools() {
  # libFuzzer is compiled from C++.
  need_commands c++
  cargo_tool cargo-fuzz "$CARGO_FUZZ" cargo-fuzz --locked
}

test_tools() {
  cargo_tool wasm-pack "$WASM_PACK" wasm-pack --locked
  cargo_tool geckodriver "$GECKODRIVER" geckodriver --locked
  debian "chromium chromedriver firefox WebKitWebDriver xvfb-run" "${BROWSERS[*]}"
  # For the shop of django-oscar, and for databases; Debian's Python has no environments of its own without this package.
  python3 -c "import venv, ensurepip" 2>/dev/null || debian python3 "python3 python3-venv"
  # For Spark.
  command -v java >/dev/null || debian java openjdk-17-jre-headless
}

case ${1:-} in
  build) build_tools ;;
  rust) rust_tools ;;
  smoke)
    build_tools
    debian chromium "${SMOKE[*]}"
    ;;
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
    # The tool prints its version only as a subcommand of cargo.
    [[ $(cargo cyclonedx --version 2>/dev/null) == *" $CARGO_CYCLONEDX" ]] || cargo_tool cargo-cyclonedx "$CARGO_CYCLONEDX" cargo-cyclonedx --locked
    ;;
  fuzz)
    build_tools
    fuzz_tools
    ;;
  *)
    echo "usage: tools/install.sh rust|build|smoke|lint|test|fuzz|sbom" >&2
    exit 2
    ;;
esac
