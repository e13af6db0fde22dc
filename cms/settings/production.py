"""Production settings: refuse to start unless the installation is safe.

The site stands behind a proxy that ends TLS and sets ``X-Forwarded-Proto`` itself (see ``deploy/nginx.conf``).
"""

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from cms.settings.base import *
from cms.settings.base import DEBUG, EVIDENCE_KEYS, SECRET_KEY, SITE_URL, env

if not SECRET_KEY or len(SECRET_KEY) < 50 or SECRET_KEY.startswith("demo-only"):
    raise ImproperlyConfigured("SECRET_KEY ortam değişkeni en az 50 karakterlik rastgele bir değer olmalıdır.")
if DEBUG or env.bool("DEBUG", default=False):
    raise ImproperlyConfigured("DEBUG üretim ortamında açılamaz.")
if not EVIDENCE_KEYS:
    # Not derived from SECRET_KEY: that one is changed whenever it may have been seen, these have to verify for years.
    raise ImproperlyConfigured("EVIDENCE_KEYS ortam değişkeni en az bir anahtar vermelidir: 2026a:<64 onaltılık hane>.")

SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_SSL_HOST = urlsplit(SITE_URL).netloc  # never the name that the visitor sent
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=True)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[SITE_URL])
REQUIRE_2FA_ROLES = env.list("REQUIRE_2FA_ROLES", default=["director", "mayor", "administrator"])
