#!/usr/bin/env bash
# Makes .venv and installs the pinned requirements into it; does nothing when it is up to date.
# usage: scripts/environment.sh runtime|dev        PYTHON=… chooses the interpreter
set -euo pipefail
cd "$(dirname "$0")/.."

kind="${1:?runtime or dev}"
case "$kind" in
    runtime) requirements=requirements.txt ;;
    dev) requirements=requirements-dev.txt ;;
    *) echo "usage: $0 runtime|dev" >&2; exit 2 ;;
esac

is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

find_python() {
    local candidate
    for candidate in ${PYTHON:-} python3 python3.11 python3.12 python3.13 python3.14; do
        if command -v "$candidate" >/dev/null && is_new_enough "$candidate"; then
            command -v "$candidate"
            return
        fi
    done
    cat >&2 <<'TEXT'
Python 3.11 veya daha yenisi bulunamadı. Debian/Ubuntu'da kurmak için:
Python 3.11 or newer was not found. To install it on Debian/Ubuntu:

    sudo apt install python3 python3-venv
TEXT
    exit 1
}

checksum() { cat requirements.txt requirements-dev.txt constraints.txt | sha256sum | cut -d' ' -f1; }

up_to_date() {
    local installed
    [ -x .venv/bin/python ] && is_new_enough .venv/bin/python || return 1
    for installed in dev "$kind"; do # what tests need includes what the site needs
        [ "$(cat ".venv/.installed-$installed" 2>/dev/null)" = "$(checksum)" ] && return 0
    done
    return 1
}

up_to_date && exit 0

mkdir -p var
if command -v flock >/dev/null; then
    exec 9>var/.environment.lock
    flock 9 # two makes at once: the second waits, then finds nothing to do
    up_to_date && exit 0
fi

python="$(find_python)"
if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
    version="$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')"
    cat >&2 <<TEXT
Python'un sanal ortam modülü eksik. Kurduktan sonra komutu yeniden çalıştırın:
Python's virtual-environment module is missing. Install it and run the command again:

    sudo apt install python3-venv        # or: python$version-venv
TEXT
    exit 1
fi
if ! is_new_enough .venv/bin/python; then
    echo "Sanal ortam kuruluyor / making the virtual environment (.venv) …"
    "$python" -m venv --clear .venv
fi
echo "Paketler kuruluyor / installing packages ($requirements) …"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input -r "$requirements" -c constraints.txt
.venv/bin/python -m pip check --disable-pip-version-check
checksum >".venv/.installed-$kind"
