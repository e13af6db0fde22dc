#!/usr/bin/env bash
# Proves the two commands where nothing is installed: makes a minimal Debian, clones this checkout (what is committed) into
# a path with spaces and Turkish letters, and starts the demo there as an ordinary user (POSIX locale, umask 077, no
# /dev/shm), again without any network, then as root; then runs tests. Not part of .ci/run: needs root, debootstrap, some GB.
# usage: scripts/prove_bare.sh [bookworm | trixie] [demo] [test-fast | test] [PART=core]
#
# Packages come from where this machine's apt gets them; PIP_* and *_proxy of the environment are passed on.
set -euo pipefail
cd "$(dirname "$0")/.."

suite=bookworm
steps=()
part=""
for word in "$@"; do
    case "$word" in
        bookworm | trixie | sid) suite="$word" ;;
        demo | test-fast | test) steps+=("$word") ;;
        PART=*) part="${word#PART=}" ;;
        *) sed -n 2,8p "$0" >&2; exit 2 ;;
    esac
done
[ "${#steps[@]}" -gt 0 ] || steps=(demo test-fast)
[ "$(id -u)" = 0 ] || { echo "root is needed (debootstrap, chroot)" >&2; exit 1; }
for program in debootstrap unshare ip git; do
    command -v "$program" >/dev/null || { echo "missing here: $program (apt install debootstrap util-linux iproute2 git)" >&2; exit 1; }
done

place="${BARE_ROOT:-/var/tmp/basin-masasi-bare}"
base="$place/$suite"
root="$place/$suite-run"
mirror="${BARE_MIRROR:-$(apt-get indextargets --format '$(REPO_URI) $(COMPONENT) $(CODENAME)' 'Created-By: Packages' |
    awk '$2 == "main" && $3 !~ /-/ { print $1; exit }')}"

say() { printf '\n═══ %s (%s)\n' "$*" "$(date +%T)"; }

if [ ! -e "$base/.whole" ]; then
    say "debootstrap $suite"
    rm -rf "$base"
    mkdir -p "$base"
    debootstrap --variant=minbase "$suite" "$base" "$mirror" >"$place/debootstrap.log" 2>&1 || { tail -20 "$place/debootstrap.log"; exit 1; }
    touch "$base/.whole"
fi
rm -rf "$root"
cp -a --reflink=auto "$base" "$root"
cp -L /etc/resolv.conf /etc/hosts "$root/etc/"
apt-config dump | grep '^Acquire::' >"$root/etc/apt/apt.conf.d/99machine" || true
[ ! -e /etc/pip.conf ] || cp /etc/pip.conf "$root/etc/"
if [ -e /etc/ssl/certs/ca-certificates.crt ]; then
    mkdir -p "$root/etc/ssl"
    install -m 644 /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/machine.crt" # not overwritten by Debian's own
fi
git clone -q --bare --no-hardlinks . "$root/srv/kaynak.git"
chmod -R a+rX "$root/srv/kaynak.git"
cat >"$root/prove.sh" <<'INSIDE'
#!/bin/bash
# prove.sh STEP: runs inside the bare system, as root.
set -euo pipefail
checkout="Belediye İşleri/Basın Masası (ığüşöç)"
log=/tmp/demo.log
export LC_ALL=POSIX HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

as() { # as USER COMMAND…: in that user's clone
    local user="$1"
    shift
    umask 077
    if [ "$user" = root ]; then
        (cd "/root/$checkout" && "$@")
    else
        setpriv --reuid="$user" --regid="$user" --init-groups env HOME="/home/$user" \
            bash -c 'cd "$HOME/$1" && shift && exec "$@"' - "$checkout" "$@"
    fi
}

wait_for() { # wait_for SECONDS TEXT
    local began=$SECONDS
    until grep -qa -- "$2" "$log"; do
        if ! kill -0 "$demo" 2>/dev/null || [ $((SECONDS - began)) -gt "$1" ]; then
            cat "$log"
            echo "no \"$2\" after $((SECONDS - began)) s" >&2
            exit 1
        fi
        sleep 0.2
    done
    echo "\"$2\" after $((SECONDS - began)) s"
}

