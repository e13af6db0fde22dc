"""The galleries' form: a draft may be unfinished, a submission hears everything that is missing."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from wagtail.admin.forms.pages import WagtailAdminPageForm

from media_library import draft_words
from media_library.draft_words import NEEDED, Use
from media_library.models import Photo
from press_archive.galleries.validation import submission_errors

SUBMITTING = ("action-submit", "action-restart-workflow")


NUMBER = re.compile(r"[0-9]{1,18}$")
PHOTO = re.compile(r"photos-\d+-photo$")


class GalleryForm(WagtailAdminPageForm):
    """Makes the address by itself, fills words that were left empty with the archive's, and asks
    ``submission_errors`` when the gallery is to be submitted."""

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(data and filled(data), *args, **kwargs)
        if "slug" in self.fields:
            # The model makes one from the title, by Turkish rules.
            self.fields["slug"].required = False

    @property
    def is_submission(self) -> bool:
        """Whether the editor sends it to the signatures, rather than saving a draft."""
        return any(self.data.get(name) for name in SUBMITTING)

    def rows(self) -> list[Any]:
        """The filled-in rows of the form, in order and unsaved; deleted ones left out."""
        formset = self.formsets.get("photos") or self.formsets["videos"]
        kept = [
            form
            for form in formset.forms
            if not (formset.can_delete and formset._should_delete_form(form))
            and (form.has_changed() or form.instance.pk)
        ]
        kept.sort(key=lambda form: form.cleaned_data.get("ORDER") or 0)
        return [form.instance for form in kept]

    def is_valid(self) -> bool:
        valid = super().is_valid()
        if not valid or not self.is_submission or self.is_deferred_validation:
            return valid
        for sentence in submission_errors(
            kind=self.instance.kind, rows=self.rows(), summary=self.cleaned_data.get("summary", "")
        ):
            self.add_error(None, forms.ValidationError(sentence, code="submission"))
            valid = False
        return valid


def filled(data: Any) -> Any:
    """What was posted, with the archive's words for the photos whose own were left empty."""
    rows = {name: int(data[name]) for name in data if PHOTO.match(name) and NUMBER.match(data[name])}
    photos = Photo.objects.in_bulk(set(rows.values()))
    data = data.copy()
    draft_words.fill(
        Use(photos[number], data, caption=0, names={word: name.removesuffix("photo") + word for word in NEEDED})
        for name, number in rows.items()
        if number in photos
    )
    return data
