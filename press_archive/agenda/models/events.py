"""What is signed, announced and answered."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.core.blocks import PHONE
from cms.core.governed import GovernedSnippet
from cms.core.standing import Standing, standing_of
from cms.core.turkish import format_moment
from cms.letters.models import Letter
from press_archive.agenda import announcements, panels, words
from press_archive.contacts.models import Address, DistributionList, Outlet

LONGEST = dt.timedelta(days=31)
MOST_ZONES, LONGEST_ZONE = 20, 40


class PressEventQuerySet(models.QuerySet["PressEvent"]):
    """Events by the office's and the public's questions. Live rows say what was signed."""

    def announced(self) -> PressEventQuerySet:
        """Those that both offices signed and nobody took back."""
        return self.filter(live=True)

    def listed(self) -> PressEventQuerySet:
        """Announced ones that the public calendar shows."""
        return self.announced().filter(is_listed=True)

    def coming(self, at: dt.datetime | None = None) -> PressEventQuerySet:
        """Those that are not over."""
        return self.filter(ends_at__gte=at or timezone.now())


class PressEvent(GovernedSnippet):
    """What the press is invited to: calendar, page, invitation and every later letter say these words and no others.

    ``zones``: one name a line; ``is_listed``: the public calendar shows it, else only who is invited sees its page.
    """

    title = models.CharField(_("başlık"), max_length=160)
    kind = models.CharField(_("tür"), max_length=12, choices=words.Kind.choices, default=words.Kind.CONFERENCE)
    starts_at = models.DateTimeField(_("başlangıç"))
    ends_at = models.DateTimeField(_("bitiş"))
    doors_at = models.DateTimeField(
        _("basın kabul saati"), null=True, blank=True, help_text=_("Basın mensupları bu saatten başlayarak alınır.")
    )
    place = models.CharField(_("yer"), max_length=160)
    address = models.CharField(_("adres"), max_length=300, blank=True)
    entrance_note = models.CharField(
        _("giriş"), max_length=300, blank=True, help_text=_("Hangi kapı, otopark, toplanma noktası.")
    )
    map_photo = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL, verbose_name=_("kroki"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="+", help_text=_("Girişi gösteren harita ya da fotoğraf."),
    )  # fmt: skip
    host = models.CharField(_("ev sahibi"), max_length=160, blank=True, help_text=_("Örneğin: Belediye Başkanı"))
    organiser = models.CharField(_("düzenleyen"), max_length=160, blank=True)
    contact_name = models.CharField(_("sorulacak kişi"), max_length=120, blank=True)
    contact_phone = models.CharField(_("sorulacak telefon"), max_length=30, blank=True, validators=[PHONE])
    text = models.TextField(_("davet metni"), max_length=4000)
    topics = models.TextField(_("konular"), max_length=1500, blank=True, help_text=_("Her satıra bir konu."))
    notes = models.TextField(
        _("kıyafet ve ekipman notu"), max_length=1000, blank=True, help_text=_("Kablo, ışık, kürsü sesi, kıyafet.")
    )
    stream_url = models.URLField(_("canlı yayın adresi"), max_length=300, blank=True)
    zones = models.TextField(
        _("bölgeler"), max_length=900, blank=True, help_text=_("Her satıra bir bölge, örneğin: Basın tribünü")
    )
    capacity = models.PositiveIntegerField(
        _("kontenjan"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(20_000)],
        help_text=_("Boş bırakırsanız sınır yoktur."),
    )  # fmt: skip
    answer_until = models.DateTimeField(_("LCV son günü"), null=True, blank=True)
    needs_accreditation = models.BooleanField(_("akreditasyon gerekir"), default=False)
    accreditation_until = models.DateTimeField(_("akreditasyon başvurusunun sonu"), null=True, blank=True)
    is_listed = models.BooleanField(
        _("herkese açık takvimde görünür"), default=True,
        help_text=_("Kapatırsanız etkinliği yalnızca davet edilenler görür."),
    )  # fmt: skip

    withdrawal_words = _(
        "Etkinlik iptal edilmiş olur: takvimde ve sayfasında “İptal edildi” yazar, davet edilenlere ve takvimlerine "
        "iptal bildirimi gider. Yeniden duyurmak için iki imza gerekir."
    )
    objects = PressEventQuerySet.as_manager()
    panels = panels.event()

    class Meta:
        verbose_name = _("basın etkinliği")
        verbose_name_plural = _("basın etkinlikleri")
        ordering = ["-starts_at", "-pk"]
        indexes = [models.Index(fields=["live", "starts_at"], name="pressevent_live")]

    def __str__(self) -> str:
        return self.title or gettext("Adsız basın etkinliği")  # a draft may lack it

    def clean(self) -> None:
        super().clean()
        if self.starts_at and self.ends_at:
            if self.ends_at <= self.starts_at:
                raise ValidationError({"ends_at": _("Bitiş başlangıçtan sonra olmalı.")})
            if self.ends_at - self.starts_at > LONGEST:
                raise ValidationError({"ends_at": _("Bir etkinlik bir aydan uzun olamaz; tarihleri denetleyin.")})
        for name in ("answer_until", "accreditation_until", "doors_at"):
            at = getattr(self, name)
            if at and self.starts_at and at > (self.ends_at if name == "doors_at" else self.starts_at):
                raise ValidationError({name: _("Etkinlik o saatte başlamış olur.")})
        if self.needs_accreditation and not self.accreditation_until:
            raise ValidationError({"accreditation_until": _("Başvuruların ne zaman biteceğini yazın.")})
        zones = self.zone_list
        if len(zones) > MOST_ZONES or any(len(zone) > LONGEST_ZONE for zone in zones):
            raise ValidationError(
                {"zones": _("En çok %(most)d bölge, her biri en çok %(long)d harf.")
                 % {"most": MOST_ZONES, "long": LONGEST_ZONE}}
            )  # fmt: skip

    def submission_errors(self) -> list[str]:
        if self.starts_at and self.starts_at <= timezone.now():
            return [gettext("Etkinliğin başlangıcı geçmiş; imzalanacak bir davet kalmadı.")]
        if self.go_live_at and self.starts_at and self.go_live_at >= self.starts_at:
            return [gettext("Duyuru zamanı etkinliğin başlangıcından sonra.")]
        return []

    @property
    def zone_list(self) -> list[str]:
        """The zones, each once, in their order."""
        return list(dict.fromkeys(line.strip() for line in self.zones.splitlines() if line.strip()))

    @cached_property
    def progress(self) -> Progress | None:
        """What happened with it since it was announced; ``None`` before."""
        return Progress.objects.filter(event_id=self.pk).first() if self.pk else None

    @property
    def uid(self) -> str:
        """Its name in calendars, the same for ever; empty before it is announced."""
        return self.progress.uid if self.progress else ""

    @property
    def sequence(self) -> int:
        """How often calendars were told that it changed."""
        return self.progress.sequence if self.progress else 0

    @property
    def state(self) -> words.State:
        """Where it stands. A change that waits for signatures is not told here: what was announced still holds."""
        progress = self.progress
        if progress is not None and progress.cancelled_at is not None:
            return words.State.CANCELLED
        if not self.live or progress is None:
            return {
                Standing.DIRECTOR: words.State.SIGNING, Standing.MAYOR: words.State.SIGNING,
                Standing.EMBARGOED: words.State.SIGNED,
            }.get(standing_of(self), words.State.DRAFT)  # fmt: skip
        if self.ends_at < timezone.now():
            return words.State.HELD
        if progress.is_full:
            return words.State.FULL
        return words.State.MOVED if progress.moved_at else words.State.ANNOUNCED

    @property
    def public_path(self) -> str:
        """Where its page stands."""
        return announcements.path_of(self.pk, self.title)

    @property
    def when(self) -> str:
        """Its beginning in words."""
        return format_moment(self.starts_at) if self.starts_at else ""

    def media_purposes(self, photo_id: int | None = None) -> tuple[str, ...]:
        return ("web",)

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "agenda/event_preview.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        return {
            **super().get_preview_context(request, mode_name),
            "event": announcements.draft(self),
            "map_photo": self.map_photo,
        }


class Progress(models.Model):
    """What happened with an event since it was announced: plain rows beside the signed one, changed by ``services``.

    ``uid`` and ``sequence`` are those of RFC 5545; locking this row makes answers wait for each other.
    """

    event = models.OneToOneField(
        PressEvent, verbose_name=_("etkinlik"), on_delete=models.PROTECT, related_name="progress_row"
    )
    uid = models.CharField(max_length=120, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    announced_at = models.DateTimeField(_("duyuruldu"), default=timezone.now, editable=False)
    moved_at = models.DateTimeField(_("değişti"), null=True, editable=False)
    cancelled_at = models.DateTimeField(_("İptal edildi"), null=True, editable=False)
    # Answers to earlier versions do not count any more: the time or the place was another one.
    answers_from = models.PositiveIntegerField(default=0, editable=False)
    is_full = models.BooleanField(_("dolu"), default=False, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("etkinliğin seyri")
        verbose_name_plural = _("etkinliklerin seyri")

    def __str__(self) -> str:
        return f"{self.event_id}: {self.uid}"


class EventVersion(models.Model):
    """What one signed version said. Only added to; the database takes it of a live event's own revision alone, and a
    cancellation of one that is not live any more."""

    event = models.ForeignKey(PressEvent, verbose_name=_("etkinlik"), on_delete=models.PROTECT, related_name="versions")
    sequence = models.PositiveIntegerField(_("sürüm"))
    change = models.CharField(_("ne oldu"), max_length=12, choices=words.Change.choices)
    said = models.JSONField(_("sözleri"))
    revision_id = models.PositiveBigIntegerField(null=True)
    at = models.DateTimeField(_("zaman"), default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("duyurulan sürüm")
        verbose_name_plural = _("duyurulan sürümler")
        ordering = ["event", "sequence"]
        constraints = [models.UniqueConstraint(fields=["event", "sequence"], name="eventversion_once")]

    def __str__(self) -> str:
        return f"{self.event_id}, {self.sequence}: {self.get_change_display()}"


class Invitation(models.Model):
    """One address that was invited to one event. ``token`` opens its own page, and nothing else."""

    event = models.ForeignKey(
        PressEvent, verbose_name=_("etkinlik"), on_delete=models.PROTECT, related_name="invitations"
    )
    email = models.EmailField(_("e-posta adresi"), max_length=254)
    name = models.CharField(_("ad"), max_length=200, blank=True)
    outlet = models.ForeignKey(
        Outlet, verbose_name=_("yayın kuruluşu"), on_delete=models.SET_NULL, null=True, related_name="+"
    )
    address = models.ForeignKey(
        Address, verbose_name=_("adres"), on_delete=models.SET_NULL, null=True, related_name="+"
    )
    distribution_list = models.ForeignKey(
        DistributionList, verbose_name=_("liste"), on_delete=models.SET_NULL, null=True, related_name="+"
    )
    token = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("davet eden"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    invited_at = models.DateTimeField(_("davet edildi"), default=timezone.now)
    # The version that letters were written of last; the worker writes of every later one.
    told_sequence = models.PositiveIntegerField(null=True, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("davet")
        verbose_name_plural = _("davetler")
        ordering = ["email"]
        constraints = [models.UniqueConstraint(fields=["event", "email"], name="invitation_once")]

    def __str__(self) -> str:
        return self.name or self.email


class InvitationAnswerQuerySet(models.QuerySet["InvitationAnswer"]):
    """Answers by the office's questions."""

    def standing(self) -> InvitationAnswerQuerySet:
        """Those to the time and place that hold now."""
        return self.filter(sequence__gte=F("invitation__event__progress_row__answers_from"))


