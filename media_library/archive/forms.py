"""The archive's forms: ``ShootForm``, ``BatchForm`` (many photos, each field touched or left) and their fields."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms
from django.db.models import Q
from django.urls import reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cms.office.widgets import DayInput
from media_library.archive.batch import NEVER_EMPTY, TEXTS, Change, How, Words, label_of
from media_library.archive.criteria import SHOOT_NUMBER
from media_library.models import DigitalSource, LegalBasis, Licence, Photo, Photographer, Shoot

MOST_NAMES = 60
KEEP, CLEAR = "", "-"
HOW = [
    (KEEP, _("dokunma")),
    (How.WRITE.value, _("yaz")),
    (How.APPEND.value, _("sonuna ekle")),
    (How.CLEAR.value, _("boşalt")),
]


class NamesInput(forms.Textarea):
    """A box with one name a line; ``archive/chips.js`` makes chips of them, with suggestions from ``source``."""

    template_name = "archive/widgets/names.html"

    def __init__(self, source: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.source = source

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["source"] = reverse_lazy("archive:suggest", args=[self.source])
        return context

    def format_value(self, value: Any) -> str | None:
        return value if isinstance(value, str) or value is None else "\n".join(map(str, value))


class NamesField(forms.CharField):
    """Names, one a line; gives a list without doubles."""

    def __init__(self, *, source: str, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(widget=NamesInput(source), max_length=MOST_NAMES * 121, **kwargs)

    def clean(self, value: Any) -> list[str]:
        text = super().clean(value)
        names = list(dict.fromkeys(" ".join(line.split()) for line in text.splitlines() if line.strip()))
        if len(names) > MOST_NAMES:
            raise forms.ValidationError(_("En çok %(most)d ad yazılabilir.") % {"most": MOST_NAMES})
        if any(len(name) > 100 for name in names):
            raise forms.ValidationError(_("Bir ad en çok 100 harf olabilir."))
        return names


class SuggestInput(forms.TextInput):
    """A line of text with suggestions from ``source`` (``archive/suggest.js``)."""

    template_name = "archive/widgets/suggest.html"

    def __init__(self, source: str, attrs: Any = None) -> None:
        super().__init__(attrs)
        self.source = source

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["source"] = reverse_lazy("archive:suggest", args=[self.source])
        return context


class ShootField(forms.CharField):
    """A shoot, named as the suggestions name it ("Sahil yolu · 22.11.2026 · no 12"); gives a ``Shoot`` or ``None``."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Çekim"))
        kwargs.setdefault("required", False)
        super().__init__(widget=SuggestInput("cekim"), max_length=300, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int):
            value = Shoot.objects.filter(pk=value).first()
        return shoot_name(value) if isinstance(value, Shoot) else value

    def clean(self, value: Any) -> Shoot | None:
        text = super().clean(value)
        if not text:
            return None
        number = SHOOT_NUMBER.search(text)
        shoot = Shoot.objects.filter(pk=int(number[1])).first() if number else None
        if shoot is None:
            raise forms.ValidationError(_("Böyle bir çekim yok; önerilenlerden birini seçin."))
        return shoot

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.prepare_value(initial) != (data or None))


def shoot_name(shoot: Shoot) -> str:
    """How a shoot is written where one is chosen by typing."""
    return f"{shoot.title} · {shoot.date:%d.%m.%Y} · no {shoot.pk}"


class ShootForm(forms.ModelForm):
    """One shoot. The people are given to the service by name."""

    names = NamesField(
        source="kisi", label=_("Görünen kişiler"), help_text=_("Adı yazıp Enter’a basın. Arşivde yoksa eklenir.")
    )

    class Meta:
        model = Shoot
        fields = ("title", "date", "place", "department", "photographer", "notes", "legal_basis", "licence")
        widgets: ClassVar[dict[str, Any]] = {
            "date": DayInput,
            "notes": forms.Textarea(attrs={"rows": 3}),
            "place": SuggestInput("yer"),
        }

    field_order = ("title", "date", "place", "department", "photographer", "names", "notes", "legal_basis", "licence")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("photographer", "department"):
            field: Any = self.fields[name]
            current = getattr(self.instance, f"{name}_id")
            field.queryset = field.queryset.filter(Q(active=True) | Q(pk=current))
            field.empty_label = _("belirtilmedi")
        if self.instance.pk:
            self.initial["names"] = [person.name for person in self.instance.people.all()]


