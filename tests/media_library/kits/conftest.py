"""Kits as the office makes them."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile

from cms.core.message import Contact, Message, Picture
from media_library.jobs.worker import MediaWorker
from media_library.kits import services
from media_library.kits.models import Kit, KitLink
from media_library.models import File, JobKind, LegalBasis, MediaJob, Photo
from tests import factories
from tests.media_library.conftest import camera_jpeg


def press_photo(title: str = "Sahil yolu", *, width: int = 600, **values: Any) -> Photo:
    """A photo from a camera that knows where it was, with the office's words and nothing against its use."""
    data = camera_jpeg(width, width * 2 // 3, orientation=1)
    words = {
        "caption": "Sahil yolunda çalışma, İğdeli Mahallesi", "credit": "Fotoğraf: Gökçe Işık", "headline": title,
        "copyright_notice": "© Ayvalık Belediyesi", "usage_terms": "Haber amaçlı kullanım serbesttir.",
        "legal_basis": LegalBasis.PUBLIC_EVENT, "city": "Balıkesir",
    }  # fmt: skip
    return Photo.objects.create(title=title, file=ImageFile(io.BytesIO(data), name="DSC_0042.jpg"), **(words | values))


def document(name: str = "Şenlik Programı (İğdır).pdf") -> File:
    return File.objects.create(title="Program", file=ContentFile(b"%PDF-1.4 icerik", name=name))


def message(*photos: Photo, **values: Any) -> Message:
    said: dict[str, Any] = {
        "headline": "Sahil yolu açıldı: ışıl ışıl",
        "summary": "Üç kilometrelik yol bu sabah açıldı.",
        "body_html": (
            "<p>Yol <strong>açıldı</strong>; ğüşıöç ĞÜŞİÖÇ.</p><h2>Ayrıntılar</h2><ul><li>Bir</li><li>İki</li></ul>"
            '<figure><img src="http://disari.example/x.jpg" alt=""><figcaption>Açılış</figcaption></figure>'
            '<blockquote><p>“Hayırlı olsun.”</p></blockquote><p><a href="https://ornek.example/">Örnek</a></p>'
        ),
        "body_text": "Yol açıldı; ğüşıöç ĞÜŞİÖÇ.",
        "url": "http://testserver/bultenler/sahil-yolu/",
        "number": "2026/0123",
        "department": "Fen İşleri Müdürlüğü",
        "date": "2026-11-22",
        "contact": Contact(name="Deniz Örnek", phone="0266 000 00 00", email="basin@belediye.example"),
        "pictures": tuple(
            Picture(image_id=photo.pk, alt="Yol", credit="Fotoğraf: Deniz Işık", caption="Açılıştan")
            for photo in photos
        ),
    }
    return Message(**(said | values))


def build(kit: Kit | None = None) -> None:
    """What the media worker does for the kits that wait; photos wait on."""
    worker = MediaWorker(poll=0.01)
    worker.housekeeping = lambda: None
    MediaJob.objects.exclude(kind=JobKind.KIT).filter(state="queued").delete()
    worker.run(drain=True)


def made_by_hand(*photos: Photo, files: tuple[File, ...] = (), title: str = "Şenlik kiti") -> Kit:
    return services.add_to_kit(kit=None, user=factories.editor(), photos=photos, files=files, title=title)


def link_to(kit: Kit, **values: Any) -> KitLink:
    return services.make_link(kit=kit, user=factories.editor(), **({"label": "Ege Postası"} | values))


@pytest.fixture
def photo(db) -> Photo:
    return press_photo()


@pytest.fixture
def kit(photo: Photo) -> Kit:
    """One photo and one document, made and ready."""
    kit = made_by_hand(photo, files=(document(),))
    build()
    kit.refresh_from_db()
    return kit


@pytest.fixture
def link(kit: Kit) -> KitLink:
    return link_to(kit)
