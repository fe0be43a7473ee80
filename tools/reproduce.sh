#!/usr/bin/env bash
# Builds a revision twice, in clean checkouts at different places, and compares every file of the package.
#   tools/reproduce.sh [REVISION] [INTEGRITY.JSON]
# The revision is HEAD unless another is named. With the integrity.json of a release, what was built is compared with that, too.
# Two builds from nothing take some five minutes.
#   tools/reproduce.sh --tree
# Builds what stands here once more at another place, and compares that with the package here.
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

# What stands here of the project; git also names what was deleted.
files() {
  local file
  git ls-files -z --cached --others --exclude-standard --deduplicate |
    while IFS= read -r -d "" file; do [[ ! -e $file ]] || printf '%s\0' "$file"; done
}

# checkout FOLDER: the revision, or what stands here, and nothing else that this machine has of the project.
checkout() {
  if [[ $is_tree ]]; then
    mkdir -p "$1"
    files | tar --create --null --files-from=- | tar --extract --directory="$1"
    return
  fi
  git clone --quiet --no-checkout . "$1"
  git -C "$1" checkout --quiet --detach "$revision"
}

hashes() { (cd "$1/pkg" && sha256sum -- *); }

if [[ $is_tree ]]; then first=.; else first=$work/a; fi
second=$work/elsewhere/and/further/down
mkdir -p "$(dirname "$second")"
# The crates' sources by another name, so that their paths differ too.
ln -s "$home" "$work/other-home"

if [[ ! $is_tree ]]; then
  say "$revision, the first time"
  checkout "$first"
fi
make --no-print-directory -C "$first" pkg >&2
say "${is_tree:+once more, }at another place"
checkout "$second"
CARGO_HOME=$work/other-home TZ=Pacific/Auckland LC_ALL=C make --no-print-directory -C "$second" pkg >&2

if ! diff <(hashes "$first") <(hashes "$second") >&2; then
  say "the two builds differ"
  exit 1
fi
if [[ -n $release ]] && ! diff "$release" "$first/pkg/integrity.json" >&2; then
  say "both builds are the same, and not what $2 says"
  exit 1
fi
hashes "$first"
say "the two builds are the same, byte for byte${release:+, and what $2 says}"
