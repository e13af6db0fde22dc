#!/usr/bin/env bash
# Sourced by the other scripts. `attended COMMAND…` runs a command (or function) in a process group of its own. Ctrl-C,
# SIGTERM and SIGHUP end that group within 3 s, whatever it does, say one line, and end the script with 130.
attended_child=""
attended_before=none # what $! was before a command began; "none" while none begins
attended_text="Durduruldu; aynı komut kaldığı yerden sürdürür / stopped; the same command goes on from here."

attended_stop() {
    trap '' INT TERM HUP
    # The signal may come between the command's beginning and the note of its number.
    if [ -z "$attended_child" ] && [ "$attended_before" != none ] && [ "${!:-}" != "$attended_before" ]; then
        attended_child=$!
    fi
    if [ -n "$attended_child" ]; then
        kill -TERM -- "-$attended_child" 2>/dev/null || true
        for _ in $(seq 28); do
            kill -0 -- "-$attended_child" 2>/dev/null || break
            sleep 0.1
        done
        kill -KILL -- "-$attended_child" 2>/dev/null || true
        wait "$attended_child" 2>/dev/null || true
    fi
    printf '\n%s\n' "$attended_text" >&2
    exit 130
}
trap attended_stop INT TERM HUP

attended() {
    local status=0
    set -m
    attended_before=${!:-}
    "$@" </dev/null &
    attended_child=$!
    attended_before=none
    set +m
    wait "$attended_child" || status=$?
    attended_child=""
    return "$status"
}
