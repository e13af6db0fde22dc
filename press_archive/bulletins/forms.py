"""The bulletin's form: a draft may be unfinished, a submission hears everything that is missing."""

from __future__ import annotations

from itertools import chain, count
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.forms.pages import WagtailAdminPageForm
from wagtail.blocks import StreamValue
from wagtail.rich_text import RichText

from cms.core.turkish import slugify
from media_library import draft_words
from press_archive.bulletins.photos import lead_use
from press_archive.bulletins.validation import Problem, problems
from press_archive.contacts import selectors as contacts
from press_archive.contacts.models import DistributionList

# The same sentences as ``validation`` uses, beside their fields.
REQUIRED = {
    "title": _("Taslak olarak saklamak için de bir başlık yazın."),
    "summary": _("Spot yazılmamış."),
    "body": _("Haber metni boş."),
    "department": _("Haberin geldiği müdürlük seçilmemiş."),
}
SUBMITTING = ("action-submit", "action-restart-workflow")


class Rows(list[Any]):
    """Child rows as the form holds them, behind the ``all()`` that the saved ones have."""

    def all(self) -> Rows:
        return self


class Filled:
    """The bulletin as it stands in the form, before anything is saved."""

    def __init__(self, form: BulletinForm) -> None:
        self._page = form.instance
        self.title: str = form.instance.title
        self.social_texts = Rows(one.instance for one in form.row_forms("social_texts"))
        self.correction_notes = Rows(one.instance for one in form.row_forms("correction_notes"))
        self.tags = Rows(form.cleaned_data.get("tags") or ())
        self.distribution_lists = Rows(form.cleaned_data.get("distribution_lists") or ())
        # A body with a mistake in it is not an empty one; the mistake is shown beside its block.
        self.body = form.cleaned_data.get("body") or ([None] if form.has_blocks and "body" in form.errors else [])

    def __getattr__(self, name: str) -> Any:
        return getattr(self._page, name)


class BulletinForm(WagtailAdminPageForm):
    """Fills in what the editor would type every time, and asks ``submission_errors`` when it is to be submitted."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound and self.instance.pk is None:
            self.initial = {**self.initial, **self.usual_values()}
            self.begin()
            if "title" in self.fields:
                self.fields["title"].widget.attrs["autofocus"] = True
        if "slug" in self.fields:
            # The model makes one from the title, by Turkish rules.
            self.fields["slug"].required = False
        if "distribution_lists" in self.fields:
            self.fields["distribution_lists"].label_from_instance = self.list_label
        for name, sentence in REQUIRED.items():
            if name in self.fields:
                self.fields[name].error_messages["required"] = sentence

    @cached_property
    def addresses_of_lists(self) -> dict[int, int]:
        """How many addresses stand on each list."""
        return contacts.reach(DistributionList.objects.values_list("pk", flat=True))[1]

    def list_label(self, chosen: DistributionList) -> str:
        """The list's name with the number of its addresses; asked for only where the form is shown."""
        count = self.addresses_of_lists.get(chosen.pk, 0)
        return ngettext("%(name)s (%(count)d adres)", "%(name)s (%(count)d adres)", count) % {
            "name": chosen, "count": count,
        }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        if "slug" in self.fields and "slug" not in self.errors and not self.instance.first_published_at:
            self.cleaned_data["slug"] = self.free_slug(self.cleaned_data.get("slug") or "")
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("lead_image"):
            draft_words.fill([lead_use(cleaned["lead_image"], cleaned)])
        return cleaned

    def free_slug(self, wished: str) -> str:
        """``wished``, or one made from the headline, with a number where another bulletin has it already.

        A headline that comes again ("Başkanın programı") must not stand in the way of a draft.
        """
        base = (wished or slugify(self.cleaned_data.get("title") or "", max_length=80) or "bulten")[:240]
        siblings = self.parent_page.get_children().filter(slug__startswith=base).exclude(pk=self.instance.pk)
        taken = set(siblings.values_list("slug", flat=True))
        return next(slug for slug in chain([base], (f"{base}-{n}" for n in count(2))) if slug not in taken)

    def usual_values(self) -> dict[str, Any]:
        """The editor as press contact, the lists that a bulletin usually goes to, a paragraph to begin in."""
        usual = DistributionList.objects.filter(active=True, is_default=True)
        stream = self._meta.model._meta.get_field("body").stream_block
        values: dict[str, Any] = {
            "body": StreamValue(stream, [("paragraph", RichText(""))]),
            "distribution_lists": list(usual.values_list("pk", flat=True)),
        }
        if self.for_user is not None:
            values["contact_name"] = self.for_user.get_full_name()
            values["contact_phone"] = self.for_user.phone
            values["contact_email"] = self.for_user.email
        return {name: value for name, value in values.items() if name in self.fields}

    def begin(self) -> None:
        """Fills in what the screen was asked to begin with: a kind's words, or those of an earlier bulletin."""
        beginning = getattr(self.instance, "beginning", None)
        if beginning is None:
            return
        self.initial |= {name: value for name, value in beginning.values.items() if name in self.fields}
        old = self.formsets.get("social_texts")
        if old is not None and beginning.social:
            rows = type(old)(
                instance=self.instance, prefix=old.prefix, form_kwargs=old.form_kwargs, initial=beginning.social
            )
            rows.extra = len(beginning.social)
            self.formsets["social_texts"] = rows

    def row_forms(self, name: str) -> list[Any]:
        """The filled-in forms of the formset ``name``; deleted ones left out."""
        formset = self.formsets.get(name)
        return [
            form
            for form in (formset.forms if formset is not None else ())
            if not (formset.can_delete and formset._should_delete_form(form))
            and (form.has_changed() or form.instance.pk)
        ]

    @property
    def has_blocks(self) -> bool:
        """Whether anything stands in the body, right or wrong."""
        return self.data.get(self.add_prefix("body-count"), "0") != "0"

    @property
    def is_submission(self) -> bool:
        """Whether the editor sends it to the signatures, rather than saving a draft."""
        return any(self.data.get(name) for name in SUBMITTING)

    def is_valid(self) -> bool:
        valid = super().is_valid()
        if not self.is_submission or self.is_deferred_validation:
            return valid
        found = problems(Filled(self))  # type: ignore[arg-type]
        for problem in found:
            self.put(problem)
        return valid and not found

    def put(self, problem: Problem) -> None:
        """Shows ``problem`` where it is mended. A place that says already what is wrong with it says it once."""
        if problem.field in self.formsets:
            if problem.row is None:
                self.formsets[problem.field].non_form_errors().append(problem.sentence)
                return
            row = self.row_forms(problem.field)[problem.row]
            where = "network" if not row.instance.network else "text"
            if where not in row.errors or problem.sentence not in row.errors[where]:
                row.add_error(where, forms.ValidationError(problem.sentence, code="submission"))
            return
        place = problem.field if problem.field in self.fields else None
        if place == "body" and not self.has_blocks:
            # "This field is required" says less.
            self.errors.pop("body", None)
        if place is None or place not in self.errors:
            self.add_error(place, forms.ValidationError(problem.sentence, code="submission"))
