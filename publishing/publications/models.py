"""Publications on paper and on walls.

``Series``: what comes out again and again, with what the press law asks of it; ``Issue``: one issue, brochure or
poster, a page of ``/yayinlar/`` that two people sign; ``IssueEntry``: its line in the register of what is public;
``Rendering``, ``RenderedFile``: the finished files of one state of an issue; ``Handover``, ``Fetch``: what a printing
house was given, and took.

An issue is one row: pages, stories and photos are blocks of its ``plan``, so that one revision holds all that is
signed. ``made`` names the finished files by their SHA-256, the design that they were drawn from, and what the preflight
found.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from cms.core.governed import GovernedPermissionTester, StructuralPage, StructuralPermissionTester
from cms.core.message import Message
from cms.core.standing import standing_of
from cms.core.turkish import format_date
from cms.website.entries import PublicEntry, RegisteredPage
from cms.website.selectors import absolute
from media_library.models.stored import unguessable_name
from publishing.approval import selectors as approval
from publishing.publications import panels, validation
from publishing.publications.blocks import PlanBlock
from publishing.publications.formats.models import Format
from publishing.publications.words import Interval, Kind, Making

FILES = "publications"
ISSN = RegexValidator(r"^[0-9]{4}-[0-9]{3}[0-9X]$", _("ISSN’yi 1234-567X biçiminde yazın."))


def file_path(instance: Any, filename: str) -> str:
    """Where a finished file is stored; no address of ``/media/`` leads to this folder."""
    return f"{FILES}/{unguessable_name(filename)}"


class Series(models.Model):
    """A publication that has issues. Its words reach paper only inside an issue that was signed."""

    title = models.CharField(_("ad"), max_length=120, unique=True)
    kind = models.CharField(_("tür"), max_length=12, choices=Kind.choices, default=Kind.MAGAZINE)
    issn = models.CharField("ISSN", max_length=9, blank=True, validators=[ISSN])
    interval = models.CharField(_("yayın aralığı"), max_length=12, choices=Interval.choices, default=Interval.QUARTERLY)
    owner = models.CharField(_("yayın sahibi"), max_length=160, blank=True)
    owner_agent = models.CharField(_("yayın sahibinin temsilcisi"), max_length=160, blank=True)
    responsible_editor = models.CharField(_("sorumlu müdür"), max_length=160, blank=True)
    management_place = models.CharField(_("yönetim yeri"), max_length=300, blank=True)
    printer = models.CharField(_("basımcı"), max_length=160, blank=True)
    printer_address = models.CharField(_("basımcının adresi"), max_length=300, blank=True)
    declared_to = models.CharField(_("beyannamenin verildiği başsavcılık"), max_length=160, blank=True)
    declared_on = models.DateField(_("beyanname tarihi"), null=True, blank=True)
    declaration_number = models.CharField(_("beyanname no"), max_length=60, blank=True)
    active = models.BooleanField(_("çıkıyor"), default=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("yayın")
        verbose_name_plural = _("yayınlar")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class IssueIndexPermissionTester(StructuralPermissionTester):
    """Whoever may make publications makes them here, and nowhere else in the tree."""

    def can_add_subpage(self) -> bool:
        return bool(self.user.is_active and self.user.has_perm("publications.add_issue"))


class IssuePermissionTester(GovernedPermissionTester):
    """As of all governed pages; designers edit publications, and nothing else of the website."""

    def can_edit(self) -> bool:
        return bool(self.user.is_active and self.user.has_perm("publications.change_issue"))


class IssueIndexPage(StructuralPage):
    """The list at ``/yayinlar/``. It holds no words of its own and was made by a migration."""

    parent_page_types = ["website.HomePage"]
    subpage_types = ["publications.Issue"]
    max_count = 1
    content_panels: list[Any] = []
    promote_panels: list[Any] = []
    settings_panels: list[Any] = []

    class Meta:
        verbose_name = _("yayın listesi")

    def permissions_for_user(self, user: AbstractUser | AnonymousUser) -> IssueIndexPermissionTester:
        return IssueIndexPermissionTester(user, self)


def empty_making() -> dict[str, Any]:
    """No file was made."""
    return {}


class Issue(RegisteredPage):
    """One issue of a series, or a brochure, poster or card of its own.

    ``made``: ``{"design", "sheet": {…}, "files": {name: sha256}, "findings": [{"code", "level", "page", "text"}, …]}``,
    written by ``services.attach`` alone; ``explanation``: why it is printed with the yellow findings.
    """

    series = models.ForeignKey(
        Series, verbose_name=_("yayın"), on_delete=models.PROTECT, null=True, blank=True, related_name="issues",
        help_text=_("Bir defalık işlerde boş bırakın."),
    )  # fmt: skip
    kind = models.CharField(_("tür"), max_length=12, choices=Kind.choices, default=Kind.MAGAZINE)
    number = models.CharField(_("sayı"), max_length=20, blank=True, help_text=_("Örneğin: 14 ya da 2026/3"))
    date = models.DateField(_("tarih"), default=timezone.localdate, help_text=_("Kapakta yazan ya da asılacağı gün."))
    summary = models.TextField(_("tanıtım"), max_length=400, help_text=_("Bir iki cümle; internet sayfasında görünür."))
    format = models.ForeignKey(
        Format, verbose_name=_("ölçü"), on_delete=models.PROTECT, related_name="issues", null=True,
        limit_choices_to={"active": True},
    )  # fmt: skip
    look = models.CharField(_("görünüş"), max_length=40, default="kent")
    isbn = models.CharField("ISBN", max_length=20, blank=True)
    printer = models.CharField(
        _("basımevi"), max_length=160, blank=True, help_text=_("Boş bırakırsanız yayının basımcısı.")
    )
    printer_address = models.CharField(
        _("basıldığı yer"), max_length=300, blank=True, help_text=_("Boş bırakırsanız yayının basımcısının adresi.")
    )
    qr = models.URLField(_("karekodun adresi"), max_length=300, blank=True)
    plan = StreamField(PlanBlock(), verbose_name=_("sayfa planı"), blank=True)
    explanation = models.TextField(_("sarı uyarıların gerekçesi"), max_length=1000, blank=True)
    made = models.JSONField(default=empty_making, blank=True, editable=False)

    parent_page_types = ["publications.IssueIndexPage"]
    subpage_types: list[str] = []
    template = "publications/issue.html"
    edit_handler = panels.issue()
    search_fields = [*RegisteredPage.search_fields, index.SearchField("summary")]

    class Meta:
        verbose_name = _("sayı")
        verbose_name_plural = _("sayılar")

    def permissions_for_user(self, user: AbstractUser | AnonymousUser) -> IssuePermissionTester:
        return IssuePermissionTester(user, self)

    def media_purposes(self, photo_id: int | None = None) -> tuple[str, ...]:
        return ("print", "web")

    def submission_errors(self) -> list[str]:
        return validation.submission_errors(self)

    def to_message(self) -> Message:
        """What channels would carry; only who subscribed to it hears of a publication."""
        return Message(
            headline=self.title, summary=self.summary, body_html="", body_text=self.summary,
            url=absolute(self.public_path), date=self.date.isoformat() if self.date else "",
        )  # fmt: skip

    @property
    def full_title(self) -> str:
        """``Kent Dergisi 14: Sahil yolu``; the title alone where it says the same."""
        number = f" {self.number}" if self.number else ""
        named = f"{self.series.title}{number}" if self.series_id and self.series else ""
        return f"{named}: {self.title}" if named and named != self.title else self.title or named

    @property
    def certificate(self) -> Any:
        """What both offices signed last, unless it was taken back since; ``None`` for nothing."""
        found = approval.certificate_of(self)
        return None if found is None or approval.withdrawn_since(found) else found

    @property
    def rendering(self) -> Rendering | None:
        """The finished files that this content names."""
        design = (self.made or {}).get("design")
        return self.renderings.filter(digest=design, state=Making.DONE).first() if design else None

    @property
    def has_its_files(self) -> bool:
        """Whether every file that this content names is stored under its digest."""
        wanted, rendering = (self.made or {}).get("files") or {}, self.rendering
        return rendering is not None and bool(wanted) and wanted == dict(rendering.files.values_list("name", "sha256"))

    @property
    def state(self) -> str:
        """Where it stands, as ``cms.core.standing`` says it."""
        return standing_of(self).value


class IssueEntry(PublicEntry):
    """One line of the register of publications. ``date`` is the issue's."""

    newest_first = ("-date", "-pk")
    section = "yayinlar"

    page = models.OneToOneField(Page, on_delete=models.PROTECT, related_name="issue_entry")
    kind = models.CharField(_("tür"), max_length=12, choices=Kind.choices)
    date = models.DateField(_("tarih"))

    class Meta:
        verbose_name = _("yayın kaydı")
        verbose_name_plural = _("yayın kayıtları")
        indexes = [models.Index("date", "id", condition=Q(public=True), name="issue_public")]


