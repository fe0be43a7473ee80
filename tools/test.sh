#!/usr/bin/env bash
# Runs parts of the test suite one after the other: all of them, or those named on the command line. `make check` names
# three, two of which (style, smoke) are contained in larger parts. A failing part does not prevent the next from
# running; the last lines list the results.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly PARTS=(native chrome firefox webkit embedding shops cluster e2e budget reproduce lint)
readonly QUICK=(style smoke)
export PATH="$PWD/node_modules/.bin:${CARGO_HOME:-$HOME/.cargo}/bin:$PATH"
export WASM_BINDGEN_TEST_TIMEOUT=120 WASM_BINDGEN_TEST_DRIVER_TIMEOUT=30
export WASM_BINDGEN_TEST_WEBDRIVER_JSON=tests/browser/webdriver.json

# Rust tests on the host, including doctests.
native() { cargo test --locked --no-fail-fast; }

# The widget's tests, compiled to wasm, in the engine of each family of browsers.
chrome() { need chromedriver && wasm-pack test --headless --chrome -- --locked --test browser; }

firefox() {
  need geckodriver
  wasm-pack test --headless --firefox -- --locked --test browser
}

# WebKitGTK is Safari's engine, and its driver has the protocol of Safari's. It has no headless mode, so it gets a
# virtual screen.
webkit() {
  need WebKitWebDriver xvfb-run
  SAFARIDRIVER=$(command -v WebKitWebDriver) \
    WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS=1 \
    WASM_BINDGEN_TEST_ONLY_WEB=1 \
    CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER=wasm-bindgen-test-runner \
    xvfb-run --auto-servernum cargo test --locked --target wasm32-unknown-unknown --test browser
}

# The built package in the pages of shops, in all three engines at once, because each of them mostly waits.
embedding() {
  need chromedriver geckodriver WebKitWebDriver xvfb-run
  site
  local engine status=0 folder=target/embedding
  local -A jobs
  mkdir -p "$folder"
  for engine in chromium firefox webkit; do
    embed "$engine" >"$folder/$engine.log" 2>&1 &
    jobs[$engine]=$!
  done
  for engine in chromium firefox webkit; do
    wait "${jobs[$engine]}" || status=1
    printf '\n== %s\n' "$engine"
    cat "$folder/$engine.log"
  done
  node tests/embedding/table.mjs --check || status=1
  return "$status"
}

embed() {
  local screen=()
  [[ $1 != webkit ]] || screen=(xvfb-run --auto-servernum)
  WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS=1 "${screen[@]}" node tests/embedding/run.mjs "$1"
}

# Real shops: a theme in Liquid, a theme of WooCommerce's kind, django-oscar from PyPI, shops of frameworks, htmx and Turbo.
shops() {
  site
  "${MAKE:-make}" --no-print-directory shops || return
  node tools/platforms.mjs || return
  node --test --test-reporter=spec --test-concurrency=1 tests/shops/*.test.mjs
}

# The scripts of `tillside sql` in DuckDB and Spark.
cluster() {
  need java
  "${MAKE:-make}" --no-print-directory cluster || return
  target/cluster/venv/bin/python -m unittest discover --verbose --start-directory tests/cluster
}

# A real browser drives the built demo shop.
e2e() { site && playwright test; }

# One purchase in the built demo shop.
smoke() { site && playwright test shop.spec --grep "a shopper adds a bundle"; }

# The bytes of the package.
budget() { site && node tools/budget.mjs && node benches/scale/scale.mjs --sizes 2000:30000; }

# The same package, byte for byte, from another folder.
reproduce() { tools/reproduce.sh --tree; }

site() { "${MAKE:-make}" --no-print-directory site; }

# The checks of the compiler's own tools. Here and in lint, all checks run even after one has failed.
style() {
  local status=0
  cargo fmt --check --quiet || { echo "run: cargo fmt"; status=1; }
  cargo clippy --locked --all-targets -- -D warnings || status=1
  cargo clippy --locked --target wasm32-unknown-unknown --features earnings --lib --test browser -- -D warnings || status=1
  return "$status"
}

lint() {
  local status=0
  style || status=1
  # Without advisories, because their list would have to be downloaded. `cargo deny check` includes them.
  cargo deny --log-level warn check --deny unmatched-skip bans licenses sources || status=1
  contract || status=1
  if command -v shellcheck >/dev/null; then
    shellcheck tools/*.sh .ci/run || status=1
  else
    echo "shell scripts not checked: shellcheck is not installed"
  fi
  return "$status"
}

# Checks that the contract is unchanged and matches the sources (docs/contract.md).
contract() {
  "${MAKE:-make}" --no-print-directory --quiet node_modules/.package-lock.json || return
  node tools/contract.mjs --check || return
  node --test --test-reporter=spec tests/contract/
}

need() {
  local command
  for command in "$@"; do
    command -v "$command" >/dev/null || { echo "$command is missing: run tools/install.sh test"; return 1; }
  done
}

# The script calls itself below, so that a time limit applies to all processes of a part.
if [[ ${1:-} == --part ]]; then
  "$2"
  exit
fi

for part in "$@"; do
  [[ " ${PARTS[*]} ${QUICK[*]} " == *" $part "* ]] || { echo "tools/test.sh: no part is called \"$part\". There are: ${PARTS[*]} ${QUICK[*]}" >&2; exit 2; }
done
[[ $# -gt 0 ]] || set -- "${PARTS[@]}"

# The tools that a part needs, as an argument of install.sh.
kit() {
  case $1 in
    native | style) echo rust ;;
    reproduce | budget) echo build ;;
    smoke | lint) echo "$1" ;;
    *) echo "test" ;;
  esac
}

for kit in $(for part in "$@"; do kit "$part"; done | sort --unique); do
  tools/install.sh "$kit" || echo "Not everything could be installed: the parts that need it will fail."
done

# The failed tests of a part by name, and the first errors: a long run is often read from its end.
named_failures() {
  printf '\n== failed in %s\n' "$1"
  grep -aE '✘|✖|^error|^test .* FAILED$|panicked at|AssertionError|Error: |^- |FAILED' "$2" | head -n 30 || tail -n 30 "$2"
}

running=
trap '[[ -z $running ]] || kill "$running" 2>/dev/null; exit 130' INT TERM

mkdir -p target/test-logs
passed=0 failed=0 report="" failures=""
for part in "$@"; do
  printf '\n==== %s\n' "$part"
  started=$SECONDS
  log=target/test-logs/$part.log
  timeout --kill-after=10 2100 "${BASH_SOURCE[0]}" --part "$part" </dev/null > >(tee "$log") 2>&1 &
  running=$!
  status=0
  wait "$running" || status=$?
  running=
  case $status in
    0) state=ok passed=$((passed + 1)) ;;
    124 | 137) state='FAILED, stopped after 35 minutes' failed=$((failed + 1)) ;;
    *) state=FAILED failed=$((failed + 1)) ;;
  esac
  [[ $state == ok ]] || failures+=$(named_failures "$part" "$log")
  report+=$(printf '%-9s %4d s  %s' "$part" $((SECONDS - started)) "$state")$'\n'
done

printf '\n%s\n%s%d passed, %d failed\n' "$failures" "$report" "$passed" "$failed"
[[ $failed -eq 0 ]]
