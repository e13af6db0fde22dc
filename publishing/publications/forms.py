"""The forms of publications."""

from __future__ import annotations

from typing import Any

from django import forms
from wagtail.admin.forms.pages import WagtailAdminPageForm

from publishing.publications.layouts.catalogue import LOOKS

SERIES = (
    "title", "kind", "issn", "interval", "owner", "owner_agent", "responsible_editor", "management_place", "printer",
    "printer_address", "declared_to", "declared_on", "declaration_number", "active",
)  # fmt: skip
SUBMITTING = ("action-submit", "action-restart-workflow")


class IssueForm(WagtailAdminPageForm):
    """A draft may be unfinished; a submission hears everything that is missing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            # The model makes one from the title, by Turkish rules.
            self.fields["slug"].required = False
        if "look" in self.fields:
            self.fields["look"] = forms.ChoiceField(choices=list(LOOKS.items()), label=self.fields["look"].label)

    @property
    def is_submission(self) -> bool:
        """Whether the editor sends it to the signatures, rather than saving a draft."""
        return any(self.data.get(name) for name in SUBMITTING)

    def is_valid(self) -> bool:
        valid = super().is_valid()
        if not valid or not self.is_submission or self.is_deferred_validation:
            return valid
        for sentence in self.instance.submission_errors():
            self.add_error(None, forms.ValidationError(sentence, code="submission"))
            valid = False
        return valid
