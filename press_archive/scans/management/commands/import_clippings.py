"""``manage.py import_clippings DIR``: takes an old archive of clippings in. See ``docs/features/clippings.md``."""

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
from cms.core.turkish import format_date
from cms.users.models import User
from media_library.intake.importing.services import LONGEST_ROOT, Stopped, alone, scan
from press_archive.clippings.permissions import may_add_clippings, may_work_clippings
from press_archive.scans import old_archive
from press_archive.scans.models import ImportedClipping, Outcome

SAY_EVERY = 2.0  # seconds at a terminal; a log gets a line at a fifteenth of that


class Command(BaseCommand):
    help = "Eski kupür klasörlerini (yıl / kuruluş / gün) arşive aktarır; durdurulup yeniden başlatılabilir."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", metavar="KLASÖR", help="Aktarılacak ana klasör.")
        parser.add_argument("--user", required=True, help="Aktaranın kullanıcı adı (basın editörü ya da arşivci).")
        parser.add_argument("--report", help="Raporun yazılacağı CSV dosyası.")
        parser.add_argument("--dry-run", action="store_true", help="Almaz; klasörleri nasıl okuduğunu yazar.")

    def handle(self, *args: Any, **options: Any) -> None:
        root = Path(options["folder"]).expanduser().resolve()
        if not root.is_dir():
            raise CommandError(f"Klasör bulunamadı: {root}")
        if len(str(root)) > LONGEST_ROOT:
            raise CommandError(f"Klasörün yolu çok uzun; en çok {LONGEST_ROOT} karakter olabilir.")
        user = User.objects.filter(username=options["user"]).first()
        if user is None:
            raise CommandError(f"Bulunamadı: {options['user']}")
        if not (may_add_clippings(user) and may_work_clippings(user)):
            raise CommandError(f"Bu hesap kupür ekleyemez: {options['user']}")
        self.stdout.write(f"{root} taranıyor …")
        stories = list(old_archive.stories(scan(root)))
        if options["dry_run"]:
            self.show(stories)
            return
        report = Path(options["report"] or f"import-clippings-{timezone.localtime():%Y%m%d-%H%M%S}.csv")
        try:
            report.open("a").close()  # better now than after a night's work
        except OSError as error:
            raise CommandError(f"Rapor yazılamıyor: {report} ({error.strerror})") from error
        try:
            with alone():
                done = old_archive.known(str(root))
                waiting = [
                    story
                    for story in stories
                    if any(done.get(one.name) != (max(0, one.size), one.modified_ns) for one in story.files)
                ]
                self.stdout.write(f"{len(stories)} haber; {len(stories) - len(waiting)} tanesine daha önce bakılmış.")
                finished = self.work(old_archive.Archive(str(root), user), waiting)
        except Stopped as error:
            self.write_report(root, report)
            raise CommandError(str(error)) from error
        self.write_report(root, report)
        if not finished:
            self.stdout.write("Durduruldu. Aynı komut kaldığı yerden sürdürür.")

    def show(self, stories: list[old_archive.Story]) -> None:
        for story in stories:
            day = format_date(story.day) if story.day else "tarih yok"
            self.stdout.write(f"{day} · {story.outlet or 'kuruluş yok'} · {story.title} ({len(story.files)} dosya)")

    def work(self, archive: old_archive.Archive, waiting: list[old_archive.Story]) -> bool:
        """Takes every story; ``False`` when it was told to stop after the one in hand."""
        stopped: list[int] = []
        signals = (signal.SIGINT, signal.SIGTERM)
        before = {number: signal.signal(number, lambda *_: stopped.append(1)) for number in signals}
        counts: Counter[str] = Counter()
        said = time.monotonic()
        pause = SAY_EVERY if self.stdout.isatty() else SAY_EVERY * 15
        try:
            for number, story in enumerate(waiting, 1):
                if stopped:
                    return False
                counts[archive.take(story)] += 1
                now = time.monotonic()
                if now - said >= pause or number == len(waiting):
                    said = now
                    self.stdout.write(f"{number}/{len(waiting)} · {summary(counts)}")
        finally:
            for signal_number, handler in before.items():
                signal.signal(signal_number, handler)
        return True

    def write_report(self, root: Path, path: Path) -> None:
        """One line for each file that was ever looked at below ``root``, in a form that Excel in Turkish opens."""
        rows = ImportedClipping.objects.filter(root=str(root)).order_by("path")

        def lines() -> Iterator[tuple[Any, ...]]:
            for row in rows.iterator(chunk_size=2000):
                yield row.path, row.get_outcome_display(), row.reason, row.clipping_id

        with path.open("wb") as stream:
            stream.writelines(table(("Dosya", "Sonuç", "Neden", "Kupür no"), lines()))
        self.stdout.write(f"Rapor: {path}")


def summary(counts: Counter[str]) -> str:
    """How many stories went which way."""
    added, known, refused = (counts[outcome] for outcome in (Outcome.ADDED, Outcome.KNOWN, Outcome.REFUSED))
    return f"{added} eklendi, {known} zaten arşivdeydi, {refused} alınmadı"
