"""The two signatures.

``SignatureTask``: a step of the workflow that belongs to an office; ``SignatureState``: that step for one content;
``EvidenceRecord``: the append-only, hash-chained record of everything that was decided; ``EvidenceHead``: the end of
the chain, and the lock that serialises writing to it; ``EvidenceSeal``: what a key outside the database says of a
record; ``DayHead``: the end of the chain as both offices were told it on a day; ``Certificate``: two valid signatures
on one content hash, without which the database lets nothing go live; ``Trouble``: signed content that could not
be published at its minute; ``StructuralExemption``: the empty pages made by migrations; ``WeekSummary``:
which weeks Başkan was told of; ``Remark``: what
somebody says about a passage, which no signature covers.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, Page, TaskState

from cms.users.models import User
from cms.users.roles import Office
from publishing.approval.locks import SignatureLock


class SignatureState(TaskState):
    """One office's step for one content. ``content_hash`` is what was signed (64 hex digits), empty until then."""

    content_hash = models.CharField(_("İçerik özeti"), max_length=64, blank=True)
    record = models.OneToOneField(
        "approval.EvidenceRecord", verbose_name=_("onay izi kaydı"), on_delete=models.PROTECT, null=True,
        related_name="+",
    )  # fmt: skip
    reminded_at = models.DateTimeField(_("hatırlatma"), null=True, blank=True)

    exclude_fields_in_copy = ["content_hash", "record", "reminded_at"]

    class Meta:
        verbose_name = _("İmza adımı")
        verbose_name_plural = _("İmza adımları")


class SignatureTask(AbstractGroupApprovalTask):
    """An office's signature as a workflow step. It is signed at ``/onay/`` and nowhere else."""

    office = models.CharField(_("makam"), max_length=20, choices=Office.choices)

    task_state_class = SignatureState
    lock_class = SignatureLock
    # ``publishing.approval.services``, which knows the models; the app's configuration puts it here.
    rules: ClassVar[Any]

    class Meta:
        verbose_name = _("İmza adımı tanımı")
        verbose_name_plural = _("İmza adımı tanımları")

    def start(self, workflow_state: Any, user: User | None = None) -> Any:
        return self.rules.start_step(workflow_state=workflow_state, user=user, task=self)

    def on_action(self, task_state: Any, user: User, action_name: str, **kwargs: Any) -> None:
        """Signs or returns; every rule is in ``services``. Raises ``PermissionDenied`` for anything unexpected."""
        comment = str(kwargs.get("comment", ""))
        if action_name == "approve":
            self.rules.sign(state=task_state, user=user, seen_hash=str(kwargs.get("seen_hash", "")), comment=comment)
        elif action_name == "reject":
            self.rules.return_to_editor(state=task_state, user=user, comment=comment)
        else:
            raise PermissionDenied(_("Bilinmeyen işlem."))

    def get_actions(self, obj: Any, user: User | AnonymousUser) -> list[Any]:
        # The editor offers no shortcut: a signature is given where everything that goes out is seen.
        return []

    def user_can_access_editor(self, obj: Any, user: User | AnonymousUser) -> bool:
        return False

    def locked_for_user(self, obj: Any, user: User | AnonymousUser) -> bool:
        return True

    def user_can_lock(self, obj: Any, user: User | AnonymousUser) -> bool:
        return False

    def get_task_states_user_can_moderate(self, user: User | AnonymousUser, **kwargs: Any) -> Any:
        return TaskState.objects.none()


class Decision(models.TextChoices):
    """What an evidence record says was done."""

    SUBMITTED = "submitted", _("onaya gönderildi")
    SIGNED = "signed", _("imzalandı")
    RETURNED = "returned", _("iade edildi")
    CANCELLED = "cancelled", _("onaydan geri alındı")
    PUBLISHED = "published", _("yayımlandı")
    WITHDRAWN = "withdrawn", _("yayından kaldırıldı")
    UNSCHEDULED = "unscheduled", _("yayın sırasından çıkarıldı")
    REFUSED = "refused", _("yayımlanamadı")
    RESCHEDULED = "rescheduled", _("yeniden yayın sırasına alındı")
    DELEGATED = "delegated", _("vekâlet verildi")
    DELEGATION_REVOKED = "delegation_revoked", _("vekâlet kaldırıldı")
    APPOINTED = "appointed", _("makama görevlendirildi")
    DISMISSED = "dismissed", _("makamdan ayrıldı")
    SEALED = "sealed", _("anahtarla mühürlendi")
    APPOINTMENT_CONFIRMED = "appointment_confirmed", _("görevlendirme onaylandı")
    DELEGATION_CONFIRMED = "delegation_confirmed", _("vekâlet onaylandı")
    CREDENTIAL_CHANGED = "credential_changed", _("hesap bilgisi değişti")
    CODE_ISSUED = "code_issued", _("mühürlü kod verildi")
    CREDENTIAL_OWNED = "credential_owned", _("hesap sahiplenildi")


