"""Nothing that the archivist wrote is typed again: empty words of a draft are filled, and no others ever."""

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, streamfield

from media_library.archive import batch
from press_archive.bulletins.models import BulletinPage
from press_archive.galleries.models import PhotoGalleryPage
from tests import factories
from tests.factories.galleries import photo_gallery, row
from tests.office import browser, form_data

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def picture(photo, **words):
    return {"image": photo.pk, "alt": "", "credit": "", "caption": "", **words}


def drafted(photo, **values):
    body = [
        {"type": "picture", "value": picture(photo)},
        {"type": "gallery", "value": {"title": "", "pictures": [picture(photo, alt="Elle yazıldı"), picture(photo)]}},
    ]
    return factories.bulletin(lead_image=photo, body=body, **values)


def opened(page):
    """The page as the editing screen shows it."""
    response = browser(factories.editor()).get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert response.status_code == 200
    return response.context["form"].instance


def words(page):
    """(alt, credit, caption) of each photo of a bulletin, the lead photo first."""
    single, gallery = page.body[0].value, page.body[1].value["pictures"]
    shown = [(one["alt"], one["credit"], one["caption"]) for one in (single, *gallery)]
    return [(page.lead_image_alt, page.lead_image_credit), *shown]


def describe(photo):
    """As the archivist does it, after the draft was saved."""
    changes = [
        batch.Change(field=name, how=batch.How.WRITE, value=value)
        for name, value in (("description", "Kazı alanı"), ("credit", "Deniz Örnek"), ("caption", "Hat döşendi."))
    ]
    batch.edit_many(user=factories.archivist(), photos=[photo.pk], changes=changes)


EMPTY = [("", ""), ("", "", ""), ("Elle yazıldı", "", ""), ("", "", "")]
FULL = [
    ("Kazı alanı", "Deniz Örnek"),
    ("Kazı alanı", "Deniz Örnek", "Hat döşendi."),
    ("Elle yazıldı", "Deniz Örnek", "Hat döşendi."),
    ("Kazı alanı", "Deniz Örnek", "Hat döşendi."),
]


def test_a_photo_described_later_fills_the_open_draft_and_nothing_else():
    photo = factories.photo()
    page = drafted(photo)
    assert words(opened(page)) == EMPTY
    describe(photo)
    assert words(opened(page)) == FULL
    # Somebody takes a caption away and saves: it stays away. What nobody saved is not written by looking.
    assert words(page.get_latest_revision_as_object()) == EMPTY
    content = page.get_latest_revision_as_object()
    content.save_revision(user=factories.editor())
    assert [one[2] for one in words(opened(page))[1:]] == ["", "", ""]
    # What is asked before a signature is the content as it stands, whatever the archive could say.
    assert content.submission_errors()
    assert words(content) == EMPTY


def test_what_is_being_signed_or_was_is_not_filled():
    photo = factories.photo()
    page = factories.bulletin(
        lead_image=photo, lead_image_alt="Alan", lead_image_credit="Ali",
        body=[{"type": "picture", "value": picture(photo, alt="Alan", credit="Ali")}],
    )  # fmt: skip
    factories.submit(page)
    describe(photo)
    page = BulletinPage.objects.get(pk=page.pk)
    assert opened(page).body[0].value["caption"] == ""
    for signer in (factories.director(), factories.mayor()):
        page = factories.sign(page, user=signer)
    assert page.live
    assert opened(page).body[0].value["caption"] == ""


def test_what_is_saved_takes_the_words_along():
    photo = factories.photo(description="Kazı alanı", credit="Deniz Örnek", caption="Hat döşendi.")
    page = drafted(photo)
    gallery = {"title": "", "pictures": streamfield_list([picture(photo, alt="Elle yazıldı"), picture(photo)])}
    data = form_data(page, body=streamfield([("picture", picture(photo)), ("gallery", gallery)]))
    client = browser(factories.editor())
    answer = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), nested_form_data(data))
    assert answer.status_code == 302
    saved = words(BulletinPage.objects.get(pk=page.pk).get_latest_revision_as_object())
    # Needed words are filled; a caption left out is left out.
    assert saved == [one if len(one) == 2 else (*one[:2], "") for one in FULL]


def streamfield_list(values):
    items = {str(number): {"value": value, "deleted": "", "order": str(number)} for number, value in enumerate(values)}
    return {"count": str(len(values)), **items}


def test_a_gallery_fills_its_rows_too():
    photo = factories.photo()
    page = photo_gallery([row(photo, alt="", credit="", caption=""), row()])
    describe(photo)
    first = opened(page).rows[0]
    assert (first.alt, first.credit, first.caption) == FULL[1]
    assert PhotoGalleryPage.objects.get(pk=page.pk).rows[0].alt == ""
