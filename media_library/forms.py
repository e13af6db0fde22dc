"""What may come in: the rules of an upload, in words that an editor understands.

Wagtail uses these forms for the single upload, the multiple upload and the chooser's upload tab alike.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from media_library import intake
from media_library.fields import EMPTY, PhotoField
from media_library.guards import FILE_IN_USE, PHOTO_IN_USE, SIGNED_PHOTO_FIELDS
from media_library.selectors import is_public


class PhotoForm(BaseImageForm):
    """A photo as the office takes it in: whole, of reasonable size, and really a picture."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get("file")
        if field is not None:
            self.fields["file"] = PhotoField(label=field.label, required=field.required, widget=field.widget)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.instance.pk and is_public(photo=self.instance):
            signed = [name for name in SIGNED_PHOTO_FIELDS if name in self.changed_data]
            if "file" in signed:
                self.add_error("file", PHOTO_IN_USE)
            elif signed:
                self.add_error(None, PHOTO_IN_USE)
        return cleaned

    @transaction.atomic
    def save(self, commit: bool = True) -> Any:
        new_file = "file" in self.changed_data
        if new_file:
            intake.read_into(self.instance)
        photo = super().save(commit=commit)
        if new_file and commit:
            intake.ask_for_sizes(photo)
        return photo


class FileForm(BaseDocumentForm):
    """A document as the office takes it in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get("file")
        if isinstance(field, forms.FileField):
            field.error_messages["empty"] = EMPTY

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "file" in self.changed_data and is_public(file=self.instance):
            self.add_error("file", FILE_IN_USE)
        return cleaned
