"""Parts of public pages that are rendered once: shown as long as they are what would be rendered now, and no longer."""

import re
import time

import pytest
from django.core.cache import caches
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.website import deployment, facts, generation, parts, pictures, selectors
from cms.website.entries import KINDS
from cms.website.models import KeptPart
from cms.website.selectors import absolute
from media_library.models import Consent, Photo, PhotoRendition
from media_library.renditions.storing import make_sizes
from tests import factories
from tests.factories import rights
from tests.factories.bulletins import with_labels
from tests.factories.galleries import photo_gallery, row, video_gallery

pytestmark = pytest.mark.django_db


def text_of(client, address):
    """What a stranger reads, from no page that is kept whole."""
    caches["pages"].clear()
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def kept(page, name="page"):
    return KeptPart.objects.filter(page_id=page.pk, name=name).first()


def published(**values):
    """A public bulletin whose photo has all its sizes, so that its parts are kept for good."""
    page = factories.publish(factories.bulletin(**{**factories.with_photo(), **values}))
    make_sizes(page.lead_image)
    return page


def read(client, *pages):
    """Every part of ``pages`` has been asked for and is kept."""
    for page in pages:
        text_of(client, page.public_path)
        text_of(client, f"/{page.public_path.split('/')[1]}/")
    return [row.text for page in pages for row in KeptPart.objects.filter(page_id=page.pk).order_by("name")]


def as_rendered_now(client, page):
    """What a stranger reads at the address of ``page``, once as it is kept and once from a table without parts."""
    addresses = (page.public_path, f"/{page.public_path.split('/')[1]}/", "/")
    shown = [text_of(client, address) for address in addresses]
    assert [text_of(client, address) for address in addresses] == shown
    KeptPart.objects.all().delete()
    assert [text_of(client, address) for address in addresses] == shown
    return shown[0]


def test_a_page_is_rendered_once(client, monkeypatch):
    page = published()
    first = text_of(client, page.public_path)
    monkeypatch.setattr(parts, "rendered_page", None)
    assert text_of(client, page.public_path) == first
    assert page.summary in first
    assert not [mark for mark in ("<!--frame", "csrf", "nonce") if mark in first]


def test_a_page_and_a_list_cost_two_queries(client):
    pages = [published() for _ in range(3)]
    for address in (pages[0].public_path, "/bultenler/"):
        text_of(client, address)
        caches["pages"].clear()
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        assert len(captured) == 2, captured.captured_queries


def test_a_correction_is_rendered_anew(client):
    page = published()
    before = read(client, page)
    corrected = factories.publish(factories.edit(page, summary="Düzeltilmiş özet.", correction="Özet düzeltildi."))
    html = as_rendered_now(client, corrected)
    assert "Düzeltilmiş özet." in html
    assert "Özet düzeltildi." in html
    assert read(client, corrected) != before


def test_nothing_of_a_withdrawn_bulletin_stays_in_the_table(client):
    page = published()
    read(client, page)
    factories.withdraw(page)
    assert kept(page) is kept(page, "card") is None
    caches["pages"].clear()
    assert client.get(page.public_path).status_code == 410


def test_the_identity_stands_in_pages_and_not_in_cards(client):
    page = published()
    read(client, page)
    card = kept(page, "card").key
    factories.identity(municipality="Yeni Belediye")
    html = as_rendered_now(client, page)
    assert html.count("Yeni Belediye") > 4
    assert "Büyükşehir" not in html
    assert kept(page, "card").key == card


@pytest.mark.parametrize("make", [published, photo_gallery, video_gallery])
def test_a_takedown_takes_the_picture_out_at_once_whoever_writes_it(client, make):
    page = make() if make is published else factories.publish(make())
    read(client, page)
    item = page.lead_image if make is published else page.rows[0].video if make is video_gallery else page.rows[0].photo
    address = r'src="(/media/[^"]+)"'
    before = set(re.findall(address, text_of(client, page.public_path)))
    type(item)._default_manager.filter(pk=item.pk).update(withheld_at=timezone.now())
    assert kept(page) is None
    after = set(re.findall(address, as_rendered_now(client, page)))
    assert before - after
    type(item)._default_manager.filter(pk=item.pk).update(withheld_at=None)
    assert before == set(re.findall(address, as_rendered_now(client, page)))


def test_what_only_the_website_may_show_is_not_offered_to_the_press(client):
    """Whoever changes the consent: the page, the feed and the kept parts of both follow at once."""
    page = factories.publish(photo_gallery([row(), row()]))
    first, second = (one.photo for one in page.rows)
    for photo in (first, second):
        make_sizes(photo)
    feed, may_use = "/foto-galeri/rss.xml", "İndirilebilen fotoğraflar, kaynağı belirtilerek haberlerde kullanılabilir."

    def offered():
        html, xml = as_rendered_now(client, page), text_of(client, feed)
        assert text_of(client, feed) == xml
        assert html.count("<picture") == 2
        enclosed = "".join(re.findall("<enclosure[^>]+>", xml))
        size = [pk for pk, url in press.items() if f'"{url}"' in enclosed]
        assert bool(enclosed) == bool(size) == (may_use in html) == ("hepsi.zip" in html)
        host = absolute("/").rstrip("/")
        return [f'href="{url.removeprefix(host)}" download' in html for url in press.values()], size

    press = {photo.pk: absolute(pictures.rendition(photo, pictures.PRESS).url) for photo in (first, second)}
    assert offered() == ([True, True], [first.pk])
    consent = rights.consent(first)
    consents = Consent.objects.filter(pk=consent.pk)
    for change, left in (
        (lambda: consents.update(for_press=False), ([False, True], [second.pk])),
        (lambda: consent.photos.add(second), ([False, False], [])),
        (lambda: consent.photos.remove(first, second), ([True, True], [first.pk])),
    ):
        offered()
        assert kept(page)
        assert kept(page, "feed")
        change()
        assert kept(page) is kept(page, "feed") is None
        assert offered() == left
    twin = factories.photo()
    Photo.objects.filter(pk=first.pk).update(merged_into=twin)
    offered()
    assert kept(page)
    consent.photos.add(twin)
    assert kept(page) is None
    assert offered() == ([False, True], [second.pk])


