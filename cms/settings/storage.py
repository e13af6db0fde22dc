"""Where photos, videos and documents lie: on the local disk, or in an S3-compatible store named by one address."""

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

LOCAL = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
KNOWN = {"region", "tls", "prefix", "addressing"}
FORM = "s3://ANAHTAR:PAROLA@sunucu:port/kova?region=…&prefix=…&tls=0"


def media_storage(address: str) -> dict[str, Any]:
    """Django's storage definition for ``address``, the value of ``MEDIA_STORAGE_URL``; empty means the local disk.

    ``s3://KEY:SECRET@host:port/bucket``; without host it is Amazon's own service (``s3://KEY:SECRET@/bucket``). Key and
    secret are percent-encoded. Query: ``region``, ``prefix`` (a folder in the bucket), ``tls=0`` for plain HTTP,
    ``addressing=virtual`` for buckets as host names. Raises ``ImproperlyConfigured``; its text never holds the secret.
    """
    if not address:
        return dict(LOCAL)
    try:
        parts = urlsplit(address)
        port = parts.port
        query = parse_qs(parts.query, strict_parsing=bool(parts.query))
    except ValueError:
        raise ImproperlyConfigured(f"MEDIA_STORAGE_URL okunamadı; beklenen biçim: {FORM}") from None
    if parts.scheme != "s3" or not (bucket := parts.path.strip("/")) or "/" in bucket:
        raise ImproperlyConfigured(f"MEDIA_STORAGE_URL bir kova göstermeli: {FORM}")
    if unknown := sorted(set(query) - KNOWN):
        raise ImproperlyConfigured(f"MEDIA_STORAGE_URL içinde bilinmeyen seçenek: {', '.join(unknown)}")
    if not parts.username or not parts.password:
        raise ImproperlyConfigured(f"MEDIA_STORAGE_URL içinde anahtar ve parola bulunmalı: {FORM}")
    chosen = {name: values[-1] for name, values in query.items()}
    options = {
        "access_key": unquote(parts.username),
        "secret_key": unquote(parts.password),
        "bucket_name": unquote(bucket),
        "location": chosen.get("prefix", "").strip("/"),
        "region_name": chosen.get("region") or ("us-east-1" if parts.hostname else None),
        "addressing_style": chosen.get("addressing", "path" if parts.hostname else "auto"),
    }
    if parts.hostname:
        host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
        scheme = "http" if chosen.get("tls", "1").lower() in {"0", "false", "no"} else "https"
        options["endpoint_url"] = f"{scheme}://{host}{f':{port}' if port else ''}"
    return {"BACKEND": "media_library.store.bucket.PrivateBucket", "OPTIONS": options}
