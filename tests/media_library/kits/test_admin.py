from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from media_library.kits import services
from media_library.kits.models import Kit, KitLink, KitState
from media_library.models import JobKind, Licence, MediaJob
from tests import factories
from tests.factories.kits import link_to, made_by_hand, make_public, message, press_photo
from tests.office import browser

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.thorough]


def form(name: str, photos=(), whole="", **more: str) -> dict:
    rows = [{"photo": photo.pk, **more} for photo in photos]
    return nested_form_data(
        {
            "name": name,
            "whole": whole,
            **more,
            "photos": inline_formset(rows),
            "videos": inline_formset([]),
            "documents": inline_formset([]),
        }
    )


def test_an_editor_makes_a_kit_and_the_worker_is_asked(photo) -> None:
    make_public(photo)
    response = browser(factories.editor()).post(reverse("kits:add"), form("Şenlik", [photo]))
    kit = Kit.objects.get()
    assert response.headers["Location"] == reverse("kits:inspect", args=[kit.pk])
    assert (kit.name, kit.title, kit.state) == ("Şenlik", "", KitState.PREPARING)
    assert (kit.created_by, kit.photos.get().photo) == (factories.editor(), photo)
    assert MediaJob.objects.filter(kind=JobKind.KIT, subject_id=kit.pk, state="queued").exists()


def test_a_photo_that_may_not_go_out_is_refused_by_name_in_the_form(db) -> None:
    blocked = press_photo("Ajansın fotoğrafı", licence=Licence.UNKNOWN)
    make_public(blocked)
    response = browser(factories.editor()).post(reverse("kits:add"), form("Şenlik", [blocked]))
    assert "“Ajansın fotoğrafı” kullanılamaz: kullanım hakkı bilinmiyor." in response.content.decode()
    assert "Kite en az bir" in browser(factories.editor()).post(reverse("kits:add"), form("Boş")).content.decode()
    assert not Kit.objects.exists()


def test_a_link_lasts_thirty_days_unless_somebody_says_otherwise(photo) -> None:
    kit = made_by_hand(photo)
    page = reverse("kits:inspect", args=[kit.pk])
    editor = browser(factories.editor())
    last = timezone.localdate() + dt.timedelta(days=30)
    assert f'value="{last.isoformat()}"' in editor.get(page).content.decode()
    editor.post(page, {"label": "Ege Postası", "email": "", "last_day": last.isoformat(), "password": "zeytin-2026"})
    link = KitLink.objects.get()
    assert timezone.localtime(link.expires_at).date() == last + dt.timedelta(days=1)
    text = editor.get(page).content.decode()
    assert f"/basin-kiti/{link.token}/" in text
    assert "zeytin-2026" not in text
    assert "geçmiş" in editor.post(page, {"label": "x", "last_day": "2020-01-01"}).content.decode()
    editor.post(reverse("kits:revoke", args=[kit.pk, link.pk]))
    link.refresh_from_db()
    assert (link.revoked_by, link.revoked_at is not None) == (factories.editor(), True)


def test_the_kits_page_says_who_fetched_what(kit: Kit, client) -> None:
    link = link_to(kit)
    file = kit.files.first()
    client.get(reverse("press_kit:file", args=[link.token, file.pk, file.last_name]))
    text = browser(factories.director()).get(reverse("kits:inspect", args=[kit.pk])).content.decode()
    assert "Ege Postası" in text
    assert file.name in text
    assert "Bağlantı oluştur" not in text  # the director looks


def test_only_those_who_may_change_kits_do(kit: Kit) -> None:
    link = link_to(kit)
    director = factories.director()
    for act in (
        lambda: services.make_link(kit=kit, user=director, label="x"),
        lambda: services.revoke_link(link=link, user=director),
        lambda: services.build_again(kit=kit, user=director),
        lambda: services.add_to_kit(kit=kit, user=director),
    ):
        with pytest.raises(PermissionDenied):
            act()
    stranger = factories.person("yabanci")
    assert browser(stranger).get(reverse("kits:inspect", args=[kit.pk])).status_code in (302, 403)


def test_a_bulletins_kit_has_no_form_of_its_own(photo) -> None:
    link = services.kit_for_content(content=factories.bulletin(), message=message(photo), version=1)
    editor = browser(factories.editor())
    response = editor.get(reverse("kits:edit", args=[link.kit_id]))
    assert response.headers["Location"] == reverse("kits:inspect", args=[link.kit_id])
    assert "kendiliğinden oluştu" in editor.get(response.headers["Location"]).content.decode()
    index = editor.get(reverse("kits:index")).content.decode()
    assert "2026/0123" in index
