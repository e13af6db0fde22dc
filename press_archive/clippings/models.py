"""The archive of clippings (kupür arşivi): what outlets published about us.

``Clipping`` is one item of one outlet, ``Scan`` a picture or PDF of it, ``PageCopy`` the text of a web page as it was
when its address was pasted or a monitor found it, ``PictureMatch`` whether its picture is ours, ``Topic`` a word that
clippings are filed under, ``Agency`` a monitoring agency and how its files are read.

All of it stays inside: Law no. 5846 art. 36 lets others quote the news of the day with its source, not copy the
article, and Law no. 5187 art. 24 asks for the whole citation. No row of this app has a public address; outside the
office only headline, our own summary and the citation may ever be shown.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from taggit.models import ItemBase, TagBase
from wagtail.models import Orderable

from cms.core.names import NamedOnce
from cms.core.turkish import format_date, slugify
from cms.recycle_bin.models import Discarded
from cms.users.models import Department
from media_library.models import Photo
from media_library.models.stored import unguessable_name
from press_archive.bulletins.models import BulletinPage, Category
from press_archive.clippings.citation import citation
from press_archive.clippings.sources import address_key
from press_archive.clippings.summaries import MOST_SENTENCES, sentences
from press_archive.clippings.words import PRINTED, Answer, Likeness, Medium, Origin, Tone
from press_archive.contacts.imprint import LARGEST_FIGURE, Scope
from press_archive.contacts.models import Journalist, Outlet

FILES = "clippings"
LONGEST_TEXT = 200_000
# Of what is called a newspaper here, the first ones; and a day that no slip of the keyboard should pass.
EARLIEST, LATEST = dt.date(1850, 1, 1), dt.date(2200, 1, 1)
# Nobody prints wider than twelve columns or longer than a page of a broadsheet.
MOST_COLUMNS, MOST_CENTIMETRES = 20, 100


def file_path(instance: Any, filename: str) -> str:
    """Where a scan or picture is stored; no address of ``/media/`` leads to this folder."""
    return f"{FILES}/{unguessable_name(filename)}"


class Topic(NamedOnce, TagBase):
    """A word that clippings are filed under; apart from the tags of bulletins, which the public sees."""

    free_tagging = True

    class Meta:
        verbose_name = _("kupür konusu")
        verbose_name_plural = _("kupür konuları")

    def slugify(self, tag: str, i: int | None = None) -> str:
        slug = slugify(tag, max_length=90) or "konu"
        return slug if i is None else f"{slug}-{i + 1}"


class Agency(NamedOnce, models.Model):
    """A monitoring agency whose files come in, and which of its columns is what: told once and kept."""

    name = models.CharField(_("ad"), max_length=120, unique=True)
    columns = models.JSONField(_("sütunlar"), default=dict, blank=True, editable=False)

    class Meta:
        verbose_name = _("İzleme ajansı")
        verbose_name_plural = _("İzleme ajansları")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class AgencyFile(models.Model):
    """A file of an agency as it came, and, once it was taken, what became of each of its rows."""

    agency = models.ForeignKey(Agency, verbose_name=_("İzleme ajansı"), on_delete=models.CASCADE, related_name="files")
    file = models.FileField(_("dosya"), upload_to=file_path, max_length=255)
    name = models.CharField(_("dosya adı"), max_length=255)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("yükleyen"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    uploaded_at = models.DateTimeField(_("yüklendi"), auto_now_add=True)
    taken_at = models.DateTimeField(_("alındı"), null=True)
    outcome = models.JSONField(_("sonuç"), default=list)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("ajans dosyası")
        verbose_name_plural = _("ajans dosyaları")
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        return self.name


class PageCopy(models.Model):
    """The text of a web page as it was when somebody pasted its address: for the office alone, as proof of what stood
    there. Law no. 5187 art. 10 binds the site to keep it for two years only."""

    address = models.CharField(_("adres"), max_length=2000)
    address_key = models.CharField(max_length=64, db_index=True)
    title = models.CharField(_("başlık"), max_length=300, blank=True)
    site_name = models.CharField(_("site"), max_length=160, blank=True)
    author = models.CharField(_("yazar"), max_length=160, blank=True)
    published_on = models.DateField(_("yayın tarihi"), null=True)
    published_time = models.TimeField(_("yayın saati"), null=True)
    text = models.TextField(_("metin"), blank=True)
    picture = models.FileField(_("fotoğraf"), upload_to=file_path, blank=True, max_length=255)
    printout = models.FileField(_("PDF kopyası"), upload_to=file_path, blank=True, max_length=255)
    fetched_at = models.DateTimeField(_("alındı"), default=timezone.now, db_index=True)
    fetched_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("alan"), on_delete=models.PROTECT, null=True, related_name="+"
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("sayfa kopyası")
        verbose_name_plural = _("sayfa kopyaları")

    def __str__(self) -> str:
        return self.title or self.address

    @classmethod
    def free(cls) -> models.QuerySet[PageCopy]:
        """Those that no clipping has, not even one in the recycle bin."""
        binned = Discarded.objects.filter(kind__app_label="clippings", kind__model="clipping")
        kept = {row["fields"].get("page_copy") for main in binned.values_list("main", flat=True) for row in main}
        return cls.objects.filter(clipping=None).exclude(pk__in=kept - {None})


class PictureMatch(models.Model):
    """Which photo of our archive the picture of a page looks like, or that it looks like none; then a person's word."""

    page_copy = models.OneToOneField(PageCopy, on_delete=models.CASCADE, related_name="picture_match")
    photo = models.ForeignKey(Photo, verbose_name=_("fotoğraf"), on_delete=models.SET_NULL, null=True, related_name="+")
    score = models.FloatField(_("benzerlik"), null=True)
    looked_at = models.DateTimeField(default=timezone.now)
    is_ours = models.BooleanField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("karar veren"), on_delete=models.PROTECT, null=True, related_name="+"
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("fotoğraf eşleşmesi")
        verbose_name_plural = _("fotoğraf eşleşmeleri")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.page_copy_id} = {self.photo_id}"


