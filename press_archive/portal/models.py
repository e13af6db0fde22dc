"""What the portal keeps.

``Duty``: who answers the press's calls, signed as every word that strangers read. Of an account: ``Follower`` with
``Follow`` and ``Match``, ``Saved``, ``Taken``, ``Question``. ``Statement``: an answer that two signatures release.
``Gathered``: a publication of which the followers are found.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.core.blocks import PHONE
from cms.core.governed import GovernedSnippet
from cms.core.text import is_blank
from cms.core.turkish import format_moment
from cms.letters.models import Letter
from media_library.kits.models import Kit
from press_archive.bulletins.models import BulletinPage
from press_archive.journalists.models import JournalistAccount
from press_archive.portal import panels
from press_archive.portal.words import OVER, FollowKind, MatchState, Pace, QuestionState, Wanted
from publishing.subscriptions.models import Announcement

LONGEST_DUTY = dt.timedelta(days=31)
LONGEST_ANSWER = 6000


# --- Who is on duty ---------------------------------------------------------------------------------------------------


class DutyQuerySet(models.QuerySet["Duty"]):
    """Duties by the public's question. Live rows say what was signed."""

    def between(self, first: dt.datetime, last: dt.datetime) -> DutyQuerySet:
        """Signed ones of that stretch, the earliest first."""
        return self.filter(live=True, starts_at__lt=last, ends_at__gt=first).order_by("starts_at", "pk")


class Duty(GovernedSnippet):
    """Who of the press office answers the telephone, from when to when; public with both signatures."""

    name = models.CharField(_("nöbetçi"), max_length=120)
    phone = models.CharField(_("telefon"), max_length=30, validators=[PHONE])
    starts_at = models.DateTimeField(_("başlangıç"))
    ends_at = models.DateTimeField(_("bitiş"))
    note = models.CharField(_("not"), max_length=200, blank=True, help_text=_("Örneğin: Önce kısa mesaj gönderin."))

    objects = DutyQuerySet.as_manager()
    panels = panels.duty()

    class Meta:
        verbose_name = _("basın nöbeti")
        verbose_name_plural = _("basın nöbetleri")
        ordering = ["-starts_at", "-pk"]
        indexes = [models.Index(fields=["live", "ends_at"], name="duty_live")]

    def __str__(self) -> str:
        if not self.name or not self.starts_at:
            return gettext("Adsız nöbet")  # a draft may lack both
        return f"{self.name}, {format_moment(self.starts_at)}"

    def clean(self) -> None:
        super().clean()
        if self.starts_at and self.ends_at:
            if self.ends_at <= self.starts_at:
                raise ValidationError({"ends_at": _("Bitiş başlangıçtan sonra olmalı.")})
            if self.ends_at - self.starts_at > LONGEST_DUTY:
                raise ValidationError({"ends_at": _("Bir nöbet bir aydan uzun olamaz; tarihleri denetleyin.")})

    def submission_errors(self) -> list[str]:
        if self.ends_at and self.ends_at <= timezone.now():
            return [gettext("Nöbetin bitişi geçmiş; imzalanacak bir şey kalmadı.")]
        return []

    @property
    def span(self) -> str:
        """From when to when, in words."""
        return f"{format_moment(self.starts_at)} – {format_moment(self.ends_at)}"

    @property
    def dial(self) -> str:
        """The number as a telephone dials it."""
        return "".join(char for char in self.phone if char in "+0123456789")

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "portal/duty_preview.html"


# --- What somebody follows --------------------------------------------------------------------------------------------


class Follower(models.Model):
    """An account that follows something, and how often it wants to hear of it. ``token`` ends it from a mail."""

    account = models.OneToOneField(JournalistAccount, on_delete=models.CASCADE, related_name="follower")
    pace = models.CharField(_("sıklık"), max_length=8, choices=Pace.choices, default=Pace.AT_ONCE)
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("takipçi")
        verbose_name_plural = _("takipçiler")

    def __str__(self) -> str:
        return f"{_('takipçi')} {self.pk}"


