"""Right of reply (düzeltme ve cevap, tekzip): what the office demands of an outlet, by when, and what became of it.

``Clock`` is what the law gives a medium, as rows with their days and source; ``ReplyText`` the words that leave the
house, a governed snippet that two people sign; ``Case`` the matter of one clipping; ``Sending`` one way on which the
signed text left; ``CaseEvent`` a line of the case's history; ``Reminder`` a due date that somebody was told of.

Law no. 5187 art. 14 (periodicals, news agencies by art. 2/c, news sites), Law no. 6112 art. 18 (radio, television).
"Live" means signed here: no row of this app has a public address. The outlet publishes, not we.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q, Value, When
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.core.carriage import DeliveryState
from cms.core.governed import GovernedSnippet
from cms.core.turkish import format_date
from cms.letters.models import NOT_ARRIVED, Letter
from press_archive.clippings.models import Clipping
from press_archive.clippings.words import Medium
from press_archive.replies import documents, lengths
from press_archive.replies.deadlines import SOON, Due
from press_archive.replies.words import OVER, ClockMedium, DueKind, How, Kind, Outcome, Stage, Unit, What
from publishing.approval.models import Certificate

LONGEST_TEXT = 20_000
MOST_LINES = 5000


def whole(lowest: int, highest: int) -> list[Any]:
    """Validators of a number that a person types."""
    return [MinValueValidator(lowest), MaxValueValidator(highest)]


class ClockQuerySet(models.QuerySet["Clock"]):
    """Clocks by the day."""

    def on(self, day: dt.date) -> ClockQuerySet:
        """Those that hold on ``day``."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)


class Clock(models.Model):
    """What the law gives a medium from ``valid_from`` to ``valid_to``, both included."""

    medium = models.CharField(_("yayın türü"), max_length=12, choices=ClockMedium.choices)
    law = models.CharField(_("dayanak"), max_length=120)
    window = models.PositiveSmallIntegerField(_("gönderme süresi"), validators=whole(1, 400))
    window_unit = models.CharField(_("sürenin birimi"), max_length=8, choices=Unit.choices, default=Unit.DAYS)
    term = models.PositiveSmallIntegerField(
        _("yayımlama süresi (gün)"), validators=whole(1, 400), help_text=_("Yazının alındığı günden.")
    )
    first_issue = models.BooleanField(_("bu günlerden sonraki ilk sayıda"), default=False)
    court = models.PositiveSmallIntegerField(_("mahkemeye başvuru süresi (gün)"), validators=whole(1, 400))
    decision = models.PositiveSmallIntegerField(_("kararın verileceği süre (gün)"), validators=whole(1, 400))
    objection = models.PositiveSmallIntegerField(
        _("İtiraz süresi (gün)"), null=True, blank=True, validators=whole(1, 400),
        help_text=_("Yasa bir süre söylemiyorsa boş bırakın."),
    )  # fmt: skip
    direct_court = models.BooleanField(
        _("doğrudan mahkemeye gidilebilir"), default=False, help_text=_("Gönderme süresi içinde, yazı gönderilmeden.")
    )
    is_limited = models.BooleanField(_("uzunluk sınırı var"), default=False)
    short_below = models.PositiveSmallIntegerField(_("kısa haber: şu satırdan az"), default=0)
    short_limit = models.PositiveSmallIntegerField(_("kısa habere cevap: en çok satır"), default=0)
    line_length = models.PositiveSmallIntegerField(
        _("bir satırdaki harf"), default=40, validators=whole(10, 200),
        help_text=_("Yasada yoktur; satırları sayılmamış haber için büronun ölçüsüdür."),
    )  # fmt: skip
    form = models.CharField(_("nasıl yayımlanacağı"), max_length=300)
    kept = models.CharField(_("kuruluşun sakladığı kayıt"), max_length=200, blank=True)
    valid_from = models.DateField(_("geçerli olduğu ilk gün"))
    valid_to = models.DateField(_("geçerli olduğu son gün"), null=True, blank=True)
    source = models.CharField(_("kaynak"), max_length=200)

    objects = ClockQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("cevap süresi")
        verbose_name_plural = _("cevap süreleri")
        ordering = ["medium", "-valid_from"]
        constraints = [models.UniqueConstraint(fields=["medium", "valid_from"], name="clock_once")]

    def __str__(self) -> str:
        return f"{self.get_medium_display()} ({self.law})"

    @property
    def window_words(self) -> str:
        """``2 ay``, ``60 gün``."""
        return f"{self.window} {self.get_window_unit_display()}"

    def clean(self) -> None:
        super().clean()
        if self.valid_to and self.valid_from and self.valid_to < self.valid_from:
            raise ValidationError({"valid_to": _("Son gün ilk günden önce olamaz.")})
        if not self.valid_from:
            return
        others = Clock.objects.filter(medium=self.medium).exclude(pk=self.pk)
        if self.valid_to:
            others = others.filter(valid_from__lte=self.valid_to)
        if others.filter(Q(valid_to=None) | Q(valid_to__gte=self.valid_from)).exists():
            raise ValidationError(
                _("Bu yayın türünün o günlerde geçerli başka bir süresi var; önce onun son gününü yazın.")
            )


