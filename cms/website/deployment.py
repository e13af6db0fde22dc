"""What a deployment changes of every public page: code, templates, the names of the static files, settings."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

import django
import wagtail
from django.conf import settings

SUFFIXES = {".py", ".html", ".xml", ".txt", ".mo"}
# Of no page, different on each machine, or nobody's business.
LEFT_OUT = ("KEY", "PASSWORD", "EMAIL", "DATABASE", "CACHES", "LOGGING", "ROOT", "STORAGE", "STORAGES")


@cache
def digest() -> str:
    """32 hex digits over everything that stays the same while a process runs; the same on every machine."""
    found = hashlib.blake2b(f"{django.__version__} {wagtail.__version__} ".encode(), digest_size=16)
    for folder in sorted(_packages()):
        for path in sorted(path for path in folder.rglob("*") if path.suffix in SUFFIXES):
            found.update(str(path.relative_to(folder)).encode())
            found.update(path.read_bytes())
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if manifest.is_file():
        found.update(manifest.read_bytes())
    said = {name: getattr(settings, name) for name in dir(settings) if name.isupper() and not name.endswith(LEFT_OUT)}
    found.update(json.dumps(said, sort_keys=True, default=_as_text).encode())
    return found.hexdigest()


def _packages() -> set[Path]:
    tops = {name.partition(".")[0] for name in settings.INSTALLED_APPS}
    return {settings.BASE_DIR / top for top in tops if (settings.BASE_DIR / top / "__init__.py").is_file()}


def _as_text(value: Any) -> str:
    """Of what JSON does not know, the words; never an address in memory, nor an order that differs by process."""
    if isinstance(value, (set, frozenset)):
        return str(sorted(map(str, value)))
    return str(value) if isinstance(value, Path) or hasattr(value, "_proxy____args") else ""
