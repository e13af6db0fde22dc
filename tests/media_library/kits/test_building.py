from __future__ import annotations

import datetime as dt
import io
import re
import subprocess
import zipfile
import zlib
from pathlib import Path
from urllib.request import OpenerDirector

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from PIL import Image

from media_library.kits import builder, selectors, services, texts
from media_library.kits.models import BUILT, FileRole, Kit, KitFile, KitState
from media_library.models import Licence, MediaJob, Photo, PublicFile
from media_library.signals import item_restored, item_withheld
from media_library.work.jobs.registry import LeaseLost
from tests import factories
from tests.factories.kits import (
    build,
    certificate_of,
    document,
    made_by_hand,
    make_public,
    message,
    press_photo,
)

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.once]


def stored(file: KitFile) -> bytes:
    with default_storage.open(file.stored_name) as stream:
        return stream.read()


def exif(data: bytes, tmp_path: Path) -> str:
    path = tmp_path / "x.jpg"
    path.write_bytes(data)
    return subprocess.run(
        ["exiftool", "-a", "-G1", "-s", "-charset", "utf8", str(path)], capture_output=True, text=True, check=True
    ).stdout


def unzipped(kit: Kit) -> dict[str, bytes]:
    data = b"".join(selectors.contents_of(kit).archive().read())
    with zipfile.ZipFile(io.BytesIO(data)) as found:
        assert found.testzip() is None
        return {info.filename: found.read(info) for info in found.infolist()}


def test_a_kit_holds_each_photo_in_two_sizes_its_words_and_the_documents(kit: Kit) -> None:
    assert kit.state == KitState.READY
    assert list(unzipped(kit)) == [
        f"web-1600/basin-kiti-{kit.pk}-01.jpg",
        f"orijinal/basin-kiti-{kit.pk}-01.jpg",
        "belge/Şenlik Programı (İğdır).pdf",
        "captions.txt",
    ]


def test_the_files_carry_the_offices_words_and_not_the_place_of_the_camera(tmp_path: Path) -> None:
    photo = press_photo(width=1800)
    kit = made_by_hand(photo)
    build()
    with photo.file.open() as stream:
        before = stream.read()
    assert "GPS" in exif(before, tmp_path)
    for file in kit.files.filter(photo=photo):
        said = exif(stored(file), tmp_path)
        assert "GPS" not in said
        assert "İğdeli Mahallesi" in said
        assert "Fotoğraf: Gökçe Işık" in said
        assert "Haber amaçlı kullanım serbesttir." in said
        assert "© Ayvalık Belediyesi" in said
    original, web = stored(kit.files.get(role=FileRole.ORIGINAL)), stored(kit.files.get(role=FileRole.WEB))
    with Image.open(io.BytesIO(original)) as handed_out, Image.open(io.BytesIO(before)) as taken:
        assert handed_out.tobytes() == taken.tobytes()
    with Image.open(io.BytesIO(web)) as small:
        assert max(small.size) == 1600


def test_captions_open_in_old_editors_with_turkish_letters(kit: Kit) -> None:
    words = unzipped(kit)["captions.txt"]
    assert words.startswith(b"\xef\xbb\xbf")
    lines = words.decode("utf-8-sig").split("\r\n")
    assert lines[:4] == [
        f"basin-kiti-{kit.pk}-01.jpg",
        "Sahil yolunda çalışma, İğdeli Mahallesi",
        "Fotoğraf/görüntü: Fotoğraf: Gökçe Işık",
        "Kullanım koşulları: Haber amaçlı kullanım serbesttir.",
    ]
    assert b"\n" not in words.replace(b"\r\n", b"")


def test_a_build_that_is_repeated_makes_no_file_anew_and_changes_nothing(kit: Kit) -> None:
    before = list(kit.files.values_list("name", "stored_name", "made_at"))
    services.build_again(kit=kit, user=factories.editor())
    build()
    again = Kit.objects.get(pk=kit.pk)
    assert list(again.files.values_list("name", "stored_name", "made_at")) == before
    assert again.revision == kit.revision


def test_two_kits_share_the_copies_of_a_photo(kit: Kit, photo: Photo) -> None:
    other = made_by_hand(photo, name="Başka kit")
    build()
    names = set(kit.files.filter(photo=photo).values_list("stored_name", flat=True))
    assert set(other.files.filter(photo=photo).values_list("stored_name", flat=True)) == names


