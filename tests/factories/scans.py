"""Newspapers that are scanned: drawn by the demo's press, and worked on by the media worker."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from demo.pictures import newspaper
from media_library.models import JobKind
from media_library.work.jobs import services as jobs
from media_library.work.jobs.worker import MediaWorker
from press_archive.contacts.models import Outlet
from press_archive.scans import services
from press_archive.scans.models import Paper, PaperPage
from tests import factories
from tests.factories.clippings import outlet

DAY = dt.date(2026, 11, 20)
TEXT = (
    "Çamlıkıyı Belediyesi, sahil yolunda altı ay süren çalışmaları tamamladı. Başkan Sarıyel, yürüyüş yolunun mahalle "
    "sakinlerinin önerileriyle şekillendiğini söyledi. Işıklandırma yenilendi, bisiklet yolu iki kilometre uzatıldı.\n"
    "İlçe halkı ilk günden itibaren yolu kullanmaya başladı. Zabıta ekipleri güvenlik için görev yapıyor."
)
OTHER = (
    "Fırıncılar Odası ekmek fiyatında değişiklik istedi. Görüşmeler pazartesi günü sürecek. Tüketiciler ise gramajın "
    "düşürülmesine karşı çıkıyor, ölçülü davranılmasını bekliyor."
)
ROWS = [
    [newspaper.Story("Sahil yolu açılıyor", TEXT, 3), newspaper.Story("Ekmek fiyatı görüşülüyor", OTHER, 3)],
    [newspaper.Story("Öğrenciye ücretsiz ulaşım", OTHER, 4)],
]


def paper_outlet() -> Outlet:
    return outlet("İskele Gazetesi", page_columns=6, column_width=Decimal("4.80"))


def sheet(*, height_cm: float = 24) -> tuple[Image.Image, list[newspaper.Box]]:
    """A page with three stories, and where they stand on it."""
    return newspaper.page("İSKELE GAZETESİ", "20 Kasım 2026 · Sayı 4512", ROWS, height_cm=height_cm)


def jpeg(picture: Image.Image, **options: Any) -> bytes:
    data = BytesIO()
    picture.convert("RGB").save(data, "JPEG", quality=80, **options)
    return data.getvalue()


def upload(data: bytes, name: str = "sayfa.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def paper(*files: SimpleUploadedFile, **values: Any) -> Paper:
    """A paper that the archivist scanned; nothing of it is drawn yet."""
    row = Paper(outlet=paper_outlet(), published_on=DAY, issue_number="4512", **values)
    return services.add_files(paper=row, files=list(files), user=factories.archivist())


def drawn_page(**values: Any) -> PaperPage:
    """A page that is drawn and, with ``words``, read; no worker was needed."""
    row = Paper.objects.create(outlet=paper_outlet(), published_on=DAY, issue_number="4512")
    file = row.files.create(name="s.jpg", sha256="0" * 64, pages=1)
    file.file.save("s.jpg", upload(b"x"), save=True)
    picture, _boxes = sheet()
    small = picture.copy()
    small.thumbnail((420, 840))
    values = {"number": 3, "state": "read", "width_cm": Decimal("28.8"), "words": [], **values}
    page = PaperPage(paper=row, file=file, width=picture.width, height=picture.height, **values)
    page.picture.save("p.jpg", upload(jpeg(picture)), save=False)
    page.small.save("k.jpg", upload(jpeg(small)), save=False)
    page.save()
    return page


def work(*kinds: JobKind) -> None:
    """What the media worker does of ``kinds``, all others wait on."""
    worker = MediaWorker(poll=0)
    wanted = kinds or (JobKind.PAPER_FILE, JobKind.PAPER_PAGE, JobKind.PAPER_TEXT, JobKind.CLIPPING, JobKind.PAGE_COPY)
    while (job := jobs.claim(owner="test", kinds=list(wanted))) is not None:
        worker.carry(job)
