"""Issues of publications, as far as a test needs them. Files are drawn by the real program."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

from django.core.files.base import ContentFile

from media_library.models import JobKind
from media_library.work.jobs import services as jobs
from media_library.work.jobs.worker import MediaWorker
from publishing.publications import designs, services
from publishing.publications.formats.models import Format
from publishing.publications.models import Issue, IssueIndexPage, RenderedFile, Rendering, Series
from tests import factories

TEXT = "Sahil yolunda çalışmalar bitti.\n\n# Ağaçlar korundu\n\nÜç kilometrelik yol, ışıklandırmasıyla açıldı."


def fresh(issue: Issue) -> Issue:
    return Issue.objects.get(pk=issue.pk)


def small_format(**values: Any) -> Format:
    """A leaflet of the size of a postcard: drawn in a second or two."""
    values = {"kind": "poster", "trim_width": 105, "trim_height": 148, "ppi_wanted": 100, "ppi_tolerated": 60,
              **values}  # fmt: skip
    return Format.objects.get_or_create(name=values.pop("name", "Kartpostal (deneme)"), defaults=values)[0]


def series(**values: Any) -> Series:
    values = {"owner": "Çamlıkıyı Belediyesi", "responsible_editor": "Deniz Örnek", "management_place": "Liman Cad. 4",
              "printer": "Kıyı Matbaası", "printer_address": "Sanayi Sitesi 2", **values}  # fmt: skip
    return Series.objects.get_or_create(title="Kent Dergisi", defaults=values)[0]


def plan(*pages: tuple[str, Any]) -> list[dict[str, Any]]:
    """A plan of pages, each a layout and its story or ``None``."""
    return [
        {"type": "page", "value": services.page_value(layout, *([story] if story else []))} for layout, story in pages
    ]


def two_pages(photo: Any = None) -> list[dict[str, Any]]:
    pictures = (services.picture_value(photo, alt="Sahil yolu", credit="Fotoğraf: Deniz Örnek"),) if photo else ()
    return plan(
        ("article", services.story_value(headline="Sahil yolu açıldı", pictures=pictures)),
        ("article", services.story_value(headline="Yol açıldı", text=TEXT)),
    )


def issue(*, author: Any = None, photo: Any = None, **values: Any) -> Issue:
    """A draft with two pages."""
    author = author or factories.editor()
    values = {"title": "Kent Broşürü 1", "summary": "Sahil yolunun öyküsü.", "kind": "poster",
              "date": dt.date(2027, 5, 3), "number": "1", "plan": two_pages(photo), **values}  # fmt: skip
    values.setdefault("format", small_format(kind=values["kind"]))
    page = Issue(owner=author, live=False, **values)
    IssueIndexPage.objects.get().add_child(instance=page)
    page.save_revision(user=author, log_action=True)
    return fresh(page)


def work() -> None:
    """The worker's turn: what waits is drawn."""
    worker = MediaWorker(poll=0)
    while (job := jobs.claim(owner="test", kinds=[JobKind.ISSUE])) is not None:
        worker.carry(job)


def with_files(found: Issue, *, user: Any = None) -> Issue:
    """``found`` with its files made."""
    services.ask_files(issue=found, user=user or factories.editor())
    work()
    return fresh(found)


def submitted(found: Issue, **values: Any) -> Issue:
    """``found`` with files, before Müdür."""
    user = values.pop("user", None) or factories.editor()
    services.submit_issue(issue=with_files(found, user=user), user=user, explanation="Deneme baskısı.")
    return fresh(found)


def published(found: Issue | None = None) -> Issue:
    """An issue that both offices signed."""
    found = submitted(found or issue())
    factories.sign(found, user=factories.director())
    return factories.sign(found, user=factories.mayor())


def with_stand_ins(found: Issue, *, user: Any = None) -> Issue:
    """``found`` with files that nobody drew, for tests that ask nothing of what stands in them."""
    user = user or factories.editor()
    draft = found.get_latest_revision_as_object()
    row = Rendering.objects.create(issue=found, digest=designs.digest_of(draft), state="done", asked_by=user)
    for name in ("print.pdf", "web.pdf", "page-001.jpg", "zoom-001.jpg", "cover.jpg"):
        data = factories.jpeg(60, 80) if name.endswith("jpg") else b"%PDF-1.6 " + name.encode()
        stored = RenderedFile(rendering=row, name=name, sha256=hashlib.sha256(data).hexdigest(), size=len(data))
        stored.file.save(name, ContentFile(data))
    services.attach(issue=found, user=user)
    return fresh(found)