def test_words_of_the_archive_change_nothing_and_newly_signed_ones_make_new_copies(kit: Kit, photo, tmp_path) -> None:
    Photo.objects.filter(pk=photo.pk).update(caption="Arşivde değişen fotoğraf altı")
    assert not services.look_for_changes(kit=kit, contents=selectors.contents_of(kit))
    services.build_again(kit=kit, user=factories.editor())
    build()
    assert "değişen" not in unzipped(kit)["captions.txt"].decode()
    PublicFile.objects.filter(photo=photo).delete()
    photo.refresh_from_db()
    make_public(photo)
    contents = selectors.contents_of(kit)
    assert [file.role for file in contents.files] == [FileRole.DOCUMENT]  # the old words are gone at once
    assert services.look_for_changes(kit=kit, contents=contents)
    build()
    kit.refresh_from_db()
    assert "Arşivde değişen fotoğraf altı" in exif(stored(kit.files.get(role=FileRole.WEB)), tmp_path)
    assert "Arşivde değişen fotoğraf altı" in unzipped(kit)["captions.txt"].decode()
    assert not services.look_for_changes(kit=kit, contents=selectors.contents_of(kit))


def test_a_copy_is_made_of_the_signed_bytes_or_not_at_all(photo: Photo) -> None:
    kit = made_by_hand(photo, files=(document(),))
    with default_storage.open(photo.file.name, "wb") as stream:
        stream.write(factories.jpeg(600, 400, "#000000"))
    build()
    kit.refresh_from_db()
    assert [file.role for file in kit.files.all()] == [FileRole.DOCUMENT]
    assert f"basin-kiti-{kit.pk}-01.jpg" in kit.error
    with default_storage.open(kit.documents.get().document.file.name, "wb") as stream:
        stream.write(b"%PDF-1.4 baska")
    kit.files.all().delete()
    services.build_again(kit=kit, user=factories.editor())
    build()
    assert not kit.files.exists()


def test_what_may_not_go_to_the_press_is_refused_and_left_out_when_that_ends_later(kit: Kit, photo: Photo) -> None:
    blocked = press_photo("Ajans", licence=Licence.UNKNOWN)
    make_public(blocked)
    with pytest.raises(Exception, match="kullanım hakkı bilinmiyor"):
        services.add_to_kit(kit=kit, user=factories.editor(), photos=[blocked])
    Photo.objects.filter(pk=photo.pk).update(licence_ends=timezone.localdate() - dt.timedelta(days=1))
    contents = selectors.contents_of(kit)
    assert contents.left_out == 1
    assert [file.role for file in contents.files] == [FileRole.DOCUMENT]
    assert contents.captions == b""


@pytest.mark.both
def test_a_takedown_deletes_the_copies_in_its_own_transaction(
    kit: Kit, photo, django_capture_on_commit_callbacks
) -> None:
    names = [one for one in kit.files.values_list("stored_name", flat=True) if one.startswith(BUILT)]
    assert len(names) == 2
    with django_capture_on_commit_callbacks(execute=True):
        item_withheld.send(sender=Photo, photo=photo, video=None, takedown=None)
        assert all(default_storage.exists(name) for name in names)
    assert not any(default_storage.exists(name) for name in names)
    assert not kit.files.filter(photo=photo).exists()
    assert Kit.objects.get(pk=kit.pk).revision == kit.revision + 1
    assert list(unzipped(kit)) == ["belge/Şenlik Programı (İğdır).pdf"]


@pytest.mark.both
def test_a_takedown_that_is_rolled_back_keeps_every_file(kit: Kit, photo: Photo) -> None:
    names = list(kit.files.values_list("stored_name", flat=True))
    moment = transaction.savepoint()
    services.take_out(photo=photo)
    transaction.savepoint_rollback(moment)
    assert list(kit.files.values_list("stored_name", flat=True)) == names
    assert all(default_storage.exists(name) for name in names)


def test_a_restored_photo_comes_back_into_its_kits(kit: Kit, photo: Photo) -> None:
    services.take_out(photo=photo)
    item_restored.send(sender=Photo, photo=photo, video=None)
    build()
    assert kit.files.filter(photo=photo).count() == 2


