"""Starting and stopping the demo: one line and no leftovers after Ctrl-C, a sentence when the disk is at fault."""

import os
import re
import resource
import select
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from scripts import run_demo
from scripts.trouble import FULL, READ_ONLY, explained

pytestmark = pytest.mark.thorough

ROOT = Path(__file__).resolve().parent.parent
WILLING = "echo $BASHPID >&3; exec sleep 60\n"
STUBBORN = "trap '' TERM INT HUP; echo $BASHPID >&3; while :; do read -r -t 5 <> <(:) || :; done\n"


def ended(pidfd: int) -> bool:
    """Waits until the process has ended."""
    return bool(select.select([pidfd], [], [], 30)[0])


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("work", [WILLING, STUBBORN], ids=["willing", "stubborn"])
def test_an_interruption_ends_everything_with_one_line(tmp_path, number, work):
    ours, theirs = os.pipe()
    (tmp_path / "work.sh").write_text(work)
    child = subprocess.Popen(
        # Started by nohup or from a background job, the run itself may ignore what is sent here.
        ["env", "--default-signal=HUP,INT,TERM", "bash", "-c",
         f'exec 3>&{theirs}; . scripts/attended.sh; attended bash "{tmp_path}/work.sh"; echo on'],
        cwd=ROOT, pass_fds=[theirs], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    os.close(theirs)
    with child, os.fdopen(ours) as told:
        pidfd = os.pidfd_open(int(told.readline()))
        child.send_signal(number)
        out, err = child.communicate()
    assert ended(pidfd)
    os.close(pidfd)
    assert child.returncode == 130
    assert out == ""
    assert len(err.strip().splitlines()) == 1
    assert "stopped; the same command goes on from here" in err


def test_what_the_demo_started_dies_with_it(tmp_path):
    script = (
        "import os, signal; from scripts.run_demo import Demo\n"
        "demo = Demo(); demo.start('one', 'sleep 60')\n"
        "print(demo.processes['one'].pid, flush=True); signal.pause()"
    )
    with subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
        lines = (child.stdout.readline(), child.stdout.readline())
        pidfd = os.pidfd_open(int(next(line for line in lines if line.strip().isdigit())))
        child.kill()
    assert ended(pidfd)
    os.close(pidfd)


def test_the_procfile_names_what_the_demo_runs():
    assert list(run_demo.procfile()) == ["web", "worker", "media"]


@pytest.mark.parametrize(
    ("line", "count"), [("bülten 7/30", True), ("fotoğraf 118/118", True), ("kit: http://x/y", False), ("", False)]
)
def test_counts_are_told_from_other_lines(line, count):
    assert run_demo.is_count(line) is count


def prepare(tmp_path, url, **more):
    """``scripts.prepare_demo`` on a database of its own."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("TEST_")}
    environment |= {
        "DJANGO_SETTINGS_MODULE": "cms.settings.dev",
        "DATABASE_URL": url,
        "MEDIA_ROOT": str(tmp_path / "m"),
    }
    environment |= {"STATIC_ROOT": str(tmp_path / "static"), "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "scripts.prepare_demo"]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, **more)


def test_a_disk_that_fills_is_a_sentence(tmp_path):
    """No file may grow beyond 200 kB: as on a full disk, the database cannot be written on."""

    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))

    result = prepare(tmp_path, f"sqlite:///{tmp_path}/db.sqlite3", preexec_fn=limit)
    assert result.returncode == 1
    assert FULL in result.stderr
    assert "Traceback" not in result.stderr + result.stdout


def test_a_place_where_no_database_can_be_made_is_a_sentence(tmp_path):
    result = prepare(tmp_path, "sqlite:////proc/self/nowhere/db.sqlite3")
    assert result.returncode == 1
    assert READ_ONLY in result.stderr
    assert "Traceback" not in result.stderr + result.stdout


def test_only_the_disk_is_explained():
    wrapped = RuntimeError("x")
    wrapped.__cause__ = OSError(28, "No space left on device")
    assert explained(wrapped) == FULL
    assert explained(sqlite3.OperationalError("attempt to write a readonly database")) == READ_ONLY
    assert explained(sqlite3.OperationalError("no such table: x")) == ""
    assert explained(ValueError("x")) == ""


def test_ci_tells_the_seconds_of_each_stage():
    text = (ROOT / ".ci" / "run").read_text()
    block = text[text.index('stage=""') : text.index("as_root()")]
    script = f'set -euo pipefail\n{block}\nsay one\nsay "two words"\nfalse\n'
    result = subprocess.run(["bash", "-c", script], capture_output=True, text=True)
    assert result.returncode == 1
    assert re.findall(r"\d+ s  (.*)", result.stdout) == ["one", "two words", "in all"]