demo() { # demo USER SECONDS TEXT: until the text is there, then Ctrl-C
    set -m
    as "$1" env --default-signal=INT make demo PORT="$PORT" >"$log" 2>&1 & # a background job would ignore Ctrl-C
    demo=$!
    set +m
    wait_for "$2" "the site is open"
    wait_for "$2" "$3"
    local began=$SECONDS
    kill -INT -- "-$demo"
    wait "$demo" || true
    echo "stopped within $((SECONDS - began)) s"
    if grep -na Traceback "$log"; then cat "$log"; exit 1; fi
    tail -n 3 "$log"
}

case "$1" in
    prepare)
        apt-get update -q >/dev/null
        DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends git make python3 python3-venv >/tmp/apt.log 2>&1 ||
            { tail /tmp/apt.log; exit 1; }
        git config --system --add safe.directory "*"
        useradd -m gezgin
        for user in gezgin root; do
            home="$(getent passwd "$user" | cut -d: -f6)"
            setpriv --reuid="$user" --regid="$user" --init-groups env HOME="$home" bash -c \
                'mkdir -p "$HOME/$(dirname "$1")" && git clone -q /srv/kaynak.git "$HOME/$1"' - "$checkout"
        done ;;
    demo)
        if (as gezgin make demo PORT="$PORT") >"$log" 2>&1; then echo "an ordinary user without programs was not stopped"; exit 1; fi
        command="$(grep -ao 'sudo apt install .*' "$log" | head -n 1)"
        [ -n "$command" ] || { cat "$log"; exit 1; }
        echo "it asks for: $command"
        du -sm --one-file-system / | cut -f1 >/tmp/before
        DEBIAN_FRONTEND=noninteractive bash -c "${command#sudo } -y -q" >/tmp/apt.log 2>&1
        echo "system packages: $(($(du -sm --one-file-system / | cut -f1) - $(cat /tmp/before))) MB"
        demo gezgin 1800 "the workers have started"
        du -sm "/home/gezgin/$checkout" "/home/gezgin/$checkout/.venv" "/home/gezgin/$checkout/var" ;;
    offline) demo gezgin 300 "the workers have started" ;;
    root) demo root 1800 "the site is open" ;;
    test-fast | test)
        # As its administrator would; the browser's driver wants the first. Without `demo` before, all the others are missing too.
        mapfile -t programs < <(as gezgin scripts/system.sh --missing)
        DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends libatomic1 "${programs[@]}" >/tmp/apt.log 2>&1 ||
            { tail /tmp/apt.log; exit 1; }
        (as gezgin make "$1" ${PART:+PART="$PART"}) ;;
esac
INSIDE
chmod 755 "$root/prove.sh"

passed=()
while IFS= read -r line; do passed+=("$line"); done < <(env | grep -iE '^(PIP_[A-Z_]+|[a-z]+_proxy)=' || true)
[ ! -e "$root/etc/ssl/machine.crt" ] || passed+=(PIP_CERT=/etc/ssl/machine.crt)

inside() { # inside STEP [no-network]
    say "$suite: $1"
    local outer=(unshare --mount --pid --fork --kill-child)
    [ "${2:-}" != no-network ] || outer+=(--net)
    "${outer[@]}" bash -c '
        set -e
        root="$1"; shift
        mount --make-rprivate /
        mount -t proc proc "$root/proc"
        mkdir -p "$root/dev/pts"; mount -t devpts devpts "$root/dev/pts"
        if [ "$1" = test ] || [ "$1" = test-fast ]; then mkdir -p "$root/dev/shm"; mount -t tmpfs tmpfs "$root/dev/shm"
        else rm -rf "$root/dev/shm"; fi
        [ "$2" != no-network ] || ip link set lo up
        exec env -i PART="$3" PORT="$4" "${@:5}" chroot "$root" /prove.sh "$1"
    ' - "$root" "$1" "${2:-network}" "$part" "${BARE_PORT:-8765}" "PATH=$PATH" ${passed[@]+"${passed[@]}"}
}

inside prepare
for step in "${steps[@]}"; do
    inside "$step"
    if [ "$step" = demo ]; then
        inside offline no-network
        inside root
    fi
done
say "$suite: good"
rm -rf "$root"
