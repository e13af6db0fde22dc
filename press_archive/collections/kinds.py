"""What a collection may gather, one kind or several, and how that is kept: the name of one, the letters of several."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations
from typing import Any

from django import forms
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

SEVERAL = "several:"


class Listed(models.TextChoices):
    """What a collection gathers: names in ``cms.website.entries.KINDS``, and the pages that stay."""

    BULLETIN = "bulletin", _("basın bültenleri")
    PHOTO_GALLERY = "photo_gallery", _("foto galeriler")
    VIDEO_GALLERY = "video_gallery", _("video galeriler")
    PAGE = "page", _("sabit sayfalar")


# One letter for each, where several are kept together.
LETTERS = {Listed.BULLETIN: "b", Listed.PHOTO_GALLERY: "f", Listed.VIDEO_GALLERY: "v", Listed.PAGE: "s"}


def joined(names: Iterable[str]) -> str:
    """How these kinds are kept: ``"bulletin"``, or ``"several:bv"`` for more than one."""
    given = set(names)
    chosen = [one for one in Listed if one.value in given]
    if len(chosen) < 2:
        return chosen[0].value if chosen else ""
    return SEVERAL + "".join(LETTERS[one] for one in chosen)


def names_in(kept: str) -> tuple[str, ...]:
    """The kinds that ``kept`` names, in the order of :class:`Listed`."""
    if not kept.startswith(SEVERAL):
        return (kept,) if kept else ()
    letters = kept.removeprefix(SEVERAL)
    return tuple(one.value for one in Listed if LETTERS[one] in letters)


def choices() -> list[tuple[str, str]]:
    """Every one and every several, with the words in which signers read it."""
    sets = [some for size in range(1, len(Listed) + 1) for some in combinations(Listed, size)]
    return [(joined(some), " + ".join(str(one.label) for one in some)) for some in sets]


class KindsInput(forms.MultipleChoiceField):
    """A box for each kind; gives what is kept."""

    widget = forms.CheckboxSelectMultiple

    def prepare_value(self, value: Any) -> Any:
        return list(names_in(value)) if isinstance(value, str) else value

    def clean(self, value: Any) -> Any:
        return joined(super().clean(value))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return joined(data or ()) != (initial or "")


class KindsField(models.CharField):
    """Kept as text, chosen by boxes."""

    def formfield(self, **kwargs: Any) -> Any:
        told = {"label": capfirst(str(self.verbose_name)), "help_text": self.help_text, "initial": self.get_default()}
        return KindsInput(choices=Listed.choices, required=not self.blank, **told)

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs
