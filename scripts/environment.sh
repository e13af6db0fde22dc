#!/usr/bin/env bash
# Makes .venv and installs the pinned requirements into it; does nothing when it is whole and up to date.
# usage: scripts/environment.sh runtime|dev        PYTHON=… chooses the interpreter
#
# A new environment is built aside in .venv.new and moved when it is whole, so that a call that was cut short anywhere
# leaves the old one or none. What the stamp says is compared with what is there: requirements, Python, place, packages.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/attended.sh

kind="${1:?runtime or dev}"
case "$kind" in
    runtime) requirements=requirements.txt size="440 MB" minutes="1-4" ;;
    dev) requirements=requirements-dev.txt size="850 MB" minutes="2-6" ;;
    *) echo "usage: $0 runtime|dev" >&2; exit 2 ;;
esac

is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

is_quick() { # built with its own profile, as distributions do; pyenv leaves that out, and all takes a fifth longer
    "$1" -c 'import sys, sysconfig
sys.exit(sys.base_prefix != "/usr" and "--enable-optimizations" not in (sysconfig.get_config_var("CONFIG_ARGS") or ""))'
}

find_python() {
    local candidate own="${SYSTEM_PYTHON:-/usr/bin/python3}"
    for candidate in ${PYTHON:-} python3 python3.11 python3.12 python3.13 python3.14; do
        if command -v "$candidate" >/dev/null && is_new_enough "$candidate"; then
            if [ -z "${PYTHON:-}" ] && ! is_quick "$candidate" && [ -x "$own" ] && is_new_enough "$own" &&
                "$own" -c 'import ensurepip, venv' >/dev/null 2>&1; then
                candidate="$own"
            fi
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

interpreter() { # interpreter DIRECTORY: version and home of its Python; nothing when it does not start
    "$1/bin/python" -I -S -c 'import sys; print(*sys.version_info[:3], sys.base_prefix)' 2>/dev/null || true
}

packages() { # packages DIRECTORY: what lies in its site-packages
    (cd "$1"/lib/python*/site-packages 2>/dev/null && printf '%s\n' * | grep -vx __pycache__) || true
}

write_stamp() { # write_stamp DIRECTORY
    { checksum; interpreter "$1"; pwd; packages "$1"; } >"$1/.stamp"
    mv "$1/.stamp" "$1/.installed-$kind"
}

is_whole() { # is_whole DIRECTORY STAMP: its Python is the one it was made with, and no package is missing
    local line number=0 site
    site="$(echo "$1"/lib/python*/site-packages)" # two of them, after a change of Python, are none
    [ -r "$1/$2" ] && [ -d "$site" ] || return 1
    while IFS= read -r line; do
        number=$((number + 1))
        if [ "$number" = 2 ]; then
            [ -n "$line" ] && [ "$line" = "$(interpreter "$1")" ] || return 1
        elif [ "$number" -gt 3 ]; then
            [ -e "$site/$line" ] || return 1
        fi
    done <"$1/$2"
    [ "$number" -gt 3 ]
}

same_place() { # the scripts in bin/ name their place; after a move they are told the new one, nothing is fetched
    local stamp="$1" was path
    was="$(sed -n 3p ".venv/$stamp")"
    [ "$was" = "$PWD" ] && return 0
    echo "Klasör taşınmış; sanal ortam yeni yerine uyarlanıyor / the checkout has moved, so does its environment …"
    for path in .venv/bin/*; do
        if [ -f "$path" ] && [ ! -L "$path" ] && grep -qIF -- "$was/.venv" "$path"; then
            replace "$was/.venv" "$PWD/.venv" "$path"
        fi
    done
    for path in .venv/.installed-*; do
        { sed -n 1,2p "$path"; pwd; sed 1,3d "$path"; } >.venv/.stamp && mv .venv/.stamp "$path"
    done
}

replace() { # replace OLD NEW FILE: plain text, whatever signs it holds
    OLD="$1" NEW="$2" .venv/bin/python -I -S - "$3" <<'TEXT'
import os, pathlib, sys
path = pathlib.Path(sys.argv[1])
path.write_bytes(path.read_bytes().replace(os.fsencode(os.environ["OLD"]), os.fsencode(os.environ["NEW"])))
TEXT
}

up_to_date() {
    local installed
    for installed in dev "$kind"; do # what tests need includes what the site needs
        if [ "$(head -n 1 ".venv/.installed-$installed" 2>/dev/null)" = "$(checksum)" ] &&
            is_whole .venv ".installed-$installed"; then
            same_place ".installed-$installed"
            return 0
        fi
    done
    return 1
}

up_to_date && exit 0

scripts/writable.sh

attended_text="Yarıda kesildi; aynı komut baştan sağlam kurar / interrupted; the same command heals it."

if command -v flock >/dev/null; then
    exec 9>var/.environment.lock
    flock 9 # two makes at once: the second waits, then finds nothing to do
    up_to_date && exit 0
fi
# Cut short between the two moves.
if [ ! -e .venv ] && [ -e ".venv.new/.installed-$kind" ]; then
    mv .venv.new .venv
    up_to_date && exit 0
fi
rm -rf .venv.new .venv.old

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

whole=""
for stamp in .venv/.installed-*; do
    if [ -f "$stamp" ] && is_whole .venv "${stamp##*/}" && .venv/bin/python -m pip --version >/dev/null 2>&1; then
        whole=yes
    fi
done
if [ -n "$whole" ]; then
    cp -al .venv .venv.new 2>/dev/null || { rm -rf .venv.new; cp -a .venv .venv.new; }
    rm -f .venv.new/.installed-*
else
    echo "Sanal ortam kuruluyor / making the virtual environment (.venv) …"
    attended "$python" -m venv --clear .venv.new
fi
# What was fetched outlives an interruption, and nothing else.
export PIP_CACHE_DIR="${PIP_CACHE_DIR:-$PWD/var/.pip}"

install() { # counts what pip names; its own words are in the log
    local line count=0 back="" end="\n"
    if [ -t 1 ]; then back="\r\033[K" end=""; fi
    .venv.new/bin/python -m pip install --disable-pip-version-check --no-input --progress-bar off \
        -r "$requirements" -c constraints.txt 2>&1 | tee var/environment.log | while IFS= read -r line; do
        case "$line" in
            Collecting*)
                count=$((count + 1))
                [ -z "$end" ] || [ $((count % 10)) = 0 ] || continue
                printf "$back  paket / package %d$end" "$count" ;;
            "Installing collected packages"*)
                count=$(($(tr -cd , <<<"$line" | wc -c) + 1))
                printf "$back  %d paket yerine konuyor / putting %d packages in place …\n" "$count" "$count" ;;
        esac
    done
}

echo "Paketler kuruluyor / installing packages ($requirements; ~$size, $minutes dk / min) …"
attended install || {
    grep -E 'ERROR|No space|error:|Could not fetch' var/environment.log | tail -5 >&2 || true
    scripts/writable.sh
    cat >&2 <<TEXT
Paketler kurulamadı (ağ ya da disk?); ayrıntısı var/environment.log içinde. Aynı komut yeniden dener.
The packages could not be installed (network or disk?); see var/environment.log. The same command tries again.
TEXT
    exit 1
}
.venv.new/bin/python -m pip check --disable-pip-version-check
write_stamp .venv.new
rm -rf var/.pip
if [ -e .venv ] || [ -L .venv ]; then
    mv .venv .venv.old
fi
mv .venv.new .venv
rm -rf .venv.old
for path in .venv/bin/*; do
    if [ -f "$path" ] && [ ! -L "$path" ] && grep -qIF -- "$PWD/.venv.new" "$path"; then
        replace "$PWD/.venv.new" "$PWD/.venv" "$path"
    fi
done
