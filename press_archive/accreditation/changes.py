"""What an applicant wants otherwise after the approval: kept beside what was approved, shown as a difference, taken
over or dropped by the office. For the caller's transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from press_archive.accreditation.models import Application
from press_archive.accreditation.words import Role

# What an applicant says; every other field is the house's.
FIELDS = ("name", "phone", "outlet_name", "role", "equipment", "plate", "zones", "card_kind", "card_number", "note")


@dataclass(frozen=True, slots=True)
class Difference:
    """One field: its name, what was approved, what is wanted."""

    label: str
    before: str
    after: str


def between(application: Application, values: dict[str, Any]) -> dict[str, Any]:
    """Those of ``values`` that say something else than the application."""
    return {name: values[name] for name in FIELDS if name in values and values[name] != getattr(application, name)}


def shown(name: str, value: Any) -> str:
    """A field's value in words."""
    if name == "zones":
        return ", ".join(value)
    if name == "role" and value in Role.values:
        return str(Role(value).label)
    return str(value or "")


def differences(application: Application) -> list[Difference]:
    """What the applicant wants otherwise, for whoever decides."""
    found = [
        Difference(
            label_of(name), shown(name, getattr(application, name)),
            shown(name, value),
        )
        for name, value in application.change.items() if name in FIELDS
    ]  # fmt: skip
    if application.change_portrait_id:
        found.append(Difference(label_of("portrait"), "", "✓"))
    return found


def labels_of(names: list[str]) -> list[str]:
    """The fields as the office calls them."""
    return [label_of(name) for name in names]


def label_of(name: str) -> str:
    """A field as the office calls it."""
    return str(getattr(Application._meta.get_field(name), "verbose_name", name))


def apply(application: Application) -> list[str]:
    """Takes the change over; gives the fields by their names in words. The old photo goes."""
    names = [name for name in application.change if name in FIELDS]
    for name in names:
        setattr(application, name, application.change[name])
    if "outlet_name" in names and application.outlet_id and (application.outlet_name != application.outlet_label):
        application.outlet = None  # another outlet than the office found for the old name
        names.append("outlet")
    old = None
    if application.change_portrait_id:
        old, application.portrait = application.portrait, application.change_portrait
        application.change_portrait = None
        names += ["portrait", "change_portrait"]
    application.change = {}
    application.save(update_fields=[*names, "change"])
    if old is not None:
        old.delete()
    return labels_of([name for name in names if name in FIELDS or name == "portrait"])


def drop(application: Application) -> None:
    """Leaves what was approved as it is; a new photo goes."""
    unwanted = application.change_portrait
    application.change, application.change_portrait = {}, None
    application.save(update_fields=["change", "change_portrait"])
    if unwanted is not None:
        unwanted.delete()
