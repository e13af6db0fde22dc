"""What the media worker does of publications: an issue's files. Repeated from the start by whoever comes after a killed
one; all files of a rendering are named in one transaction, or none."""

from __future__ import annotations

import hashlib
import tempfile
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.identity.selectors import current
from media_library.store.storage import local_copy
from media_library.work.jobs.registry import JobRefused, Progress, told
from publishing.publications import designs
from publishing.publications.models import Issue, Making, RenderedFile, Rendering
from publishing.publications.prepress import rendering as press
from publishing.publications.prepress.design import Unfit
from publishing.publications.prepress.preflight import preflight

FAULTS = {
    "picture": gettext_lazy("Bir fotoğraf açılamadı."),
    "too_large": gettext_lazy("Sayfalar çok büyük; belleğe sığmadı."),
    "too_slow": gettext_lazy("Çizim çok uzun sürdü."),
    "crashed": gettext_lazy("Çizim yarıda kaldı."),
}


def latest(issue: Issue) -> Issue:
    """What the newest revision of ``issue`` says."""
    found: Issue = issue.get_latest_revision_as_object()
    return found


def make(rendering_id: int, progress: Progress) -> None:
    """Draws the files of a rendering and looks at what came out."""
    row = Rendering.objects.select_related("issue").filter(pk=rendering_id, state=Making.WAITING).first()
    if row is None:
        return
    issue = latest(row.issue)
    with ExitStack() as open_files, tempfile.TemporaryDirectory(prefix="issue-") as place:
        folder = Path(place)
        try:
            design = _design(issue, open_files)
        except designs.NotDrawable as fault:
            raise JobRefused(str(fault)) from fault
        if design.digest != row.digest:
            Rendering.objects.filter(pk=row.pk, state=Making.WAITING).update(state=Making.STALE)
            return
        try:
            made = press.render(design, folder, progress=lambda done, of: progress(min(90, 90 * done // max(1, of))))
        except press.RenderingFailed as fault:
            raise JobRefused(str(FAULTS.get(str(fault), FAULTS["crashed"]))) from fault
        except Unfit as unfit:
            raise JobRefused(_("Bu plan çizilemez: %(what)s.") % {"what": unfit}) from unfit
        progress(92)
        findings = findings_of(made, design)
        progress(97)
        keep(row, _named(made), findings, [asdict(fit) for fit in made.fits])


def _design(issue: Issue, open_files: ExitStack) -> Any:
    """The design with every photo's file on this machine."""
    photos = {photo.pk: photo for photo in designs.photos_of(issue)}
    if logo := current().logo:
        photos[logo.pk] = logo
    paths = {pk: str(open_files.enter_context(local_copy(photo.file))) for pk, photo in photos.items()}
    return designs.design_of(issue, paths)


def findings_of(made: press.Rendered, design: Any) -> list[dict[str, Any]]:
    """What the preflight says of the finished file."""
    report = preflight(made.print_pdf, design)
    found = [
        {"code": one.code, "level": str(one.level), "page": one.page, "text": str(one.text)} for one in report.findings
    ]
    found += [
        {"code": "overset", "level": "red", "page": fit.page,
         "text": _("%(page)d. sayfada metin sığmıyor: %(over)d karakter fazla.") % {"page": fit.page, "over": fit.over}}
        for fit in made.over
    ]  # fmt: skip
    return found


def _named(made: press.Rendered) -> dict[str, Path]:
    files = {"print.pdf": made.print_pdf, "web.pdf": made.web_pdf, "cover.jpg": made.cover}
    for number, (page, zoom) in enumerate(zip(made.pages, made.zooms, strict=True), start=1):
        files[f"page-{number:03d}.jpg"] = page
        files[f"zoom-{number:03d}.jpg"] = zoom
    return files


def keep(row: Rendering, files: dict[str, Path], findings: list[Any], fits: list[Any]) -> None:
    """Stores ``files`` and names them in one transaction."""
    stored = []
    for name, path in files.items():
        item = RenderedFile(rendering=row, name=name, size=path.stat().st_size, sha256=digest(path))
        with path.open("rb") as stream:
            item.file.save(name, File(stream), save=False)
        stored.append(item)
    with transaction.atomic():
        locked = Rendering.objects.select_for_update().filter(pk=row.pk, state=Making.WAITING).first()
        if locked is None:
            return  # somebody was quicker; what lies in the store without a row, the sweeper takes
        RenderedFile.objects.bulk_create(stored)
        locked.state, locked.findings, locked.fits, locked.made_at = Making.DONE, findings, fits, timezone.now()
        locked.save()


def digest(path: Path) -> str:
    """SHA-256 of the file at ``path``."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@transaction.atomic
def failed(rendering_id: int, reason: str) -> None:
    """The files cannot be made; the row says why."""
    fault = told(reason, str(FAULTS["crashed"]))[:300]
    Rendering.objects.filter(pk=rendering_id, state=Making.WAITING).update(state=Making.FAILED, fault=fault)
