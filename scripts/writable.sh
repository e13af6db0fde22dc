#!/usr/bin/env bash
# Sees to it that this checkout can be written to, or says in a sentence why not.
set -euo pipefail
cd "$(dirname "$0")/.."

if ! mkdir -p var 2>/dev/null || ! : 2>/dev/null >var/.writable; then
    cat >&2 <<TEXT
Bu klasöre yazılamıyor (başka bir kullanıcının mı, disk dolu ya da salt okunur mu?): $PWD
This directory cannot be written to (somebody else's, or the disk is full or read-only): $PWD
TEXT
    exit 1
fi
rm -f var/.writable
