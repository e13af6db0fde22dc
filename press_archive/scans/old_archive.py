"""Taking an old archive of clippings in: folders by year, outlet and date, scans and texts, story by story.

``stories`` sorts the files of the tree; ``take`` keeps one story, with a line for each of its files, in one
transaction, so that a stop at any moment leaves neither a clipping without its lines nor a line without its clipping.
Files of one name belong to one story: ``Park açıldı.jpg``, ``Park açıldı-2.jpg`` and ``Park açıldı.txt``.
"""

from __future__ import annotations

import datetime as dt
import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from cms.core.names import name_key
from cms.core.refusal import Refusal
from cms.core.text import clean
from cms.core.turkish import fold
from cms.core.worker import DATABASE_TROUBLE
from cms.users.models import User
from media_library.intake.importing.folders import date_in, event_of, readable, title_in
from media_library.intake.importing.services import HOPELESS, LOOK_AGAIN, Found, Stopped, scan
from media_library.models import Priority
from media_library.store.storage import StorageUnavailable
from press_archive.clippings import matches, selectors, services
from press_archive.clippings.models import LONGEST_TEXT, Clipping
from press_archive.clippings.words import PRINTED, Medium, Origin
from press_archive.contacts.models import Outlet
from press_archive.scans.models import ImportedClipping, Outcome

__all__ = ["Archive", "Story", "known", "scan", "stories"]
logger = logging.getLogger(__name__)

