"""The Nu Html Checker, and the validator of schemas that comes with it. For tests with the mark
``java``, which run where ``scripts/nu.sh`` could bring them."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
JAR = ROOT / "build" / "nu" / "vnu.jar"
SCHEMAS = "nu.validator.vendor.thaiopensource.relaxng.util.Driver"
LIGHT = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss2m", "-Xshare:auto")


def java(*arguments: str) -> subprocess.CompletedProcess[str]:
    assert JAR.exists(), "scripts/nu.sh brings it"
    return subprocess.run(["java", *LIGHT, "-cp", str(JAR), *arguments], capture_output=True, text=True)


def complaints(pages: dict[str, bytes], folder: Path) -> list[str]:
    """What the checker says of these pages (name to bytes): a line each, errors and warnings."""
    for name, body in pages.items():
        (folder / f"{name}.html").write_bytes(body)
    files = [str(folder / f"{name}.html") for name in pages]
    ran = java("nu.validator.client.SimpleCommandLineValidator", "--format", "json", "--exit-zero-always", *files)
    assert ran.returncode == 0, ran.stderr[-2000:]
    return [
        f"{Path(one['url']).name}: {one['message']} [{one.get('extract', '')[:120]}]"
        for one in json.loads(ran.stderr)["messages"]
    ]


def against_schema(schema: str, files: list[Path]) -> str:
    """What is wrong with these XML files by the RELAX NG schema ``schema`` of this folder; empty for nothing."""
    ran = java(SCHEMAS, "-c", str(Path(__file__).parent / schema), *map(str, files))
    return ran.stdout + ran.stderr if ran.returncode or ran.stdout else ""
