"""The commands that the README promises exist, explain themselves and are at least well-formed."""

import os
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MAKEFILE = (ROOT / "Makefile").read_text()


def test_bare_make_lists_every_target_with_its_help():
    # A `make test` that runs this hands its flags down; the inner make must not read them.
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("MAKE", "MFLAGS"))}
    result = subprocess.run(["make", "--no-print-directory"], cwd=ROOT, env=environment, capture_output=True, text=True)
    targets = re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE)
    assert result.returncode == 0, result.stderr
    assert set(targets) == set(re.search(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)[1].split())
    assert [line.split()[1] for line in result.stdout.splitlines()] == targets
    assert all(len(line.split()) > 3 for line in result.stdout.splitlines())


@pytest.mark.parametrize("name", ["README.md", "README.tr.md"])
def test_every_make_target_and_every_file_in_the_readme_exists(name):
    readme = (ROOT / name).read_text()
    files = [path.partition("#")[0] for path in re.findall(r"\]\((?!http|#)([^)]+)\)", readme)]
    assert [path for path in files if not (ROOT / path).exists()] == []
    assert any(path.endswith(".webp") and (ROOT / path).stat().st_size < 150_000 for path in files)
    named = set(re.findall(r"(?:^    |`)make ([a-z-]+)", readme, re.MULTILINE))
    assert {"demo", "test"} <= named
    assert {target for target in named if not re.search(rf"^{target}:", MAKEFILE, re.MULTILINE)} == set()


@pytest.mark.parametrize("path", sorted([*ROOT.glob("scripts/*.sh"), ROOT / ".ci" / "run"]), ids=lambda path: path.name)
def test_scripts_parse_and_can_be_run(path):
    assert subprocess.run(["bash", "-n", path], capture_output=True).returncode == 0
    assert os.access(path, os.X_OK)
    assert "set -euo pipefail" in path.read_text() or path.name in {"lint.sh", "attended.sh"}
