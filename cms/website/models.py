"""The website's own pages, the strip above them, the generation of what is public, and what is kept ready of it:
``HomePage``, ``StandardPage``, ``AlertBanner``, ``PublicChange``, ``KeptPart``."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import CommentPanel, FieldPanel, ObjectList
from wagtail.fields import StreamField
from wagtail.models import Page

from cms.core.blocks import PageBodyBlock, SectionsBlock
from cms.core.governed import GovernedPage, GovernedSnippet
from cms.core.message import Message
from cms.office.faults import FaultyTabs
from cms.website.pictures import uses_in
from cms.website.richtext import path_of
from media_library.draft_words import Use


def address_of(page: Page) -> str:
    """Where the public finds ``page``, below the address of the settings; empty for a page that has no place yet."""
    return settings.SITE_URL + path_of(page.url_path) if page.url_path else ""


class HomePage(GovernedPage):
    """The front page: a short greeting of its own, and the latest bulletins."""

    greeting = models.CharField(_("karşılama başlığı"), max_length=120, blank=True)
    introduction = models.TextField(_("tanıtım"), max_length=600, blank=True)
    sections = StreamField(
        SectionsBlock(required=False), verbose_name=_("derlemeler"), blank=True, default=list,
        help_text=_("Son bültenlerin altında, bu sırayla görünür."),
    )  # fmt: skip

    parent_page_types = ["wagtailcore.Page"]
    max_count = 1
    template = "website/home_page.html"
    content_panels = [
        FieldPanel("title", heading=_("Başlık")), FieldPanel("greeting"), FieldPanel("introduction"),
        FieldPanel("sections"),
    ]  # fmt: skip
    edit_handler = FaultyTabs([ObjectList(content_panels, heading=_("Ana sayfa"))])

    class Meta:
        verbose_name = _("ana sayfa")

    def to_message(self) -> Message:
        url = address_of(self)
        return Message(headline=self.title, summary=self.introduction, body_html="", body_text="", url=url)


class StandardPage(GovernedPage):
    """A page that stays: about us, press contact, privacy notice."""

    introduction = models.TextField(_("giriş"), max_length=400, blank=True)
    body = StreamField(PageBodyBlock(), verbose_name=_("metin"))
    in_footer = models.BooleanField(_("sayfa altında göster"), default=True)

    parent_page_types = ["website.HomePage", "website.StandardPage"]
    subpage_types = ["website.StandardPage"]
    template = "website/standard_page.html"
    content_panels = [FieldPanel("title", heading=_("Başlık")), FieldPanel("introduction"), FieldPanel("body")]
    edit_handler = FaultyTabs(
        [
            ObjectList(content_panels, heading=_("Sayfa")),
            ObjectList(
                [FieldPanel("slug"), FieldPanel("in_footer"), FieldPanel("go_live_at"), CommentPanel()],
                heading=_("Adres ve zaman"),
            ),
        ]
    )

    class Meta:
        verbose_name = _("sabit sayfa")
        verbose_name_plural = _("sabit sayfalar")

    def photo_uses(self) -> list[Use]:
        """The photos of the page, with the places of their words."""
        return list(uses_in(self.body))

    def submission_errors(self) -> list[str]:
        return [] if len(self.body) else [str(_("Sayfanın metni boş."))]

    def to_message(self) -> Message:
        url = address_of(self)
        return Message(headline=self.title, summary=self.introduction, body_html="", body_text="", url=url)


class AlertBanner(GovernedSnippet):
    """A strip on top of every public page for storms, fires and closed roads. Signed like everything else."""

    # Its signers are told that it cannot wait.
    is_warning = True

    class Level(models.TextChoices):
        INFORMATION = "information", _("bilgi")
        WARNING = "warning", _("uyarı")
        DANGER = "danger", _("tehlike")

    title = models.CharField(_("başlık"), max_length=120)
    text = models.CharField(_("metin"), max_length=300)
    level = models.CharField(_("düzey"), max_length=20, choices=Level.choices, default=Level.WARNING)
    link = models.URLField(_("bağlantı"), blank=True)

    panels = [FieldPanel(name) for name in ("title", "text", "level", "link", "go_live_at")]

    class Meta:
        verbose_name = _("uyarı bandı")
        verbose_name_plural = _("uyarı bantları")

    def __str__(self) -> str:
        return self.title or gettext("Adsız uyarı bandı")  # a draft may lack it

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "website/alert_preview.html"

    def to_message(self) -> Message:
        return Message(headline=self.title, summary=self.text, body_html="", body_text=self.text, url=self.link)


class PublicChange(models.Model):
    """What ``cms.website.generation`` adds up; written by its statements and by triggers, never through this class.

    ``id``: the transaction that raised it (PostgreSQL), or 0.
    """

    id = models.BigIntegerField(primary_key=True)
    number = models.BigIntegerField()

    class Meta:
        verbose_name = _("yayın değişikliği")
        verbose_name_plural = _("yayın değişiklikleri")

    def __str__(self) -> str:
        return str(self.number)


class KeptPart(models.Model):
    """A part of a public page as it was rendered: HTML that is shown again while ``key`` holds (``cms.website.parts``).

    ``more``: what belongs to it besides, as JSON. ``seal``: a digest of all of it that only this installation makes.
    Triggers delete it with every change of a row that it shows (``cms.website.public_tables``).
    """

    wagtail_reference_index_ignore = True

    # No constraint: whoever keeps a part must not wait for whoever publishes the page.
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="kept_parts", db_constraint=False)
    name = models.CharField(max_length=16)
    key = models.CharField(max_length=100)
    text = models.TextField()
    more = models.TextField()
    seal = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("hazır tutulan parça")
        verbose_name_plural = _("hazır tutulan parçalar")
        constraints = [models.UniqueConstraint(fields=["page", "name"], name="keptpart_one_of_a_name")]

    def __str__(self) -> str:
        return f"{self.name} {self.page_id}"
