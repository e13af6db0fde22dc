"""Kits as the office makes them."""

from __future__ import annotations

import hashlib
import io
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.core.files.storage import default_storage

from cms.core.message import Contact, Message, Picture
from media_library.kits import services
from media_library.kits.models import Kit, KitLink
from media_library.metadata.outgoing import outgoing_words
from media_library.models import File, JobKind, LegalBasis, MediaJob, Photo, PublicFile, Video
from media_library.work.jobs.worker import MediaWorker
from press_archive.bulletins.models import BulletinPage
from tests import factories
from tests.factories.library import camera_jpeg


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


def certificate_of(*items: Any) -> list[dict[str, Any]]:
    """The entries that a certificate has of ``items``."""
    return [entry_of(item) for item in items]


def entry_of(item: Any) -> dict[str, Any]:
    kind = "photo" if isinstance(item, Photo) else "video" if isinstance(item, Video) else "file"
    found = {"kind": kind, "id": item.pk, "words": outgoing_words(item), "sha256": digest_of(item.file)}
    return found | ({"proxy_sha256": digest_of(item.proxy)} if kind == "video" and item.proxy else {})


def digest_of(stored: Any) -> str:
    with default_storage.open(stored.name) as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def make_public(*items: Any) -> None:
    """What publication does for the files of content: the public may fetch them, as they were signed. For tests of what
    follows from it; whole publications are in ``attacks`` and ``dispatch``."""
    page = BulletinPage.objects.filter(slug="yayinda").first() or factories.bulletin(slug="yayinda")
    for entry in certificate_of(*items):
        PublicFile.objects.create(
            content_type=ContentType.objects.get_for_model(page), object_id=str(page.pk), words=entry["words"],
            digests={name: text for name, text in entry.items() if name.endswith("sha256")},
            **{f"{entry['kind']}_id": entry["id"]},
        )  # fmt: skip


def made_by_hand(
    *photos: Photo, files: tuple[File, ...] = (), videos: tuple[Video, ...] = (), name: str = "Şenlik kiti"
) -> Kit:
    """A kit of an editor, of things that are public."""
    known = {
        (type(row), row.pk) for leave in PublicFile.objects.all() for row in [leave.photo or leave.video or leave.file]
    }
    make_public(*(one for one in (*photos, *videos, *files) if (type(one), one.pk) not in known))
    return services.add_to_kit(
        kit=None, user=factories.editor(), photos=photos, videos=videos, files=files, name=name
    )  # fmt: skip


def link_to(kit: Kit, **values: Any) -> KitLink:
    return services.make_link(kit=kit, user=factories.editor(), **({"label": "Ege Postası"} | values))