class ClippingTopic(ItemBase):
    """The topic of a clipping."""

    tag = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="clipping_items")
    content_object = ParentalKey("clippings.Clipping", on_delete=models.CASCADE, related_name="topic_items")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tag", "content_object"], name="clippingtopic_once")]


class SavedFilter(models.Model):
    """What somebody looks for in the list again and again: the list's own query under a name. ``shared``: for all who
    read clippings."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("kaydeden"), on_delete=models.CASCADE, related_name="+"
    )
    name = models.CharField(_("ad"), max_length=60)
    query = models.CharField(max_length=1000)
    shared = models.BooleanField(_("herkes görsün"), default=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("kayıtlı süzgeç")
        verbose_name_plural = _("kayıtlı süzgeçler")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class Clipping(ClusterableModel):
    """One item that an outlet published. What is known of the outlet is copied as it was on that day."""

    medium = models.CharField(_("mecra"), max_length=12, choices=Medium.choices)
    outlet = models.ForeignKey(
        Outlet, verbose_name=_("yayın kuruluşu"), on_delete=models.PROTECT, related_name="clippings"
    )
    journalist = models.ForeignKey(
        Journalist, verbose_name=_("basın mensubu"), on_delete=models.SET_NULL, null=True, blank=True,
        related_name="clippings",
    )  # fmt: skip
    author = models.CharField(_("yazar"), max_length=160, blank=True, help_text=_("Haberde yazdığı gibi."))
    headline = models.CharField(_("haber başlığı"), max_length=300)
    published_on = models.DateField(_("yayın tarihi"), default=timezone.localdate)
    published_time = models.TimeField(_("yayın saati"), null=True, blank=True)
    page = models.CharField(_("sayfa"), max_length=20, blank=True)
    issue_number = models.CharField(_("sayı"), max_length=20, blank=True)
    programme = models.CharField(_("program"), max_length=160, blank=True)
    url = models.URLField(
        _("bağlantı"), max_length=2000, blank=True, validators=[URLValidator(schemes=["http", "https"])]
    )
    address_key = models.CharField(max_length=64, blank=True, editable=False)
    category = models.ForeignKey(
        Category, verbose_name=_("kategori"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    topics = ClusterTaggableManager(
        through=ClippingTopic, blank=True, verbose_name=_("konular"), help_text=_("Virgülle ayırın.")
    )
    department = models.ForeignKey(
        Department, verbose_name=_("müdürlük"), on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        help_text=_("Haberin ilgilendirdiği müdürlük"),
    )  # fmt: skip
    people = models.CharField(_("görünen kişiler"), max_length=300, blank=True)

    columns = models.PositiveSmallIntegerField(
        _("sütun"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(MOST_COLUMNS)]
    )
    centimetres = models.DecimalField(
        _("santim"), max_digits=5, decimal_places=1, null=True, blank=True,
        validators=[MinValueValidator(Decimal("0.1")), MaxValueValidator(Decimal(MOST_CENTIMETRES))],
    )  # fmt: skip
    area = models.DecimalField(_("st×cm"), max_digits=7, decimal_places=1, null=True, editable=False)
    reach = models.PositiveIntegerField(
        _("tiraj ya da erişim"), null=True, blank=True, validators=[MaxValueValidator(LARGEST_FIGURE)],
        help_text=_("Boş bırakılırsa kuruluşun o aya ait rakamı, kaynağı ve tarihiyle yazılır."),
    )  # fmt: skip
    reach_source = models.CharField(_("rakamın kaynağı"), max_length=160, blank=True)
    reach_on = models.DateField(_("rakamın tarihi"), null=True, blank=True)
    reach_copied = models.BooleanField(default=False, editable=False)
    outlet_name = models.CharField(_("kuruluşun o günkü adı"), max_length=160, editable=False)
    scope = models.CharField(_("yayın türü"), max_length=12, choices=Scope.choices, blank=True, editable=False)
    column_width = models.DecimalField(max_digits=4, decimal_places=2, null=True, editable=False)
    unit_price = models.DecimalField(_("birim fiyat"), max_digits=10, decimal_places=2, null=True, editable=False)
    has_bik_right = models.BooleanField(_("resmî ilan hakkı (BİK)"), null=True, editable=False)

    tone = models.CharField(_("ton"), max_length=10, choices=Tone.choices, blank=True)
    tone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("tonu belirleyen"), on_delete=models.PROTECT, null=True,
        editable=False, related_name="+",
    )  # fmt: skip
    tone_at = models.DateTimeField(_("tonun belirlendiği an"), null=True, editable=False)
    on_front_page = models.BooleanField(_("birinci sayfada"), default=False)
    with_picture = models.BooleanField(_("fotoğraflı"), default=False)
    with_our_picture = models.BooleanField(_("bizim fotoğrafımızla"), default=False)
    quotes_mayor = models.BooleanField(_("Başkan’ın sözleriyle"), default=False)
    summary = models.TextField(
        _("özetimiz"), max_length=600, blank=True,
        help_text=_("En çok üç cümle, kendi sözlerimizle. Kurum dışına metinden yalnız bu çıkabilir."),
    )  # fmt: skip
    needs_answer = models.CharField(_("yanıt gerekiyor"), max_length=10, choices=Answer.choices, blank=True)
    answered_on = models.DateField(_("yanıtlandı"), null=True, blank=True)
    text = models.TextField(
        _("tam metin"), max_length=LONGEST_TEXT, blank=True,
        help_text=_("Yalnız kurum içinde görünür (5846 sayılı Kanun m. 36)."),
    )  # fmt: skip
    fingerprint = models.CharField(max_length=64, blank=True, editable=False)
    page_copy = models.OneToOneField(
        PageCopy, verbose_name=_("sayfa kopyası"), on_delete=models.SET_NULL, null=True, blank=True, editable=False,
        related_name="clipping",
    )  # fmt: skip
    origin = models.CharField(
        _("geldiği yol"), max_length=8, choices=Origin.choices, default=Origin.HAND, editable=False
    )
    agency = models.ForeignKey(
        Agency, verbose_name=_("İzleme ajansı"), on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    bulletin = models.ForeignKey(
        BulletinPage, verbose_name=_("bülten"), on_delete=models.SET_NULL, null=True, blank=True, editable=False,
        related_name="clippings",
    )  # fmt: skip
    likeness = models.CharField(_("eşleşme"), max_length=12, choices=Likeness.choices, blank=True, editable=False)
    share = models.PositiveSmallIntegerField(_("bültenden gelen (%)"), null=True, editable=False)
    matched_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("eşleşmeyi onaylayan"), on_delete=models.PROTECT, null=True,
        editable=False, related_name="+",
    )  # fmt: skip
    matched_at = models.DateTimeField(_("eşleşmenin onaylandığı an"), null=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("kaydeden"), on_delete=models.PROTECT, null=True, editable=False,
        related_name="+",
    )  # fmt: skip
    created_at = models.DateTimeField(_("kayıt zamanı"), auto_now_add=True)

    # What links where is asked of what is public; this never is.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("kupür")
        verbose_name_plural = _("kupürler")
        ordering = ["-published_on", "-pk"]
        indexes = [
            models.Index(fields=["-published_on", "-id"], name="clipping_newest"),
            models.Index(fields=["outlet", "published_on"], name="clipping_outlet_day"),
            models.Index(fields=["fingerprint"], condition=~Q(fingerprint=""), name="clipping_fingerprint"),
            models.Index(
                fields=["published_on"], condition=~Q(needs_answer="") & Q(answered_on=None), name="clipping_to_answer"
            ),
            # Each filter of the list in the list's own order, so that a page of it is read, never sorted.
            *(
                models.Index(fields=[name, "-published_on", "-id"], name=f"clipping_{name}_newest")
                for name in ("medium", "tone", "origin", "department", "category", "bulletin")
            ),
            models.Index(
                fields=["-published_on", "-id"],
                condition=Q(matched_at=None) & ~Q(bulletin=None),
                name="clipping_to_confirm",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["address_key"], condition=~Q(address_key=""), name="clipping_one_address")
        ]

    def __str__(self) -> str:
        return self.headline

    @property
    def waits_for_answer(self) -> bool:
        """Whether the office still owes an answer to it."""
        return bool(self.needs_answer) and self.answered_on is None

    @property
    def topic_names(self) -> list[str]:
        """The names of its topics."""
        return sorted(item.tag.name for item in self.topic_items.all())

    @property
    def bulletin_number(self) -> str:
        """The number of its bulletin, once somebody confirmed it."""
        return self.bulletin.number if self.bulletin and self.matched_at else ""

    @property
    def citation(self) -> str:
        """Outlet, day, issue, page or programme, author: what has to stand beside a quotation."""
        return citation(self)

    @property
    def day(self) -> str:
        """``27 Kasım 2026``."""
        return format_date(self.published_on)

    @property
    def prominence(self) -> list[str]:
        """How it stands out, in words."""
        picture = "with_our_picture" if self.with_our_picture else "with_picture"
        names = ("on_front_page", picture, "quotes_mayor")
        return [str(self._meta.get_field(name).verbose_name) for name in names if getattr(self, name)]

    @property
    def wall_picture(self) -> Scan | None:
        """The first of its scans that has a small picture."""
        return next((scan for scan in self.scans.all() if scan.small), None)

    @property
    def page_copy_text(self) -> str:
        """The text of the page as it was kept, or an empty string."""
        return self.page_copy.text if self.page_copy else ""

    def clean(self) -> None:
        super().clean()
        faults: dict[str, Any] = {}
        if self.published_on and self.published_on > timezone.localdate() + dt.timedelta(days=1):
            faults["published_on"] = _("Yayın tarihi ileri bir gün olamaz.")
        elif self.published_on and self.published_on < EARLIEST:
            faults["published_on"] = _("Yayın tarihi 1850’den önce olamaz.")
        if sentences(self.summary) > MOST_SENTENCES:
            faults["summary"] = gettext("Özet en çok %(most)d cümle olabilir; bu %(count)d cümle.") % {
                "most": MOST_SENTENCES, "count": sentences(self.summary),
            }  # fmt: skip
        if (self.columns is None) != (self.centimetres is None):
            faults["centimetres"] = _("St×cm için sütun ve santim birlikte yazılır.")
        elif self.columns is not None and self.medium not in PRINTED:
            faults["columns"] = _("Sütun ve santim yalnız gazete ve dergide ölçülür.")
        if self.reach is not None and not self.reach_source:
            faults["reach_source"] = _("Rakamın nereden alındığını yazın.")
        if self.answered_on and not self.needs_answer:
            faults["answered_on"] = _("Yanıt gerekmeyen haberin yanıt günü olmaz.")
        elif self.answered_on and self.published_on and self.answered_on < self.published_on:
            faults["answered_on"] = _("Yanıt günü yayın tarihinden önce olamaz.")
        if self.with_our_picture:
            self.with_picture = True
        if self.url and not faults:
            same = Clipping.objects.filter(address_key=address_key(self.url)).exclude(pk=self.pk).first()
            if same is not None:
                faults["url"] = gettext("Bu haber arşivde var: “%(headline)s” (%(day)s).") % {
                    "headline": same.headline, "day": same.day,
                }  # fmt: skip
        if faults:
            raise ValidationError(faults)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.area = self.columns * self.centimetres if self.columns and self.centimetres else None
        self.address_key = address_key(self.url) if self.url else ""
        if (fields := kwargs.get("update_fields")) is not None:
            derived = {"columns": "area", "centimetres": "area", "url": "address_key"}
            kwargs["update_fields"] = {*fields, *(derived[name] for name in fields if name in derived)}
        super().save(*args, **kwargs)


class Scan(Orderable):
    """A picture or PDF of a clipping; private, and fetched only through ``clippings:scan``."""

    clipping = models.ForeignKey(Clipping, verbose_name=_("kupür"), on_delete=models.CASCADE, related_name="scans")
    file = models.FileField(_("dosya"), upload_to=file_path, max_length=255)
    small = models.FileField(_("küçük fotoğraf"), upload_to=file_path, blank=True, max_length=255)
    name = models.CharField(_("dosya adı"), max_length=255)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("ekleyen"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(_("eklenme"), auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta(Orderable.Meta):
        verbose_name = _("tarama")
        verbose_name_plural = _("taramalar")
        ordering = ["sort_order", "pk"]
        indexes = [models.Index(fields=["file"], name="scan_stored_name")]

    def __str__(self) -> str:
        return self.name
