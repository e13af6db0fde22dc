"""What the office watches, and what it found there.

``WordList``: words that a story about us has; ``Monitor``: one list of news of one outlet (feed, site map, page), with
what is known of it; ``Host``: when a site was asked last; ``Story``: items that tell the same; ``Candidate``: one item
that may become a clipping.

All of it stays inside, as clippings do (Law no. 5846 art. 36). An item that nobody took loses its text after
:data:`KEPT_DAYS`; its row stays, so that it is never offered again.
"""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.names import NamedOnce
from cms.core.ordering import InNameOrder
from cms.core.turkish import format_moment
from cms.web_fetch.hosts import Forbidden, place_of
from press_archive.bulletins.models import BulletinPage
from press_archive.clippings.models import Clipping, PageCopy
from press_archive.clippings.words import Likeness
from press_archive.contacts.models import Outlet
from press_archive.monitoring.documents import check_selector
from press_archive.monitoring.words import lines

KEPT_DAYS = 30
SHORTEST_MINUTES, LONGEST_MINUTES = 5, 1440


class WordList(NamedOnce, InNameOrder):
    """Words that are looked for, a line each, and words that speak against it."""

    name = models.CharField(_("ad"), max_length=120, unique=True)
    words = models.TextField(
        _("aranan sözler"), max_length=20_000,
        help_text=_(
            "Her satıra bir söz ya da sözcük. Ekler kendiliğinden bulunur. “A + B”: ikisi birden geçmeli. "
            "Tırnak içinde: yalnız bu biçimiyle."
        ),
    )  # fmt: skip
    unwanted = models.TextField(
        _("geçerse alınmayacak sözler"), max_length=20_000, blank=True, help_text=_("Her satıra bir söz.")
    )
    active = models.BooleanField(_("kullanımda"), default=True)

    wagtail_reference_index_ignore = True

    class Meta(InNameOrder.Meta):
        verbose_name = _("sözcük listesi")
        verbose_name_plural = _("sözcük listeleri")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if not lines(self.words):
            raise ValidationError({"words": _("Aranacak en az bir söz yazın.")})


class Kind(models.TextChoices):
    """What a monitor reads."""

    FEED = "feed", _("RSS ya da Atom")
    SITE_MAP = "site_map", _("haber site haritası")
    PAGE = "page", _("liste sayfası (CSS seçiciyle)")


