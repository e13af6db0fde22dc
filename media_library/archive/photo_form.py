"""The form of one photo in the archive: everything that the office says of it, in groups."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from media_library.archive.batch import people_named
from media_library.archive.forms import NamesField, ShootField, SuggestInput
from media_library.intake.forms import PhotoForm
from media_library.models.files import DESCRIBED_FIELDS, RIGHTS_FIELDS
from media_library.rights import versions

GROUPS: list[tuple[Any, bool, tuple[str, ...]]] = [
    (_("Sözler"), True, ("title", "headline", "caption", "description", "tags", "names")),
    (_("İmza ve telif"), True, ("credit", "copyright_notice", "usage_terms")),
    (_("Çekim"), True, ("shoot", "taken_at", "place", "city")),
    (_("Haklar"), True, RIGHTS_FIELDS),
    (_("Dijital kaynak ve yapay zekâ"), False,
     ("digital_source", "ai_system", "ai_system_version", "ai_prompt", "ai_prompt_writer")),
    (_("Dosya"), False, ("file", "collection")),
]  # fmt: skip


class ArchivePhotoForm(PhotoForm):
    """As :class:`PhotoForm`, with the archive's words. A form that does not ask for them (the upload tab of a chooser,
    the multiple upload) leaves them as the file and the shoot say."""

    names = NamesField(
        source="kisi", label=_("Görünen kişiler"), help_text=_("Adı yazıp Enter’a basın. Arşivde yoksa eklenir.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asks = self.add_prefix("headline") in self.data if self.is_bound else self._describes()
        if not asks:
            for name in (*DESCRIBED_FIELDS, "names"):
                self.fields.pop(name, None)
            return
        if self.instance.pk:  # a form made by hand may ask for the words of a photo that is not there yet
            self.fields["names"].initial = [person.name for person in self.instance.people.all()]
        self.fields["shoot"] = ShootField()
        self.fields["place"].widget = SuggestInput("yer")
        for name in ("caption", "ai_prompt"):
            self.fields[name].widget.attrs["rows"] = 3

    def _describes(self) -> bool:
        """Whether this is the form of one photo that is in the archive already."""
        return bool(self.instance.pk) and not self.prefix and "headline" in self.fields

    def groups(self) -> Iterator[tuple[Any, bool, list[BoundField]]]:
        """The fields in groups: heading, whether it is open at first, the fields."""
        for heading, is_open, names in GROUPS:
            fields: list[Any] = [self[name] for name in names if name in self.fields]
            if fields:
                yield heading, is_open or any(field.errors for field in fields), fields

    def save(self, commit: bool = True) -> Any:
        photo = super().save(commit=commit)
        if commit and "names" in self.fields:
            photo.people.set(people_named(self.cleaned_data["names"]))
            versions.follow([photo.pk])
        return photo
