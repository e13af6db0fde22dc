"""From a shoot to a draft: what may be shown goes in with the archive's words, the rest is said."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from media_library.archive import actions
from media_library.models import JobKind, LegalBasis, MediaJob, Photographer, Shoot, VideoState
from press_archive.galleries.models import GalleryEntry, Kind, PhotoGalleryPage, VideoGalleryPage
from press_archive.galleries.services import NothingToShow, gallery_from_shoot
from tests import factories
from tests.factories.galleries import photo_gallery, video
from tests.office import browser

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def shoot():
    found = Shoot.objects.create(title="Işık şenliği", place="Çarşı Meydanı")
    who = Photographer.objects.create(name="İpek Yılmaz")
    words = {"shoot": found, "legal_basis": LegalBasis.PUBLIC_EVENT}
    factories.photo("Bir", description="Fener yakanlar", credit="Foto: Ali", caption="Meydan doldu.", **words)
    factories.photo("İki", description="", photographer=who, **words)
    return found


def test_a_shoot_becomes_a_draft_with_the_words_of_the_archive(shoot):
    MediaJob.objects.all().delete()
    draft = gallery_from_shoot(user=factories.editor(), shoot=shoot)
    page = PhotoGalleryPage.objects.get(pk=draft.page.pk)
    assert (page.title, page.slug, page.date, page.place, page.shoot) == (
        "Işık şenliği", "isik-senligi", shoot.date, "Çarşı Meydanı", shoot,
    )  # fmt: skip
    assert not page.live
    assert draft.left_out == []
    assert [(row.alt, row.credit, row.caption) for row in page.get_latest_revision().as_object().rows] == [
        ("Fener yakanlar", "Foto: Ali", "Meydan doldu."),
        ("", "Fotoğraf: İpek Yılmaz", ""),
    ]
    assert MediaJob.objects.filter(kind=JobKind.PHOTO).count() == 2
    assert not GalleryEntry.objects.exists()


def test_what_may_not_be_shown_stays_out_and_is_said(shoot):
    front = shoot.photos.get(title="Bir")
    factories.photo("Rızasız", shoot=shoot, legal_basis=LegalBasis.CONSENT)
    factories.photo("Benzeri", shoot=shoot, stack=front)
    factories.photo("Birleşmiş", shoot=shoot, merged_into=front)
    draft = gallery_from_shoot(user=factories.editor(), shoot=shoot)
    assert [row.photo.title for row in draft.page.rows] == ["Bir", "İki"]
    assert draft.left_out == ["“Rızasız” kullanılamaz: açık rıza kaydı yok."]


@pytest.mark.both
def test_chosen_photos_keep_their_order_and_name_their_shoot(shoot):
    chosen = list(shoot.photos.order_by("-pk").values_list("pk", flat=True))
    page = gallery_from_shoot(user=factories.editor(), chosen=chosen).page
    assert [row.photo_id for row in page.rows] == chosen
    assert page.shoot == shoot
    mixed = gallery_from_shoot(user=factories.editor(), chosen=[*chosen, factories.photo().pk]).page
    assert mixed.shoot is None


def test_videos_of_a_shoot_become_a_video_gallery(shoot):
    video("Geçit", shoot=shoot)
    video("Ham", shoot=shoot, state=VideoState.WAITING)
    draft = gallery_from_shoot(user=factories.editor(), kind=Kind.VIDEO, shoot=shoot)
    assert isinstance(draft.page, VideoGalleryPage)
    assert [row.title for row in draft.page.rows] == ["Geçit"]
    assert draft.left_out == ["“Ham” henüz hazır değil."]


def test_nothing_to_show_and_nobody_who_may(shoot):
    with pytest.raises(NothingToShow, match="video yok"):
        gallery_from_shoot(user=factories.editor(), kind=Kind.VIDEO, shoot=shoot)
    with pytest.raises(PermissionDenied):
        gallery_from_shoot(user=factories.archivist(), shoot=shoot)
    assert not PhotoGalleryPage.objects.exists()


def test_buttons_on_shoots_and_selections_lead_to_the_editor(shoot):
    editor = factories.editor()
    names = {one.name for one in [*actions.for_shoot(editor), *actions.for_selection(editor)]}
    assert {"photo_gallery", "video_gallery", "gallery"} <= names
    assert "photo_gallery" not in {one.name for one in actions.for_shoot(factories.archivist())}
    window = browser(editor)
    response = window.post(reverse("gallery_from_shoot", args=[shoot.pk]), follow=True)
    page = PhotoGalleryPage.objects.get()
    assert response.redirect_chain[-1][0] == reverse("wagtailadmin_pages:edit", args=[page.pk])
    html = response.content.decode()
    assert "Galeri taslağı hazır: 2 öge." in html
    assert "gallery-rows__row" in html
    chosen = ",".join(str(pk) for pk in shoot.photos.values_list("pk", flat=True))
    response = window.post(reverse("gallery_from_selection"), {"foto": chosen, "donus": "https://kotu.example/"})
    assert response.url == reverse("wagtailadmin_pages:edit", args=[PhotoGalleryPage.objects.latest("pk").pk])
    response = window.post(reverse("gallery_from_selection"), {"donus": "https://kotu.example/"})
    assert response.url == reverse("archive:finder")
    assert window.get(reverse("gallery_from_selection")).status_code == 405


def form_data(page, rows=None, **changes):
    content = page.get_latest_revision_as_object()
    given = [
        {"photo": row.photo_id, "alt": row.alt, "credit": row.credit, "caption": row.caption, "id": row.pk or ""}
        for row in content.rows
    ]
    data = {
        "title": content.title, "slug": content.slug, "summary": content.summary, "date": content.date.isoformat(),
        "place": content.place, "go_live_at": "", "comments": inline_formset([]),
        "photos": inline_formset(rows if rows is not None else given, initial=len(content.rows)),
    }  # fmt: skip
    return nested_form_data(data | changes)


def test_the_form_keeps_a_draft_and_tells_what_a_submission_lacks():
    page = photo_gallery()
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    window = browser(factories.editor())
    assert window.post(address, form_data(page, summary="")).status_code == 302
    first = page.rows[0]
    same = [
        {"photo": first.photo_id, "alt": "Biri", "credit": "Foto: Ali", "caption": "", "id": row.pk}
        for row in page.rows
    ]
    response = window.post(address, form_data(page, rows=same, summary="Kareler") | {"action-submit": "1"})
    assert response.status_code == 200
    assert "1, 2, 3. sıralarda aynı fotoğraf var." in response.content.decode()
    assert window.post(address, form_data(page, summary="Kareler") | {"action-submit": "1"}).status_code == 302
    assert PhotoGalleryPage.objects.get(pk=page.pk).workflow_in_progress


def test_the_list_of_galleries_in_the_admin():
    photo_gallery(title="Şenlikten kareler")
    window = browser(factories.editor())
    html = window.get("/admin/foto-galeriler/").content.decode()
    assert "Şenlikten kareler" in html
    assert "/admin/pages/add/galleries/photogallerypage/" in html
    assert window.get("/admin/video-galeriler/").status_code == 200
    assert "Galeriler" in window.get("/admin/").content.decode()


def test_the_menu_asks_once_who_makes_galleries():
    window = browser(factories.superuser())
    with CaptureQueriesContext(connection) as asked:
        page = window.get(reverse("categories:index"))
    assert reverse("photo_galleries_admin:index") in page.content.decode()
    assert sum('"galleries_photogalleryindexpage"' in one["sql"] for one in asked) == 1