class Rendering(models.Model):
    """The files of one state of an issue. ``digest`` is that of the design that they are drawn from; ``sizes`` and
    ``fits`` are what the screens show. All of its files are there, or none."""

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="renderings")
    digest = models.CharField(max_length=64)
    state = models.CharField(_("durum"), max_length=10, choices=Making.choices, default=Making.WAITING)
    fault = models.CharField(_("hata"), max_length=300, blank=True)
    findings = models.JSONField(default=list)
    fits = models.JSONField(default=list)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(_("İstendi"), auto_now_add=True)
    made_at = models.DateTimeField(_("hazırlandı"), null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("baskı dosyaları")
        verbose_name_plural = _("baskı dosyaları")
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["issue", "digest"], name="rendering_once_for_a_design")]

    def __str__(self) -> str:
        return f"{self.digest[:12]} ({self.get_state_display()})"


class RenderedFile(models.Model):
    """One finished file: ``print.pdf``, ``web.pdf``, ``cover.jpg``, ``page-001.jpg``, ``zoom-001.jpg``."""

    rendering = models.ForeignKey(Rendering, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=40)
    file = models.FileField(upload_to=file_path, max_length=255)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("baskı dosyası")
        verbose_name_plural = _("baskı dosyaları")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["rendering", "name"], name="renderedfile_once")]

    def __str__(self) -> str:
        return self.name


class Handover(models.Model):
    """A link by which a printing house fetches the package of a signed issue, until a day or until it is taken back.
    Of its key only the digest is kept."""

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="handovers")
    certificate = models.ForeignKey("approval.Certificate", on_delete=models.PROTECT, related_name="+")
    receiver = models.CharField(_("matbaa"), max_length=160)
    order = models.JSONField(_("İş emri"), default=dict)
    key_digest = models.CharField(max_length=64, unique=True, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("verildi"), auto_now_add=True)
    expires_at = models.DateTimeField(_("son gün"))
    revoked_at = models.DateTimeField(_("geri alındı"), null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("baskı paketi bağlantısı")
        verbose_name_plural = _("baskı paketi bağlantıları")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.receiver}, {format_date(timezone.localdate(self.made_at))}" if self.made_at else self.receiver


class Fetch(models.Model):
    """One download of a package."""

    handover = models.ForeignKey(Handover, on_delete=models.CASCADE, related_name="fetches")
    at = models.DateTimeField(_("zaman"), auto_now_add=True)
    ip = models.GenericIPAddressField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("paket indirme")
        verbose_name_plural = _("paket indirmeleri")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.at:%d.%m.%Y %H:%M}"
