"""Writes the licences of what is inside a bundle: ``licences.py META.json NODE_MODULES OUTPUT``."""

from __future__ import annotations

import json
import sys
from pathlib import Path


def packages(meta: Path) -> set[str]:
    """The names of the packages of which the bundle holds bytes, by esbuild's metafile."""
    found = set()
    for output in json.loads(meta.read_text())["outputs"].values():
        for name, share in output["inputs"].items():
            if share["bytesInOutput"] and "node_modules/" in name:
                parts = name.rsplit("node_modules/", 1)[1].split("/")
                found.add("/".join(parts[:2]) if parts[0].startswith("@") else parts[0])
    return found


def licence(folder: Path) -> str:
    """The licence text that the package in ``folder`` brings, or what its manifest says."""
    for path in sorted(folder.iterdir()):
        if path.name.upper().startswith(("LICENSE", "LICENCE", "COPYING")):
            return path.read_text(encoding="utf-8").strip()
    manifest = json.loads((folder / "package.json").read_text())
    return f"{manifest['license']} (the package names its licence and brings no text)"


def main() -> None:
    """Collects the texts in order of name."""
    meta, modules, output = map(Path, sys.argv[1:])
    texts = []
    for name in sorted(packages(meta)):
        manifest = json.loads((modules / name / "package.json").read_text())
        title = f"{name} {manifest['version']}"
        texts.append(f"{title}\n{'=' * len(title)}\n\n{licence(modules / name)}\n")
    output.write_text("\n\n".join(texts), encoding="utf-8")


if __name__ == "__main__":
    main()
