#!/usr/bin/env bash
# The linker of the shipped wasm: rustc's own linker, with two changes.
#
# It drops the exports of wasm-streams. Leptos depends on that crate, but the widget never calls it. An export is linked
# with all code that it calls (5 KB brotli), and later passes cannot detect that it is unused. Remove this when leptos
# depends on server_fn without its feature "browser".
#
# It refuses to link the widget without link-time optimization, which cargo silently skips for a library with several
# crate types (rust-lang/cargo#4611). With link-time optimization rustc passes one object and only one library,
# compiler_builtins.
set -euo pipefail

arguments=() libraries=() output=
for argument in "$@"; do
  case $argument in
    *intounderlyingbytesource* | *intounderlyingsink* | *intounderlyingsource*)
      last=$((${#arguments[@]} - 1))
      [[ ${arguments[last]} != --export ]] || unset "arguments[last]"
      continue
      ;;
    */libcompiler_builtins-*.rlib) ;;
    *.rlib) libraries+=("${argument##*/}") ;;
    */tillside.wasm) output=$argument ;;
  esac
  arguments+=("$argument")
done

# wasm-streams is a cdylib too, and is linked separately without need.
if [[ $output && ${#libraries[@]} -gt 0 ]]; then
  echo "tools/wasm-ld.sh: link-time optimization is off: ${#libraries[@]} libraries are linked unchanged, such as ${libraries[0]}." \
    "The wasm would be a tenth larger. Check that \`cargo rustc\` has only the crate type cdylib, and lto in the profile of Cargo.toml." >&2
  exit 1
fi

# rustc puts the folder of its linker on PATH.
exec rust-lld "${arguments[@]}"
