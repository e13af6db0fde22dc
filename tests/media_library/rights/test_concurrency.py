"""A takedown in the very moment of the last signature, with real threads and real commits."""

import pytest

from media_library.models import Photo, Takedown
from media_library.rights import services as rights
from publishing.approval import services
from publishing.approval.exceptions import ApprovalRefused
from publishing.approval.models import EvidenceRecord
from publishing.social.models import SocialPost
from tests import factories
from tests.factories.rights import consent, shown
from tests.office import hash_of, waiting
from tests.publishing.approval.test_concurrency import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("turn", [0, 1])
def test_a_takedown_during_the_last_signature_leaves_no_picture_behind(turn):
    photo = shown()
    consent(photo)
    page = factories.bulletin(**factories.with_photo(photo=photo), social={"x": "Sahil yolu yenileniyor."})
    page = factories.sign(factories.submit(page), user=factories.director())
    state, seen, mayor, archivist = waiting(page), hash_of(page), factories.mayor(), factories.archivist()
    acts = [
        lambda: services.sign(state=state, user=mayor, seen_hash=seen),
        lambda: rights.take_down(photo=photo, user=archivist, reason="istek"),
    ]
    results = at_once(*acts[:: -1 if turn else 1])
    signed = next(one for one in results if isinstance(one, EvidenceRecord | ApprovalRefused))
    assert any(isinstance(one, Takedown) for one in results), results
    page.refresh_from_db()
    assert page.live == isinstance(signed, EvidenceRecord)
    assert Photo.objects.get(pk=photo.pk).withheld_at is not None
    assert not SocialPost.objects.filter(state="ready", image=photo).exists()
