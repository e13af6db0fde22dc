"""The finder's filters: ``FinderForm`` reads them from the address, ``Criteria`` narrows photos and videos by them."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import ReferenceIndex

from cms.core.names import name_key
from cms.office.widgets import DayInput
from cms.users.models import Department
from media_library.archive.address import ADDRESS, ArchiveFilterForm
from media_library.archive.keyset import Order
from media_library.models import (
    Orientation,
    Photo,
    Photographer,
    PublicFile,
    RightsState,
    Shoot,
    TaggedItem,
    Video,
    VideoKind,
)
from media_library.rights import selectors as rights

Item = Photo | Video
ANY = ("", _("hepsi"))
NO_SHOOT = "yok"
ENDING = ("bitiyor", _("30 gün içinde bitiyor"))
SHOOT_NUMBER = re.compile(r"(?:^|no )(\d{1,18})$")
ORDERS = {
    "-cekim": Order("taken_at"),
    "cekim": Order("taken_at", ascending=True),
    "-ekleme": Order("created_at", nullable=False),
}
# What refers to a photo without showing it to anybody.
BOOKKEEPING = ("media_library", "duplicates", "uploads", "importing", "archive")


class FinderForm(ArchiveFilterForm):
    """The filters as a form; every field may stay empty."""

    q = forms.CharField(label=_("Ara"), required=False, max_length=200)
    kind = forms.ChoiceField(
        label=_("Tür"), required=False, choices=[ANY, ("foto", _("fotoğraf")), ("video", _("video"))]
    )
    shoot = forms.CharField(label=_("Çekim"), required=False, max_length=300)
    first_day = forms.DateField(label=_("İlk gün"), required=False, widget=DayInput())
    last_day = forms.DateField(label=_("Son gün"), required=False, widget=DayInput())
    place = forms.CharField(label=_("Yer"), required=False, max_length=120)
    department = forms.ModelChoiceField(
        label=_("Müdürlük"), required=False, queryset=Department.objects.none(), empty_label=ANY[1]
    )
    person = forms.CharField(label=_("Görünen kişi"), required=False, max_length=120)
    photographer = forms.ModelChoiceField(
        label=_("Fotoğrafçı"), required=False, queryset=Photographer.objects.none(), empty_label=ANY[1]
    )
    tag = forms.CharField(label=_("Etiket"), required=False, max_length=100)
    orientation = forms.ChoiceField(label=_("Yön"), required=False, choices=[ANY, *Orientation.choices])
    rights = forms.ChoiceField(label=_("Hak durumu"), required=False, choices=[ANY, *RightsState.choices, ENDING])
    use = forms.ChoiceField(
        label=_("Kullanım"), required=False,
        choices=[ANY, ("var", _("kullanılmış")), ("yok", _("hiç kullanılmamış")), ("yayinda", _("şu an yayında"))],
    )  # fmt: skip
    children = forms.ChoiceField(
        label=_("Çocuk"), required=False, choices=[ANY, ("var", _("çocuk görünüyor")), ("yok", _("görünmüyor"))]
    )
    video_kind = forms.ChoiceField(label=_("Video türü"), required=False, choices=[ANY, *VideoKind.choices])
    state = forms.ChoiceField(
        label=_("Durum"), required=False,
        choices=[ANY, ("kaldirilan", _("yayından kaldırılmış")), ("benzer", _("benzerleriyle birlikte"))],
    )  # fmt: skip
    order = forms.ChoiceField(
        label=_("Sıra"), required=False,
        choices=[
            ("", _("sözcüklere en uygun önce, sözcük yoksa yeni önce")),
            ("-cekim", _("çekim zamanı: yeniden eskiye")), ("cekim", _("çekim zamanı: eskiden yeniye")),
            ("-ekleme", _("son eklenen önce")),
        ],
    )  # fmt: skip

    def __init__(self, *args: Any, withheld: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = Department.objects.all()  # type: ignore[attr-defined]
        self.fields["photographer"].queryset = Photographer.objects.all()  # type: ignore[attr-defined]
        if not withheld:
            state: Any = self.fields["state"]
            state.choices = [choice for choice in state.choices if choice[0] != "kaldirilan"]


class Criteria:
    """What the finder is asked: the cleaned values of :class:`FinderForm`; a broken value narrows nothing.

    ``text`` is looked for by the office's index or in a window of rows (see ``finder``), everything else by the
    database's indexes. ``by_rank``: what fits the words best comes first.
    """

    def __init__(self, form: FinderForm) -> None:
        form.is_valid()
        self.values: dict[str, Any] = {name: form.cleaned_data.get(name) or "" for name in form.fields}
        self.text: str = self.values["q"]
        self.order = ORDERS[self.values["order"] or "-cekim"]
        self.by_rank = bool(self.text) and not self.values["order"]

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    @property
    def query(self) -> str:
        """The criteria as the part of an address after the question mark, always in one spelling."""
        query = QueryDict(mutable=True)
        for name, value in self.values.items():
            if value != "" and not (name == "order" and value == "-cekim" and not self.text):
                query[ADDRESS.get(name, name)] = str(getattr(value, "pk", value))
        return query.urlencode()

    @property
    def narrowing(self) -> dict[str, Any]:
        """The filters that are set, text and order aside, by name."""
        return {name: value for name, value in self.values.items() if value and name not in {"q", "order"}}

    @property
    def models(self) -> tuple[type[Item], ...]:
        """Which models can hold an answer."""
        if self["video_kind"] or self["kind"] == "video":
            return () if self["orientation"] or (self["video_kind"] and self["kind"] == "foto") else (Video,)
        return (Photo,) if self["orientation"] or self["kind"] == "foto" else (Photo, Video)

    @property
    def shoot(self) -> Shoot | None:
        """The shoot that is asked for."""
        found = SHOOT_NUMBER.search(str(self["shoot"]))
        return Shoot.objects.filter(pk=int(found[1])).first() if found else None

    def rows(self, model: type[Item]) -> QuerySet[Any]:
        """The photos or videos that meet the criteria, the text aside; in no order, without what a list never shows."""
        rows: QuerySet[Any] = model._default_manager.all()
        rows = rows.filter(withheld_at__isnull=self["state"] != "kaldirilan")
        if model is Photo and self["state"] != "benzer":
            rows = rows.filter(merged_into__isnull=True, stack__isnull=True)
        rows = self._by_origin(rows)
        if self["person"]:
            through: Any = model.people.through
            name = f"{model._meta.model_name}_id"
            rows = rows.filter(pk__in=through.objects.filter(person__name_key=name_key(self["person"])).values(name))
        if self["tag"]:
            tagged = TaggedItem.objects.filter(
                content_type=ContentType.objects.get_for_model(model), tag__name_key=name_key(self["tag"])
            )
            rows = rows.filter(pk__in=tagged.values("object_id"))
        if self["rights"] == ENDING[0]:
            rows = rights.ending(rows)
        for name, field in (("orientation", "orientation"), ("rights", "rights_state"), ("video_kind", "kind")):
            if self[name] and self[name] != ENDING[0]:
                rows = rows.filter(**{field: self[name]})
        if self["children"]:
            rows = rows.filter(contains_children=self["children"] == "var")
        return self._by_use(rows, model)

    def _by_origin(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        if self["shoot"] == NO_SHOOT:
            rows = rows.filter(shoot__isnull=True)
        elif self["shoot"]:
            number = SHOOT_NUMBER.search(str(self["shoot"]))
            rows = rows.filter(shoot_id=int(number[1])) if number else rows.none()
        if self["first_day"]:
            rows = rows.filter(taken_at__gte=_midnight(self["first_day"]))
        if self["last_day"]:
            rows = rows.filter(taken_at__lt=_midnight(self["last_day"], days=1))
        if self["place"]:
            of_place = Shoot.objects.filter(place=self["place"]).values("pk")
            rows = rows.filter(Q(place=self["place"]) | Q(place="", shoot__in=of_place))
        if self["department"]:
            rows = rows.filter(shoot__in=Shoot.objects.filter(department=self["department"]).values("pk"))
        if self["photographer"]:
            rows = rows.filter(photographer=self["photographer"])
        return rows

    def _by_use(self, rows: QuerySet[Any], model: type[Item]) -> QuerySet[Any]:
        if not self["use"]:
            return rows
        live = Exists(PublicFile.objects.filter(**{str(model._meta.model_name): OuterRef("pk")}))
        if self["use"] == "yayinda":
            return rows.filter(live)
        used = Q(live) | Q(Exists(references_to(model)))
        return rows.filter(used) if self["use"] == "var" else rows.exclude(used)


def references_to(model: type[Item]) -> QuerySet[ReferenceIndex]:
    """The uses of the outer row in content (pages, posts, kits), by the index on what a reference points to."""
    own = ContentType.objects.filter(app_label__in=BOOKKEEPING).values("pk")
    return ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(model),
        to_object_id=Cast(OuterRef("pk"), CharField()),
    ).exclude(base_content_type__in=own)


def _midnight(day: dt.date, *, days: int = 0) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=days), dt.time()))
