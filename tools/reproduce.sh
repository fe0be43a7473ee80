#!/usr/bin/env bash
# Builds a revision twice, in clean checkouts in different folders, and compares every file of the package.
#   tools/reproduce.sh [REVISION] [INTEGRITY.JSON]
# The default revision is HEAD. With the integrity.json of a release, the result is also compared with the release. Two
# builds from scratch take about five minutes.
#   tools/reproduce.sh --tree
# Builds the working tree again in another folder, and compares the result with the package here.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

is_tree=
if [[ ${1:-} == --tree ]]; then
  is_tree=yes
else
  revision=$(git rev-parse --verify "${1:-HEAD}^{commit}")
fi
release=${2:+$(realpath "$2")}
home=${CARGO_HOME:-$HOME/.cargo}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

say() { echo "reproduce: $*" >&2; }

# The files of the working tree; git also lists deleted ones.
files() {
  local file
  git ls-files -z --cached --others --exclude-standard --deduplicate |
    while IFS= read -r -d "" file; do [[ ! -e $file ]] || printf '%s\0' "$file"; done
}

# checkout FOLDER: copies the revision, or the working tree, without any other files of this machine.
checkout() {
  if [[ $is_tree ]]; then
    mkdir -p "$1"
    files | tar --create --null --files-from=- | tar --extract --directory="$1"
    return
  fi
  git clone --quiet --no-checkout . "$1"
  git -C "$1" checkout --quiet --detach "$revision"
}

hashes() { (cd "$1/pkg" && find . -type f -printf '%P\0' | LC_ALL=C sort --zero-terminated | xargs --null sha256sum --); }

if [[ $is_tree ]]; then first=.; else first=$work/a; fi
second=$work/elsewhere/and/further/down
mkdir -p "$(dirname "$second")"
# Another path to the sources of the crates, so that their paths differ too.
ln -s "$home" "$work/other-home"

if [[ ! $is_tree ]]; then
  say "$revision, the first time"
  checkout "$first"
fi
make --no-print-directory -C "$first" pkg >&2
say "${is_tree:+again, }in another folder"
checkout "$second"
CARGO_HOME=$work/other-home TZ=Pacific/Auckland LC_ALL=C make --no-print-directory -C "$second" pkg >&2

if ! diff <(hashes "$first") <(hashes "$second") >&2; then
  say "the two builds differ"
  exit 1
fi
if [[ -n $release ]] && ! diff "$release" "$first/pkg/integrity.json" >&2; then
  say "both builds are equal, but differ from $2"
  exit 1
fi
hashes "$first"
say "the two builds are equal, byte for byte${release:+, and equal $2}"
