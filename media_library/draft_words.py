"""A photo described later fills the open drafts that left its words empty: when they are opened, and when they are
saved. What is being signed, or was, is never touched."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, MutableMapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from wagtail.models import ModelLogEntry

from media_library.suggestions import SuggestedWords, fitted, suggested

if TYPE_CHECKING:
    from media_library.models import Photo

# Without these no photo is submitted; a caption may be left out on purpose.
NEEDED = ("alt", "credit")
DESCRIBING = ("wagtail.edit", "archive.describe")


@dataclass(slots=True)
class Use:
    """One photo in a page. ``holder`` keeps its words, as keys of a block's value or as attributes; ``names`` tells
    which are called otherwise, ``needed`` which there are, ``caption`` how long a caption may be (0: there is none)."""

    photo: Photo
    holder: Any
    caption: int = 240
    names: dict[str, str] = field(default_factory=dict)
    needed: tuple[str, ...] = NEEDED

    def empty(self) -> Iterator[str]:
        """Those of ``alt``, ``credit`` and ``caption`` that say nothing."""
        for name in (*self.needed, *(["caption"] if self.caption else [])):
            if not (self._get(name) or "").strip():
                yield name

    def put(self, name: str, words: SuggestedWords) -> None:
        """Writes what the archive says."""
        text = fitted(words.caption, self.caption) if name == "caption" else getattr(words, name)
        called = self.names.get(name, name)
        if isinstance(self.holder, MutableMapping):
            self.holder[called] = text
        else:
            setattr(self.holder, called, text)

    def _get(self, name: str) -> Any:
        called = self.names.get(name, name)
        return self.holder.get(called) if isinstance(self.holder, MutableMapping) else getattr(self.holder, called)


def fill(uses: Iterable[Use], *, since: dt.datetime | None = None) -> None:
    """Fills the empty words of ``uses``; a caption only where the photo was described after ``since``."""
    empty = [(use, names) for use in uses if (names := list(use.empty()))]
    if not empty:
        return
    words = suggested({use.photo.pk: use.photo for use, _names in empty}.values())
    waiting = [use.photo.pk for use, names in empty if "caption" in names and words[use.photo.pk].caption]
    described = described_after(type(empty[0][0].photo), waiting, since) if since and waiting else set()
    for use, names in empty:
        for name in names:
            if name in NEEDED or use.photo.pk in described:
                use.put(name, words[use.photo.pk])


def described_after(model: type[Photo], photos: Sequence[int], since: dt.datetime) -> set[int]:
    """Those of ``photos`` that somebody described after ``since``."""
    rows = ModelLogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(model), object_id__in=[str(number) for number in photos],
        action__in=DESCRIBING, timestamp__gt=since,
    )  # fmt: skip
    return {int(number) for number in rows.values_list("object_id", flat=True)}
