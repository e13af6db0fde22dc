"""What one can subscribe to: all bulletins, those of a department, those of a category.

Strangers read only names that public bulletins carry: both offices signed them. A key outlives nothing: where its
department or category has no public bulletin any more it is simply not offered.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from press_archive.bulletins import selectors

ALL = "hepsi"
DEPARTMENT, CATEGORY = "mudurluk", "kategori"


@dataclass(frozen=True, slots=True)
class Subject:
    """``key`` is what is stored; ``group`` is the heading that it stands under."""

    key: str
    name: str
    group: str = ""


def offered() -> list[Subject]:
    """Every subject, all bulletins first, then in the order of the Turkish alphabet."""
    found = [Subject(ALL, _("Bütün basın bültenleri"))]
    found += [Subject(f"{CATEGORY}:{one.pk}", one.name, _("Konular")) for one in selectors.categories()]
    found += [Subject(f"{DEPARTMENT}:{one.pk}", one.name, _("Müdürlükler")) for one in selectors.departments()]
    return found


def names_of(keys: Iterable[str]) -> list[str]:
    """The names of those of ``keys`` that are offered, in their order; the others are told of without a name."""
    wanted = set(keys)
    found = {subject.key: subject.name for subject in offered() if subject.key in wanted}
    others = [_("Seçtiğiniz, şu anda yayında bülteni olmayan konular")] if wanted - found.keys() else []
    return [*found.values(), *others]


def subjects_of(content: Any) -> list[str]:
    """The keys under which ``content`` is told."""
    found = [ALL]
    if getattr(content, "department_id", None):
        found.append(f"{DEPARTMENT}:{content.department_id}")
    categories = getattr(content, "categories", None)
    return found + ([f"{CATEGORY}:{one.pk}" for one in categories.all()] if categories is not None else [])