class Monitor(models.Model):
    """One list of news that is asked again and again. What it is, then what is known of it."""

    outlet = models.ForeignKey(
        Outlet, verbose_name=_("yayın kuruluşu"), on_delete=models.PROTECT, related_name="monitors"
    )
    kind = models.CharField(_("tür"), max_length=10, choices=Kind.choices, default=Kind.FEED)
    address = models.URLField(
        _("adres"), max_length=500, unique=True, validators=[URLValidator(schemes=["http", "https"])],
        help_text=_("RSS, Atom, haber site haritası ya da haberlerin listelendiği sayfa."),
    )  # fmt: skip
    selector = models.CharField(
        _("CSS seçici"), max_length=300, blank=True,
        help_text=_("Yalnız liste sayfasında: bir haberin kutusunu seçer. Örneğin: article.haber"),
    )  # fmt: skip
    lists = models.ManyToManyField(
        WordList, verbose_name=_("sözcük listeleri"), blank=True, related_name="monitors",
        help_text=_("Boşsa kullanımdaki bütün listeler."),
    )  # fmt: skip
    minutes = models.PositiveSmallIntegerField(
        _("kaç dakikada bir"), default=20,
        validators=[MinValueValidator(SHORTEST_MINUTES), MaxValueValidator(LONGEST_MINUTES)],
    )  # fmt: skip
    reads_pages = models.BooleanField(
        _("haberlerin sayfaları da okunsun"), default=False,
        help_text=_("Sözler yalnız başlık ve özette değil, haberin metninde de aranır; siteye daha çok uğranır."),
    )  # fmt: skip
    active = models.BooleanField(_("kullanımda"), default=True)

    host = models.CharField(max_length=255, editable=False, db_index=True)
    etag = models.CharField(max_length=200, blank=True, editable=False)
    last_modified = models.CharField(max_length=200, blank=True, editable=False)
    # Keys of the stories that stood in it lately, the newest first.
    seen = models.JSONField(default=list, editable=False)
    look_again = models.BooleanField(default=True, editable=False)
    next_at = models.DateTimeField(default=timezone.now, editable=False, db_index=True)
    claimed_by = models.CharField(max_length=80, blank=True, editable=False)
    claimed_until = models.DateTimeField(null=True, editable=False)
    checked_at = models.DateTimeField(_("bakıldı"), null=True, editable=False)
    answered_at = models.DateTimeField(_("okundu"), null=True, editable=False)
    arrived_at = models.DateTimeField(_("son yeni haber"), null=True, editable=False)
    # Seconds between two looks that found something new, the latest last.
    gaps = models.JSONField(default=list, editable=False)
    status = models.PositiveSmallIntegerField(default=0, editable=False)
    trouble = models.CharField(max_length=20, blank=True, editable=False)
    failures = models.PositiveSmallIntegerField(default=0, editable=False)
    silent_since = models.DateTimeField(_("sessiz"), null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("haber kaynağı")
        verbose_name_plural = _("haber kaynakları")
        ordering = ["outlet__sort_key", "address"]

    def __str__(self) -> str:
        return self.address

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.host = (urlsplit(self.address).hostname or "")[:255]
        super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        faults: dict[str, Any] = {}
        try:
            place_of(self.address)
        except Forbidden:
            faults["address"] = _("Bu adrese bakılmaz: herkese açık bir sitenin http ya da https adresi olmalı.")
        if self.kind == Kind.PAGE and not self.selector:
            faults["selector"] = _("Liste sayfasında haberleri seçen bir CSS seçici gerekir.")
        elif self.kind != Kind.PAGE and self.selector:
            faults["selector"] = _("CSS seçici yalnız liste sayfasında kullanılır.")
        elif self.selector and not check_selector(self.selector):
            faults["selector"] = _("Bu bir CSS seçici değil.")
        if faults:
            raise ValidationError(faults)


class Host(models.Model):
    """A site that was asked: until when it is left alone, whichever of its lists and pages comes next."""

    name = models.CharField(max_length=255, unique=True)
    free_at = models.DateTimeField(db_index=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("site")
        verbose_name_plural = _("siteler")
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


class Story(models.Model):
    """What several outlets tell in the same words."""

    found_at = models.DateTimeField(default=timezone.now, db_index=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("haber")
        verbose_name_plural = _("haberler")
        default_permissions = ()

    def __str__(self) -> str:
        return f"#{self.pk}"


class State(models.TextChoices):
    """Where an item stands."""

    UNREAD = "unread", _("okunacak")
    NEW = "new", _("bekliyor")
    LATER = "later", _("ertelendi")
    ACCEPTED = "accepted", _("alındı")
    REJECTED = "rejected", _("alınmadı")


WAITING = (State.NEW, State.LATER)


class Page(models.TextChoices):
    """What is known of the page of an item."""

    NONE = "none", _("yok")
    WANTED = "wanted", _("okunacak")
    READ = "read", _("okundu")
    FAILED = "failed", _("okunamadı")


class Candidate(models.Model):
    """One item of a list that may be about us. ``key``: one row for one story at one address, for good."""

    key = models.CharField(max_length=64, unique=True)
    monitor = models.ForeignKey(
        Monitor, verbose_name=_("kaynak"), on_delete=models.SET_NULL, null=True, related_name="candidates"
    )
    outlet = models.ForeignKey(Outlet, verbose_name=_("yayın kuruluşu"), on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("başlık"), max_length=300)
    url = models.CharField(_("bağlantı"), max_length=2000, blank=True)
    text = models.TextField(_("metin"), blank=True)
    author = models.CharField(_("yazar"), max_length=160, blank=True)
    published_at = models.DateTimeField(_("yayın zamanı"), null=True)
    found_at = models.DateTimeField(_("bulundu"), default=timezone.now)
    state = models.CharField(_("durum"), max_length=10, choices=State.choices, default=State.UNREAD)
    story = models.ForeignKey(
        Story, verbose_name=_("haber"), on_delete=models.SET_NULL, null=True, related_name="candidates"
    )
    hits = models.JSONField(_("geçen sözler"), default=list)
    page = models.CharField(max_length=10, choices=Page.choices, default=Page.NONE)
    page_tries = models.PositiveSmallIntegerField(default=0)
    page_at = models.DateTimeField(default=timezone.now)
    host = models.CharField(max_length=255, blank=True)
    claimed_by = models.CharField(max_length=80, blank=True)
    claimed_until = models.DateTimeField(null=True)
    page_copy = models.OneToOneField(
        PageCopy, verbose_name=_("sayfa kopyası"), on_delete=models.SET_NULL, null=True, related_name="candidate"
    )
    bulletin = models.ForeignKey(
        BulletinPage, verbose_name=_("bülten"), on_delete=models.SET_NULL, null=True, related_name="+"
    )
    likeness = models.CharField(_("eşleşme"), max_length=12, choices=Likeness.choices, blank=True)
    share = models.PositiveSmallIntegerField(null=True)
    clipping = models.ForeignKey(
        Clipping, verbose_name=_("kupür"), on_delete=models.SET_NULL, null=True, related_name="candidates"
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("karar veren"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("karar zamanı"), null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("bulunan haber")
        verbose_name_plural = _("bulunan haberler")
        ordering = ["-found_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "-found_at"], name="candidate_by_state"),
            models.Index(fields=["page_at"], condition=Q(page="wanted"), name="candidate_page_wanted"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["accepted", "rejected"]) | Q(decided_at__isnull=True, clipping__isnull=True),
                name="candidate_decided",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def moment(self) -> str:
        """When it was published, else found: ``27 Kasım 2026 14.30``."""
        return format_moment(self.published_at or self.found_at)

    @property
    def day(self) -> dt.date:
        """The day under which it becomes a clipping."""
        return timezone.localtime(self.published_at or self.found_at).date()
