#!/usr/bin/env bash
# Prepares the demo and runs site, worker and media worker in the foreground until Ctrl-C.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/attended.sh

export DJANGO_SETTINGS_MODULE="${DJANGO_SETTINGS_MODULE:-cms.settings.dev}"
export PORT="${PORT:-8000}" HOST="${HOST:-127.0.0.1}"
export SITE_URL="${SITE_URL:-http://localhost:$PORT}" # all processes must make the same links
export PYTHONUNBUFFERED=1 PYTHONUTF8=1 # whatever encoding the terminal's locale names

if [[ ! "$PORT" =~ ^[0-9]{1,5}$ ]] || ((10#$PORT < 1 || 10#$PORT > 65535)); then
    cat >&2 <<TEXT
PORT 1 ile 65535 arasında bir sayı olmalı, "$PORT" değil. Örnek: make demo PORT=8001
PORT must be a number from 1 to 65535, not "$PORT". Example: make demo PORT=8001
TEXT
    exit 1
fi
scripts/writable.sh
if command -v flock >/dev/null; then
    # One demo for one database; the processes that it starts hold the lock until the last has ended.
    lock="var/.demo-$(printf '%s' "${DATABASE_URL:-}" | cksum | cut -d' ' -f1).lock"
    exec 8>>"$lock"
    if ! flock -w 5 8; then
        cat >&2 <<TEXT
Bu veritabanıyla bir deneme sitesi zaten çalışıyor; önce onu Ctrl-C ile durdurun (ya da: kill $(cat "$lock" 2>/dev/null)).
A demo on this database is running already; stop it with Ctrl-C first (or: kill $(cat "$lock" 2>/dev/null)).
TEXT
        exit 1
    fi
    echo $$ >"$lock"
fi

if (exec 3<>"/dev/tcp/127.0.0.1/$PORT") 2>/dev/null; then
    cat >&2 <<TEXT
$PORT numaralı port kullanımda. Başka bir portla başlatmak için: make demo PORT=8001
Port $PORT is taken. To start on another one: make demo PORT=8001
TEXT
    exit 1
fi

attended .venv/bin/python -m scripts.prepare_demo
cat <<TEXT
  Postalar: var/mail/ altında .eml dosyaları  ·  every mail is a file there
  Durdurmak için Ctrl-C  ·  Ctrl-C stops site and workers

TEXT
attended .venv/bin/python -m scripts.run_demo
