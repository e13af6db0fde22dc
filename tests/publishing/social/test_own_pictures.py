"""A photo of its own for a network: signed like everything else, posted, and opened to nobody."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from cms.core.holds import Held
from media_library.models import LegalBasis, Photo, PublicFile
from media_library.rights import services as rights
from press_archive.bulletins.models import BulletinPage
from press_archive.bulletins.validation import problems
from publishing.approval import snapshot, verification
from publishing.approval.desk import diffs
from publishing.approval.selectors import certificate_of
from publishing.social import surface
from publishing.social.models import SocialPost
from tests import factories

pytestmark = pytest.mark.django_db
State = SocialPost.State
ALT = "Sahil yolunun havadan görünüşü"


def with_own(page: BulletinPage, network: str, photo: Photo | None, alt: str = ALT) -> BulletinPage:
    """A new revision of ``page`` whose post on ``network`` has ``photo``."""
    content = page.get_latest_revision().as_object()
    row = content.social_texts.get(network=network)
    row.image, row.image_alt = photo, alt
    content.social_texts.add(row)
    content.save_revision(user=factories.editor(), log_action=True)
    return BulletinPage.objects.get(pk=page.pk)


def draft() -> BulletinPage:
    return factories.bulletin(
        **factories.with_photo(photo=factories.photo("Ana", legal_basis=LegalBasis.PUBLIC_EVENT)),
        social={"x": "Sahil yolu açıldı.", "instagram": "Sahil yolu açıldı."},
    )


def test_a_networks_own_photo_is_signed_posted_and_opened_to_nobody(client, rf):
    own = factories.photo("Havadan", legal_basis=LegalBasis.PUBLIC_EVENT)
    page = with_own(draft(), "instagram", own)
    lead = page.lead_image
    content = page.get_latest_revision().as_object()
    assert (content.media_purposes(own.pk), content.media_purposes(lead.pk)) == (("social",), ("web", "social"))
    assert [(use.photo.pk, use.needed) for use in content.photo_uses()][1:] == [(own.pk, ("alt",))]
    shown = surface.render(rf.get("/"), content)
    assert shown.count("<img") == 2

    page = factories.publish(page)
    posts = {post.network: post for post in SocialPost.objects.all()}
    assert {name: (post.image_id, post.image_alt) for name, post in posts.items()} == {
        "x": (lead.pk, page.lead_image_alt), "instagram": (own.pk, ALT),
    }  # fmt: skip
    entries = {entry["id"]: entry for entry in certificate_of(page).files}
    assert (entries[own.pk]["public"], "public" in entries[lead.pk]) == (False, False)
    assert set(PublicFile.objects.values_list("photo_id", flat=True)) == {lead.pk}, "no page shows it"
    assert own.pk not in {one.image_id for one in page.to_message().pictures}, "and no kit holds it"
    assert not list(verification.file_faults())

    # The focus decides the crop that was signed: it stays while the bulletin is live.
    own.focal_point_x = 5
    with pytest.raises(Held):
        own.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        Photo.objects.filter(pk=own.pk).update(focal_point_x=5)

    client.get("/admin/login/")
    client.force_login(factories.social_editor())
    address = reverse("social_crop", args=[posts["instagram"].pk])
    assert b"".join(client.get(address).streaming_content).startswith(b"\xff\xd8")
    rights.take_down(photo=Photo.objects.get(pk=own.pk), user=factories.archivist(), reason="istek")
    assert client.get(address).status_code in (404, 410)
    states = dict(SocialPost.objects.values_list("network", "state"))
    assert states == {"x": State.READY, "instagram": State.CANCELLED}, "Instagram takes nothing without a picture"


def test_a_photo_of_a_post_needs_its_words_and_its_rights():
    page = with_own(draft(), "instagram", factories.photo(), alt=" ")
    said = [one.sentence for one in problems(page.get_latest_revision().as_object())]
    assert said == ["Instagram fotoğrafının alternatif metni yazılmamış."]
    page = with_own(page, "instagram", None)
    said = [one.sentence for one in problems(page.get_latest_revision().as_object())]
    assert said == ["Instagram için fotoğraf seçilmemiş; fotoğrafı seçin ya da alternatif metnini silin."]
    # It is enough for a network that needs one.
    content = with_own(page, "instagram", factories.photo()).get_latest_revision().as_object()
    content.lead_image, content.lead_image_alt, content.lead_image_credit = None, "", ""
    assert problems(content) == []


def test_what_was_signed_without_one_stays_as_it_was():
    content = draft().get_latest_revision().as_object()
    before = snapshot.canonical_content(content)["social_texts"]
    assert {name for row in before for name in row} == {"network", "sort_order", "text"}
    own = factories.photo("Havadan")
    content.social_texts.get(network="x").image = own
    content.social_texts.get(network="x").image_alt = ALT
    after = snapshot.canonical_content(content)["social_texts"]
    found = diffs.changes(BulletinPage, {"social_texts": before}, {"social_texts": after})
    assert {(one.label, one.photo_after) for one in found} == {
        ("Sosyal medya metni (X), bu ağın fotoğrafı", own.pk),
        ("Sosyal medya metni (X), fotoğrafın alternatif metni", None),
    }
