"""Printed matter: what is printed where and for whom, what the law gets of it, and where the copies are.

``Title`` is what has a stock: a signed issue, or matter from elsewhere. ``PrintJob`` is one printing of it, from the
statement of why it is needed to the counted delivery; ``Share`` a line of its list of recipients, ``Offer`` a price
that was asked for, ``Proof`` a file, ``JobEvent`` a line of its history, ``Reminder`` a due day that somebody was told
of. ``Place`` is where copies lie, ``Recipient`` whom they are given to, ``Movement`` a line of the stock's ledger.

The ledger is only added to. Each line has a number and the balance behind it, for a title at a place; the database
takes a line only if it follows from the one before and leaves no balance below nothing (``migrations/0002_rules.py``).
"""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.names import NamedOnce
from media_library.models.stored import unguessable_name
from publishing.printing import deposits
from publishing.printing.deposits import Due
from publishing.printing.words import (
    OVER,
    DueKind,
    MovementKind,
    PrintKind,
    ProofKind,
    RecipientKind,
    Stage,
    What,
)

FILES = "printing"
MOST_COPIES = 5_000_000
Person: Any = settings.AUTH_USER_MODEL


def file_path(instance: Any, filename: str) -> str:
    """Where a proof is stored; no address of ``/media/`` leads to this folder."""
    return f"{FILES}/{unguessable_name(filename)}"


def copies(label: Any, **values: Any) -> models.PositiveIntegerField[Any, Any]:
    """A number of copies that a person types."""
    return models.PositiveIntegerField(label, validators=[MaxValueValidator(MOST_COPIES)], **values)


