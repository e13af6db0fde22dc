"""Press bulletins.

``BulletinIndexPage``: the list at ``/bultenler/``; ``BulletinPage``: one bulletin with everything that is signed with
it; ``SocialText``, ``CorrectionNote``: child rows inside its revision; ``Category``, ``Series``; ``RegisterEntry``: the
register of numbered bulletins, which is also the index that public lists read; ``NumberSeries``: the last number of
each year.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from taggit.models import ItemBase, TagBase
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable
from wagtail.search import index

from cms.core.blocks import PHONE, BodyBlock
from cms.core.governed import StructuralPage
from cms.core.holds import HeldClean
from cms.core.message import Message
from cms.core.names import NamedOnce
from cms.core.networks import NETWORK_CHOICES
from cms.core.ordering import InNameOrder
from cms.core.slugs import SlugField
from cms.core.turkish import collation_text, slugify
from cms.users.models import Department
from cms.website.entries import PublicEntry, RegisteredPage
from cms.website.pictures import uses_in
from media_library.draft_words import Use
from media_library.models import Photo
from press_archive.bulletins import panels
from press_archive.bulletins.messages import bulletin_message, drawn_photos
from press_archive.bulletins.photos import lead_use, post_use
from press_archive.bulletins.validation import submission_errors
from press_archive.contacts.models import DistributionList


class Category(HeldClean, NamedOnce, InNameOrder):
    """A subject that bulletins are filed under. Its name stands on public pages and never changes once used."""

    signed_by_name = True

    name = models.CharField(_("ad"), max_length=80, unique=True)
    slug = SlugField(_("adres parçası"), max_length=80, unique=True)

    class Meta(InNameOrder.Meta):
        verbose_name = _("kategori")
        verbose_name_plural = _("kategoriler")

    def __str__(self) -> str:
        return self.name


class Series(HeldClean, NamedOnce, InNameOrder):
    """Bulletins that tell one story over days or years ("Zeytin Hasadı 2026"). Its name stands on public pages and
    never changes once used."""

    signed_by_name = True

    name = models.CharField(_("ad"), max_length=80, unique=True, help_text=_("Örneğin: Zeytin Hasadı 2026"))
    slug = SlugField(_("adres parçası"), max_length=80, unique=True)

    class Meta(InNameOrder.Meta):
        verbose_name = _("bülten dizisi")
        verbose_name_plural = _("bülten dizileri")

    def __str__(self) -> str:
        return self.name


class Tag(HeldClean, NamedOnce, TagBase):
    """A word that bulletins are found by; its address part is made by Turkish rules."""

    free_tagging = True

    class Meta:
        verbose_name = _("etiket")
        verbose_name_plural = _("etiketler")

    def slugify(self, tag: str, i: int | None = None) -> str:
        slug = slugify(tag, max_length=90) or "etiket"
        return slug if i is None else f"{slug}-{i + 1}"

    @property
    def sort_key(self) -> str:
        """The name as a key of the Turkish alphabet's order."""
        return collation_text(self.name)


class BulletinTag(ItemBase):
    """The tag of a bulletin, kept in its revision."""

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="bulletin_items")
    content_object = ParentalKey("bulletins.BulletinPage", on_delete=models.CASCADE, related_name="tagged_items")

    class Meta:
        indexes = [models.Index(fields=["tag", "content_object"], name="bulletintag_list")]


class BulletinIndexPage(StructuralPage):
    """The list of bulletins. It holds no words of its own and was made by a migration."""

    parent_page_types = ["website.HomePage"]
    subpage_types = ["bulletins.BulletinPage"]
    max_count = 1
    content_panels: list[Any] = []
    promote_panels: list[Any] = []
    settings_panels: list[Any] = []

    class Meta:
        verbose_name = _("bülten listesi")


