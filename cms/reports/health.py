"""How the house is: what administrators read on one page. Machines ask ``cms.core.health``, which says far less.

Every section is asked for itself: one that cannot be read says so and hides no other.
"""

from __future__ import annotations

import logging
import platform
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import django
import wagtail
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.core import beats
from cms.core.beats import Job
from cms.core.version import version
from cms.reports import queues
from cms.settings.evidence import DERIVED
from media_library.store.storage import is_local
from media_library.work.health import LEAST_FREE
from press_archive.monitoring import selectors as monitoring
from publishing.approval.health import last_verification, newest_day
from publishing.channels.health import transport
from search import selectors as index
from search.elastic import condition, server
from search.office import answers as office

logger = logging.getLogger(__name__)

GOOD, DOUBT, BAD = "good", "doubt", "bad"
RANK = {GOOD: 0, DOUBT: 1, BAD: 2}
# Part of a disk below which somebody should make room.
SCARCE = 0.10


@dataclass(frozen=True, slots=True)
class Line:
    """One fact: what it is about, what is so, and whether that is well."""

    label: str
    text: str
    state: str = GOOD


@dataclass(frozen=True, slots=True)
class Section:
    """Facts that belong together. ``todo``: what to do while something in it is not well."""

    title: str
    lines: list[Line]
    todo: str = ""

    @property
    def state(self) -> str:
        """The worst of its lines'."""
        return max((line.state for line in self.lines), key=RANK.__getitem__, default=GOOD)


def sections() -> list[Section]:
    """Everything that the page shows, what is not well first."""
    found = [_asked(title, ask) for title, ask in _asked_for()]
    return sorted(found, key=lambda section: -RANK[section.state])


def troubles() -> list[Section]:
    """The sections in which something is broken."""
    return [section for section in sections() if section.state == BAD]


def _asked_for() -> list[tuple[str, Callable[[], Section]]]:
    return [
        (_("Çalışan süreçler"), workers),
        (_("Kuyruklar"), waiting),
        (_("Posta sunucusu"), mail),
        (_("Diskler"), disks),
        (_("Yedekler"), backups),
        (_("Onay izi"), evidence),
        (_("Arşiv işleri"), slow_jobs),
        (_("Arama"), search),
        (_("Basın izleme"), monitors),
        (_("Sürüm"), versions),
    ]


def _asked(title: str, ask: Callable[[], Section]) -> Section:
    try:
        return replace(ask(), title=title)
    except Exception as error:  # whatever is wrong with a part, the others are shown
        logger.exception("health page: %s", title)
        return Section(title, [Line(title, _("Okunamadı: %(error)s") % {"error": type(error).__name__}, BAD)])


def ago(moment: object) -> str:
    """``3 dakika önce``."""
    return _("%(time)s önce") % {"time": timesince(moment, depth=1)}  # type: ignore[arg-type]


def _worker_names() -> dict[Job, str]:
    return {Job.DISPATCH: _("Dağıtım (worker)"), Job.MEDIA: _("Fotoğraf ve video (media_worker)")}


def workers() -> Section:
    """Who lives, by job."""
    lines: list[Line] = []
    for job, name in _worker_names().items():
        known = beats.workers(job)
        living = [row for row in known if not beats.is_silent(row)]
        lines += [Line(name, _("çalışıyor, son işareti %(ago)s") % {"ago": ago(row.seen_at)}) for row in living]
        if not known:
            lines.append(Line(name, _("hiç görülmedi ya da durduruldu"), BAD))
        elif not living:
            lines.append(Line(name, _("yanıt vermiyor: son işareti %(ago)s") % {"ago": ago(known[0].seen_at)}, BAD))
    return Section(
        "", lines, _("Sunucuda süreci yeniden başlatın; o zamana dek kuyruktakiler bekler, hiçbir şey yitmez.")
    )