@pytest.mark.both
def test_nothing_of_a_build_that_was_overtaken_is_shown(kit: Kit, photo: Photo) -> None:
    second = press_photo("İkinci")

    def overtake(percent: int) -> None:
        if percent == 0:
            services.add_to_kit(kit=kit, user=factories.editor(), photos=[second])

    make_public(second)
    before = list(kit.files.values_list("pk", flat=True))
    builder.build(kit.pk, overtake)
    assert list(kit.files.values_list("pk", flat=True)) == before
    build()
    assert kit.files.filter(role=FileRole.WEB).count() == 2


@pytest.mark.both
def test_a_worker_that_loses_its_claim_in_the_middle_leaves_nothing_visible(photo: Photo) -> None:
    kit = made_by_hand(photo, press_photo("İkinci"))

    def lose(percent: int) -> None:
        if percent >= 50:
            raise LeaseLost

    with pytest.raises(LeaseLost):
        builder.build(kit.pk, lose)
    kit.refresh_from_db()
    assert kit.state == KitState.PREPARING
    assert not kit.files.exists()
    assert default_storage.listdir("kits")[1]
    assert builder.clean(older_than=dt.timedelta(0)) >= 1
    assert not default_storage.listdir("kits")[1]
    build()
    assert kit.files.count() == 4


@pytest.mark.both
def test_cleaning_keeps_what_a_kit_hands_out_and_what_is_being_made(kit: Kit) -> None:
    left = default_storage.save("kits/kalan.jpg", ContentFile(b"x"))
    assert builder.clean() == 0
    assert default_storage.exists(left)
    builder.clean(older_than=dt.timedelta(0))
    assert not default_storage.exists(left)
    assert all(default_storage.exists(one.stored_name) for one in kit.files.all())


def test_a_photo_whose_file_is_lost_does_not_keep_the_press_waiting(photo: Photo) -> None:
    lost = press_photo("Kayıp")
    kit = made_by_hand(photo, lost)
    default_storage.delete(lost.file.name)
    build()
    kit.refresh_from_db()
    assert kit.state == KitState.READY
    assert kit.files.count() == 2
    assert f"basin-kiti-{kit.pk}-02.jpg" in kit.error


def test_a_kit_of_which_nothing_can_be_made_says_so(photo: Photo) -> None:
    kit = made_by_hand(photo)
    default_storage.delete(photo.file.name)
    build()
    kit.refresh_from_db()
    assert kit.state == KitState.FAILED
    assert "hazırlanamadı" in kit.error
    assert MediaJob.objects.filter(subject_id=kit.pk).first().state == "failed"


def test_names_of_documents_stay_turkish_and_never_leave_the_folder(db) -> None:
    kit = made_by_hand(files=(document("Program.pdf"), document("Program.pdf"), document("..\\..\\ÇOK:gizli?.pdf")))
    build()
    assert [file.name for file in kit.files.all()] == [
        "belge/Program.pdf",
        "belge/Program-2.pdf",
        "belge/ÇOK-gizli-.pdf",
    ]


# --- A bulletin's kit -------------------------------------------------------------------------------------------------


@pytest.fixture
def bulletin_kit(photo: Photo) -> Kit:
    link = services.kit_for_content(
        content=factories.bulletin(), message=message(photo), version=1,
        letterhead={"municipality": "Ayvalık Belediyesi", "colour": "#0b4f6c"},
        files=certificate_of(photo, document()),
    )  # fmt: skip
    build()
    return Kit.objects.get(pk=link.kit_id)


def test_a_bulletins_kit_has_its_text_three_times_and_its_number_in_every_name(bulletin_kit: Kit) -> None:
    assert list(unzipped(bulletin_kit)) == [
        "2026-0123-sahil-yolu-acildi-isil-isil.docx",
        "2026-0123-sahil-yolu-acildi-isil-isil.txt",
        "2026-0123-sahil-yolu-acildi-isil-isil.pdf",
        "web-1600/2026-0123-sahil-yolu-acildi-isil-isil-01.jpg",
        "orijinal/2026-0123-sahil-yolu-acildi-isil-isil-01.jpg",
        "belge/Şenlik Programı (İğdır).pdf",
        "captions.txt",
    ]


def test_the_word_document_says_what_was_signed_in_turkish(bulletin_kit: Kit) -> None:
    from docx import Document

    data = stored(bulletin_kit.files.get(name__endswith=".docx"))
    document = Document(io.BytesIO(data))
    lines = [paragraph.text for paragraph in document.paragraphs]
    assert "Yol açıldı; ğüşıöç ĞÜŞİÖÇ." in lines
    assert "2026/0123 sayılı basın bülteni · Fen İşleri Müdürlüğü · 22 Kasım 2026" in lines
    assert "Örnek (https://ornek.example/)" in lines
    assert [one.text for one in document.paragraphs if one.style.name == "List Bullet"] == ["Bir", "İki"]
    assert lines.count("“Hayırlı olsun.”") == 1
    assert document.core_properties.title == "Sahil yolu açıldı: ışıl ışıl"
    assert document.core_properties.author == "Ayvalık Belediyesi"


