"""``scripts/system.sh``: what a machine lacks is installed, or said as a command; a complete machine is left alone."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SCRIPT = ROOT / "scripts" / "system.sh"
TOOLS = ("bash", "sh", "dirname", "find", "grep", "mkdir", "cat", "tail", "env")


@pytest.fixture
def machine(tmp_path):
    """A machine with nothing but a shell; ``sudo`` asks for a password, and ``apt-get`` notes what it was asked."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for tool in TOOLS:
        (programs / tool).symlink_to(shutil.which(tool))

    def program(name, text):
        (programs / name).write_text(f"#!/bin/sh\n{text}\n")
        (programs / name).chmod(0o755)

    def run(*arguments):
        # The script works in the checkout; what it says of the installation is kept from the real one.
        shutil.copytree(ROOT / "scripts", tmp_path / "scripts", dirs_exist_ok=True)
        environment = {"PATH": str(programs), "HOME": str(tmp_path)}
        return subprocess.run(
            [tmp_path / "scripts" / "system.sh", *arguments], env=environment, capture_output=True, text=True
        )

    program("id", "echo 1000")
    program("sudo", "exit 1")
    program("dpkg", "exit 0")
    program("apt-get", f'echo "$@" >> {tmp_path}/apt')
    run.program, run.root = program, tmp_path
    return run


def test_without_rights_it_says_the_command_and_stops(machine):
    result = machine()
    assert result.returncode == 1
    assert "sudo apt install ffmpeg libimage-exiftool-perl" in result.stderr
    assert "eksik" in result.stderr
    assert not (machine.root / "apt").exists()


def test_with_rights_it_installs_in_one_go_and_looks_again(machine):
    machine.program("id", "echo 0")
    there = "printf '#!/bin/sh\\n' > {0}/$p; {1} 755 {0}/$p"
    install = "for p in ffmpeg ffprobe exiftool; do " + there.format(machine.root / "bin", shutil.which("chmod"))
    machine.program("apt-get", f'echo "$@" >> {machine.root}/apt; [ "$1" = update ] || {install}; done')
    missing = machine("--missing").stdout.split()
    assert {"ffmpeg", "libimage-exiftool-perl"} <= set(missing)
    result = machine()
    asked = (machine.root / "apt").read_text().splitlines()
    assert len(asked) == 2
    assert asked[1].startswith("install ")
    assert set(missing) <= set(asked[1].split())
    assert "installing system programs" in result.stdout
    assert not {"ffmpeg", "libimage-exiftool-perl"} & set(machine("--missing").stdout.split())


def test_a_failed_installation_is_not_taken_for_a_good_one(machine):
    machine.program("id", "echo 0")
    machine.program("apt-get", "echo 'E: Unable to locate package'; exit 100")
    result = machine()
    assert result.returncode == 1
    assert "Unable to locate package" in result.stderr
    assert "sudo apt install" in result.stderr


def test_a_complete_machine_is_left_alone():
    result = subprocess.run([SCRIPT], env={**os.environ}, capture_output=True, text=True)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
