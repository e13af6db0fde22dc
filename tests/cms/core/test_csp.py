"""The policies: constants, so that a kept page is right for everybody."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client

from cms.core import csp
from cms.website.entries import path_of
from tests import factories
from tests.factories.bulletins import full_values
from tests.office import browser

pytestmark = pytest.mark.thorough


@pytest.mark.django_db
def test_two_answers_of_a_page_are_the_same_bytes_under_the_same_policy():
    bulletin = factories.publish(factories.bulletin(**full_values(factories.publish(factories.bulletin()))))
    for address in ("/", "/bultenler/", path_of(bulletin), "/bultenler/rss.xml"):
        one, other = Client().get(address), Client().get(address)
        assert one.status_code == 200
        assert one.content == other.content, address
        assert one[csp.HEADER] == other[csp.HEADER] == csp.STRICT_HEADER
        assert "unsafe" not in one[csp.HEADER]
        assert "nonce" not in one[csp.HEADER] + one.content.decode()


@pytest.mark.django_db
def test_the_admin_keeps_its_own_and_the_desk_is_strict():
    client = browser(factories.editor())
    assert client.get("/admin/")[csp.HEADER] == csp.ADMIN_HEADER
    assert "script-src 'self' 'unsafe-inline'" in csp.ADMIN_HEADER
    assert client.get("/onay/")[csp.HEADER] == csp.STRICT_HEADER


def test_an_answer_with_a_policy_of_its_own_keeps_it(rf):
    own = HttpResponse(headers={csp.HEADER: "default-src 'none'; sandbox"})
    assert csp.ContentSecurityPolicyMiddleware(lambda request: own)(rf.get("/media/x.pdf")) is own
    assert own[csp.HEADER] == "default-src 'none'; sandbox"
