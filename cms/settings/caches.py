"""Where kept pages lie, from one address: the memory of each process, one Redis for several machines, or nowhere."""

from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

REDIS = ("redis", "rediss", "unix")
FORM = "redis://:PAROLA@sunucu:6379/0, rediss://…, unix:///yol/redis.sock?db=0, ya da dummy://"


def kept_in(caches: dict[str, Any], address: str) -> None:
    """Changes ``caches`` to what ``address``, the value of ``CACHE_URL``, says; empty leaves them.

    With Redis the last copies lie there too: they are then common to all machines. ``dummy://`` keeps no page, so that
    each is made anew (for measuring). Raises ``ImproperlyConfigured``; its text never holds the password.
    """
    scheme = urlsplit(address).scheme if address else ""
    if scheme in REDIS:
        # Whoever waits for a page must not wait for the cache.
        redis = {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": address,
            "OPTIONS": {"socket_connect_timeout": 0.3, "socket_timeout": 0.5},
        }
        caches["pages"] = {**redis, "KEY_PREFIX": "basin-masasi-pages"}
        caches["copies"] = {**redis, "KEY_PREFIX": "basin-masasi-copies"}
    elif scheme == "dummy":
        caches["pages"] = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
    elif address:
        raise ImproperlyConfigured(f"CACHE_URL okunamadı; beklenen biçim: {FORM}")
