"""One Content-Security-Policy for the public site and the approvers' desk, a wider one for Wagtail's admin.

Wagtail 8's admin still writes inline scripts and styles; the public pages and ``/onay/`` have none, so that they get
nonces and nothing else.
"""

from typing import Any

from csp.constants import NONCE, SELF
from csp.middleware import CSPMiddleware, PolicyParts
from django.http import HttpRequest, HttpResponseBase

STRICT: dict[str, Any] = {
    "default-src": ["'none'"],
    "script-src": [SELF, NONCE],
    "style-src": [SELF, NONCE],
    "img-src": [SELF, "data:"],
    "media-src": [SELF],
    "font-src": [SELF],
    "connect-src": [SELF],
    "form-action": [SELF],
    "frame-ancestors": [SELF],
    "frame-src": [SELF, "https://www.youtube-nocookie.com", "https://player.vimeo.com"],
    "base-uri": ["'none'"],
    "manifest-src": [SELF],
}
ADMIN: dict[str, Any] = {
    **STRICT,
    "default-src": [SELF],
    "script-src": [SELF, "'unsafe-inline'"],
    "style-src": [SELF, "'unsafe-inline'"],
    "img-src": [SELF, "data:", "blob:"],
}


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """Adds the policy that fits the path; ``request.csp_nonce`` is there for both."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        if report_only:
            return PolicyParts(config={})
        config = ADMIN if request.path.startswith("/admin/") else STRICT
        return PolicyParts(config=config, nonce=getattr(request, "_csp_nonce", None))
