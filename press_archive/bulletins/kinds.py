"""What a bulletin may begin with, as rows that the office keeps: kinds of bulletins with their usual words, and ready
texts that are put into a body.

Nothing here is ever public. A bulletin takes a copy when it is begun or when the editor puts a ready text in; from then
on the words are its own and are signed with it, whatever becomes of the row.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable

from cms.core.blocks import BodyBlock
from cms.core.governed import OnlyCopied
from cms.core.names import NamedOnce
from cms.core.networks import NETWORK_CHOICES
from cms.users.models import Department

# In the address of the screen for a new bulletin: which kind it begins with, or which bulletin it is a copy of.
KIND, COPY = "tur", "kopya"


class Placed(OnlyCopied, NamedOnce):
    """A row with a name of its own, listed where the office wants it."""

    name = models.CharField(_("ad"), max_length=60, unique=True)
    position = models.PositiveSmallIntegerField(_("sıra"), default=100, help_text=_("Küçük sayı önce gelir."))
    active = models.BooleanField(_("kullanımda"), default=True)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name


class ReadyText(Placed):
    """Words that come again and again: about the municipality, whom to ask."""

    body = StreamField(BodyBlock(), verbose_name=_("metin"))

    class Meta(Placed.Meta):
        verbose_name = _("hazır metin")
        verbose_name_plural = _("hazır metinler")


class BulletinKind(Placed, ClusterableModel):
    """A kind of bulletin (kesinti, başsağlığı …) with what is the same in each. ``[[…]]`` marks what is to be filled
    in; no bulletin is submitted with such a mark in it."""

    title = models.CharField(_("başlık"), max_length=255, blank=True)
    summary = models.TextField(_("spot"), max_length=400, blank=True)
    body = StreamField(BodyBlock(required=False), verbose_name=_("metin"), blank=True)
    ready_texts = models.ManyToManyField(
        ReadyText, verbose_name=_("sona eklenecek hazır metinler"), blank=True, related_name="kinds"
    )
    department = models.ForeignKey(
        Department, verbose_name=_("müdürlük"), on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    place = models.CharField(_("yer"), max_length=120, blank=True)
    categories = models.ManyToManyField(
        "bulletins.Category", verbose_name=_("kategoriler"), blank=True, related_name="+"
    )
    tags = models.CharField(
        _("etiketler"), max_length=300, blank=True, help_text=_("Virgülle ayırın; örneğin: su kesintisi, altyapı")
    )
    send_email = models.BooleanField(_("basına e-posta ile gönder"), default=True)
    distribution_lists = models.ManyToManyField(
        "contacts.DistributionList", verbose_name=_("dağıtım listeleri"), blank=True, related_name="+",
        help_text=_("Boş bırakılırsa yeni bültende seçili gelen listeler seçilir."),
    )  # fmt: skip

    class Meta(Placed.Meta):
        verbose_name = _("bülten türü")
        verbose_name_plural = _("bülten türleri")


class KindSocialText(Orderable):
    """What one network usually says in this kind of bulletin."""

    kind = ParentalKey(BulletinKind, on_delete=models.CASCADE, related_name="social_texts")
    network = models.CharField(_("ağ"), max_length=20, choices=NETWORK_CHOICES)
    text = models.TextField(_("metin"), max_length=5000)

    panels = [FieldPanel("network"), FieldPanel("text")]

    class Meta(Orderable.Meta):
        verbose_name = _("sosyal medya metni")
        verbose_name_plural = _("sosyal medya metinleri")
        constraints = [models.UniqueConstraint(fields=["kind", "network"], name="kindsocialtext_one_per_network")]

    def __str__(self) -> str:
        return f"{self.get_network_display()}: {self.text[:40]}"