class ReplyText(GovernedSnippet):
    """The words that leave the house, to be signed by both offices; public in no place of ours."""

    is_letter = True

    title = models.CharField(_("başlık"), max_length=200)
    addressee = models.TextField(_("kime"), max_length=600)
    demand = models.TextField(_("üst yazı"), max_length=3000)
    text = models.TextField(_("metin"), max_length=LONGEST_TEXT, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("düzeltme ve cevap yazısı")
        verbose_name_plural = _("düzeltme ve cevap yazıları")

    def __str__(self) -> str:
        """Its heading and whom it goes to: signers have several of them before them."""
        title, whom = self.title or gettext("Başlıksız yazı"), self.addressee.partition("\n")[0].strip()
        return f"{title}: {whom}" if whom else title

    @property
    def its_case(self) -> Case | None:
        """The case whose words these are."""
        return Case.objects.filter(text_id=self.pk).select_related("clock").first() if self.pk else None

    @property
    def is_warning(self) -> bool:
        """Whether its signers are told that it cannot wait: the last days in which it may be sent."""
        case = self.its_case
        due = case.due() if case is not None and case.stage == Stage.WRITING else None
        return due is not None and due.safe - timezone.localdate() <= SOON

    def submission_errors(self) -> list[str]:
        case = self.its_case
        if case is None:
            return [gettext("Bu yazının dosyası yok.")]
        return case.obstacles(self)

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "replies/document.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        document = documents.draft(title=self.title, addressee=self.addressee, demand=self.demand, text=self.text)
        return {**super().get_preview_context(request, mode_name), "document": document}


class CaseQuerySet(models.QuerySet["Case"]):
    """Cases by the office's questions."""

    def open(self) -> CaseQuerySet:
        """Those in which somebody still has something to do."""
        return self.exclude(stage__in=OVER)

    def with_due(self, today: dt.date) -> Any:
        """Each with ``due_on``: the day that :meth:`Case.due` names, and ``has_left``."""
        counts = Sending.objects.counting().filter(case=models.OuterRef("pk"))
        return self.annotate(has_left=models.Exists(counts)).annotate(
            due_on=models.Case(
                When(stage=Stage.WRITING, then=F("send_due")),
                When(stage=Stage.SENT, has_left=False, send_due__isnull=False, then=F("send_due")),
                When(stage=Stage.SENT, then=F("receipt_due")),
                When(stage=Stage.RECEIVED, publish_due=None, court_due=None, then=F("receipt_due")),
                When(stage=Stage.RECEIVED, faulty_on__isnull=True, publish_due__gte=today, then=F("publish_due")),
                When(stage=Stage.RECEIVED, then=F("court_due")),
                When(stage=Stage.COURT, then=F("decision_due")),
                When(
                    stage=Stage.DECIDED,
                    objection_due=None,
                    publish_due=None,
                    final_on__isnull=False,
                    then=F("receipt_due"),
                ),
                When(stage=Stage.DECIDED, then=Coalesce("objection_due", "publish_due")),
                default=Value(None),
                output_field=models.DateField(),
            )
        )

    def overdue(self, today: dt.date) -> CaseQuerySet:
        """Open ones whose day is over."""
        late: CaseQuerySet = self.open().with_due(today).filter(due_on__lt=today)
        return late

    def signed(self) -> CaseQuerySet:
        """Those whose text is signed and was not sent."""
        return self.filter(stage=Stage.WRITING, text__live=True)


class Case(models.Model):
    """The matter of one clipping. Days are copied when the case is opened: what is corrected in the clipping later does
    not move a clock by itself. ``services`` writes the due days with each act."""

    kind = models.CharField(_("tür"), max_length=12, choices=Kind.choices, default=Kind.RIGHT_OF_REPLY)
    clipping = models.ForeignKey(
        Clipping, verbose_name=_("kupür"), on_delete=models.PROTECT, related_name="reply_cases"
    )
    text = models.OneToOneField(
        ReplyText, verbose_name=_("yazı"), on_delete=models.PROTECT, related_name="case", editable=False
    )
    clock = models.ForeignKey(
        Clock, verbose_name=_("süre"), on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    outlet_name = models.CharField(_("yayın kuruluşu"), max_length=160, editable=False)
    medium = models.CharField(_("mecra"), max_length=12, choices=Medium.choices, editable=False)
    published_on = models.DateField(_("yayın tarihi"), editable=False)
    original_lines = models.PositiveSmallIntegerField(
        _("haberin satır sayısı"), null=True, blank=True, validators=whole(1, MOST_LINES)
    )
    original_is_picture = models.BooleanField(_("haber yalnız fotoğraf ya da karikatür"), default=False)
    line_length = models.PositiveSmallIntegerField(_("bir satırdaki harf"), default=40, validators=whole(10, 200))
    stage = models.CharField(_("aşama"), max_length=10, choices=Stage.choices, default=Stage.WRITING, editable=False)

    send_due = models.DateField(_("gönderme için son gün"), null=True, editable=False)
    sent_on = models.DateField(_("gönderildi"), null=True, editable=False)
    receipt_due = models.DateField(null=True, editable=False)
    received_on = models.DateField(_("tebliğ edildi"), null=True, editable=False)
    first_issue_on = models.DateField(_("İlk sayının günü"), null=True, editable=False)
    publish_due = models.DateField(_("yayımlamaları için son gün"), null=True, editable=False)
    fulfilled_on = models.DateField(_("cevabımızın yayımlandığı gün"), null=True, editable=False)
    fulfilled_by = models.ForeignKey(
        Clipping, verbose_name=_("cevabımızın kupürü"), on_delete=models.PROTECT, null=True, related_name="+",
        editable=False,
    )  # fmt: skip
    faulty_on = models.DateField(_("yasaya aykırı yayım"), null=True, editable=False)
    court_due = models.DateField(_("mahkeme için son gün"), null=True, editable=False)
    court = models.CharField(_("mahkeme"), max_length=160, blank=True, editable=False)
    court_number = models.CharField(_("dosya no"), max_length=60, blank=True, editable=False)
    filed_on = models.DateField(_("mahkemeye başvuruldu"), null=True, editable=False)
    decision_due = models.DateField(null=True, editable=False)
    decided_on = models.DateField(_("karar"), null=True, editable=False)
    outcome = models.CharField(_("sonuç"), max_length=10, choices=Outcome.choices, blank=True, editable=False)
    final_on = models.DateField(_("kesinleşti"), null=True, editable=False)
    objection_due = models.DateField(_("İtiraz için son gün"), null=True, editable=False)
    objected_on = models.DateField(_("İtiraz edildi"), null=True, editable=False)
    # What was noted on the clipping as the day of its answer, by this case and nobody else.
    answer_noted_on = models.DateField(null=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("açan"), on_delete=models.PROTECT, null=True, related_name="+",
        editable=False,
    )  # fmt: skip
    created_at = models.DateTimeField(_("açılış"), auto_now_add=True)

    objects = CaseQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("cevap dosyası")
        verbose_name_plural = _("cevap dosyaları")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["stage", "-created_at"], name="case_stage")]
        constraints = [
            models.UniqueConstraint(
                fields=["clipping", "kind"], condition=~Q(stage__in=["closed", "published"]), name="case_one_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.outlet_name}, {format_date(self.published_on)}: {self.get_kind_display()}"

    @property
    def has_clock(self) -> bool:
        """Whether the law's days run."""
        return self.clock_id is not None

    @property
    def is_over(self) -> bool:
        """Whether nobody has anything to do any more."""
        return self.stage in OVER

    def due(self, today: dt.date | None = None) -> Due | None:
        """What is due next, by the clock; ``None`` where nothing is, or nobody knows yet."""
        today = today or timezone.localdate()
        if self.stage == Stage.SENT and self.send_due and not self.any_left:
            return Due(DueKind.SEND, self.send_due)
        waits_for_issue = self.stage == Stage.RECEIVED and not self.court_due
        waits_for_issue |= self.stage == Stage.DECIDED and bool(self.final_on) and not self.objection_due
        if waits_for_issue and not self.publish_due:
            return Due(DueKind.ISSUE, self.receipt_due) if self.receipt_due else None
        kind, day = {
            Stage.WRITING: (DueKind.SEND, self.send_due),
            Stage.SENT: (DueKind.RECEIPT, self.receipt_due),
            Stage.RECEIVED: (DueKind.COURT, self.court_due)
            if self.faulty_on or (self.publish_due and self.publish_due < today)
            else (DueKind.PUBLISH, self.publish_due),
            Stage.COURT: (DueKind.DECISION, self.decision_due),
            Stage.DECIDED: (DueKind.OBJECTION, self.objection_due)
            if self.objection_due
            else (DueKind.PUBLISH, self.publish_due),
        }.get(Stage(self.stage), (DueKind.SEND, None))
        return Due(kind, day) if day else None

    @property
    def any_left(self) -> bool:
        """Whether the text left on any way: a mail that did not arrive stops no clock."""
        known: bool | None = self.__dict__.get("has_left")
        return self.sendings.counting().exists() if known is None else known

    @cached_property
    def latest_text(self) -> ReplyText:
        """The words as they were saved last, signed or not."""
        revision = self.text.latest_revision
        return revision.as_object() if revision is not None else self.text

    def measure(self, text: ReplyText) -> lengths.Measure:
        """How long ``text`` is beside what the law allows; its heading counts."""
        return lengths.measure(
            self.clock, f"{text.title}\n{text.text}", original_lines=self.original_lines,
            line_length=self.line_length, is_picture=self.original_is_picture,
        )  # fmt: skip

    def obstacles(self, text: ReplyText, today: dt.date | None = None) -> list[str]:
        """Why ``text`` cannot go to be signed, in sentences."""
        found = []
        if not text.text.strip():
            found.append(gettext("Yazının metni boş."))
        if self.is_over:
            found.append(gettext("Bu dosya kapandı."))
        if (
            self.has_clock
            and self.stage == Stage.WRITING
            and self.send_due
            and self.send_due < (today or timezone.localdate())
        ):
            found.append(
                gettext("Gönderme süresi %(day)s günü doldu; bilgi notu ya da düzeltme talebi yazılabilir.")
                % {"day": format_date(self.send_due)}
            )
        size = self.measure(text)
        if not size.is_known:
            found.append(
                gettext("Haberin kaç satır olduğunu yazın: cevap ondan uzun olamaz (5187 sayılı Kanun m. 14).")
            )
        elif not size.fits:
            found.append(
                gettext("Metin %(lines)d satır; en çok %(most)d satır olabilir (5187 sayılı Kanun m. 14).")
                % {"lines": size.lines, "most": size.most}
            )
        return found


class SendingQuerySet(models.QuerySet["Sending"]):
    """Sendings by what became of them."""

    def counting(self) -> SendingQuerySet:
        """Without the mails that did not arrive."""
        return self.filter(Q(letter=None) | ~Q(letter__state__in=NOT_ARRIVED))

    def arrived(self) -> SendingQuerySet:
        """What left on paper, and the mails that the other side's server took."""
        return self.filter(Q(letter=None) | Q(letter__state=DeliveryState.ACCEPTED))


class Sending(models.Model):
    """One way on which the signed text left, for the record. The database takes none without the text's certificate,
    and none is changed or removed."""

    case = models.ForeignKey(Case, verbose_name=_("dosya"), on_delete=models.PROTECT, related_name="sendings")
    certificate = models.ForeignKey(
        Certificate, verbose_name=_("yayın belgesi"), on_delete=models.PROTECT, related_name="+"
    )
    how = models.CharField(_("nasıl"), max_length=12, choices=How.choices)
    address = models.CharField(_("nereye"), max_length=320)
    reference = models.CharField(_("yevmiye, barkod ya da ileti no"), max_length=80, blank=True)
    sent_on = models.DateField(_("gönderildiği gün"))
    letter = models.OneToOneField(
        Letter, verbose_name=_("mektup"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("yazan"), on_delete=models.PROTECT, related_name="+"
    )
    noted_at = models.DateTimeField(_("yazıldı"), default=timezone.now)

    objects = SendingQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("cevap gönderimi")
        verbose_name_plural = _("cevap gönderimleri")
        ordering = ["sent_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["certificate", "address"], condition=Q(how="email"), name="sending_one_mail"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_how_display()} → {self.address}"


class CaseEvent(models.Model):
    """A line of a case's history: what happened on which day, and who wrote it down. Only added to."""

    case = models.ForeignKey(Case, verbose_name=_("dosya"), on_delete=models.PROTECT, related_name="events")
    what = models.CharField(_("ne oldu"), max_length=12, choices=What.choices)
    on = models.DateField(_("gün"), default=timezone.localdate)
    text = models.CharField(_("açıklama"), max_length=600, blank=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("yazan"), on_delete=models.PROTECT, related_name="+"
    )
    noted_at = models.DateTimeField(_("yazıldı"), default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("dosya olayı")
        verbose_name_plural = _("dosya olayları")
        ordering = ["noted_at", "pk"]

    def __str__(self) -> str:
        return self.get_what_display()


class Reminder(models.Model):
    """Somebody was told of a due day with so many days ``left`` (less than nothing: when it was over), or of a
    ``sending`` that did not arrive. Once."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reminders")
    kind = models.CharField(max_length=12, choices=DueKind.choices, blank=True)
    due_on = models.DateField(null=True)
    left = models.SmallIntegerField(null=True)
    sending = models.OneToOneField(Sending, on_delete=models.CASCADE, null=True, related_name="reminder")
    told_at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("süre hatırlatması")
        verbose_name_plural = _("süre hatırlatmaları")
        constraints = [models.UniqueConstraint(fields=["case", "kind", "due_on", "left"], name="reminder_once")]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.kind} {self.due_on}"