class BatchForm(forms.Form):
    """What to change on many photos and videos. A text field has a companion ``…_nasil`` that says how."""

    tags_add = NamesField(source="etiket", label=_("Etiket ekle"))
    tags_remove = NamesField(source="etiket", label=_("Etiket çıkar"))
    people_add = NamesField(source="kisi", label=_("Kişi ekle"))
    people_remove = NamesField(source="kisi", label=_("Kişi çıkar"))
    shoot = ShootField(label=_("Çekime taşı"), help_text=_("Boş bırakırsanız çekimleri değişmez."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in TEXTS:
            source: Any = Photo._meta.get_field(name)
            choices = [choice for choice in HOW if not (choice[0] == How.CLEAR and name in NEVER_EMPTY)]
            self.fields[f"{name}_nasil"] = forms.ChoiceField(label=_("Ne yapılsın"), choices=choices, required=False)
            widget = forms.Textarea(attrs={"rows": 3}) if name == "caption" else forms.TextInput()
            if name == "place":
                widget = SuggestInput("yer")
            self.fields[name] = forms.CharField(
                label=label_of(name), required=False, widget=widget, max_length=source.max_length
            )
        people = [(str(one.pk), one.name) for one in Photographer.objects.filter(active=True)]
        self._choice("photographer", [(CLEAR, _("boşalt")), *people])
        self._choice("legal_basis", LegalBasis.choices)
        self._choice("licence", Licence.choices)
        self._choice("digital_source", [(CLEAR, _("boşalt")), *DigitalSource.choices[1:]])
        self._choice("contains_children", [("evet", _("evet")), ("hayir", _("hayır"))])
        self.fields["licence_ends_nasil"] = forms.ChoiceField(
            label=_("Ne yapılsın"), choices=[choice for choice in HOW if choice[0] != How.APPEND], required=False
        )
        self.fields["licence_ends"] = forms.DateField(label=label_of("licence_ends"), required=False, widget=DayInput())

    def _choice(self, name: str, choices: list[Any]) -> None:
        self.fields[name] = forms.ChoiceField(
            label=label_of(name), required=False, choices=[(KEEP, _("— dokunma —")), *choices]
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name in (*TEXTS, "licence_ends"):
            how = cleaned.get(f"{name}_nasil")
            if how in (How.WRITE, How.APPEND) and not cleaned.get(name) and name not in self.errors:
                self.add_error(name, _("Yazılacak değeri girin ya da “dokunma” seçin."))
            if not how and cleaned.get(name):
                self.add_error(name, _("Bu değerle ne yapılacağını seçin: yaz ya da sonuna ekle."))
        return cleaned

    @cached_property
    def changes(self) -> list[Change]:
        """The changes that the valid form asks for."""
        cleaned = self.cleaned_data
        found = [
            Change(field=name, how=How(cleaned[f"{name}_nasil"]), value=cleaned[name])
            for name in (*TEXTS, "licence_ends")
            if cleaned[f"{name}_nasil"]
        ]
        for name in ("photographer", "legal_basis", "licence", "digital_source", "contains_children"):
            value = cleaned[name]
            if value == CLEAR:
                found.append(Change(field=name, how=How.CLEAR))
            elif value:
                found.append(Change(field=name, how=How.WRITE, value=self._typed(name, value)))
        if cleaned["shoot"]:
            found.append(Change(field="shoot", how=How.WRITE, value=cleaned["shoot"]))
        return found

    @staticmethod
    def _typed(name: str, value: str) -> Any:
        if name == "photographer":
            return Photographer.objects.get(pk=value)
        return value == "evet" if name == "contains_children" else value

    @property
    def tags(self) -> Words:
        """The tags to put on and to take off."""
        return Words(add=tuple(self.cleaned_data["tags_add"]), remove=tuple(self.cleaned_data["tags_remove"]))

    @property
    def people(self) -> Words:
        """The people to add and to take off."""
        return Words(add=tuple(self.cleaned_data["people_add"]), remove=tuple(self.cleaned_data["people_remove"]))

    @property
    def asks_for_something(self) -> bool:
        """Whether the valid form changes anything at all."""
        return bool(self.changes or self.tags or self.people)

    def sections(self, only: str = "") -> Iterator[tuple[Any, bool, list[dict[str, Any]]]]:
        """The fields in groups: heading, whether it is open at first, the fields with their companions."""
        groups: list[tuple[Any, bool, tuple[str, ...]]] = [
            (_("Sözler"), True, ("headline", "caption", "description", "title")),
            (_("İmza ve telif"), True, ("credit", "copyright_notice", "usage_terms", "photographer")),
            (_("Etiketler ve kişiler"), True, ("tags_add", "tags_remove", "people_add", "people_remove")),
            (_("Yer ve çekim"), False, ("place", "city", "shoot")),
            (
                _("Haklar"), False,
                ("legal_basis", "licence", "licence_ends", "licence_note", "contains_children", "digital_source"),
            ),
        ]  # fmt: skip
        for heading, is_open, names in groups:
            rows: list[dict[str, Any]] = [
                {"field": self[name], "how": self[f"{name}_nasil"] if f"{name}_nasil" in self.fields else None}
                for name in names
            ]
            touched = any(row["field"].errors or row["field"].value() for row in rows)
            wanted = any(name.startswith("tags") for name in names) if only == "etiket" else is_open
            yield heading, wanted or touched, rows
