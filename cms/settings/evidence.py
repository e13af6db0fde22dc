"""The keys that seal the evidence of approvals: outside the database, so that who can write into it cannot seal."""

import hashlib
import re

from django.core.exceptions import ImproperlyConfigured

FORM = "EVIDENCE_KEYS=2026a:<64 onaltılık hane>,2025a:<64 onaltılık hane>"
KEY = re.compile(r"([a-z0-9-]{1,20}):([0-9a-fA-F]{64,128})")


def evidence_keys(text: str) -> dict[str, str]:
    """Key ids with their keys (hex digits), in the order of ``text``; the first one seals, all of them verify.

    Raises ``ImproperlyConfigured``; its text never holds a key.
    """
    keys: dict[str, str] = {}
    for number, entry in enumerate(filter(None, (part.strip() for part in text.split(","))), 1):
        match = KEY.fullmatch(entry)
        if match is None:
            raise ImproperlyConfigured(f"EVIDENCE_KEYS: {number}. anahtar okunamadı; beklenen biçim: {FORM}")
        if match[1] in keys:
            raise ImproperlyConfigured(f"EVIDENCE_KEYS: {match[1]} iki kez geçiyor.")
        keys[match[1]] = match[2].lower()
    return keys


# The name of that key; it stands in seals, so that it stays as it is.
DERIVED = "turetilmis"


def derived_keys(secret: str) -> dict[str, str]:
    """A key for a developer's machine, where nobody keeps one: as good, and as lasting, as ``SECRET_KEY``."""
    return {DERIVED: hashlib.sha256(f"evidence {secret}".encode()).hexdigest()}
