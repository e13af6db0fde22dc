"""What the list of clippings is filtered by."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet

from cms.users.models import Department
from press_archive.bulletins.models import Category
from press_archive.clippings import selectors
from press_archive.clippings.models import Clipping, Topic
from press_archive.clippings.words import Answer, Likeness, Medium, Origin, Tone
from press_archive.contacts.imprint import Scope
from press_archive.contacts.models import Outlet

LARGEST_NUMBER = 2**31 - 1
PROMINENCE = {"front": "on_front_page", "ours": "with_our_picture", "mayor": "quotes_mayor"}


class ClippingFilterSet(WagtailFilterSet):
    """Day, outlet, medium, kind of publication, tone, department, topic, category, bulletin, prominence, and what needs
    an answer: whatever the coverage report counts by."""

    published_on = django_filters.DateFromToRangeFilter(label=_("Yayın tarihi"), widget=DateRangePickerWidget)
    medium = django_filters.MultipleChoiceFilter(
        label=_("Mecra"), choices=Medium.choices, widget=CheckboxSelectMultiple
    )
    scope = django_filters.MultipleChoiceFilter(
        label=_("Yayın türü"), choices=[*Scope.choices, ("yok", _("bilinmiyor"))], widget=CheckboxSelectMultiple,
        method="by_word",
    )  # fmt: skip
    tone = django_filters.MultipleChoiceFilter(
        label=_("Ton"), choices=[*Tone.choices, ("yok", _("belirlenmemiş"))], widget=CheckboxSelectMultiple,
        method="by_word",
    )  # fmt: skip
    prominence = django_filters.ChoiceFilter(
        label=_("Görünürlük"), method="by_prominence", empty_label=_("hepsi"),
        choices=[
            ("front", _("birinci sayfada")), ("ours", _("bizim fotoğrafımızla")), ("mayor", _("Başkan’ın sözleriyle")),
        ],
    )  # fmt: skip
    known = django_filters.ChoiceFilter(
        label=_("Rakamı bilinenler"), method="by_known", empty_label=_("hepsi"),
        choices=[("area", _("st×cm ölçülmüş")), ("reach", _("tiraj ya da erişimi bilinen"))],
    )  # fmt: skip
    needs_answer = django_filters.MultipleChoiceFilter(
        label=_("Yanıt gerekiyor"), choices=Answer.choices, widget=CheckboxSelectMultiple
    )
    waiting = django_filters.ChoiceFilter(
        label=_("Yanıt"), method="by_waiting", empty_label=_("hepsi"),
        choices=[("true", _("yanıt bekleyenler")), ("answered", _("yanıtlananlar"))],
    )  # fmt: skip
    match = django_filters.ChoiceFilter(
        label=_("Bülten"), method="by_match", empty_label=_("hepsi"),
        choices=[
            ("onayli", _("eşleşmesi onaylı")), ("oneri", _("önerilen eşleşme bekliyor")), ("yok", _("bülteni yok")),
        ],
    )  # fmt: skip
    outlet = django_filters.ModelChoiceFilter(label=_("Yayın kuruluşu"), queryset=Outlet.objects.all())
    department = django_filters.ModelChoiceFilter(
        label=_("Müdürlük"), queryset=Department.objects.all(), null_label=_("müdürlüksüz")
    )
    category = django_filters.ModelChoiceFilter(label=_("Kategori"), queryset=Category.objects.all())
    topic = django_filters.ModelChoiceFilter(
        label=_("Konu"), queryset=Topic.objects.order_by("name"), field_name="topic_items__tag",
        null_label=_("konusuz"),
    )  # fmt: skip
    origin = django_filters.MultipleChoiceFilter(
        label=_("Geldiği yol"), choices=Origin.choices, widget=CheckboxSelectMultiple
    )
    bulletin = django_filters.NumberFilter(
        label=_("Bülten"), field_name="bulletin_id", widget=forms.HiddenInput, min_value=1, max_value=LARGEST_NUMBER
    )

    bulletin_on = django_filters.DateFromToRangeFilter(
        label=_("Bültenin yayın tarihi"), field_name="bulletin__register_entry__published_at",
        widget=DateRangePickerWidget,
    )  # fmt: skip
    likeness = django_filters.MultipleChoiceFilter(
        label=_("Eşleşme"), choices=Likeness.choices, widget=CheckboxSelectMultiple
    )
    story = django_filters.NumberFilter(
        label=_("Aynı metin"), method="by_story", widget=forms.HiddenInput, min_value=1, max_value=LARGEST_NUMBER
    )

    class Meta:
        model = Clipping
        fields: list[str] = []

    def by_word(self, clippings: QuerySet[Clipping], name: str, value: list[str]) -> QuerySet[Clipping]:
        """Those whose field says one of the words; "yok": nothing."""
        return (
            clippings.filter(**{f"{name}__in": ["" if one == "yok" else one for one in value]}) if value else clippings
        )

    def by_prominence(self, clippings: QuerySet[Clipping], name: str, value: str) -> QuerySet[Clipping]:
        """Those that stand out in this way."""
        return clippings.filter(**{PROMINENCE[value]: True})

    def by_known(self, clippings: QuerySet[Clipping], name: str, value: str) -> QuerySet[Clipping]:
        """Those of which this figure is known."""
        return clippings.filter(**{f"{value}__isnull": False})

    def by_story(self, clippings: QuerySet[Clipping], name: str, value: Any) -> QuerySet[Clipping]:
        """The very same text, as long as nobody said of which bulletin it is; or this one clipping."""
        first = Clipping.objects.filter(pk=value).only("fingerprint").first()
        same = Q(fingerprint=first.fingerprint) if first is not None and first.fingerprint else Q(pk=value)
        return clippings.filter(same).exclude(bulletin__isnull=False, matched_at__isnull=False)

    def by_waiting(self, clippings: QuerySet[Clipping], name: str, value: str) -> QuerySet[Clipping]:
        """Those that the office still owes an answer to, or those that got theirs."""
        if value == "answered":
            return clippings.filter(answered_on__isnull=False).exclude(needs_answer="")
        return clippings.filter(selectors.WAITING)

    def by_match(self, clippings: QuerySet[Clipping], name: str, value: str) -> QuerySet[Clipping]:
        """Those whose bulletin somebody confirmed, those that wait for it, those without."""
        return clippings.filter(
            {
                "onayli": Q(bulletin__isnull=False, matched_at__isnull=False),
                "oneri": Q(bulletin__isnull=False, matched_at__isnull=True),
            }.get(value, Q(bulletin__isnull=True))
        )
