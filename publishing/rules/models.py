"""The office's rules: when this happens, and it is of that kind, these people are told.

``ContentRule``: one rule, as somebody wrote it; ``RuleRun``: one thing that it acted on, once; ``RuleNotice``: what
stands on people's first page until one of them has done it; ``RuleCursor``: how far the worker has read.

No action publishes, changes, sends to the press or writes to anybody who has no account here.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.core.roles import Role
from cms.users.models import Department, User
from press_archive.bulletins.models import Tag


class Event(models.TextChoices):
    """When a rule acts."""

    PUBLISHED = "published", _("yayına girince")
    CORRECTED = "corrected", _("düzeltmesi yayımlanınca")
    WITHDRAWN = "withdrawn", _("geri çekilince")
    RETURNED = "returned", _("iade edilince")
    WAITING = "waiting", _("imza beklerken şu kadar saat geçince")
    SHOOT = "shoot", _("bir çekime fotoğraf gelince")
    RIGHTS = "rights", _("kullanım hakkının bitmesine şu kadar gün kalınca")


# What is about the archive has no kind, no directorate of content and no tags of bulletins.
OF_CONTENT = (Event.PUBLISHED, Event.CORRECTED, Event.WITHDRAWN, Event.RETURNED, Event.WAITING)
# What a stranger may know already.
OF_PUBLIC = (Event.PUBLISHED, Event.CORRECTED, Event.WITHDRAWN)


class Subject(models.TextChoices):
    """What a rule is about: labels of models."""

    ANY = "", _("her içerik")
    BULLETIN = "bulletins.bulletinpage", _("basın bülteni")
    PHOTO_GALLERY = "galleries.photogallerypage", _("foto galeri")
    VIDEO_GALLERY = "galleries.videogallerypage", _("video galeri")
    PAGE = "website.standardpage", _("sabit sayfa")
    COLLECTION = "collections.collectionpage", _("derleme")
    ALERT = "website.alertbanner", _("uyarı bandı")


def bounded(highest: int) -> list[Any]:
    """Validators of a number from 1 on."""
    return [MinValueValidator(1), MaxValueValidator(highest)]


class ContentRule(models.Model):
    """One rule. It acts on what happens from its making on; a rule at rest keeps its history."""

    wagtail_reference_index_ignore = True

    name = models.CharField(_("ad"), max_length=100, unique=True)
    active = models.BooleanField(_("çalışıyor"), default=True)
    event = models.CharField(_("ne zaman?"), max_length=20, choices=Event.choices, default=Event.PUBLISHED)
    hours = models.PositiveSmallIntegerField(
        _("kaç saat?"), null=True, blank=True, validators=bounded(720), help_text=_("Yalnızca imza beklerken.")
    )
    days = models.PositiveSmallIntegerField(
        _("kaç gün?"), null=True, blank=True, validators=bounded(365), help_text=_("Yalnızca kullanım hakkı için.")
    )
    subject = models.CharField(_("ne?"), max_length=60, choices=Subject.choices, blank=True, default="")
    department = models.ForeignKey(
        Department, verbose_name=_("müdürlük"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    tag = models.ForeignKey(
        Tag, verbose_name=_("etiket"), on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    place = models.CharField(_("yer"), max_length=120, blank=True)
    urgent = models.BooleanField(_("yalnızca acele olanlar"), default=False)
    by_letter = models.BooleanField(_("e-posta yaz"), default=True)
    on_first_page = models.BooleanField(_("yapılacak iş olarak ilk sayfalarına koy"), default=False)
    for_social = models.BooleanField(
        _("sosyal medya editörlerinin ilk sayfasına koy"), default=False,
        help_text=_("Kuyruğa bir yol açar; paylaşmak yine onların işidir."),
    )  # fmt: skip
    message = models.CharField(
        _("ne denilsin?"), max_length=300, blank=True, help_text=_("Örneğin: Pano afişini hazırlayın.")
    )
    roles = models.JSONField(_("makamlar ve birimler"), default=list, blank=True)
    users = models.ManyToManyField(User, verbose_name=_("kişiler"), blank=True, related_name="+")
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, editable=False, related_name="+")
    changed_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, editable=False, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("kural")
        verbose_name_plural = _("kurallar")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def said(self) -> str:
        """What has happened, as people are told it."""
        words = {
            Event.PUBLISHED: gettext("yayına girdi"),
            Event.CORRECTED: gettext("düzeltmesi yayımlandı"),
            Event.WITHDRAWN: gettext("geri çekildi"),
            Event.RETURNED: gettext("iade edildi"),
            Event.WAITING: gettext("%(hours)s saatten uzun süredir imza bekliyor") % {"hours": self.hours},
            Event.SHOOT: gettext("çekime fotoğraf geldi"),
            Event.RIGHTS: gettext("%(days)s gün kaldı") % {"days": self.days},
        }
        return words[Event(self.event)]

    @property
    def office_roles(self) -> list[Role]:
        """The roles it tells; what is none any more is passed over."""
        return [Role(one) for one in self.roles if one in Role.values]

    def clean(self) -> None:
        super().clean()
        wrong: dict[str, str] = {}
        if (self.event == Event.WAITING) != bool(self.hours):
            wrong["hours"] = gettext("Saat, imza beklerken çalışan kurallarda yazılır; yalnızca onlarda.")
        if (self.event == Event.RIGHTS) != bool(self.days):
            wrong["days"] = gettext("Gün, kullanım hakkı kurallarında yazılır; yalnızca onlarda.")
        if self.event not in OF_CONTENT and (self.subject or self.tag_id or self.urgent):
            wrong["event"] = gettext("Arşiv kurallarında içerik türü, etiket ve aciliyet seçilmez.")
        if self.event == Event.RIGHTS and (self.department_id or self.place):
            wrong["event"] = gettext("Kullanım hakkı kuralları bütün arşiv içindir: müdürlük ve yer seçilmez.")
        if self.for_social and self.event not in OF_PUBLIC:
            wrong["for_social"] = gettext("Sosyal medyaya yalnızca yayımlanmış olan bildirilir.")
        if not (self.by_letter or self.on_first_page or self.for_social):
            wrong["by_letter"] = gettext("En az bir eylem seçin.")
        if wrong:
            raise ValidationError(wrong)


class RuleRun(models.Model):
    """What a rule acted on: ``key`` names it, once for each rule, whatever becomes of the worker meanwhile."""

    wagtail_reference_index_ignore = True

    rule = models.ForeignKey(ContentRule, on_delete=models.CASCADE, related_name="runs")
    key = models.CharField(max_length=120)
    label = models.CharField(_("Neye"), max_length=300)
    ran_at = models.DateTimeField(_("zaman"))
    letters = models.PositiveSmallIntegerField(_("mektup"), default=0)
    note = models.CharField(_("not"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("kuralın çalışması")
        verbose_name_plural = _("kuralların çalışmaları")
        ordering = ["-ran_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["rule", "key"], name="rulerun_once")]
        indexes = [models.Index(fields=["rule", "-ran_at"], name="rulerun_newest")]

    def __str__(self) -> str:
        return f"{self.rule_id}: {self.label}"


class RuleNotice(models.Model):
    """A piece of work on people's first page. Whoever does it takes it off for all of them."""

    wagtail_reference_index_ignore = True

    run = models.ForeignKey(RuleRun, on_delete=models.CASCADE, related_name="notices")
    text = models.CharField(max_length=700)
    path = models.CharField(max_length=300, blank=True)
    users = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="rule_notices")
    done_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("kural bildirimi")
        verbose_name_plural = _("kural bildirimleri")
        indexes = [models.Index(fields=["id"], condition=models.Q(done_at=None), name="rulenotice_open")]

    def __str__(self) -> str:
        return self.text[:60]


class RuleCursor(models.Model):
    """How far the worker has read the record of what was decided, and when it looked at the archive last."""

    sequence = models.PositiveBigIntegerField(default=0)
    looked_at = models.DateTimeField()

    class Meta:
        verbose_name = _("kuralların yeri")
        verbose_name_plural = _("kuralların yeri")

    def __str__(self) -> str:
        return str(self.sequence)