SCANS = frozenset({".pdf", ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp", ".heic", ".heif"})
TEXTS = frozenset({".txt"})
LARGEST_TEXT = 2 * 1024 * 1024
PART = re.compile(r"(?:[\s_-]+(?:\d{1,2})|\s*\(\d{1,2}\))$")
PAGE = re.compile(r"(?:^|[\s_-])(?:s|sf|sayfa)[\s._-]*(\d{1,3})(?=$|[\s._-])", re.IGNORECASE)
NOT_AN_OUTLET = re.compile(r"^(?:19|20)\d\d|^\d{1,2}$")


@dataclass(slots=True)
class Story:
    """The files of one story, and what their names say of it."""

    folder: PurePath
    name: str
    files: list[Found] = field(default_factory=list)

    @property
    def scans(self) -> list[Found]:
        return [one for one in self.files if one.below.suffix.lower() in SCANS]

    @property
    def texts(self) -> list[Found]:
        return [one for one in self.files if one.below.suffix.lower() in TEXTS]

    @property
    def strange(self) -> list[Found]:
        """What is neither a scan nor a text."""
        return [one for one in self.files if one.below.suffix.lower() not in SCANS | TEXTS]

    @property
    def day(self) -> dt.date | None:
        """From the name of the file, else from its folders."""
        below = self.files[0].below
        return date_in(readable(below.stem)) or event_of(below).date

    @property
    def outlet(self) -> str:
        """The first folder that is neither a year nor a day; empty where there is none."""
        for part in (readable(part) for part in self.folder.parts):
            if title_in(part) and not NOT_AN_OUTLET.match(part.strip()) and date_in(part) is None:
                return " ".join(clean(part.replace("_", " "), lines=False).split())[:160]
        return ""

    @property
    def page(self) -> str:
        found = PAGE.search(self.name)
        return found[1].lstrip("0") if found else ""

    @property
    def title(self) -> str:
        """What the name of the file says besides day and page."""
        plain = PAGE.sub(" ", self.name)
        said = title_in(plain) if plain.strip() else ""
        return said[:300] or _("Başlıksız haber (%(file)s)") % {"file": self.files[0].below.name[:120]}


def stories(files: Iterable[Found]) -> Iterator[Story]:
    """The files of a tree by story, folder after folder."""
    folder: PurePath | None = None
    found: dict[str, Story] = {}
    for one in files:
        if one.below.parent != folder:
            yield from found.values()
            folder, found = one.below.parent, {}
        stem = readable(one.below.stem)
        name = PART.sub("", stem) if date_in(stem) is None else stem
        name = name if re.search(r"[^\W\d_]{2}", name) and not PAGE.search(stem) else stem
        found.setdefault(name_key(name), Story(one.below.parent, name)).files.append(one)
    yield from found.values()


def known(root: str) -> dict[str, tuple[int, int]]:
    """What was looked at before: path to size and time of change."""
    rows = ImportedClipping.objects.filter(root=root).values_list("path", "size", "modified_ns")
    return {path: (size, modified) for path, size, modified in rows.iterator(chunk_size=5000)}


class Archive:
    """What an import knows of outlets and of the bulletins of the days that it comes to: read once."""

    def __init__(self, root: str, user: User) -> None:
        self.root, self.user = root, user
        self._outlets: dict[str, Outlet] = {}
        self._day: dt.date | None = None
        self._around: matches.Bulletins | None = None

    def outlet(self, name: str) -> Outlet:
        """The outlet called ``name``, made where the directory does not know it."""
        key = name_key(name)
        if key not in self._outlets:
            self._outlets[key] = services.outlet_named(name=name, medium=Medium.NEWSPAPER)
        return self._outlets[key]

    def bulletins(self, day: dt.date) -> matches.Bulletins:
        """The bulletins of the month before ``day``."""
        if self._around is None or self._day != day:
            self._day, self._around = day, selectors.bulletins_around(day)
        return self._around

    def take(self, story: Story) -> Outcome:
        """Keeps one story, or says why not; gives what became of it. Never raises for a bad file.

        Raises ``Stopped`` when no other file would fare better.
        """
        try:
            with transaction.atomic():
                return self._take(story)
        except (Refusal, ValidationError) as fault:
            said = " ".join(fault.messages) if isinstance(fault, ValidationError) else str(fault)
            self._outlets.clear()  # one may have gone with the transaction
            return self._refuse(story, said)
        except OSError as error:
            said = error.strerror or str(error)
            if error.errno in HOPELESS or isinstance(error, StorageUnavailable) or not Path(self.root).is_dir():
                told = _("Aktarım durdu: %(error)s. Nedeni giderip yeniden başlatın.") % {"error": said}
                raise Stopped(told) from error
            return self._refuse(story, _("Dosya okunamadı: %(error)s") % {"error": said}, again=True)
        except DATABASE_TROUBLE:
            raise
        except Exception:
            # One story that nobody thought of must not end the import of a hundred thousand.
            logger.exception("%s could not be imported", story.files[0].name)
            self._outlets.clear()
            reason = _("Beklenmedik bir sorun çıktı; ayrıntısı kayıtlarda. Aynı komut yeniden dener.")
            return self._refuse(story, reason, again=True)

    def _take(self, story: Story) -> Outcome:
        if any(one.size < 0 for one in story.files):
            return self._note(story.files, Outcome.REFUSED, _("Klasör açılamadı; okuma izni yok."), again=True)
        story = self._without_strange(story)
        if not story.files:
            return Outcome.REFUSED
        paths = [one.name for one in story.files]
        lines = ImportedClipping.objects.filter(root=self.root, path__in=paths).exclude(clipping=None)
        line = lines.select_related("clipping").first()
        if line is not None and line.clipping is not None:
            return self._complete(story, line.clipping, set(lines.values_list("path", flat=True)))
        clipping = self._read(story)
        twin = _twin(clipping)
        if twin is not None:
            if not twin.scans.exists():
                for one in story.scans:
                    self._add_scan(twin, one)
            said = _("Aynısı arşivde var: %(title)s") % {"title": twin.headline}
            return self._note(story.files, Outcome.KNOWN, said, twin)
        services.add(clipping=clipping, user=self.user, bulletins=self.bulletins(clipping.published_on))
        for one in story.scans:
            self._add_scan(clipping, one)
        return self._note(story.files, Outcome.ADDED, "", clipping)

    def _without_strange(self, story: Story) -> Story:
        """Writes down the files that nobody takes; gives the story without them."""
        strange = story.strange
        self._note(strange, Outcome.REFUSED, _("Bu tür dosya alınmaz; PDF, fotoğraf ya da TXT olmalı."))
        return Story(story.folder, story.name, [one for one in story.files if one not in strange])

    def _refuse(self, story: Story, reason: str, *, again: bool = False) -> Outcome:
        """A line for each file of a story whose transaction is gone, and its other lines with it."""
        return self._note(self._without_strange(story).files, Outcome.REFUSED, reason, again=again)

    def _complete(self, story: Story, clipping: Clipping, there: set[str]) -> Outcome:
        """A story that came before and has more files now, or changed ones: what is missing is added, nothing else."""
        for one in story.scans:
            if one.name not in there:
                self._add_scan(clipping, one)
        if not clipping.text and story.texts:
            services.give_text(clipping=clipping, text=_text_of(story.texts))
        return self._note(story.files, Outcome.KNOWN, _("Daha önce aktarılmış."), clipping)

    def _add_scan(self, clipping: Clipping, one: Found) -> None:
        with one.path.open("rb") as stream:
            services.add_scan(
                clipping=clipping, file=File(stream, name=one.below.name), name=readable(one.below.name),
                user=self.user, priority=Priority.IMPORTED,
            )  # fmt: skip

    def _read(self, story: Story) -> Clipping:
        day, name = story.day, story.outlet
        if day is None:
            raise Refusal(_("Klasör ve dosya adlarından haberin günü okunamadı."))
        if not name:
            raise Refusal(_("Klasör adlarından yayın kuruluşu okunamadı."))
        outlet = self.outlet(name)
        text = _text_of(story.texts)
        first, _break, rest = text.partition("\n")
        headline = " ".join(first.split())
        if not headline or len(headline) > 300:
            headline, rest = story.title, text
        return Clipping(
            outlet=outlet, medium=outlet.kind, headline=headline, text=rest.strip()[:LONGEST_TEXT], published_on=day,
            page=story.page if outlet.kind in PRINTED else "",
            origin=Origin.SCAN,
        )  # fmt: skip

    def _note(
        self, files: Iterable[Found], outcome: Outcome, reason: str, clipping: Clipping | None = None, *,
        again: bool = False,
    ) -> Outcome:  # fmt: skip
        """Writes down what became of ``files``; with ``again`` the next run tries once more."""
        for one in files:
            ImportedClipping.objects.update_or_create(
                root=self.root, path=one.name,
                defaults={
                    "size": max(0, one.size), "modified_ns": LOOK_AGAIN if again else one.modified_ns,
                    "outcome": outcome, "reason": reason[:300], "clipping": clipping,
                },
            )  # fmt: skip
        return outcome


def _text_of(texts: Iterable[Found]) -> str:
    parts = []
    for one in texts:
        if one.size > LARGEST_TEXT:
            raise Refusal(_("Metin dosyası çok büyük; en çok 2 MB olabilir."))
        data = one.path.read_bytes()
        if b"\x00" in data:
            raise Refusal(_("Metin dosyası metin değil."))
        try:
            parts.append(data.decode("utf-8-sig"))
        except UnicodeDecodeError:  # as Windows wrote it
            parts.append(data.decode("cp1254", "replace"))
    return clean("\n".join(parts)).strip()


def _twin(clipping: Clipping) -> Clipping | None:
    """The clipping that is in the archive already: same outlet, day, page and headline in any case."""
    same = Clipping.objects.filter(outlet=clipping.outlet, published_on=clipping.published_on, page=clipping.page)
    wanted = " ".join(fold(clipping.headline).split())
    return next((row for row in same.defer("text") if " ".join(fold(row.headline).split()) == wanted), None)
