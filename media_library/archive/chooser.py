"""How editors choose photos in a text: the finder in a dialog. ``PhotoChooser`` is the field, ``chosen_data`` what it
is told of each photo that was chosen."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.telepath import register
from wagtail.images.widgets import AdminImageChooser, ImageChooserAdapter

from cms.core.turkish import format_date
from media_library.archive.finder import Tile
from media_library.models import Photo, Photographer, RightsState, Shoot
from media_library.rights import selectors as rights
from media_library.suggestions import suggested

# As many as one gallery of the website may hold.
MOST_CHOSEN = 200
PREVIEW = 165
SCRIPTS = ("suggest.js", "grid.js", "send.js", "photo-dialog.js", "photo-chooser.js")


class PhotoChooser(AdminImageChooser):
    """A photo of the archive, chosen in the finder, with the words that the archive has for it."""

    choose_one_text = gettext_lazy("Fotoğraf seç")
    choose_another_text = gettext_lazy("Başka fotoğraf seç")
    clear_choice_text = gettext_lazy("Fotoğrafı çıkar")
    link_to_chosen_text = gettext_lazy("Arşivdeki sayfasını aç")
    template_name = "archive/widgets/photo_chooser.html"
    chooser_modal_url_name = "archive:choose"
    js_constructor = "ArchivePhotoChooser"

    def get_value_data_from_instance(self, instance: Photo) -> dict[str, Any]:
        return chosen_data(instance)

    def get_context(self, name: str, value_data: dict[str, Any], attrs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value_data, attrs)
        context["words"] = json.dumps(value_data.get("words", {}))
        return context

    @property
    def media(self) -> forms.Media:
        return super().media + _media()


class PhotoChooserAdapter(ImageChooserAdapter):
    js_constructor = "house.PhotoChooser"

    @cached_property
    def media(self) -> forms.Media:
        return forms.Media(js=[versioned_static("wagtailimages/js/image-chooser.js")]) + super().media + _media()


register(PhotoChooserAdapter(), PhotoChooser)


def _media() -> forms.Media:
    return forms.Media(
        css={"all": ["archive/archive.css", "archive/choose.css"]}, js=[f"archive/{name}" for name in SCRIPTS]
    )


def chosen_data(photo: Photo) -> dict[str, Any]:
    """What the form is told of ``photo``. Its picture is drawn when somebody looks at it, not here."""
    width, height = photo.width or 3, photo.height or 2
    scale = PREVIEW / max(width, height)
    return {
        "id": photo.pk,
        "title": photo.title,
        "edit_url": reverse("archive:photo", args=[photo.pk]),
        "preview": {
            "url": reverse("archive:thumb", args=[photo.pk]),
            "width": max(1, round(width * scale)),
            "height": max(1, round(height * scale)),
        },
        "default_alt_text": photo.description,
        "words": photo.suggested_words.as_data(),
    }


def chosen(numbers: Sequence[int]) -> list[dict[str, Any]]:
    """The photos of these primary keys in this order, at most ``MOST_CHOSEN``; what was taken down or may not be shown
    on the website is left out."""
    numbers = list(dict.fromkeys(numbers))[:MOST_CHOSEN]
    rows = Photo.objects.filter(withheld_at__isnull=True).in_bulk(numbers)
    blocked = {item.pk for item in rights.obstacles(photos=rows)}
    photos = [rows[number] for number in numbers if number in rows and number not in blocked]
    suggested(photos)
    return [chosen_data(photo) for photo in photos]


@dataclass(frozen=True, slots=True)
class Facts:
    """What stands under a photo in the dialog. ``why`` is empty for one that may be used on the website."""

    shoot: str
    date: str
    credit: str
    name: str
    state: str
    why: str


@dataclass(slots=True)
class Choice:
    """A photo of the dialog with its shoot; ``begins`` when the photo before it is of another one."""

    tile: Tile
    facts: Facts
    shoot: Shoot | None = None
    begins: bool = False


def choices(tiles: Sequence[Tile]) -> list[Choice]:
    """``tiles`` (photos alone) with what is known of them, as they come; five queries for any number."""
    photos = [tile.item for tile in tiles]
    shoots = Shoot.objects.in_bulk({photo.shoot_id for photo in photos} - {None})
    who = Photographer.objects.in_bulk({photo.photographer_id for photo in photos} - {None})
    found = {item.pk: reasons for item, reasons in rights.obstacles(photos=[photo.pk for photo in photos]).items()}
    made: list[Choice] = []
    for tile in tiles:
        photo = tile.item
        shoot = shoots.get(photo.shoot_id)
        facts = _facts(photo, shoot, who.get(photo.photographer_id), found.get(photo.pk, []))
        made.append(Choice(tile, facts, shoot, begins=not made or made[-1].shoot != shoot))
    return made


def usable_of(shoot: Shoot) -> list[int]:
    """The photos of ``shoot`` that may be shown on the website, in the order in which they were taken, at most
    ``MOST_CHOSEN``: what "the whole shoot" chooses."""
    rows = Photo.objects.filter(
        shoot=shoot, withheld_at__isnull=True, merged_into__isnull=True, stack__isnull=True
    ).order_by("taken_at", "pk")
    numbers = list(rows.values_list("pk", flat=True)[: 2 * MOST_CHOSEN])
    blocked = {item.pk for item in rights.obstacles(photos=numbers)}
    return [number for number in numbers if number not in blocked][:MOST_CHOSEN]


def _facts(photo: Photo, shoot: Shoot | None, who: Photographer | None, reasons: list[str]) -> Facts:
    taken = photo.taken_at or (shoot.date if shoot else None)
    state = _("kullanılabilir") if photo.rights_state == RightsState.CLEAR else _("hukuki dayanağı belirlenmemiş")
    return Facts(
        shoot=shoot.title if shoot else "",
        date=format_date(taken) if taken else "",
        credit=photo.credit or (who.name if who else ""),
        name=photo.original_name,
        state=state,
        why=", ".join(reasons),
    )