class EvidenceRecord(models.Model):
    """One line of the "onay izi". Names are copied, not referenced: people leave, the record stays as it was.

    ``digest`` is SHA-256 over the canonical JSON of every other field and of ``previous_digest``; see
    ``publishing.approval.evidence``.
    """

    sealed_text = True  # hashed as it is

    sequence = models.PositiveBigIntegerField(_("sıra"), unique=True)
    created_at = models.DateTimeField(_("zaman"))
    decision = models.CharField(_("karar"), max_length=30, choices=Decision.choices)
    office = models.CharField(_("makam"), max_length=20, choices=Office.choices, blank=True)
    actor_id = models.BigIntegerField(_("İşlemi yapan no"), null=True)
    actor_name = models.CharField(_("İşlemi yapan"), max_length=200, blank=True)
    principal_id = models.BigIntegerField(_("adına no"), null=True)
    principal_name = models.CharField(_("adına"), max_length=200, blank=True)
    delegation_document = models.CharField(_("vekâlet belgesi"), max_length=80, blank=True)
    content_type_id = models.IntegerField(_("İçerik türü"), null=True)
    object_id = models.CharField(_("İçerik no"), max_length=64, blank=True)
    content_label = models.CharField(_("İçerik"), max_length=300, blank=True)
    revision_id = models.BigIntegerField(_("sürüm no"), null=True)
    content_hash = models.CharField(_("İçerik özeti"), max_length=64, blank=True)
    comment = models.TextField(_("açıklama"), blank=True)
    ip_address = models.CharField(_("IP adresi"), max_length=45, blank=True)
    previous_digest = models.CharField(max_length=64)
    digest = models.CharField(_("mühür"), max_length=64, unique=True)

    class Meta:
        verbose_name = _("onay izi kaydı")
        verbose_name_plural = _("onay izi")
        ordering = ["sequence"]
        indexes = [
            models.Index(fields=["content_type_id", "object_id", "sequence"], name="evidence_content"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence}: {self.get_decision_display()}"


class EvidenceHead(models.Model):
    """The single row that names the end of the chain."""

    sequence = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="0" * 64)

    class Meta:
        verbose_name = _("onay izi ucu")
        verbose_name_plural = _("onay izi ucu")

    def __str__(self) -> str:
        return str(self.sequence)