def test_the_pdf_embeds_its_fonts_with_every_turkish_letter_in_them(bulletin_kit: Kit) -> None:
    data = stored(bulletin_kit.files.get(name__endswith=".pdf", role=FileRole.TEXT))
    assert data.startswith(b"%PDF-")
    letters = b"".join(streams_of(data)).upper()
    for letter in "ğüşıöçĞÜŞİÖÇ":
        assert f"<{ord(letter):04X}>".encode() in letters, letter
    assert b"DISARI.EXAMPLE" not in letters


def test_the_pdf_is_made_without_asking_anybody_for_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr(OpenerDirector, "open", lambda self, url, *args, **kwargs: asked.append(url))
    body = '<p style="background: url(http://disari.example/x.png)">Metin</p><img src="file:///etc/passwd">'
    assert texts.as_pdf(message(body_html=body), {}, 1).startswith(b"%PDF-")
    assert asked == []


def streams_of(data: bytes) -> list[bytes]:
    """The streams of a PDF, unpacked."""
    found = []
    for piece in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL):
        try:
            found.append(zlib.decompress(piece))
        except zlib.error:
            found.append(piece)
    return found


def test_the_plain_text_is_for_windows(bulletin_kit: Kit) -> None:
    data = stored(bulletin_kit.files.get(name__endswith=".txt"))
    assert data.startswith(b"\xef\xbb\xbfAyval")
    assert "Yol açıldı; ğüşıöç ĞÜŞİÖÇ." in data.decode("utf-8-sig")
    assert b"\n" not in data.replace(b"\r\n", b"")


def test_the_signed_caption_and_credit_go_into_the_photo(bulletin_kit: Kit, tmp_path) -> None:
    said = exif(stored(bulletin_kit.files.get(role=FileRole.ORIGINAL)), tmp_path)
    assert "Açılıştan" in said
    assert "Fotoğraf: Deniz Işık" in said


def test_the_same_version_again_changes_nothing(bulletin_kit: Kit, photo: Photo) -> None:
    link = services.kit_for_content(content=bulletin_kit.content, message=message(photo), version=1)
    assert link.kit == bulletin_kit
    assert Kit.objects.get(pk=bulletin_kit.pk).revision == bulletin_kit.revision


@pytest.mark.both
def test_a_correction_shows_nothing_old_while_the_new_version_is_made(bulletin_kit: Kit, photo: Photo) -> None:
    corrected = message(photo, body_text="Yol yarın açılacak.", note="Tarih düzeltildi.")
    services.kit_for_content(content=bulletin_kit.content, message=corrected, version=2)
    kit = Kit.objects.get(pk=bulletin_kit.pk)
    assert (kit.state, kit.files.count()) == (KitState.PREPARING, 0)
    build()
    text = stored(kit.files.get(name__endswith=".txt")).decode("utf-8-sig")
    assert "DÜZELTİLMİŞ BÜLTEN (2. sürüm): Tarih düzeltildi." in text
    assert "Yol yarın açılacak." in text


@pytest.mark.both
def test_a_withdrawal_closes_the_kit_and_a_build_that_runs_meanwhile_shows_nothing(bulletin_kit: Kit) -> None:
    def withdraw(percent: int) -> None:
        if percent == 0:
            services.close_for_content(content=bulletin_kit.content)

    builder.build(bulletin_kit.pk, withdraw)
    kit = Kit.objects.get(pk=bulletin_kit.pk)
    assert (kit.state, kit.files.count()) == (KitState.CLOSED, 0)
    services.kit_for_content(content=kit.content, message=message(), version=2)
    build()
    assert Kit.objects.get(pk=kit.pk).state == KitState.READY


def test_nothing_can_be_put_into_a_bulletins_kit_by_hand(bulletin_kit: Kit) -> None:
    with pytest.raises(Exception, match="imzalanan"):
        services.add_to_kit(kit=bulletin_kit, user=factories.editor(), photos=[press_photo("Sonradan")])
