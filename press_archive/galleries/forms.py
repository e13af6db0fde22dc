"""The galleries' form: a draft may be unfinished, a submission hears everything that is missing."""

from __future__ import annotations

from typing import Any

from django import forms
from wagtail.admin.forms.pages import WagtailAdminPageForm

from press_archive.galleries.validation import submission_errors

SUBMITTING = ("action-submit", "action-restart-workflow")


class GalleryForm(WagtailAdminPageForm):
    """Makes the address by itself, and asks ``submission_errors`` when the gallery is to be submitted."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
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
