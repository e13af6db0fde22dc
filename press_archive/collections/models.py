"""Collections ("derleme"): saved queries over what is public, with a name. ``CollectionPage``."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.core.governed import GovernedPage
from cms.core.message import Message
from cms.users.models import Department
from cms.website.models import address_of
from press_archive.bulletins.models import Tag
from press_archive.collections import panels
from press_archive.collections.criteria import Criteria
from press_archive.collections.kinds import KindsField, Listed, choices, names_in

LONGEST_DAYS, MOST_ENTRIES = 3660, 1000


class Order(models.TextChoices):
    """What stands first."""

    NEWEST = "newest", _("en yeni önce")
    OLDEST = "oldest", _("en eski önce")


def bounds(lowest: int, highest: int) -> list[Any]:
    """Validators of a number between the two."""
    return [MinValueValidator(lowest), MaxValueValidator(highest)]


class CollectionPage(GovernedPage):
    """A saved query with a name and a sentence: a page of its own, a block of others, a feed. Words and query are
    signed like those of any page; what it shows was signed before."""

    introduction = models.TextField(_("giriş"), max_length=400, blank=True)
    listed = KindsField(_("ne derlensin?"), max_length=20, choices=choices, default=Listed.BULLETIN)
    department = models.ForeignKey(
        Department, verbose_name=_("müdürlük"), on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        help_text=_("Yalnızca bültenlerde."),
    )  # fmt: skip
    tag = models.ForeignKey(
        Tag, verbose_name=_("etiket"), on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        help_text=_("Yalnızca bültenlerde."),
    )  # fmt: skip
    place = models.CharField(
        _("yer"), max_length=120, blank=True, help_text=_("“Yer” alanında aranır; örneğin: Sahil Parkı")
    )
    words = models.CharField(
        _("kelimeler"), max_length=120, blank=True,
        help_text=_(
            "Başlık ve spotta hepsi geçmeli; ekleri yazmanız gerekmez. Kelime ve yer, öteki ölçütlerin bıraktığı en "
            "yeni 5.000 içerikte aranır."
        ),
    )  # fmt: skip
    last_days = models.PositiveSmallIntegerField(
        _("son kaç gün?"), null=True, blank=True, validators=bounds(1, LONGEST_DAYS),
        help_text=_("Örneğin 30: sayfa her gün kendiliğinden yenilenir."),
    )  # fmt: skip
    since = models.DateField(_("başlangıç tarihi"), null=True, blank=True)
    until = models.DateField(_("bitiş tarihi"), null=True, blank=True)
    sort = models.CharField(_("sıralama"), max_length=10, choices=Order.choices, default=Order.NEWEST)
    most = models.PositiveSmallIntegerField(
        _("en çok kaç içerik?"), null=True, blank=True, validators=bounds(1, MOST_ENTRIES),
        help_text=_("Boş bırakılırsa uyan her içerik."),
    )  # fmt: skip

    parent_page_types = ["website.HomePage"]
    subpage_types: list[str] = []
    template = "collections/collection_page.html"
    edit_handler = panels.edit_handler()

    class Meta:
        verbose_name = _("derleme")
        verbose_name_plural = _("derlemeler")

    @property
    def criteria(self) -> Criteria:
        """The query, as what answers it takes it."""
        return Criteria(
            kind=self.listed, department=self.department_id, tag=self.tag_id, place=self.place, words=self.words,
            since=self.since, until=self.until, last_days=self.last_days,
            oldest_first=self.sort == Order.OLDEST, most=self.most,
        )  # fmt: skip

    def clean(self) -> None:
        super().clean()
        if faults := self.faults():
            raise ValidationError(faults)

    def faults(self) -> dict[str, str]:
        """What nobody can answer, by field."""
        found: dict[str, str] = {}
        if self.listed != Listed.BULLETIN:
            told = gettext("Müdürlük ve etiket yalnızca bültenlerde vardır: bu alanı boş bırakın.")
            found |= {name: told for name in ("department", "tag") if getattr(self, f"{name}_id") is not None}
        if Listed.PAGE in names_in(self.listed) and self.place:
            found["place"] = gettext("Sabit sayfalarda yer yoktur: bu alanı boş bırakın.")
        if self.last_days and (self.since or self.until):
            found["last_days"] = gettext("Ya son günleri ya da tarih aralığını seçin, ikisini birden değil.")
        if self.since and self.until and self.until < self.since:
            found["until"] = gettext("Bitiş tarihi başlangıçtan önce olamaz.")
        return found

    def submission_errors(self) -> list[str]:
        return list(dict.fromkeys(self.faults().values()))

    def to_message(self) -> Message:
        url = address_of(self)
        return Message(headline=self.title, summary=self.introduction, body_html="", body_text="", url=url)
