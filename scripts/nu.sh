#!/usr/bin/env bash
# Brings the Nu Html Checker (validator.github.io, MIT) to build/nu/vnu.jar, for the tests; needs npm now and Java to run.
# Done in no time when it is there. usage: scripts/nu.sh
set -euo pipefail
cd "$(dirname "$0")/.."

VERSION=26.9.27
SHA256=22f15dd39a33bed929d2a5c0cddf5946849a647eca9272bf4d5d00bc7e7a4d47
target=build/nu/vnu.jar

whole() { echo "$SHA256  $1" | sha256sum --check --status 2>/dev/null; }

whole "$target" && exit 0
command -v npm >/dev/null || { echo "no npm here: apt install npm" >&2; exit 1; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
(cd "$work" && npm pack --silent "vnu-jar@$VERSION" >/dev/null && tar -xzf "vnu-jar-$VERSION.tgz")
whole "$work/package/build/dist/vnu.jar" || { echo "vnu-jar $VERSION is not the file that it was" >&2; exit 1; }
mkdir -p build/nu
mv "$work/package/build/dist/vnu.jar" "$target.$$" && mv "$target.$$" "$target"
