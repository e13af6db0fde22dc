"""One click, and the picture is nowhere; the evidence stays."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from media_library.models import Photo, PhotoRendition, RightsState, Takedown
from media_library.rights import services, spread
from publishing.approval.publication import unsigned_live_content
from publishing.social.models import SocialPost
from tests.factories import (
    administrator,
    archivist,
    bulletin,
    director,
    distribution_list,
    editor,
    mayor,
    publish,
    social_editor,
    superuser,
    with_photo,
)
from tests.factories.rights import consent, shown
from tests.office import browser

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]
MAY, MAY_NOT = (archivist, director, mayor), (editor, social_editor, administrator, superuser)
SOCIAL = {"x": "Sahil yolu yenileniyor.", "instagram": "Sahil yolu yenileniyor."}


def published(photo, **values):
    return publish(bulletin(**with_photo(photo=photo), **values))


def stored(photo):
    return list(PhotoRendition.objects.filter(image=photo).values_list("file", flat=True))


def test_a_picture_leaves_page_list_feed_home_and_its_own_address(client, django_capture_on_commit_callbacks):
    photo = shown()
    consent(photo)
    page = published(photo)
    public = [reverse("bulletin", args=[page.slug]), reverse("bulletins"), "/bultenler/rss.xml", "/"]
    before = {address: client.get(address) for address in public}
    names = stored(photo)
    assert names
    assert any(name in before[public[0]].content.decode() for name in names)
    with django_capture_on_commit_callbacks(execute=True):
        services.take_down(photo=photo, user=archivist(), reason="İstek üzerine")
    assert stored(photo) == []
    storage = photo.file.storage
    assert not any(storage.exists(name) for name in names)
    for address in public:
        response = client.get(address)
        assert response.status_code == before[address].status_code
        assert not any(name in response.content.decode() for name in names), address
        assert "/media/images/" not in response.content.decode(), address
    assert stored(photo) == []
    assert client.get(f"/media/{names[0]}").status_code == 404
    assert storage.exists(photo.file.name)
    assert list(unsigned_live_content()) == []


def test_sizes_that_come_back_are_for_archivists_only(client):
    photo = shown()
    consent(photo)
    published(photo)
    services.take_down(photo=photo, user=archivist(), reason="istek")
    name = Photo.objects.get(pk=photo.pk).get_rendition("width-480|format-jpeg").file.name
    assert client.get(f"/media/{name}").status_code == 404
    assert browser(editor()).get(f"/media/{name}").status_code == 410
    assert browser(superuser()).get(f"/media/{photo.file.name}").status_code == 410
    assert browser(archivist()).get(f"/media/{name}").status_code == 200
    preview = reverse("wagtailimages:preview", args=[photo.pk, "width-165"])
    assert browser(editor()).get(preview).status_code == 410
    assert browser(archivist()).get(preview).status_code == 200


@pytest.mark.parametrize("who", MAY_NOT)
def test_others_cannot_take_down(who):
    photo = shown()
    with pytest.raises(PermissionDenied):
        services.take_down(photo=photo, user=who(), reason="istek")
    address = reverse("rights:take_down", args=["foto", photo.pk])
    client = browser(who())
    assert client.get(address).status_code == client.post(address, {"reason": "istek"}).status_code == 403
    assert client.get(reverse("rights:takedowns")).status_code == 403
    assert not Takedown.objects.exists()


@pytest.mark.parametrize("who", MAY)
def test_archivists_and_the_two_offices_take_down_with_one_click(who):
    photo = shown()
    address = reverse("rights:take_down", args=["foto", photo.pk])
    client = browser(who())
    assert client.get(address).status_code == 200
    response = client.post(address, {"reason": "İstek üzerine"})
    row = Takedown.objects.get()
    assert response["Location"] == reverse("rights:takedown", args=[row.pk])
    assert "İstek üzerine" in client.get(response["Location"]).content.decode()
    assert "İstek üzerine" in client.get(reverse("rights:takedowns")).content.decode()
    photo.refresh_from_db()
    assert photo.rights_state == RightsState.BLOCKED
    assert client.get(address)["Location"] == response["Location"]


def test_a_reason_is_needed_and_once_is_enough():
    photo = shown()
    with pytest.raises(ValidationError):
        services.take_down(photo=photo, user=archivist(), reason=" ")
    services.take_down(photo=photo, user=archivist(), reason="istek")
    with pytest.raises(ValidationError):
        services.take_down(photo=photo, user=archivist(), reason="istek")


def test_what_was_merged_goes_with_it_whichever_is_named():
    survivor, merged, other = shown(), shown(), shown()
    Photo.objects.filter(pk=merged.pk).update(merged_into=survivor)
    row = services.take_down(photo=merged, user=archivist(), reason="istek")
    down = Photo.objects.filter(withheld_at__isnull=False)
    assert set(down) == {survivor, merged}
    services.lift(takedown=row, user=archivist(), reason="yanlışlık")
    assert not down.all().exists()
    assert other.withheld_at is None


def test_lifting_is_for_archivists_and_brings_the_page_back(client):
    photo = shown()
    consent(photo)
    page = published(photo)
    row = services.take_down(photo=photo, user=director(), reason="istek")
    with pytest.raises(PermissionDenied):
        services.lift(takedown=row, user=director(), reason="yanlışlık")
    address = reverse("rights:lift", args=[row.pk])
    browser(mayor()).post(address, {"reason": "yanlışlık"})
    row.refresh_from_db()
    assert row.lifted_at is None
    browser(archivist()).post(address, {"reason": "yanlışlık"})
    row.refresh_from_db()
    photo.refresh_from_db()
    assert (row.lifted_by, row.lift_reason, photo.withheld_at) == (archivist(), "yanlışlık", None)
    assert photo.rights_state == RightsState.CLEAR
    text = client.get(reverse("bulletin", args=[page.slug])).content.decode()
    assert "/media/images/" in text
    with pytest.raises(ValidationError):
        services.lift(takedown=row, user=archivist(), reason="yanlışlık")


def test_the_queue_loses_the_picture_or_the_post():
    photo = shown()
    consent(photo)
    published(photo, social=SOCIAL)
    posts = {post.network: post for post in SocialPost.objects.all()}
    client = browser(social_editor())
    assert client.get(reverse("social_crop", args=[posts["x"].pk])).status_code == 200
    services.take_down(photo=photo, user=archivist(), reason="istek")
    for post in posts.values():
        post.refresh_from_db()
    assert (posts["x"].state, posts["x"].image) == ("ready", None)
    assert posts["instagram"].state == "cancelled"
    assert client.get(reverse("social_crop", args=[posts["x"].pk])).status_code == 404
    assert client.get(reverse("social_crop", args=[posts["instagram"].pk])).status_code == 410


def test_a_posted_picture_is_to_be_removed():
    from publishing.social import services as social

    photo = shown()
    consent(photo)
    published(photo, social={"x": SOCIAL["x"]})
    post = SocialPost.objects.get()
    social.mark_posted(post=post, user=social_editor(), url="https://x.com/belediye/1")
    row = services.take_down(photo=photo, user=archivist(), reason="istek")
    post.refresh_from_db()
    assert post.state == "to_remove"
    section = next(one for one in row.spread["sections"] if one["name"] == "social")
    assert section["rows"][0]["url"] == "https://x.com/belediye/1"
    assert "ağdan silin" in section["rows"][0]["todo"]


def test_the_page_lists_where_it_was_and_who_had_it():
    from publishing.dispatch.models import Delivery

    photo = shown("Tören")
    consent(photo)
    lists = [distribution_list(emails=("bir@gazete.example", "iki@gazete.example"))]
    page = published(photo, lists=lists, social={"x": SOCIAL["x"]})
    Delivery.objects.filter(channel="email").update(state="accepted")
    row = services.take_down(photo=photo, user=archivist(), reason="istek")
    text = browser(director()).get(reverse("rights:takedown", args=[row.pk])).content.decode()
    for words in (
        page.title, "Nerede kullanıldı", "Kimlere gönderildi", "2 alıcı", "Sosyal medyada",
        "Fotoğraf sayfada artık gösterilmiyor", "6698 sayılı", "Metni kopyala",
    ):  # fmt: skip
        assert words in text
    usage = row.spread["sections"][0]
    assert usage["name"] == "usage"
    assert usage["rows"][0]["public"]


def test_the_spread_of_an_unused_picture_is_empty():
    assert spread.spread_of([shown()]) == {"sections": []}


def test_a_withdrawn_consent_takes_down_what_is_public_and_only_that(client):
    public, unused = shown("Yayında"), shown("Kullanılmamış")
    row = consent(public, unused)
    published(public)
    page = browser(archivist()).get(reverse("rights:consent_withdraw", args=[row.pk])).content.decode()
    assert "1 fotoğraf ya da video hemen yayından kaldırılacak" in page
    taken = services.withdraw_consent(consent=row, user=archivist(), note="")
    assert [one.photo for one in taken] == [public]
    assert taken[0].consent == row
    public.refresh_from_db()
    unused.refresh_from_db()
    assert public.withheld_at is not None
    assert (unused.withheld_at, unused.rights_state) == (None, RightsState.BLOCKED)


def test_a_newer_consent_keeps_the_picture_up():
    photo = shown()
    old = consent(photo)
    consent(photo, name="ayşe yılmaz")
    published(photo)
    assert services.withdraw_consent(consent=old, user=archivist(), note="") == []