def test_a_format_that_is_ready_later_is_shown_then(client):
    page = factories.publish(factories.bulletin(**factories.with_photo()))
    assert "image/avif" not in text_of(client, page.public_path)
    make_sizes(page.lead_image)
    assert "image/avif" in as_rendered_now(client, page)
    photo = Photo.objects.get(pk=page.lead_image_id)
    PhotoRendition.objects.filter(image=photo, filter_spec__contains="avif").delete()
    assert "image/avif" not in as_rendered_now(client, page)


def test_what_lacks_a_format_is_not_kept_for_long(client, time_machine):
    page = factories.publish(factories.bulletin(**factories.with_photo()))
    for _ in range(2):  # the first draws what is missing, and so changes what is public
        text_of(client, page.public_path)
    assert '"until"' in kept(page).more
    now = int(time.time()) + pictures.PATIENCE + 1
    time_machine.move_to(now, tick=False)
    text_of(client, page.public_path)
    assert f'"until": {now + pictures.PATIENCE}' in kept(page).more


def test_rows_that_cards_name_drop_them_when_they_change(client):
    """Their names cannot change once they are on the air; should anything else of them stand in a card one day."""
    page = factories.publish(with_labels(factories.bulletin(), "Sahil"))
    for _ in range(2):
        read(client, page)
    assert kept(page, "card")
    type(page.department).objects.filter(pk=page.department_id).update(active=False)
    assert kept(page, "card") is kept(page) is None


def test_a_link_leads_to_what_is_public_now(client):
    target = published(title="Hedef")
    link = f'<p>Bkz. <a linktype="page" id="{target.pk}">hedef</a></p>'
    page = published(body=[{"type": "paragraph", "value": link}])
    address = f'href="{target.get_url()}"'
    read(client, page)
    assert address in text_of(client, page.public_path)
    factories.withdraw(target)
    assert kept(page)
    assert address not in as_rendered_now(client, page)


def test_a_deployment_renders_everything_anew(client, monkeypatch):
    page = published()
    read(client, page)
    old = {row.pk: row.key for row in KeptPart.objects.filter(page_id=page.pk)}
    monkeypatch.setattr(deployment, "digest", lambda: "another")
    read(client, page)
    assert all(row.key != old[row.pk] for row in KeptPart.objects.filter(page_id=page.pk, name__in=["card", "page"]))


def test_who_writes_into_the_table_is_not_shown_and_is_found(client, caplog):
    page = published()
    before = read(client, page)
    for name in ("page", "card"):
        row = kept(page, name)
        KeptPart.objects.filter(pk=row.pk).update(text=row.text.replace(page.title, "Belediye satıldı"))
    assert "Belediye satıldı" not in text_of(client, page.public_path)
    assert "Belediye satıldı" not in text_of(client, "/bultenler/")
    assert "was changed by somebody else" in caplog.text
    with pytest.raises(CommandError, match=f"{page.title} \\(hazır tutulan HTML sistemin yazdığı değil"):
        call_command("verify_evidence")
    KeptPart.objects.all().delete()
    assert read(client, page) == before
    call_command("verify_evidence")


def test_a_part_of_another_page_or_version_is_not_taken(client):
    one, other = published(title="Bir"), published(title="Öteki")
    read(client, one, other)
    foreign = kept(other)
    KeptPart.objects.filter(pk=kept(one).pk).update(text=foreign.text, more=foreign.more, seal=foreign.seal)
    assert "<h1>Bir</h1>" in text_of(client, one.public_path)
    KeptPart.objects.filter(pk=kept(one).pk).update(key=foreign.key)
    assert "<h1>Bir</h1>" in text_of(client, one.public_path)


def test_a_sealed_part_that_is_not_what_is_rendered_is_found(client):
    """Should a trigger be missing: the comparison does not rely on them."""
    page = published()
    read(client, page)
    row = kept(page)
    row.text = row.text.replace(page.summary, "Başka özet")
    row.seal = parts.sealed(row.page_id, row.name, row.key, row.text, row.more)
    row.save()
    with pytest.raises(CommandError, match="hazır tutulan HTML şimdi üretilenle aynı değil"):
        call_command("verify_evidence")


def test_nothing_is_kept_that_was_begun_before_a_change():
    page = published()
    kind, frame = KINDS["bulletin"], selectors.frame(None)
    line = parts.served(kind, page.slug, frame).line
    generation.raise_now()
    parts.page(kind, line, frame)
    assert kept(page) is None
    frame = selectors.frame(None)
    parts.page(kind, line, frame)
    assert kept(page) is not None


def test_a_command_renders_what_is_missing(capsys):
    page, gallery = published(), factories.publish(photo_gallery())
    call_command("keep_parts")  # the galleries' photos get their sizes, which changes what is public
    call_command("keep_parts")
    assert kept(page)
    assert kept(page, "card")
    assert kept(page, "lead")
    assert kept(gallery)
    facts.forget()
    call_command("verify_evidence")
