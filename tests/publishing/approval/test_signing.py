"""The two signatures as the office knows them: submit, sign, return, correct, withdraw."""

import pytest

from press_archive.bulletins.models import BulletinPage, RegisterEntry
from publishing.approval import evidence, services
from publishing.approval.exceptions import ApprovalRefused, ContentChanged
from publishing.approval.models import Certificate
from tests import factories

pytestmark = pytest.mark.django_db


def test_two_signatures_publish_and_number():
    page = factories.bulletin()
    page = factories.submit(page)
    assert not page.live
    page = factories.sign(page, user=factories.director())
    assert not page.live
    page = factories.sign(page, user=factories.mayor())
    assert page.live
    assert page.number.endswith("/0001")
    assert Certificate.objects.get().version == 1
    assert evidence.verify().intact
