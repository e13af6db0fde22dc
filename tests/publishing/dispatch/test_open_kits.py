"""The kit of a public bulletin for everybody: the signed version's, and nothing after the withdrawal."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from django.test import Client

from media_library.kits import zip_response
from media_library.kits.models import KitDownload, KitLink
from media_library.models import LegalBasis
from media_library.rights.services import take_down
from tests import factories
from tests.factories.kits import build, made_by_hand

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def got(address: str, **headers: str):
    answer = Client().get(address, headers=headers)
    return answer, b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_everybody_gets_what_was_signed_and_nothing_once_it_is_withdrawn(monkeypatch) -> None:
    photo = factories.photo(legal_basis=LegalBasis.PUBLIC_EVENT)
    page = factories.publish(factories.bulletin(**factories.with_photo(photo=photo)))
    home, waiting = f"/basin-kiti/bulten/{page.pk}/", f"/basin-kiti/bulten/{page.pk}/hepsi.zip"
    assert got(home)[0].status_code == 200
    assert got(waiting)[0].status_code == 503  # not made yet
    build()
    html = got(page.public_path)[1].decode()
    named = set(re.findall(r'href="(/basin-kiti/[^"]+)"', html))
    assert named == {home, waiting, *(f"{home}metin.{suffix}" for suffix in ("docx", "txt", "pdf"))}
    for address in sorted(named):
        answer, body = got(address)
        assert answer.status_code == 200, address
        assert (answer["Cache-Control"], answer.cookies) == ("private, no-store", {})
        assert body
    assert page.summary in got(f"{home}metin.txt")[1].decode("utf-8-sig")
    with zipfile.ZipFile(io.BytesIO(got(waiting)[1])) as whole:
        names = whole.namelist()
    assert len(names) == 6  # three texts, two sizes of the photo, captions.txt
    answer, part = got(waiting, Range="bytes=0-3")
    assert (answer.status_code, part) == (206, b"PK\x03\x04")
    listing = got(home)[1].decode()
    offered = set(re.findall(r'(?:href|src)="(/basin-kiti/[^"]+)"', listing))
    assert len(offered) == 7  # the zip, three texts, two sizes, the thumbnail
    assert KitLink.objects.get().token not in listing + html
    assert {got(address)[0].status_code for address in offered} == {200}
    assert not KitDownload.objects.exists()  # of strangers nothing is kept
    for wrong in ("metin.exe", "dosya/1/baska.jpg", "baska.zip", "kucuk/0.jpg"):
        assert got(home + wrong)[0].status_code == 404, wrong
    assert got(f"/basin-kiti/bulten/{10**30}/")[0].status_code == 404

    monkeypatch.setattr(zip_response, "ASK_EVERY", 0)
    pieces = Client().get(waiting).streaming_content
    assert next(pieces)

    corrected = factories.publish(factories.edit(page, summary="Yeni özet.", correction="Özet düzeltildi."))
    with pytest.raises(zip_response.Interrupted):
        list(pieces)
    assert got(f"{home}metin.txt")[0].status_code == 503
    build()
    assert "Yeni özet." in got(f"{home}metin.txt")[1].decode("utf-8-sig")
    offered = set(re.findall(r'(?:href|src)="(/basin-kiti/[^"]+)"', got(home)[1].decode()))

    take_down(photo=photo, user=factories.archivist(), reason="Aile istedi")
    photos = [one for one in offered if "/dosya/" in one and one.endswith(".jpg")]
    assert [got(one)[0].status_code for one in photos] == [404, 404]
    assert "kitten çıkarıldı" in got(home)[1].decode()

    factories.withdraw(corrected)
    assert {got(address)[0].status_code for address in named | offered} == {410}


def test_a_page_that_is_not_public_has_none_and_no_kit_made_by_hand_takes_its_place() -> None:
    draft = factories.bulletin()
    by_hand = made_by_hand(factories.photo(legal_basis=LegalBasis.PUBLIC_EVENT))
    build()
    assert by_hand.files.exists()
    for pk in (draft.pk, by_hand.pk, draft.pk + 10**6):
        assert got(f"/basin-kiti/bulten/{pk}/")[0].status_code == 404
