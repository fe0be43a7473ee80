#!/usr/bin/env bash
# The linker of the shipped wasm: rustc's own, but for the exports of wasm-streams. Leptos depends on that crate and the widget never
# calls it; what is exported is linked with everything it leads to (5 KB brotli), and once linked it cannot be told from the rest.
# It may go when leptos depends on server_fn without its feature "browser".
set -euo pipefail

arguments=()
for argument in "$@"; do
  case $argument in
    *intounderlyingbytesource* | *intounderlyingsink* | *intounderlyingsource*)
      last=$((${#arguments[@]} - 1))
      [[ ${arguments[last]} != --export ]] || unset "arguments[last]" ;;
    *) arguments+=("$argument") ;;
  esac
done

# rustc puts the folder of its linker on PATH.
exec rust-lld "${arguments[@]}"
