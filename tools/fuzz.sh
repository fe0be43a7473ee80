#!/usr/bin/env bash
# Runs the named fuzz targets, or all of them, one after the other: each for FUZZ_SECONDS seconds, by default ten
# minutes. The corpus in fuzz/corpus grows with each run; it begins with the seeds that `cargo test` replays.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# The stable compiler accepts the fuzzer's flags only with this variable.
export RUSTC_BOOTSTRAP=1 PATH="${CARGO_HOME:-$HOME/.cargo}/bin:$PATH"

tools/install.sh fuzz
[[ $# -gt 0 ]] || mapfile -t targets < <(cargo fuzz list)
for target in "${@:-${targets[@]}}"; do
  printf '\n==== %s\n' "$target"
  mkdir -p "fuzz/corpus/$target"
  # An input that takes ten seconds, or allocates a block of 300 MB, is an error like a panic.
  if ! cargo fuzz run -O "$target" "$PWD/fuzz/corpus/$target" "$PWD/tests/data/seeds/$target" -- \
    -max_total_time="${FUZZ_SECONDS:-600}" -timeout=10 -malloc_limit_mb=300 -rss_limit_mb=3000; then
    echo "$target: the failing input is the newest file in fuzz/artifacts/$target. Fix the bug, and copy the file to tests/data/seeds/$target."
    exit 1
  fi
done
