"""``scripts/environment.sh`` makes ``.venv`` whole again, however it was left. Python and pip are stand-ins: nothing is
fetched."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent
# Passes small programs on to the real Python; makes an environment as a copy of itself; installs two packages.
STAND_IN = f"""#!/usr/bin/env bash
here="$(cd "$(dirname "$0")/.." && pwd)"
case "$*" in
    "-m venv --clear "*)
        mkdir -p "$4/bin" "$4/lib/python3.11/site-packages" && cp "$0" "$4/bin/python" && chmod +x "$4/bin/python"
        printf '#!%s/bin/python\\n' "$PWD/$4" >"$4/bin/tool" ;;
    "-m pip install "*)
        mkdir "$here/lib/python3.11/site-packages/alpha" 2>/dev/null
        if [ -e "$STOP_FILE" ]; then
            until [ -s "$PID_FILE" ]; do :; done
            kill -TERM "$(cat "$PID_FILE")"
            exec sleep 60
        fi
        mkdir "$here/lib/python3.11/site-packages/beta" 2>/dev/null; echo installed >>"$LOG_FILE" ;;
    "-m pip "*) ;;
    *--enable-optimizations*) ! [ -e "$0.slow" ] ;;
    *) exec {sys.executable} "$@" ;;
esac
"""


@pytest.fixture
def checkout(tmp_path):
    """A copy of what the script reads, at a place with a space and Turkish letters."""
    root = tmp_path / "bir çıkış"
    (root / "scripts").mkdir(parents=True)
    for name in ("environment.sh", "writable.sh", "attended.sh"):
        shutil.copy(ROOT / "scripts" / name, root / "scripts")
    for name in ("requirements.txt", "requirements-dev.txt", "constraints.txt"):
        shutil.copy(ROOT / name, root)
    python = tmp_path / "python3"
    python.write_text(STAND_IN)
    python.chmod(0o755)
    return root


def make(
    root: Path, kind: str = "runtime", python: Path | None = None, **variables: str
) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {
        "PYTHON": str(python or root.parent / "python3"), "STOP_FILE": str(root.parent / "stop"),
        "LOG_FILE": str(root.parent / "log"), "PID_FILE": str(root.parent / "pid"),
        **variables,
    }  # fmt: skip
    pid = Path(environment["PID_FILE"])
    pid.unlink(missing_ok=True)
    command = [root / "scripts" / "environment.sh", kind]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as child:
        pid.write_text(str(child.pid))
        out, err = child.communicate()
    return subprocess.CompletedProcess(command, child.returncode, out, err)


def installed(root: Path) -> int:
    log = root.parent / "log"
    return len(log.read_text().splitlines()) if log.exists() else 0


def is_whole(root: Path) -> bool:
    packages = {path.name for path in (root / ".venv" / "lib" / "python3.11" / "site-packages").iterdir()}
    leftovers = {path.name for path in root.iterdir()} & {".venv.new", ".venv.old"}
    tool = (root / ".venv" / "bin" / "tool").read_text().strip()
    return {"alpha", "beta"} <= packages and not leftovers and tool == f"#!{root}/.venv/bin/python"


def test_it_is_made_once(checkout):
    for _ in range(2):
        assert make(checkout).returncode == 0
    assert is_whole(checkout)
    assert installed(checkout) == 1


@pytest.mark.parametrize("slow", [True, False])
def test_a_slow_build_gives_way_to_the_python_of_the_system(checkout, slow):
    first, own = checkout.parent / "python3", checkout.parent / "system"
    shutil.copy(first, own)
    (checkout.parent / "python3.slow").write_text("") if slow else None
    path = f"{checkout.parent}{os.pathsep}{os.environ['PATH']}"
    own.write_text(own.read_text() + "# the system's\n")
    assert make(checkout, PYTHON="", PATH=path, SYSTEM_PYTHON=str(own)).returncode == 0
    assert is_whole(checkout)
    assert ((checkout / ".venv" / "bin" / "python").read_text() == own.read_text()) is slow


def test_what_was_cut_short_is_made_again(checkout):
    stop = checkout.parent / "stop"
    stop.touch()
    cut = make(checkout)
    assert cut.returncode != 0
    assert "Yarıda kesildi" in cut.stderr + cut.stdout
    assert not (checkout / ".venv").exists()
    stop.unlink()
    assert make(checkout).returncode == 0
    assert is_whole(checkout)


def test_an_environment_that_an_interrupted_update_left_stays_whole(checkout):
    make(checkout)
    (checkout / "requirements.txt").write_text("alpha\nbeta\ngamma\n")
    stop = checkout.parent / "stop"
    stop.touch()
    assert make(checkout).returncode != 0
    assert (checkout / ".venv" / "lib" / "python3.11" / "site-packages" / "beta").exists()
    stop.unlink()
    assert make(checkout).returncode == 0
    assert is_whole(checkout)


@pytest.mark.parametrize("harm", ["a package", "Python", "the stamp", "everything but the directory"])
def test_what_is_missing_is_noticed(checkout, harm):
    make(checkout)
    venv = checkout / ".venv"
    if harm == "a package":
        shutil.rmtree(venv / "lib" / "python3.11" / "site-packages" / "beta")
    elif harm == "Python":
        (venv / "bin" / "python").unlink()
    elif harm == "the stamp":
        (venv / ".installed-runtime").unlink()
    else:
        shutil.rmtree(venv)
        venv.mkdir()
    assert make(checkout).returncode == 0
    assert is_whole(checkout)
    assert installed(checkout) == 2


def test_another_python_makes_another_environment(checkout):
    make(checkout)
    stamp = checkout / ".venv" / ".installed-runtime"
    lines = stamp.read_text().splitlines()
    lines[1] = "3 9 1 /usr"
    stamp.write_text("\n".join(lines) + "\n")
    assert make(checkout).returncode == 0
    assert installed(checkout) == 2


def test_a_checkout_that_moved_fetches_nothing(checkout):
    make(checkout)
    moved = checkout.rename(checkout.parent / "başka & yer")
    done = make(moved)
    assert done.returncode == 0
    assert "taşınmış" in done.stdout
    assert is_whole(moved)
    assert installed(moved) == 1


def test_a_call_that_ended_between_the_two_moves_is_finished(checkout):
    make(checkout)
    (checkout / ".venv").rename(checkout / ".venv.new")
    assert make(checkout).returncode == 0
    assert (checkout / ".venv").exists()
    assert installed(checkout) == 1


def test_what_tests_need_includes_what_the_site_needs(checkout):
    make(checkout, "dev")
    assert make(checkout, "runtime").returncode == 0
    assert installed(checkout) == 1