def waiting() -> Section:
    """How much waits, and for how long the oldest does."""
    lines = []
    for queue in queues.all_queues():
        if not queue.count:
            lines.append(Line(queue.name, _("boş")))
            continue
        text = ngettext("%(count)d bekliyor", "%(count)d bekliyor", queue.count) % {"count": queue.count}
        if queue.since:
            text += _(", en eskisi %(ago)s girdi") % {"ago": ago(queue.since)}
        lines.append(Line(queue.name, text, BAD if queue.is_late else GOOD))
    lines += [Line(name, str(count), DOUBT) for name, count in queues.left_over() if count]
    return Section("", lines, _("Süreçler çalışıyorsa posta sunucusuna ve Mektuplar, Dağıtım listelerine bakın."))


def mail() -> Section:
    """Where mails go, when the last one was taken, and what the server said when it refused everybody."""
    where, leaves = transport()
    lines = [Line(_("Gönderim yolu"), where, GOOD if leaves else DOUBT)]
    last = queues.last_accepted()
    lines.append(Line(_("Son kabul edilen posta"), ago(last) if last else _("yok")))
    lines += [Line(_("Sunucunun yanıtı"), row.note, BAD) for row in beats.alive(Job.DISPATCH) if row.note]
    return Section(
        "", lines, _("EMAIL_URL ayarını ve sunucunun yanıtını denetleyin; gönderim 1–15 dakikada bir denenir.")
    )


def disks() -> Section:
    """How much room there is where files grow."""
    places = [
        (_("Yüklenmekte olanlar"), Path(settings.UPLOAD_ROOT)),
        (_("Geçici dosyalar"), Path(tempfile.gettempdir())),
    ]
    if is_local(default_storage):
        places.insert(0, (_("Fotoğraf ve videolar"), Path(settings.MEDIA_ROOT)))
    if connection.vendor == "sqlite":
        places.append((_("Veritabanı"), Path(str(connection.settings_dict["NAME"])).parent))
    lines = []
    for name, place in places:
        place = next((one for one in (place, *place.parents) if one.exists()), Path("/"))
        use = shutil.disk_usage(place)
        text = _("%(free).1f GB boş (%(total).0f GB içinde)") % {"free": use.free / 1e9, "total": use.total / 1e9}
        state = BAD if use.free < LEAST_FREE else DOUBT if use.free < SCARCE * use.total else GOOD
        lines.append(Line(name, text, state))
    return Section("", lines, _("Yer açın ya da diski büyütün: dolu diskte yükleme ve imza reddedilir."))


def backups() -> Section:
    """When the last backup was reported."""
    todo = _("Yedekleme betiğinin sonuna “manage.py record_backup” satırını ekleyin; ayrıntısı işletim belgesinde.")
    row = beats.last(Job.BACKUP)
    if row is None:
        return Section("", [Line(_("Son yedek"), _("hiç bildirilmedi"), DOUBT)], todo)
    if row.note:
        return Section("", [Line(_("Son yedek"), _("başarısız: %(reason)s") % {"reason": row.note}, BAD)], todo)
    late = timezone.now() - row.seen_at > beats.BACKUP_LATE
    return Section("", [Line(_("Son yedek"), ago(row.seen_at), BAD if late else GOOD)], todo)


def evidence() -> Section:
    """Whether the chain of approvals was verified lately, and the last end that both offices were told."""
    row = last_verification()
    if row is None:
        lines = [Line(_("Son doğrulama"), _("hiç yapılmadı"), DOUBT)]
    elif row.note:
        lines = [Line(_("Son doğrulama"), f"{ago(row.seen_at)}: {row.note}", BAD)]
    else:
        late = timezone.now() - row.seen_at > beats.VERIFICATION_LATE
        lines = [Line(_("Son doğrulama"), _("%(ago)s, sağlam") % {"ago": ago(row.seen_at)}, DOUBT if late else GOOD)]
    day = newest_day()
    told = (
        _("%(sequence)d. kayıt, %(ago)s") % {"sequence": day.sequence, "ago": ago(day.created_at)} if day else _("yok")
    )
    lines.append(Line(_("Makamlara bildirilen son uç"), told))
    key = next(iter(settings.EVIDENCE_KEYS), _("yok"))
    lines.append(Line(_("Mühürleyen anahtar"), _("SECRET_KEY’den türetilen anahtar") if key == DERIVED else key))
    return Section("", lines, _("Sunucuda “manage.py verify_evidence” çalıştırın; bozuksa önce bir kopya saklayın."))