class Follow(models.Model):
    """One thing that is followed. ``value``: a key of ``subscriptions.subjects``, a place or words."""

    follower = models.ForeignKey(Follower, on_delete=models.CASCADE, related_name="follows")
    kind = models.CharField(_("tür"), max_length=8, choices=FollowKind.choices)
    value = models.CharField(_("ne"), max_length=80)
    since = models.DateTimeField(_("başlangıç"), default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("takip")
        verbose_name_plural = _("takipler")
        ordering = ["kind", "value", "pk"]
        constraints = [models.UniqueConstraint(fields=["follower", "kind", "value"], name="follow_once")]

    def __str__(self) -> str:
        return f"{_('takip')} {self.pk}"


class Gathered(models.Model):
    """A publication, correction or withdrawal of which it is decided whom it concerns: nobody is met twice."""

    announcement = models.OneToOneField(Announcement, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("toplanan duyuru")
        verbose_name_plural = _("toplanan duyurular")

    def __str__(self) -> str:
        return f"{self.announcement_id}"


class Match(models.Model):
    """Something published that a follower hears of, once: waits for the next mail, or stands in ``letter``."""

    follower = models.ForeignKey(Follower, on_delete=models.CASCADE, related_name="matches")
    announcement = models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(_("tür"), max_length=20)
    state = models.CharField(_("durum"), max_length=8, choices=MatchState.choices, default=MatchState.WAITING)
    letter = models.ForeignKey(Letter, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(_("zaman"), default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("takip edilen içerik")
        verbose_name_plural = _("takip edilen içerikler")
        constraints = [models.UniqueConstraint(fields=["follower", "announcement"], name="match_once")]
        indexes = [models.Index(fields=["follower", "at"], condition=Q(state="waiting"), name="match_waiting")]

    def __str__(self) -> str:
        return f"{self.follower_id}: {self.announcement_id}"


# --- What somebody keeps and took -------------------------------------------------------------------------------------


class Saved(models.Model):
    """A bulletin that an account wants to find again."""

    account = models.ForeignKey(JournalistAccount, on_delete=models.CASCADE, related_name="saved")
    page = models.ForeignKey(BulletinPage, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(_("zaman"), default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("saklanan bülten")
        verbose_name_plural = _("saklanan bültenler")
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["account", "page"], name="saved_once")]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.page_id}"


class Taken(models.Model):
    """A kit that an account has downloaded, in which version, when last: later corrections are told by the date."""

    account = models.ForeignKey(JournalistAccount, on_delete=models.CASCADE, related_name="taken")
    kit = models.ForeignKey(Kit, on_delete=models.CASCADE, related_name="+")
    version = models.PositiveIntegerField(_("sürüm"))
    at = models.DateTimeField(_("zaman"), default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("İndirilen kit")
        verbose_name_plural = _("İndirilen kitler")
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["account", "kit", "version"], name="taken_once")]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.kit_id} v{self.version}"


# --- What is asked ----------------------------------------------------------------------------------------------------


class Statement(GovernedSnippet):
    """An answer in the municipality's name: the asker gets exactly these words, with both signatures."""

    is_letter = True

    title = models.CharField(_("başlık"), max_length=160)
    text = models.TextField(_("yanıt"), max_length=LONGEST_ANSWER, blank=True)

    panels = panels.statement()

    class Meta:
        verbose_name = _("basına yazılı yanıt")
        verbose_name_plural = _("basına yazılı yanıtlar")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.title or gettext("Başlıksız yanıt")  # a draft may lack it

    @property
    def its_question(self) -> Question | None:
        """What it answers."""
        return Question.objects.filter(statement=self.pk).first() if self.pk else None

    def submission_errors(self) -> list[str]:
        asked = self.its_question
        if asked is None or asked.account_id is None:
            return [gettext("Soran kişinin hesabı kapandı; yanıtın gideceği kimse yok.")]
        if asked.state in OVER:
            return [gettext("Bu soru yanıtlandı ya da kapandı.")]
        if is_blank(self.text):
            return [gettext("Yanıt metni boş.")]
        return []

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "portal/statement_preview.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        return {**super().get_preview_context(request, mode_name), "statement": self, "question": self.its_question}


class QuestionQuerySet(models.QuerySet["Question"]):
    """Questions by the office's questions."""

    def standing(self) -> QuestionQuerySet:
        """Those that wait for an answer, the most urgent first."""
        return self.exclude(state__in=OVER).order_by("due_at", "pk")


class Question(models.Model):
    """What a journalist asks the desk. ``account`` nobody: the person is gone, the number and the clock stay."""

    account = models.ForeignKey(
        JournalistAccount, verbose_name=_("basın mensubu"), on_delete=models.SET_NULL, null=True,
        related_name="questions",
    )  # fmt: skip
    kind = models.CharField(_("ne istiyor"), max_length=10, choices=Wanted.choices)
    subject = models.CharField(_("konu"), max_length=160, blank=True)
    text = models.TextField(_("soru"), max_length=4000, blank=True)
    asked_at = models.DateTimeField(_("soruldu"), default=timezone.now)
    due_at = models.DateTimeField(_("yanıt zamanı"))
    state = models.CharField(
        _("durum"), max_length=10, choices=QuestionState.choices, default=QuestionState.OPEN, db_index=True
    )
    statement = models.OneToOneField(
        Statement, verbose_name=_("yazılı yanıt"), on_delete=models.SET_NULL, null=True, related_name="+"
    )
    answer = models.TextField(_("yanıt"), max_length=LONGEST_ANSWER, blank=True)
    answered_at = models.DateTimeField(_("yanıtlandı"), null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("yanıtlayan"), on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = QuestionQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("basın sorusu")
        verbose_name_plural = _("basın soruları")
        ordering = ["-asked_at", "-pk"]
        permissions = [("answer_question", "Can answer questions of the press")]

    def __str__(self) -> str:
        return f"{_('basın sorusu')} {self.pk}"

    @property
    def is_late(self) -> bool:
        """Whether the clock has run out."""
        return self.state not in OVER and self.due_at < timezone.now()
