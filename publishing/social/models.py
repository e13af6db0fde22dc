"""The social-media queue: ``SocialPost``, one for each network and signed version."""

from __future__ import annotations

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.core.lookups import having
from cms.core.message import MessageKind
from cms.core.networks import NETWORK_CHOICES, NETWORKS, Network


class SocialPostQuerySet(models.QuerySet["SocialPost"]):
    """Posts by the social unit's questions."""

    def waiting(self) -> SocialPostQuerySet:
        """Posts that somebody still has to act on."""
        return self.filter(state__in=[SocialPost.State.READY, SocialPost.State.TO_REMOVE])

    def about(self, text: str) -> SocialPostQuerySet:
        """Those in whose headline, number or text ``text`` stands."""
        return self.filter(having(text, "number", "headline", "text"))

    def with_earlier_address(self) -> SocialPostQuerySet:
        """Each with ``earlier_url``: where an earlier version of the same text can be seen, or ``None``."""
        earlier = SocialPost.objects.filter(
            content_type=models.OuterRef("content_type"),
            object_id=models.OuterRef("object_id"),
            network=models.OuterRef("network"),
            version__lt=models.OuterRef("version"),
            state__in=[SocialPost.State.POSTED, SocialPost.State.TO_REMOVE],
        )
        return self.annotate(earlier_url=models.Subquery(earlier.order_by("-version").values("posted_url")[:1]))


class SocialPost(models.Model):
    """A text that both offices signed, for one network, waiting to be posted by hand."""

    class State(models.TextChoices):
        READY = "ready", _("hazır")
        LEFT_OUT = "left_out", _("paylaşılmayacak")
        POSTED = "posted", _("paylaşıldı")
        SUPERSEDED = "superseded", _("yerine yenisi geldi")
        CANCELLED = "cancelled", _("iptal edildi")
        TO_REMOVE = "to_remove", _("kaldırılacak")
        REMOVED = "removed", _("kaldırıldı")

    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.CharField(max_length=64)
    content = GenericForeignKey("content_type", "object_id")
    version = models.PositiveIntegerField(_("sürüm"))
    network = models.CharField(_("ağ"), max_length=20, choices=NETWORK_CHOICES)
    kind = models.CharField(_("gönderim türü"), max_length=20, default="first")
    headline = models.CharField(_("başlık"), max_length=255)
    number = models.CharField(_("bülten no"), max_length=20, blank=True)
    text = models.TextField(_("metin"))
    link = models.URLField(_("bağlantı"), max_length=500, blank=True)
    image = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL, verbose_name=_("fotoğraf"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="+",
    )  # fmt: skip
    image_alt = models.TextField(_("alternatif metin"), blank=True)
    state = models.CharField(_("durum"), max_length=20, choices=State.choices, default=State.READY)
    posted_url = models.URLField(_("paylaşım adresi"), max_length=500, blank=True)
    posted_at = models.DateTimeField(_("paylaşım zamanı"), null=True, blank=True)
    posted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("paylaşan"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="+",
    )  # fmt: skip
    # Why it will not be posted.
    reason = models.CharField(_("gerekçe"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("kuyruğa giriş"), auto_now_add=True)

    objects = SocialPostQuerySet.as_manager()

    class Meta:
        verbose_name = _("sosyal medya gönderisi")
        verbose_name_plural = _("sosyal medya gönderileri")
        ordering = ["-created_at", "network"]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "version", "network"], name="socialpost_once_per_version"
            ),
        ]
        indexes = [models.Index(fields=["state", "created_at"], name="socialpost_state")]

    def __str__(self) -> str:
        return f"{self.get_network_display()}: {self.headline}"

    @property
    def length(self) -> int:
        """The text's length as its network counts."""
        return self.network_data.measure(self.text)

    @property
    def limit(self) -> int:
        """The network's limit for this text, with or without its picture."""
        return self.network_data.limit_for(with_picture=self.image_id is not None)

    @property
    def is_correction(self) -> bool:
        """Whether the public has seen an earlier text that this one replaces."""
        return self.kind == MessageKind.CORRECTION.value

    @property
    def network_data(self) -> Network:
        """Limits and crop of this post's network."""
        return NETWORKS[self.network]