class EvidenceSeal(models.Model):
    """HMAC-SHA-256 over one record's place and digest, with a key that is not in the database. Append-only.

    Who can write into the database can make a chain of digests anew, but no seals; see ``publishing.approval.anchor``.
    """

    sequence = models.PositiveBigIntegerField(_("sıra"), unique=True)
    key_id = models.CharField(_("anahtar"), max_length=20)
    mac = models.CharField(_("anahtarlı mühür"), max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("anahtarlı mühür")
        verbose_name_plural = _("anahtarlı mühürler")

    def __str__(self) -> str:
        return str(self.sequence)


class DayHead(models.Model):
    """The end of the chain as both offices were told it on ``day``. Append-only; one a day, whoever writes it."""

    day = models.DateField(_("gün"), unique=True)
    sequence = models.PositiveBigIntegerField(_("sıra"))
    digest = models.CharField(_("mühür"), max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("günün zincir ucu")
        verbose_name_plural = _("günlerin zincir ucu")

    def __str__(self) -> str:
        return f"{self.day}: {self.sequence}"


class WeekSummary(models.Model):
    """Başkan was told of the week that began on ``monday``; one a week, whoever writes it."""

    monday = models.DateField(_("haftanın ilk günü"), unique=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("hafta özeti")
        verbose_name_plural = _("hafta özetleri")

    def __str__(self) -> str:
        return str(self.monday)


class Certificate(models.Model):
    """Both offices signed exactly this content. ``version`` counts an object's certificates from 1.

    ``files`` lists what the content uses: ``[{"kind": "photo"|"file"|"video", "id": int, "sha256": str, "words": {…},
    …}]``; ``signed_content`` is the canonical content that was hashed. ``format`` says how (``snapshot.FORMAT``);
    certificates from before formats have none, and no ``words``.
    """

    sealed_text = True  # hashed as it is
    # Given by the act that has it in hand: nothing was published with it yet.
    is_fresh = False

    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.CharField(max_length=64)
    revision_id = models.BigIntegerField()
    version = models.PositiveIntegerField(_("sürüm"))
    content_hash = models.CharField(_("İçerik özeti"), max_length=64)
    signed_content = models.JSONField()
    files = models.JSONField(default=list)
    # Nullable, so that SQLite adds it without making the table anew: the triggers would be lost with the old one.
    format = models.PositiveSmallIntegerField(_("özet biçimi"), null=True)
    director_record = models.ForeignKey(EvidenceRecord, on_delete=models.PROTECT, related_name="+")
    mayor_record = models.ForeignKey(EvidenceRecord, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("yayın belgesi")
        verbose_name_plural = _("yayın belgeleri")
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id", "version"], name="certificate_version"),
        ]
        indexes = [models.Index(fields=["content_type", "object_id", "revision_id"], name="certificate_revision")]

    def __str__(self) -> str:
        return f"{self.content_type_id}:{self.object_id} v{self.version}"


class Trouble(models.Model):
    """Signed content that was not published at its minute, until somebody has put it right. One open row a content.

    ``REFUSED``: it is off the schedule, its signatures hold, and it is published when the offices try again and nothing
    in it has changed; or the editor mends it and both sign again. ``FAILED``: an error of the machines; it stays on
    schedule and is tried again by itself, at ``next_try_at``.
    """

    class Kind(models.TextChoices):
        REFUSED = "refused", _("yayımlanmadı")
        FAILED = "failed", _("yayımlanamıyor, yeniden deneniyor")

    class Outcome(models.TextChoices):
        PUBLISHED = "published", _("yayımlandı")
        RESCHEDULED = "rescheduled", _("yeniden sıraya alındı")
        SUBMITTED = "submitted", _("yeniden onaya gönderildi")
        WITHDRAWN = "withdrawn", _("yayımlamaktan vazgeçildi")

    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.CharField(max_length=64)
    revision_id = models.BigIntegerField(_("sürüm no"))
    title = models.CharField(_("İçerik"), max_length=300)
    kind = models.CharField(_("tür"), max_length=20, choices=Kind.choices)
    reason = models.TextField(_("neden"))
    attempts = models.PositiveIntegerField(_("deneme"), default=1)
    next_try_at = models.DateTimeField(_("sonraki deneme"), null=True)
    began_at = models.DateTimeField(_("başlangıç"), auto_now_add=True)
    ended_at = models.DateTimeField(_("bitiş"), null=True)
    outcome = models.CharField(_("sonuç"), max_length=20, choices=Outcome.choices, blank=True)

    class Meta:
        verbose_name = _("yayın aksaklığı")
        verbose_name_plural = _("yayın aksaklıkları")
        ordering = ["-began_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id"], condition=models.Q(ended_at=None), name="trouble_one_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.get_kind_display()}"

    @property
    def content(self) -> Any:
        """The content as it is now, or ``None`` when it is gone."""
        model: Any = self.content_type.model_class()
        return model._base_manager.filter(pk=self.object_id).first() if model else None


class StructuralExemption(models.Model):
    """A page without words of its own that a migration made live: the only kind that needs no signature."""

    page = models.OneToOneField(Page, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("yapısal sayfa")
        verbose_name_plural = _("yapısal sayfalar")

    def __str__(self) -> str:
        return str(self.page_id)


class Remark(models.Model):
    """A comment on a passage, perhaps with the words that should stand there. Never part of what is signed.

    On pages Wagtail's own comment (``comment``) shows it in the editor; Wagtail deletes that once it is settled, and
    this row stays. ``quote`` are the words that it is about and ``start`` where they began in the passage ``path``.
    ``step`` is the signature that was waited for; none for what was written while drafting.
    """

    class State(models.TextChoices):
        OPEN = "open", _("yanıt bekliyor")
        ANSWERED = "answered", _("yanıtlandı")
        ACCEPTED = "accepted", _("öneri kabul edildi")
        TAKEN_BACK = "taken_back", _("geri alındı")

    wagtail_reference_index_ignore = True

    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.CharField(max_length=64)
    step = models.ForeignKey(SignatureState, on_delete=models.CASCADE, null=True, related_name="remarks")
    comment = models.OneToOneField("wagtailcore.Comment", on_delete=models.SET_NULL, null=True, related_name="+")
    author = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    author_name = models.CharField(_("yazan"), max_length=200)
    office = models.CharField(_("makam"), max_length=20, choices=Office.choices, blank=True)
    path = models.CharField(max_length=300)
    label = models.CharField(_("yer"), max_length=200)
    quote = models.TextField(_("sözler"))
    start = models.PositiveIntegerField(default=0)
    text = models.TextField(_("not"), blank=True)
    proposal = models.TextField(_("önerilen hâli"), blank=True)
    created_at = models.DateTimeField(_("zaman"), auto_now_add=True)
    state = models.CharField(_("durum"), max_length=20, choices=State.choices, default=State.OPEN)
    answer = models.TextField(_("yanıt"), blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    answered_name = models.CharField(_("yanıtlayan"), max_length=200, blank=True)
    answered_at = models.DateTimeField(_("yanıt zamanı"), null=True)

    class Meta:
        verbose_name = _("metin notu")
        verbose_name_plural = _("metin notları")
        ordering = ["created_at", "pk"]
        indexes = [models.Index(fields=["content_type", "object_id", "created_at"], name="remark_content")]

    def __str__(self) -> str:
        return f"{self.label}: {(self.text or self.proposal)[:60]}"

    @property
    def is_open(self) -> bool:
        """Whether nobody has answered or settled it yet."""
        return self.state == self.State.OPEN
