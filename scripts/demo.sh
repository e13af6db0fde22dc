#!/usr/bin/env bash
# Prepares the demo and runs site, worker and media worker in the foreground until Ctrl-C.
set -euo pipefail
cd "$(dirname "$0")/.."

export DJANGO_SETTINGS_MODULE="${DJANGO_SETTINGS_MODULE:-cms.settings.dev}"
export PORT="${PORT:-8000}" HOST="${HOST:-127.0.0.1}"
export SITE_URL="${SITE_URL:-http://localhost:$PORT}" # all processes must make the same links
export PYTHONUNBUFFERED=1
mkdir -p var

if (exec 3<>"/dev/tcp/127.0.0.1/$PORT") 2>/dev/null; then
    cat >&2 <<TEXT
$PORT numaralı port kullanımda. Başka bir portla başlatmak için: make demo PORT=8001
Port $PORT is taken. To start on another one: make demo PORT=8001
TEXT
    exit 1
fi

.venv/bin/python -m scripts.prepare_demo
cat <<TEXT
  Postalar: var/mail/ altında .eml dosyaları  ·  every mail is a file there
  Durdurmak için Ctrl-C  ·  Ctrl-C stops site and workers

TEXT
exec .venv/bin/honcho start --env /dev/null --no-colour
