"""The municipality's identity: the one governed row whose words and emblem stand on all that leaves the house."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from cms.core.blocks import PHONE
from cms.core.governed import GovernedSnippet
from cms.identity.widgets import ColourInput

THE_ONE = 1
COLOUR = RegexValidator(r"^#[0-9a-fA-F]{6}$", _("Rengi #1a5276 biçiminde yazın."))


class Identity(GovernedSnippet):
    """Name, emblem, colours and contact, as every public page, feed, mail and press kit shows them.

    There is one row; the database refuses another, and refuses to change what the row says while it is live except
    together with a newly signed revision. Who prints it asks :func:`cms.identity.selectors.current`.
    """

    municipality = models.CharField(_("belediyenin adı"), max_length=120, default="Belediye")
    logo = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL, verbose_name=_("amblem"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="+",
    )  # fmt: skip
    primary_colour = models.CharField(_("ana renk"), max_length=7, default="#0b4f6c", validators=[COLOUR])
    accent_colour = models.CharField(_("vurgu rengi"), max_length=7, default="#b5541c", validators=[COLOUR])
    address = models.TextField(_("adres"), max_length=300, blank=True)
    phone = models.CharField(_("telefon"), max_length=30, blank=True, validators=[PHONE])
    email = models.EmailField(_("e-posta"), blank=True)

    one_row = True
    panels = [
        MultiFieldPanel([FieldPanel("municipality"), FieldPanel("logo")], heading=_("Belediye")),
        MultiFieldPanel(
            [
                FieldPanel("primary_colour", widget=ColourInput),
                FieldPanel("accent_colour", widget=ColourInput),
            ],
            heading=_("Renkler"),
        ),
        MultiFieldPanel([FieldPanel("address"), FieldPanel("phone"), FieldPanel("email")], heading=_("İletişim")),
        FieldPanel("go_live_at"),
    ]

    class Meta:
        verbose_name = _("kurum kimliği")
        verbose_name_plural = _("kurum kimliği")
        constraints = [models.CheckConstraint(condition=models.Q(pk=THE_ONE), name="identity_only_one")]

    def __str__(self) -> str:
        return self.municipality or gettext("Adsız kimlik")  # a draft may lack it

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "website/identity_preview.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        return {**super().get_preview_context(request, mode_name), "shown_identity": self}