class Title(NamedOnce):
    """Something printed that is kept and handed out. Of a signed issue the name is the one that was signed."""

    name = models.CharField(_("başlık"), max_length=180)
    kind = models.CharField(_("tür"), max_length=12, choices=PrintKind.choices)
    issue = models.OneToOneField(
        "publications.Issue", verbose_name=_("İmzalı sayı"), on_delete=models.SET_NULL, null=True, related_name="+",
        editable=False,
    )  # fmt: skip
    created_at = models.DateTimeField(_("açıldı"), auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("basılı yayın")
        verbose_name_plural = _("basılı yayınlar")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.name


class Place(NamedOnce):
    """Where copies lie."""

    name = models.CharField(_("yer"), max_length=120)
    active = models.BooleanField(_("kullanımda"), default=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("depo")
        verbose_name_plural = _("depolar")
        ordering = ["name_key"]

    def __str__(self) -> str:
        return self.name


class Recipient(NamedOnce):
    """Whom copies are given to: a directorate, a library, a headman's office, a point of distribution."""

    name = models.CharField(_("ad"), max_length=160)
    kind = models.CharField(_("tür"), max_length=12, choices=RecipientKind.choices, default=RecipientKind.POINT)
    address = models.TextField(_("adres"), max_length=400, blank=True)
    contact = models.CharField(_("teslim alacak kişi ya da birim"), max_length=120, blank=True)
    phone = models.CharField(_("telefon"), max_length=40, blank=True)
    usual = copies(_("her sayıdan olağan adet"), default=0)
    active = models.BooleanField(_("kullanımda"), default=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("dağıtım yeri")
        verbose_name_plural = _("dağıtım yerleri")
        ordering = ["name_key"]

    def __str__(self) -> str:
        return self.name


# --- Print jobs -------------------------------------------------------------------------------------------------------


class PrintJobQuerySet(models.QuerySet["PrintJob"]):
    """Jobs by the office's questions."""

    def open(self) -> PrintJobQuerySet:
        """Those in which somebody still has something to do."""
        return self.exclude(stage__in=OVER)

    def owing(self) -> PrintJobQuerySet:
        """Printed ones of which the prosecutor or the collecting office may still wait for something."""
        waits = (
            Q(prosecutor_needed=True, prosecutor_on=None, delivered_on__isnull=False)
            | Q(deposit_copies__gt=0, deposited_on=None)
            | Q(faulty_told_on__isnull=False, replaced_on=None)
        )
        return self.exclude(stage=Stage.CANCELLED).filter(waits, printed_on__isnull=False)


class PrintJob(models.Model):
    """One printing of a title. ``services`` writes every day of it."""

    title = models.ForeignKey(Title, verbose_name=_("yayın"), on_delete=models.PROTECT, related_name="jobs")
    stage = models.CharField(_("aşama"), max_length=10, choices=Stage.choices, default=Stage.PLANNED, editable=False)
    necessity = models.TextField(
        _("neden basılması gerekiyor?"), max_length=2000,
        help_text=_("Tasarruf tedbirleri gereği yazılır: kim için, hangi ihtiyaç, neden bu adet."),
    )  # fmt: skip
    paper_reason = models.TextField(
        _("neden yalnız dijital yayımlamak yetmiyor?"), max_length=1000,
        help_text=_("Dijitali olan işin basılmasının gerekçesi."),
    )  # fmt: skip
    quantity = models.PositiveIntegerField(_("adet"), validators=[MinValueValidator(1), MaxValueValidator(MOST_COPIES)])
    surplus_reason = models.CharField(
        _("listeden fazla adedin nedeni"), max_length=300, blank=True,
        help_text=_("Alıcı listesi ile derleme nüshalarının toplamından onda birden çok fazla basılıyorsa."),
    )  # fmt: skip
    paper = models.CharField(_("kâğıt ve gramaj"), max_length=160, blank=True)
    size = models.CharField(_("ebat"), max_length=80, blank=True)
    finish = models.CharField(_("renk, kırım, cilt, selefon"), max_length=200, blank=True)
    wanted_on = models.DateField(_("İstenen teslim günü"), null=True, blank=True)
    prosecutor_needed = models.BooleanField(_("savcılığa iki imzalı nüsha verilir (5187 m. 10)"), default=True)
    deposit_copies = models.PositiveSmallIntegerField(
        _("derleme nüshası"), default=0, validators=[MaxValueValidator(50)],
        help_text=_("6279 sayılı Kanun: dergi, bülten, kitap, takvim 6; afiş, kartpostal, yerel gazete 2."),
    )  # fmt: skip

    printer = models.CharField(_("matbaa"), max_length=160, blank=True, editable=False)
    price = models.DecimalField(_("bedel (TL, KDV dahil)"), max_digits=12, decimal_places=2, null=True, editable=False)
    order_reference = models.CharField(_("sipariş ya da onay no"), max_length=80, blank=True, editable=False)
    ordered_on = models.DateField(_("sipariş"), null=True, editable=False)
    printed_on = models.DateField(_("basıldığı gün"), null=True, editable=False)
    delivered_on = models.DateField(_("teslim alındı"), null=True, editable=False)
    counted = models.PositiveIntegerField(_("sayılan"), null=True, editable=False)
    faulty = models.PositiveIntegerField(_("hatalı"), default=0, editable=False)
    handed_out_on = models.DateField(_("İlk dağıtım"), null=True, editable=False)
    prosecutor_on = models.DateField(_("savcılığa verildi"), null=True, editable=False)
    prosecutor_reference = models.CharField(_("alındı no"), max_length=80, blank=True, editable=False)
    deposited_on = models.DateField(_("derlemeye verildi"), null=True, editable=False)
    deposit_reference = models.CharField(_("derleme alındı no"), max_length=80, blank=True, editable=False)
    faulty_told_on = models.DateField(_("kusur bildirildi"), null=True, editable=False)
    faulty_copies = models.PositiveSmallIntegerField(_("kusurlu nüsha"), default=0, editable=False)
    replaced_on = models.DateField(_("kusurlu nüsha yenilendi"), null=True, editable=False)
    created_by = models.ForeignKey(
        Person, verbose_name=_("açan"), on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    created_at = models.DateTimeField(_("açılış"), auto_now_add=True)

    objects = PrintJobQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("baskı işi")
        verbose_name_plural = _("baskı işleri")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(counted=None) | Q(faulty__lte=F("counted")), name="printjob_faulty"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.quantity})"

    @property
    def is_over(self) -> bool:
        """Whether nobody has anything to do any more."""
        return self.stage in OVER

    def dues(self) -> list[Due]:
        """What is due of it, the earliest first."""
        found: list[Due] = []
        if self.stage == Stage.CANCELLED or self.printed_on is None:
            return found
        if self.prosecutor_needed and self.prosecutor_on is None:
            day = deposits.prosecutor_ends(self.handed_out_on, self.delivered_on)
            if day is not None:
                found.append(Due(DueKind.PROSECUTOR, day))
        if self.deposit_copies and self.deposited_on is None:
            found.append(Due(DueKind.DEPOSIT, deposits.deposit_ends(self.printed_on)))
        if self.faulty_told_on and self.replaced_on is None:
            found.append(Due(DueKind.REPLACEMENT, deposits.replacement_ends(self.faulty_told_on)))
        return sorted(found, key=lambda due: (due.safe, due.on))


class Share(models.Model):
    """A line of a job's list of recipients: how many copies are meant for whom."""

    job = models.ForeignKey(PrintJob, on_delete=models.CASCADE, related_name="shares")
    recipient = models.ForeignKey(Recipient, verbose_name=_("dağıtım yeri"), on_delete=models.PROTECT, related_name="+")
    copies = copies(_("adet"))

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("alıcı payı")
        verbose_name_plural = _("alıcı payları")
        ordering = ["recipient__name_key"]
        constraints = [
            models.UniqueConstraint(fields=["job", "recipient"], name="share_once"),
            models.CheckConstraint(condition=Q(copies__gt=0), name="share_some"),
        ]

    def __str__(self) -> str:
        return f"{self.recipient}: {self.copies}"


class Offer(models.Model):
    """What a printing house asks for a job."""

    job = models.ForeignKey(PrintJob, on_delete=models.PROTECT, related_name="offers")
    printer = models.CharField(_("matbaa"), max_length=160)
    price = models.DecimalField(
        _("bedel (TL, KDV dahil)"), max_digits=12, decimal_places=2, validators=[MinValueValidator(Decimal("0.01"))]
    )
    offered_on = models.DateField(_("teklif günü"), default=timezone.localdate)
    note = models.CharField(_("not"), max_length=200, blank=True)
    noted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("baskı teklifi")
        verbose_name_plural = _("baskı teklifleri")
        ordering = ["price", "pk"]

    def __str__(self) -> str:
        return f"{self.printer}: {self.price}"


class JobEvent(models.Model):
    """A line of a job's history. Only added to."""

    job = models.ForeignKey(PrintJob, on_delete=models.PROTECT, related_name="events")
    what = models.CharField(_("ne oldu"), max_length=12, choices=What.choices)
    on = models.DateField(_("gün"), default=timezone.localdate)
    text = models.CharField(_("açıklama"), max_length=600, blank=True)
    noted_by = models.ForeignKey(Person, verbose_name=_("yazan"), on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField(_("yazıldı"), default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("baskı işi olayı")
        verbose_name_plural = _("baskı işi olayları")
        ordering = ["noted_at", "pk"]

    def __str__(self) -> str:
        return self.get_what_display()


class Proof(models.Model):
    """A paper of a job: the prosecutor's or the library's receipt, the minutes of delivery. Only added to."""

    job = models.ForeignKey(PrintJob, on_delete=models.PROTECT, related_name="proofs")
    kind = models.CharField(_("belge"), max_length=12, choices=ProofKind.choices)
    file = models.FileField(_("dosya"), upload_to=file_path, max_length=255)
    name = models.CharField(_("dosya adı"), max_length=160)
    noted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("baskı belgesi")
        verbose_name_plural = _("baskı belgeleri")
        ordering = ["noted_at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.name}"


class Reminder(models.Model):
    """Somebody was told of a due day with so many days ``left`` (less than nothing: when it was over). Once."""

    job = models.ForeignKey(PrintJob, on_delete=models.CASCADE, related_name="reminders")
    kind = models.CharField(max_length=12, choices=DueKind.choices)
    due_on = models.DateField()
    left = models.SmallIntegerField()
    told_at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("baskı hatırlatması")
        verbose_name_plural = _("baskı hatırlatmaları")
        constraints = [models.UniqueConstraint(fields=["job", "kind", "due_on", "left"], name="printreminder_once")]

    def __str__(self) -> str:
        return f"{self.job_id}: {self.kind} {self.due_on}"


# --- Stock ------------------------------------------------------------------------------------------------------------


class Movement(models.Model):
    """A line of the stock's ledger: ``quantity`` copies of a title more (or fewer) at a place, and the ``balance`` that
    is left there. Nobody changes a line; a wrong one is answered by its opposite (``corrects``). Lines of one ``act``,
    as the two of a move from place to place, are corrected together."""

    title = models.ForeignKey(Title, verbose_name=_("yayın"), on_delete=models.PROTECT, related_name="movements")
    place = models.ForeignKey(Place, verbose_name=_("yer"), on_delete=models.PROTECT, related_name="movements")
    number = models.PositiveIntegerField(_("sıra"))
    kind = models.CharField(_("hareket"), max_length=12, choices=MovementKind.choices)
    quantity = models.IntegerField(_("adet"))
    balance = models.PositiveIntegerField(_("kalan"))
    act = models.UUIDField(default=uuid.uuid4)
    job = models.ForeignKey(
        PrintJob, verbose_name=_("baskı işi"), on_delete=models.PROTECT, null=True, related_name="movements"
    )
    recipient = models.ForeignKey(
        Recipient, verbose_name=_("dağıtım yeri"), on_delete=models.PROTECT, null=True, related_name="movements"
    )
    recipient_name = models.CharField(_("kime"), max_length=160, blank=True)
    received_by = models.CharField(_("teslim alan"), max_length=120, blank=True)
    proof = models.FileField(_("İmza ya da fotoğraf"), upload_to=file_path, blank=True, max_length=255)
    note = models.CharField(_("açıklama"), max_length=300, blank=True)
    corrects = models.OneToOneField(
        "self", verbose_name=_("düzelttiği hareket"), on_delete=models.PROTECT, null=True, related_name="corrected_by"
    )
    on = models.DateField(_("gün"))
    noted_by = models.ForeignKey(Person, verbose_name=_("yapan"), on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("yazıldı"), default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("stok hareketi")
        verbose_name_plural = _("stok hareketleri")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["on", "title"], name="movement_day")]
        constraints = [
            models.UniqueConstraint(fields=["title", "place", "number"], name="movement_once"),
            models.CheckConstraint(condition=Q(number__gt=0), name="movement_numbered"),
            models.CheckConstraint(condition=~Q(quantity=0), name="movement_some"),
            models.CheckConstraint(condition=Q(balance__gte=0), name="movement_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.quantity:+d}"
