"""Local memory for kept pages: Django's, with a limit in bytes besides the one in entries."""

from __future__ import annotations

from typing import Any

from django.core.cache.backends.locmem import LocMemCache


class BoundedMemory(LocMemCache):
    """Holds at most ``MAX_BYTES`` (of ``OPTIONS``) of pickled values; those that nobody asks for go first.

    Each process has its own.
    """

    def __init__(self, name: str, params: dict[str, Any]) -> None:
        super().__init__(name, params)
        self._most = int(params.get("OPTIONS", {}).get("MAX_BYTES", 50_000_000))

    def _set(self, key: str, value: bytes, timeout: Any = None) -> None:
        room = self._most - len(value)
        if room < 0:
            self._delete(key)  # type: ignore[attr-defined]
            return
        held: dict[str, bytes] = self._cache  # type: ignore[attr-defined]
        total = sum(map(len, held.values())) - len(held.get(key, b""))
        while total > room:
            oldest = next(one for one in reversed(held) if one != key)
            total -= len(held[oldest])
            self._delete(oldest)  # type: ignore[attr-defined]
        super()._set(key, value, timeout)  # type: ignore[misc]