class BulletinPage(RegisteredPage):
    """A numbered press bulletin; ``title`` is its headline, ``go_live_at`` its embargo."""

    summary = models.TextField(
        _("spot"), max_length=400, help_text=_("Haberin iki üç cümlelik özeti. Listede ve e-postanın başında görünür.")
    )
    body = StreamField(BodyBlock(), verbose_name=_("metin"))
    lead_image = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL, verbose_name=_("ana fotoğraf"), on_delete=models.PROTECT,
        null=True, blank=True, related_name="+",
    )  # fmt: skip
    lead_image_alt = models.CharField(
        _("ana fotoğrafın alternatif metni"), max_length=200, blank=True,
        help_text=_("Fotoğrafı görmeyen birine ne anlatırdınız?"),
    )  # fmt: skip
    lead_image_credit = models.CharField(_("ana fotoğrafın kaynağı"), max_length=160, blank=True)
    department = models.ForeignKey(
        Department, verbose_name=_("müdürlük"), on_delete=models.PROTECT, related_name="bulletins",
        null=True, help_text=_("Haberin geldiği müdürlük"),
    )  # fmt: skip
    place = models.CharField(_("yer"), max_length=120, blank=True)
    event_date = models.DateField(_("olay tarihi"), default=timezone.localdate)
    series = models.ForeignKey(
        Series, verbose_name=_("dizi"), on_delete=models.PROTECT, null=True, blank=True, related_name="bulletins",
        help_text=_("Aynı konuyu sürdüren bültenler sayfalarında birbirini gösterir. Diziler Ayarlar’da açılır."),
    )  # fmt: skip
    categories = ParentalManyToManyField(Category, verbose_name=_("kategoriler"), blank=True)
    tags = ClusterTaggableManager(through=BulletinTag, blank=True, verbose_name=_("etiketler"))
    contact_name = models.CharField(_("İrtibat kişisi"), max_length=120, blank=True)
    contact_phone = models.CharField(_("İrtibat telefonu"), max_length=30, blank=True, validators=[PHONE])
    contact_email = models.EmailField(_("İrtibat e-postası"), blank=True)
    send_email = models.BooleanField(_("basına e-posta ile gönder"), default=True)
    distribution_lists = ParentalManyToManyField(DistributionList, verbose_name=_("dağıtım listeleri"), blank=True)

    signed_if_said = frozenset({"series"})
    has_register_number = True
    parent_page_types = ["bulletins.BulletinIndexPage"]
    subpage_types: list[str] = []
    template = "bulletins/bulletin_page.html"
    search_fields = [*RegisteredPage.search_fields, index.SearchField("summary"), index.SearchField("body")]

    edit_handler = panels.edit_handler()

    class Meta:
        verbose_name = _("basın bülteni")
        verbose_name_plural = _("basın bültenleri")

    @property
    def number(self) -> str:
        """``2026/0123``, or an empty string before the first publication."""
        entry = getattr(self, "register_entry", None)
        return entry.number if entry else ""

    def photo_uses(self) -> list[Use]:
        """The photos of the bulletin and of its posts, with the places of their words."""
        uses = [*uses_in(self.body), *(post_use(row.image, row) for row in self.social_texts.all() if row.image)]
        return [lead_use(self.lead_image, self), *uses] if self.lead_image else uses

    def submission_errors(self) -> list[str]:
        return submission_errors(self)

    def published_notes(self) -> set[str]:
        """What the public was told of earlier corrections."""
        return set(CorrectionNote.objects.filter(page_id=self.pk).values_list("text", flat=True))

    def media_purposes(self, photo_id: int | None = None) -> tuple[str, ...]:
        posts = self.social_texts.all() if photo_id is not None else ()
        posted = ["social"] if photo_id in {row.image_id or self.lead_image_id for row in posts} - {None} else []
        if posted and not self.shows(photo_id):
            return tuple(posted)
        return ("web", *(["press"] if self.send_email else []), *posted)

    def shows(self, photo_id: int | None) -> bool:
        """Whether the page itself shows this photo, above its text or in it."""
        if photo_id == self.lead_image_id:
            return True
        body: Any = self._meta.get_field("body")
        found = body.extract_references(body.value_from_object(self))
        return (Photo, str(photo_id)) in {(model, str(pk)) for model, pk, *_path in found}

    def to_message(self) -> Message:
        return bulletin_message(self)

    def draw_for_release(self) -> None:
        drawn_photos(self)


class SocialText(Orderable):
    """What one network will say; a network is chosen by having a row."""

    page = ParentalKey(BulletinPage, on_delete=models.CASCADE, related_name="social_texts")
    network = models.CharField(_("ağ"), max_length=20, choices=NETWORK_CHOICES)
    text = models.TextField(_("metin"), max_length=5000)
    image = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL, verbose_name=_("bu ağın fotoğrafı"), on_delete=models.PROTECT,
        null=True, blank=True, related_name="+", help_text=_("Boş bırakılırsa ana fotoğraf kullanılır."),
    )  # fmt: skip
    image_alt = models.CharField(_("fotoğrafın alternatif metni"), max_length=200, blank=True)

    panels = [FieldPanel("network"), FieldPanel("text"), FieldPanel("image"), FieldPanel("image_alt")]
    signed_if_said = frozenset({"image", "image_alt"})

    class Meta(Orderable.Meta):
        verbose_name = _("sosyal medya metni")
        verbose_name_plural = _("sosyal medya metinleri")
        constraints = [models.UniqueConstraint(fields=["page", "network"], name="socialtext_one_per_network")]

    def __str__(self) -> str:
        return f"{self.get_network_display()}: {self.text[:40]}"


class CorrectionNote(Orderable):
    """What a correction changed, in a sentence that readers and journalists see under "Düzeltme"."""

    page = ParentalKey(BulletinPage, on_delete=models.CASCADE, related_name="correction_notes")
    date = models.DateField(_("tarih"), default=timezone.localdate)
    text = models.TextField(_("ne değişti?"), max_length=600)

    panels = [FieldPanel("date"), FieldPanel("text")]

    class Meta(Orderable.Meta):
        verbose_name = _("düzeltme notu")
        verbose_name_plural = _("düzeltme notları")

    def __str__(self) -> str:
        return self.text[:60]


class NumberSeries(models.Model):
    """The last bulletin number given in a year; its row is the lock that keeps numbers without gaps."""

    year = models.PositiveSmallIntegerField(_("yıl"), primary_key=True)
    last = models.PositiveIntegerField(_("son sayı"), default=0)

    class Meta:
        verbose_name = _("bülten sayacı")
        verbose_name_plural = _("bülten sayaçları")

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class RegisterEntry(PublicEntry):
    """One line of the register of bulletins."""

    section = "bultenler"

    page = models.OneToOneField(BulletinPage, on_delete=models.PROTECT, related_name="register_entry")
    year = models.PositiveSmallIntegerField(_("yıl"))
    sequence = models.PositiveIntegerField(_("sıra"))
    department = models.ForeignKey(Department, verbose_name=_("müdürlük"), on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("bülten kaydı")
        verbose_name_plural = _("bülten defteri")
        constraints = [models.UniqueConstraint(fields=["year", "sequence"], name="registerentry_number")]
        indexes = [
            models.Index("published_at", "id", condition=Q(public=True), name="register_public"),
            models.Index("year", "published_at", condition=Q(public=True), name="register_public_year"),
            models.Index("department", "published_at", condition=Q(public=True), name="register_public_dept"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """Year and sequence as printed on the bulletin: ``2026/0123``."""
        return f"{self.year}/{self.sequence:04d}"
