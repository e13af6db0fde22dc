"""What may come in: the rules of an upload, in words that an editor understands.

Wagtail uses these forms for the single upload, the multiple upload and the chooser's upload tab alike.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from cms.core import holds
from cms.office.widgets import DayInput, MomentInput
from cms.users.models import User
from media_library.guards import SIGNED_PHOTO_FIELDS, check_tags
from media_library.intake import services as intake
from media_library.intake.fields import EMPTY, PhotoField
from media_library.models import LegalBasis, Licence
from media_library.models.files import RIGHTS_FIELDS
from media_library.rights import changes
from media_library.rights import services as rights


class PhotoForm(BaseImageForm):
    """A photo as the office takes it in: whole, of reasonable size, and really a picture."""

    class Meta(BaseImageForm.Meta):
        # Wagtail's forms of images do not ask what widgets are registered for a field.
        widgets: ClassVar[dict[str, Any]] = {
            **BaseImageForm.Meta.widgets, "taken_at": MomentInput, "licence_ends": DayInput,
        }  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.user: User = kwargs.get("user")  # type: ignore[assignment]  # every view gives it
        super().__init__(*args, **kwargs)
        self.facts, self.is_new = changes.facts_of(self.instance), self.instance.pk is None
        field = self.fields.get("file")
        if field is not None:
            self.fields["file"] = PhotoField(label=field.label, required=field.required, widget=field.widget)
        if self.is_bound and self.add_prefix("legal_basis") not in self.data:
            # A form that did not ask for the rights says nothing of them.
            for name in RIGHTS_FIELDS:
                self.fields.pop(name, None)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        signed = [name for name in SIGNED_PHOTO_FIELDS if name in self.changed_data]
        if signed and (why := holds.obstacle(self.instance)):
            self.add_error("file" if "file" in signed else None, why)
        check_tags(self)
        if cleaned.get("legal_basis") == LegalBasis.NO_PERSON and cleaned.get("contains_children"):
            self.add_error("contains_children", _("“Kişi görünmüyor” seçilmişken çocuk görünemez."))
        if cleaned.get("licence") in (Licence.AGENCY, Licence.PERMITTED) and not cleaned.get("licence_note"):
            self.add_error("licence_note", _("Bu hakkın dayanağını yazın: satın alma belgesi, izin yazısı gibi."))
        changes.check_form(self, self.user, cleaned)
        return cleaned

    @transaction.atomic
    def save(self, commit: bool = True) -> Any:
        new_file = "file" in self.changed_data
        if new_file:
            intake.read_into(self.instance)
        photo = super().save(commit=commit)
        if commit and not self.is_new:
            changes.record(user=self.user, item=photo, before=self.facts)
        if new_file and commit:
            intake.ask_for_sizes(photo)
        elif commit:
            rights.refresh(photos=[photo.pk])
        if commit:
            photo.refresh_from_db(fields=["rights_state"])
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
        if "file" in self.changed_data and (why := holds.obstacle(self.instance)):
            self.add_error("file", why)
        check_tags(self)
        return cleaned
