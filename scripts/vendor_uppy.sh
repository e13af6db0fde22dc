#!/usr/bin/env bash
# Builds media_library/intake/uploads/static/uploads/vendor/ anew from the versions in scripts/uppy/. Needs Node.js with npm; the site itself does not.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$here/scripts/uppy/package.json" "$here/scripts/uppy/package-lock.json" "$here/scripts/uppy/entry.js" "$work/"
cd "$work"
npm ci --no-audit --no-fund --ignore-scripts
# No source map and no comments that name one: hashed static files refuse references to files that are not there.
node_modules/.bin/esbuild entry.js --bundle --minify --format=iife --global-name=Uploading --target=es2022 \
    --charset=utf8 --legal-comments=none --metafile=meta.json --outfile=uppy.min.js
mkdir -p "$here/media_library/intake/uploads/static/uploads/vendor"
python3 "$here/scripts/uppy/licences.py" meta.json node_modules "$here/media_library/intake/uploads/static/uploads/vendor/LICENCES.txt"
cp uppy.min.js "$here/media_library/intake/uploads/static/uploads/vendor/uppy.min.js"
