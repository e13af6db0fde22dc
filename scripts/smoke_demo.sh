#!/usr/bin/env bash
# Starts `make demo` as a newcomer would, kills it while its content is being loaded, starts it again, waits for the whole,
# asks for its pages, stops it; the last start must serve within 20 s.
# Leaves the database of this checkout alone: works in a directory of its own.
set -euo pipefail
cd "$(dirname "$0")/.."

scratch="$(mktemp -d)"
export PORT="${SMOKE_PORT:-8765}" HOST=127.0.0.1 DEMO_PASSWORD="duman-testi-2026"
export DATABASE_URL="sqlite:///$scratch/db.sqlite3" MEDIA_ROOT="$scratch/media" STATIC_ROOT="$scratch/static"
export UPLOAD_ROOT="$scratch/uploads"
export EMAIL_URL=dummymail:// DJANGO_SETTINGS_MODULE=cms.settings.dev
log="$scratch/demo.log"
demo=""

stop() {
    [ -n "$demo" ] || return 0
    kill -INT -- "-$demo" 2>/dev/null || true
    for _ in $(seq 150); do
        if ! kill -0 -- "-$demo" 2>/dev/null; then
            demo=""
            if grep -n "Traceback" "$log"; then
                cat "$log"
                return 1
            fi
            return 0
        fi
        sleep 0.1
    done
    kill -KILL -- "-$demo" 2>/dev/null || true
    demo=""
    echo "make demo did not stop within 15 s" >&2
    return 1
}

trap 'stop || true; rm -rf "$scratch"' EXIT

start() { # start LIMIT_SECONDS: until the site answers
    local began=$SECONDS
    set -m # a process group of its own, as at a terminal
    env --default-signal=INT make demo >"$log" 2>&1 & # a background job of a script would ignore Ctrl-C
    demo=$!
    set +m
    until curl -fsS -o /dev/null --max-time 5 "http://127.0.0.1:$PORT/" 2>/dev/null; do
        if ! kill -0 "$demo" 2>/dev/null || [ $((SECONDS - began)) -gt "$1" ]; then
            cat "$log"
            echo "make demo: no answer after $((SECONDS - began)) s" >&2
            return 1
        fi
        sleep 0.2
    done
    echo "make demo serves after $((SECONDS - began)) s"
}

check() {
    local code
    code="$(curl -s -o /dev/null -w '%{http_code}' --max-time 20 "http://127.0.0.1:$PORT$1")"
    echo "$1 → $code"
    [ "$code" = "$2" ]
}

wait_for() { # wait_for LIMIT_SECONDS TEXT: in the log
    local began=$SECONDS
    until grep -q "$2" "$log"; do
        if ! kill -0 "$demo" 2>/dev/null || [ $((SECONDS - began)) -gt "$1" ]; then
            cat "$log"
            echo "make demo: no \"$2\" after $((SECONDS - began)) s" >&2
            return 1
        fi
        sleep 0.2
    done
}

start 900
wait_for 300 "bülten 2/30"
curl -fsS "http://127.0.0.1:$PORT/" | grep -q 'class="demo-note"' || { echo "no note while content is loaded" >&2; exit 1; }
check / 200
check /bultenler/ 200
check /admin/login/ 200
stop
grep -q "stopped; the same command goes on from here" "$log" || { cat "$log"; exit 1; }
start 60
wait_for 900 "the workers have started"
sed -n '1,40p' "$log"
grep -q "$DEMO_PASSWORD" "$log" || { echo "the demo does not print its password" >&2; exit 1; }
check / 200
check /bultenler/ 200
check /foto-galeri/ 200
check /foto-galeri/kekik-ve-deniz-festivali-acilis-gecesi/ 200
check /video-galeri/camlikiyi-videolari/ 200
check "$(grep -m 1 -o '/basin-kiti/[^ ]*' "$log")" 200
check /admin/login/ 200
check /admin/arsiv/ 302
check /onay/ 302
for process in web content worker media; do
    grep -q "^$process: başladı / started" "$log" || { cat "$log"; echo "no process $process in the log" >&2; exit 1; }
done
if curl -fsS "http://127.0.0.1:$PORT/" | grep -q 'class="demo-note"'; then
    echo "the note has stayed" >&2
    exit 1
fi
if grep -q "ended by itself" "$log"; then
    cat "$log"
    echo "a process of the demo has ended by itself" >&2
    exit 1
fi
stop
start 20
check /bultenler/ 200
stop
echo "make demo: good"