class InvitationAnswer(models.Model):
    """What an invited person said last (LCV); ``sequence``: the version that they had before them."""

    invitation = models.OneToOneField(
        Invitation, verbose_name=_("davet"), on_delete=models.CASCADE, related_name="answer"
    )
    answer = models.CharField(_("LCV"), max_length=6, choices=words.Answer.choices)
    people = models.PositiveSmallIntegerField(
        _("kişi"), default=1, validators=[MinValueValidator(1), MaxValueValidator(10)]
    )
    note = models.CharField(_("not"), max_length=300, blank=True)
    sequence = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(_("zaman"), default=timezone.now)
    # Who wrote it down for somebody who called; empty for the invited person.
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("yazan"), on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = InvitationAnswerQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("LCV yanıtı")
        verbose_name_plural = _("LCV yanıtları")
        constraints = [
            models.CheckConstraint(condition=Q(people__gte=1, people__lte=10), name="invitationanswer_people")
        ]

    def __str__(self) -> str:
        return f"{self.invitation}: {self.get_answer_display()}"


class EventLetter(models.Model):
    """One letter that was written to an invited address: once for what it tells of which version."""

    invitation = models.ForeignKey(
        Invitation, verbose_name=_("davet"), on_delete=models.CASCADE, related_name="letters"
    )
    told = models.CharField(_("ne"), max_length=12, choices=words.Told.choices)
    sequence = models.PositiveIntegerField(_("sürüm"))
    days_before = models.PositiveSmallIntegerField(default=0)
    letter = models.OneToOneField(
        Letter, verbose_name=_("mektup"), on_delete=models.PROTECT, related_name="event_letter"
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("etkinlik mektubu")
        verbose_name_plural = _("etkinlik mektupları")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["invitation", "told", "sequence", "days_before"], name="eventletter_once")
        ]

    def __str__(self) -> str:
        return f"{self.invitation}: {self.get_told_display()}"
