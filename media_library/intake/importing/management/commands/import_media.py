"""``manage.py import_media DIR``: takes a tree of dated folders into the archive. See ``docs/features/intake.md``."""

from __future__ import annotations

import signal
import time
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cms.core.exports import table
from cms.users.models import Department, User
from media_library.intake.importing import services
from media_library.intake.importing.models import ImportedFile, Outcome
from media_library.models import LegalBasis, Licence, Photographer

SAY_EVERY = 2.0  # seconds at a terminal; a log gets a line at a fifteenth of that


class Command(BaseCommand):
    help = "Eski fotoğraf ve video klasörlerini arşive aktarır; durdurulup yeniden başlatılabilir."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", metavar="KLASÖR", help="Aktarılacak ana klasör.")
        parser.add_argument("--user", help="Aktaranın kullanıcı adı.")
        parser.add_argument("--department", help="Müdürlüğün adres parçası (slug).")
        parser.add_argument("--photographer", help="Fotoğrafçının adı soyadı.")
        parser.add_argument("--licence", default=Licence.OWN, choices=Licence.values, help="Kullanım hakkı.")
        parser.add_argument(
            "--legal-basis", default=LegalBasis.UNSET, choices=LegalBasis.values, help="Hukuki dayanak."
        )
        parser.add_argument("--report", help="Raporun yazılacağı CSV dosyası.")
        parser.add_argument("--dry-run", action="store_true", help="Almaz; klasörleri nasıl okuduğunu yazar.")

    def handle(self, *args: Any, **options: Any) -> None:
        root = Path(options["folder"]).expanduser().resolve()
        if not root.is_dir():
            raise CommandError(f"Klasör bulunamadı: {root}")
        if len(str(root)) > services.LONGEST_ROOT:
            raise CommandError(f"Klasörün yolu çok uzun; en çok {services.LONGEST_ROOT} karakter olabilir.")
        wishes = self.wishes(options)
        self.stdout.write(f"{root} taranıyor …")
        files = list(services.scan(root))
        if options["dry_run"]:
            self.show_events(files)
            return
        report = Path(options["report"] or f"import-{timezone.localtime():%Y%m%d-%H%M%S}.csv")
        try:
            report.open("a").close()  # better now than after a night's work
        except OSError as error:
            raise CommandError(f"Rapor yazılamıyor: {report} ({error.strerror})") from error
        try:
            with services.alone():
                done = services.known(str(root))
                waiting = [one for one in files if done.get(one.name) != (max(0, one.size), one.modified_ns)]
                self.stdout.write(f"{len(files)} dosya; {len(files) - len(waiting)} tanesine daha önce bakılmış.")
                finished = self.work(root, waiting, wishes)
        except services.Stopped as error:
            self.write_report(root, report)
            raise CommandError(str(error)) from error
        self.write_report(root, report)
        if not finished:
            self.stdout.write("Durduruldu. Aynı komut kaldığı yerden sürdürür.")

    def wishes(self, options: dict[str, Any]) -> services.Wishes:
        def named(model: Any, field: str, value: str | None) -> Any:
            if not value:
                return None
            found = model.objects.filter(**{field: value}).first()
            if found is None:
                raise CommandError(f"Bulunamadı: {value}")
            return found

        return services.Wishes(
            user=named(User, "username", options["user"]),
            department=named(Department, "slug", options["department"]),
            photographer=named(Photographer, "name", options["photographer"]),
            licence=options["licence"],
            legal_basis=options["legal_basis"],
        )

    def show_events(self, files: list[services.Found]) -> None:
        events = Counter(services.event_of(one.below) for one in files if one.size >= 0)
        for event, count in sorted(events.items(), key=lambda pair: pair[0].folder):
            day = f"{event.date:%d.%m.%Y}" if event.date else "tarih yok  "
            self.stdout.write(f"{day}  {event.title}  ({count} dosya)  ← {event.folder}")

    def work(self, root: Path, waiting: list[services.Found], wishes: services.Wishes) -> bool:
        """Takes every file; ``False`` when it was told to stop after the one in hand."""
        stopped: list[int] = []
        signals = (signal.SIGINT, signal.SIGTERM)
        before = {number: signal.signal(number, lambda *_: stopped.append(1)) for number in signals}
        counts: Counter[str] = Counter()
        total, done = sum(max(1, one.size) for one in waiting) or 1, 0
        began = said = time.monotonic()
        pause = SAY_EVERY if self.stdout.isatty() else SAY_EVERY * 15
        try:
            for number, one in enumerate(waiting, 1):
                if stopped:
                    return False
                counts[services.take(root=str(root), found=one, wishes=wishes).outcome] += 1
                done += max(1, one.size)
                now = time.monotonic()
                if now - said >= pause or number == len(waiting):
                    said = now
                    left = duration((now - began) / done * (total - done))
                    share = done * 100 // total
                    self.stdout.write(f"{number}/{len(waiting)} (%{share}) · {summary(counts)} · kalan süre {left}")
        finally:
            for signal_number, handler in before.items():
                signal.signal(signal_number, handler)
        return True

    def write_report(self, root: Path, path: Path) -> None:
        """One line for each file that was ever looked at below ``root``, in a form that Excel in Turkish opens."""
        rows = ImportedFile.objects.filter(root=str(root)).order_by("path")
        counts: Counter[str] = Counter()

        def lines() -> Iterator[tuple[Any, ...]]:
            for row in rows.iterator(chunk_size=2000):
                counts[row.outcome] += 1
                yield row.path, row.get_outcome_display(), row.reason, row.photo_id, row.video_id

        with path.open("wb") as stream:
            stream.writelines(table(("Dosya", "Sonuç", "Neden", "Fotoğraf no", "Video no"), lines()))
        self.stdout.write(f"Toplam: {summary(counts)}. Rapor: {path}")


def summary(counts: Counter[str]) -> str:
    """How many files went which way."""
    added, known, refused = (counts[outcome] for outcome in (Outcome.ADDED, Outcome.DUPLICATE, Outcome.REFUSED))
    return f"{added} eklendi, {known} zaten arşivdeydi, {refused} alınmadı"


def duration(seconds: float) -> str:
    """``2 sa 05 dk``, ``3 dk``, ``40 sn``."""
    if seconds >= 3600:
        return f"{int(seconds // 3600)} sa {int(seconds % 3600 // 60):02d} dk"
    return f"{int(seconds // 60)} dk" if seconds >= 60 else f"{int(seconds)} sn"
