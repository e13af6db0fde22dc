"""``Remark``: what one person says about a passage of content on its way, and what became of it."""

from __future__ import annotations

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.users.roles import Office


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
    step = models.ForeignKey("approval.SignatureState", on_delete=models.CASCADE, null=True, related_name="remarks")
    comment = models.OneToOneField("wagtailcore.Comment", on_delete=models.SET_NULL, null=True, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
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
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
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
