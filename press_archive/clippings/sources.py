"""Addresses of stories: which two are one."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

# They say where a reader came from, not what is read.
TRACKING = re.compile(r"utm_\w+|fbclid|gclid|dclid|yclid|igshid|mc_\w+|ref|ref_src|share|source|amp|output", re.I)
SAME_HOST = re.compile(r"^(?:www|m|mobil|mobile|amp)\.")
AMP_END = re.compile(r"/amp/?$|\.amp(?=\.html?$)", re.I)


def host_of(address: str) -> str:
    """The host in ``address``, without what only says that it is the web or a phone; empty for what has none."""
    try:
        host = (urlsplit(address.strip()).hostname or "").rstrip(".").lower()
        host = host.encode("idna").decode("ascii") if host else ""
    except (ValueError, UnicodeError):
        return ""
    return SAME_HOST.sub("", host)


def canonical(address: str) -> str:
    """``address`` as it is compared: one spelling for http and https, "www", phones, tracking and a slash at the
    end."""
    try:
        parts = urlsplit(address.strip())
        query = parse_qsl(parts.query, keep_blank_values=True)
    except ValueError:
        return address.strip()
    path = AMP_END.sub("", unquote(parts.path)).rstrip("/")
    kept = urlencode(sorted(pair for pair in query if not TRACKING.fullmatch(pair[0])))
    return f"{host_of(address)}{path}" + (f"?{kept}" if kept else "")


def address_key(address: str) -> str:
    """A key of fixed length for the canonical spelling of ``address``."""
    return hashlib.sha256(canonical(address).encode("utf-8", "surrogatepass")).hexdigest()
