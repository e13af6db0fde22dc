"""What an editor should know while writing: what is still missing, whom it will reach, how long it is to read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.office.faults import Fault, faults_of
from press_archive.bulletins.forms import BulletinForm, Filled
from press_archive.bulletins.validation import Problem, problems
from press_archive.contacts import selectors as contacts

# Of adults who read silently, in Turkish and in English alike.
WORDS_A_MINUTE = 200


@dataclass(frozen=True, slots=True)
class Readiness:
    """``missing``: what a submission would be told. ``lists``: (name, addresses) of each chosen list; ``addresses``
    counts an address on two of them once."""

    missing: list[Fault]
    lists: list[tuple[str, int]]
    addresses: int
    words: int

    @property
    def minutes(self) -> int:
        return max(1, round(self.words / WORDS_A_MINUTE)) if self.words else 0

    @property
    def headline(self) -> str:
        if not self.missing:
            return _("Eksik yok")
        return ngettext("%(count)d eksik", "%(count)d eksik", len(self.missing)) % {"count": len(self.missing)}


def readiness(form: BulletinForm, *, title: str) -> Readiness:
    """Of what stands in the bound ``form``, finished or not. Saves nothing. ``title``: as it was typed; Wagtail puts
    another one into the form of a preview where there is none."""
    form.defer_required_fields()
    form.is_valid()
    filled = Filled(form)
    filled.title = title
    filled.body = form.cleaned_data.get("body") or filled.body
    wrong = faults_of(form)
    told = {fault.target for fault in wrong}
    missing = [fault for fault in map(_as_fault(form), problems(filled)) if fault.target not in told]  # type: ignore[arg-type]
    chosen = list(filled.distribution_lists) if filled.send_email else []
    total, each = contacts.reach(one.pk for one in chosen)
    return Readiness(
        missing=[*wrong, *missing],
        lists=[(one.name, each.get(one.pk, 0)) for one in chosen],
        addresses=total,
        words=len(words_of(filled)),
    )


def _as_fault(form: BulletinForm) -> Any:
    def made(problem: Problem) -> Fault:
        if problem.field not in form.formsets:
            return Fault("", problem.sentence, f'[data-contentpath="{problem.field}"]')
        if problem.row is None:
            return Fault("", problem.sentence, f"#id_{problem.field}-FORMS")
        row = form.row_forms(problem.field)[problem.row]
        return Fault("", problem.sentence, f"#{row['text'].auto_id}")

    return made


def words_of(filled: Filled) -> list[str]:
    """The words that a reader of the page would read."""
    definition = getattr(filled.body, "stream_block", None)
    texts = definition.get_searchable_content(filled.body) if definition is not None else []
    return " ".join([filled.title, filled.summary, *map(str, texts)]).split()
