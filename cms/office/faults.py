"""What is wrong with a form of Wagtail's editor, place by place, with the way to each place.

Wagtail says above the form only that something is wrong. Here each place is named, a block of a text by its number and
kind, and a link opens the tab that it stands on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import BaseForm, BaseFormSet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.panels import TabbedInterface

from cms.core.turkish import capitalize


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one place. ``place`` names it, ``target`` is its selector on the screen, or empty."""

    place: str
    sentence: str
    target: str = ""


def faults_of(form: BaseForm) -> list[Fault]:
    """Everything that is wrong in the bound ``form`` and in its child rows; nothing before it was sent."""
    return list(_of_form(form)) if form.is_bound else []


def _of_form(form: BaseForm, where: str = "") -> Iterator[Fault]:
    for name, errors in form.errors.items():
        if name == NON_FIELD_ERRORS:
            yield Fault(where, " ".join(map(str, errors)), f"#inline_child_{form.prefix}" if where else "")
            continue
        label = capitalize(str(form[name].label)) if name in form.fields else ""
        for error in errors.as_data():
            blocks = getattr(error, "block_errors", None)
            if blocks:
                stream = form[name].value()
                yield from _of_stream(label, stream, blocks)
                break
        else:
            target = f"#{form[name].auto_id}" if where else f'[data-contentpath="{name}"]'
            yield Fault(" › ".join(filter(None, (where, label))), " ".join(map(str, errors)), target)
    for name, formset in getattr(form, "formsets", {}).items():
        if name != "comments":
            yield from _of_rows(formset)


def _of_rows(formset: BaseFormSet[Any]) -> Iterator[Fault]:
    label = capitalize(str(formset.model._meta.verbose_name))  # type: ignore[attr-defined]
    for error in formset.non_form_errors():
        yield Fault(label, str(error), f"#id_{formset.prefix}-FORMS")
    kept = [row for row in formset.forms if not (formset.can_delete and formset._should_delete_form(row))]  # type: ignore[attr-defined]
    for number, row in enumerate(kept, start=1):
        yield from _of_form(row, where=f"{label} {number}")


def _of_stream(label: str, stream: Any, errors: dict[int, ValidationError]) -> Iterator[Fault]:
    for index, error in sorted(errors.items()):
        child = stream[index] if stream is not None and index < len(stream) else None
        target = f'[data-contentpath="{child.id}"]' if child is not None and child.id else ""
        kind = str(child.block.label) if child is not None else ""
        place = _("%(field)s, %(number)d. bölüm (%(kind)s)") % {"field": label, "number": index + 1, "kind": kind}
        for path, sentence in _leaves(child.block if child is not None else None, error):
            yield Fault(" › ".join((place, *path)), sentence, target)


def _leaves(block: Any, error: ValidationError, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """What a block says of itself and of its fields: (the labels down to the field, the sentence)."""
    inner = getattr(error, "block_errors", None) or {}
    own = getattr(error, "non_block_errors", None)
    if not inner and own is None:
        yield path, " ".join(error.messages)
    elif own:
        yield path, " ".join(str(one) for one in own)
    children = getattr(block, "child_blocks", None) or {}
    for key, child_error in inner.items():
        child = children.get(key) or getattr(block, "child_block", None)
        label = str(getattr(child, "label", "")) or str(key)
        yield from _leaves(child, child_error, (*path, f"{key + 1}. {label}" if isinstance(key, int) else label))


def headline(faults: list[Fault]) -> str:
    """How many places there are."""
    return ngettext("%(count)d yer düzeltilecek:", "%(count)d yer düzeltilecek:", len(faults)) % {"count": len(faults)}


class FaultyTabs(TabbedInterface):
    """Tabs under a list of what is wrong on them."""

    class BoundPanel(TabbedInterface.BoundPanel):
        template_name = "office/tabbed_form.html"

        def get_context_data(self, parent_context: Any = None) -> Any:
            context = super().get_context_data(parent_context)
            faults = faults_of(self.form)
            return {**context, "faults": faults, "faults_headline": headline(faults)}
