#!/usr/bin/env bash
# Sees to the system programs that site and tests call: video, photo metadata, PDF, reading scans. Installs the missing Debian packages
# when that needs no password, else says the command. Done in no time when everything is there.
# usage: scripts/system.sh             installs or explains
#        scripts/system.sh --missing   only names the missing packages
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/attended.sh

SIZE="510 MB" # on a bare Debian 12, with what they need

library() { # library NAME: whether the shared library lies where the loader looks
    local directory
    for directory in /usr/lib /usr/lib/* /usr/lib64 /lib /lib/* /usr/local/lib /opt/homebrew/lib; do
        [ -e "$directory/$1" ] && return 0
    done
    return 1
}

font() { # whether there is a font with Turkish letters
    find -L /usr/share/fonts /usr/local/share/fonts "$HOME/.fonts" \
        \( -name 'DejaVuSans.ttf' -o -name 'NotoSans-Regular.*' -o -name 'LiberationSans-Regular.ttf' \) \
        -print -quit 2>/dev/null | grep -q .
}

turkish() { # whether tesseract has read Turkish before
    find -L /usr/share/tesseract-ocr /usr/share/tessdata /usr/local/share/tessdata /opt/homebrew/share/tessdata \
        -name tur.traineddata -print -quit 2>/dev/null | grep -q .
}

find_missing() {
    missing=()
    { command -v ffmpeg && command -v ffprobe; } >/dev/null || missing+=(ffmpeg)
    command -v exiftool >/dev/null || missing+=(libimage-exiftool-perl)
    library libpango-1.0.so.0 || missing+=(libpango-1.0-0)
    library libpangoft2-1.0.so.0 || missing+=(libpangoft2-1.0-0)
    library libharfbuzz-subset.so.0 || missing+=(libharfbuzz-subset0)
    font || missing+=(fonts-dejavu-core)
    command -v tesseract >/dev/null || missing+=(tesseract-ocr)
    turkish || missing+=(tesseract-ocr-tur)
}

explain() {
    cat >&2 <<TEXT
Video, fotoğraf bilgisi, PDF ve taranan gazeteler için gereken sistem programları eksik (hepsi ~$SIZE). Kurduktan sonra komutu yeniden çalıştırın:
System programs for video, photo metadata, PDF and scanned papers are missing (~$SIZE in all). Install them and run the command again:

    sudo apt install ${missing[*]} --no-install-recommends
TEXT
    exit 1
}

find_missing
if [ "${1:-}" = --missing ]; then
    printf '%s\n' ${missing[@]+"${missing[@]}"}
    exit 0
fi
[ "${#missing[@]}" -gt 0 ] || exit 0

command -v apt-get >/dev/null || explain
if [ "$(id -u)" = 0 ]; then
    as_root=(env)
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    as_root=(sudo -n env)
else
    explain
fi
echo "Sistem programları kuruluyor / installing system programs (${missing[*]}; ~$SIZE, 1-2 dk / min) …"
mkdir -p var
# What was cut short in the middle of a package is finished first.
attended "${as_root[@]}" DEBIAN_FRONTEND=noninteractive sh -c \
    'dpkg --configure -a && apt-get update -q && exec apt-get install -q -y --no-install-recommends -o APT::Keep-Downloaded-Packages=false -o DPkg::Lock::Timeout=300 "$@"' \
    install "${missing[@]}" >var/system.log 2>&1 || { tail -20 var/system.log >&2; explain; }
find_missing
[ "${#missing[@]}" -eq 0 ] || explain
