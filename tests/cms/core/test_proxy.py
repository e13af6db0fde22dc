"""The visitor's address behind our proxy, and without one."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from cms.core.proxy import ClientAddressMiddleware


@pytest.mark.parametrize(
    ("behind_proxy", "forwarded", "expected"),
    [
        (False, "203.0.113.9", "127.0.0.1"),
        (True, None, "127.0.0.1"),
        (True, "203.0.113.9", "203.0.113.9"),
        (True, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (True, "2001:db8::7", "2001:db8::7"),
        (True, "<script>", "127.0.0.1"),
    ],
)
def test_the_address_is_the_one_our_proxy_wrote(settings, behind_proxy, forwarded, expected):
    settings.BEHIND_PROXY = behind_proxy
    seen = []
    middleware = ClientAddressMiddleware(lambda request: seen.append(request.META["REMOTE_ADDR"]) or HttpResponse())
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    middleware(RequestFactory().get("/", headers=headers))
    assert seen == [expected]