def slow_jobs() -> Section:
    """What is in hand for long, and what took longest in the last days."""
    lines = [
        Line(job.name, _("%(time)s sürüyor, yüzde %(percent)d") % {"time": job.time, "percent": job.progress}, DOUBT)
        for job in queues.in_hand_for_long()
    ]
    lines += [Line(job.name, _("%(time)s sürdü") % {"time": job.time}) for job in queues.slowest()]
    if not lines:
        lines = [Line(_("Yavaş iş"), _("yok"))]
    return Section(
        "", lines, _("Uzun bir film saatler alabilir; ilerlemiyorsa media_worker sürecini yeniden başlatın.")
    )


def search() -> Section:
    """What finds: the database's indexes for the public and for the office, and Elasticsearch where there is one."""
    lines = [
        Line(name, _("%(count)d değişiklik bekliyor") % {"count": one.waiting()}, BAD)
        if one.lag() > one.LATE
        else Line(name, _("güncel"))
        for name, one in ((_("Dizin"), index), (_("Büronun dizini"), office))
    ]
    if server.is_wanted():
        reason = condition.trouble()
        note = condition.note()
        lines.append(
            Line("Elasticsearch", note or reason or _("yanıt veriyor"), BAD if reason else DOUBT if note else GOOD)
        )
    return Section("", lines, _("Sunucuya ve işleyene bakın; arama bu sürede veritabanından yanıtlanır."))


def monitors() -> Section:
    """Whether the press's sites are asked, and what comes of it."""
    if not settings.MONITOR_PRESS:
        return Section("", [Line(_("Haber kaynakları"), _("izlenmiyor (MONITOR_PRESS kapalı)"))])
    found = monitoring.condition()
    if not found["count"]:
        return Section("", [Line(_("Haber kaynakları"), _("yok"))])
    text = ngettext("%(count)d kaynak", "%(count)d kaynak", found["count"]) % {"count": found["count"]}
    lines = [
        Line(_("İzlenen"), text),
        Line(_("Son bakış"), ago(found["asked_at"]) if found["asked_at"] else _("henüz bakılmadı")),
        Line(_("Saati geçen"), str(found["late"]), BAD if found["late"] else GOOD),
    ]
    counted = {"lost": _("Okuyucu süreçte kalan"), "failing": _("Aksayan"), "silent": _("Sessiz")}
    lines += [Line(name, str(found[key]), DOUBT) for key, name in counted.items() if found[key]]
    if found["pages"]:
        lines.append(Line(_("Okunacak haber sayfası"), str(found["pages"])))
    todo = _("Saati geçenler için dağıtım sürecini yeniden başlatın; ötekilerin nedeni Haber kaynakları’nda yazar.")
    return Section("", lines, todo)


def versions() -> Section:
    """What runs, and whether everybody runs the same."""
    mine = version() or _("bilinmiyor")
    lines = [Line(_("Bu süreç"), mine)]
    for job, name in _worker_names().items():
        for row in beats.alive(job):
            if row.version != version():
                text = _("%(version)s: güncellemeden sonra yeniden başlatılmamış") % {"version": row.version or "?"}
                lines.append(Line(name, text, DOUBT))
    executor = MigrationExecutor(connection)
    if missing := len(executor.migration_plan(executor.loader.graph.leaf_nodes())):
        lines.append(Line(_("Veritabanı geçişleri"), _("%(count)d geçiş uygulanmamış") % {"count": missing}, BAD))
    lines.append(
        Line("Python, Django, Wagtail", f"{platform.python_version()}, {django.__version__}, {wagtail.__version__}")
    )
    database = _("sürüm %(version)s") % {"version": ".".join(map(str, connection.get_database_version()))}
    lines.append(Line(connection.display_name, database))
    return Section("", lines, _("Güncellemeden sonra süreçleri yeniden başlatın, “manage.py migrate” çalıştırın."))
