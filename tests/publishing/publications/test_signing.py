"""An issue from its plan to two signatures and the web."""

from __future__ import annotations

import hashlib

import pytest
from django.urls import reverse

from publishing.publications import selectors
from publishing.publications.models import Issue
from tests import factories, worlds
from tests.factories import publications

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def submitted() -> Issue:
    return publications.submitted(publications.issue(photo=factories.photo("Sahil", width=1200, height=800)))


@worlds.on(submitted)
def test_two_signatures_make_the_signed_bytes_public(world, client):
    issue = world
    pdf, cover = (reverse(name, args=[issue.slug]) for name in ("publication_pdf", "publication_cover"))
    assert [client.get(path).status_code for path in (pdf, cover, issue.public_path)] == [404, 404, 404]
    factories.sign(issue, user=factories.director())
    issue = factories.sign(issue, user=factories.mayor())
    assert issue.live
    assert issue in selectors.printable()
    answer = client.get(pdf)
    data = b"".join(answer.streaming_content)
    assert hashlib.sha256(data).hexdigest() == selectors.signed_files(issue.certificate)["web.pdf"]
