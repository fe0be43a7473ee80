#!/usr/bin/env bash
# Runs the parts of the test suite one after the other: all of them, or those named on the command line.
# A failing part does not keep the next from running; the last lines say how each went.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly PARTS=(native chrome firefox webkit guest e2e reproduce lint)
export PATH="$PWD/node_modules/.bin:${CARGO_HOME:-$HOME/.cargo}/bin:$PATH"
export WASM_BINDGEN_TEST_TIMEOUT=120 WASM_BINDGEN_TEST_DRIVER_TIMEOUT=30
export WASM_BINDGEN_TEST_WEBDRIVER_JSON=tests/browser/webdriver.json

# Rust tests on the host, doctests among them.
native() { cargo test --locked --no-fail-fast; }

# The widget's tests, compiled to wasm, in the engine of each family of browsers.
chrome() { need chromedriver && wasm-pack test --headless --chrome -- --locked --test browser; }

firefox() {
  need geckodriver
  wasm-pack test --headless --firefox -- --locked --test browser
}

# WebKitGTK is Safari's engine; its driver speaks as Safari's does. It has no headless mode, so it gets a screen of its own.
webkit() {
  need WebKitWebDriver xvfb-run
  SAFARIDRIVER=$(command -v WebKitWebDriver) \
    WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS=1 \
    WASM_BINDGEN_TEST_ONLY_WEB=1 \
    CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER=wasm-bindgen-test-runner \
    xvfb-run --auto-servernum cargo test --locked --target wasm32-unknown-unknown --test browser
}

# The built package as a guest in the pages of shops, in all three engines, one after the other.
guest() {
  need chromedriver geckodriver WebKitWebDriver xvfb-run
  site
  local engine status=0
  for engine in chromium firefox; do node tests/embedding/run.mjs "$engine" || status=1; done
  WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS=1 xvfb-run --auto-servernum node tests/embedding/run.mjs webkit || status=1
  node tests/embedding/table.mjs --check || status=1
  return "$status"
}

# A real browser drives the built demo shop.
e2e() { site && playwright test; }

# The same package, byte for byte, from another folder.
reproduce() { tools/reproduce.sh --tree; }

site() { "${MAKE:-make}" --no-print-directory site; }

# All of them, even after one has failed.
lint() {
  local status=0
  cargo fmt --check --quiet || { echo "run: cargo fmt"; status=1; }
  cargo clippy --locked --all-targets -- -D warnings || status=1
  cargo clippy --locked --target wasm32-unknown-unknown --lib --test browser -- -D warnings || status=1
  # Not the advisories: their list would have to be fetched. `cargo deny check` looks at them too.
  cargo deny --log-level warn check --deny unmatched-skip bans licenses sources || status=1
  contract || status=1
  if command -v shellcheck >/dev/null; then
    shellcheck tools/*.sh .ci/run || status=1
  else
    echo "shell scripts not checked: shellcheck is not installed"
  fi
  return "$status"
}

# Whether the contract is what it was, and true (docs/contract.md).
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

# Called by itself below, so that a time limit holds for everything that a part starts.
if [[ ${1:-} == --part ]]; then
  "$2"
  exit
fi

for part in "$@"; do
  [[ " ${PARTS[*]} " == *" $part "* ]] || { echo "tools/test.sh: no part is called \"$part\". There are: ${PARTS[*]}" >&2; exit 2; }
done
[[ $# -gt 0 ]] || set -- "${PARTS[@]}"

case $* in
  native | reproduce) kit=build ;;
  lint) kit=lint ;;
  *) kit="test" ;;
esac
tools/install.sh "$kit" || echo "Not everything could be installed: the parts that need it will fail."

running=
trap '[[ -z $running ]] || kill "$running" 2>/dev/null; exit 130' INT TERM

passed=0 failed=0 report=
for part in "$@"; do
  printf '\n==== %s\n' "$part"
  started=$SECONDS
  timeout --kill-after=10 1500 "${BASH_SOURCE[0]}" --part "$part" </dev/null &
  running=$!
  status=0
  wait "$running" || status=$?
  running=
  case $status in
    0) state=ok passed=$((passed + 1)) ;;
    124 | 137) state='FAILED, stopped after 25 minutes' failed=$((failed + 1)) ;;
    *) state=FAILED failed=$((failed + 1)) ;;
  esac
  report+=$(printf '%-8s %4d s  %s' "$part" $((SECONDS - started)) "$state")$'\n'
done

printf '\n%s%d passed, %d failed\n' "$report" "$passed" "$failed"
[[ $failed -eq 0 ]]
