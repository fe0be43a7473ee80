#!/usr/bin/env bash
# Runs the fuzz targets that are named on the command line, or all, one after the other: FUZZ_SECONDS each, ten minutes unless
# told otherwise. What is found grows in fuzz/corpus, from run to run; it begins with the seeds that `cargo test` replays.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# A stable compiler may use a fuzzer's flags with this leave only.
export RUSTC_BOOTSTRAP=1 PATH="${CARGO_HOME:-$HOME/.cargo}/bin:$PATH"

tools/install.sh fuzz
[[ $# -gt 0 ]] || mapfile -t targets < <(cargo fuzz list)
for target in "${@:-${targets[@]}}"; do
  printf '\n==== %s\n' "$target"
  mkdir -p "fuzz/corpus/$target"
  # An input that takes ten seconds, or a block of 300 MB, is a finding as a panic is.
  if ! cargo fuzz run -O "$target" "$PWD/fuzz/corpus/$target" "$PWD/tests/data/seeds/$target" -- \
    -max_total_time="${FUZZ_SECONDS:-600}" -timeout=10 -malloc_limit_mb=300 -rss_limit_mb=3000; then
    echo "$target: what broke it is the newest file in fuzz/artifacts/$target. Mend it, and keep the file in tests/data/seeds/$target."
    exit 1
  fi
done
