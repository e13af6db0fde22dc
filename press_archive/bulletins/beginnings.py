"""What a new bulletin begins with: the words of a kind, or those of an earlier bulletin.

Both are copies in a form that nothing has saved yet. A bulletin that is copied leaves behind what was its own: number,
address, embargo, corrections, signatures, comments and the day of the event.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from taggit.utils import edit_string_for_tags
from wagtail.blocks import StreamValue

from press_archive.bulletins.kinds import BulletinKind, ReadyText
from press_archive.bulletins.models import BulletinPage

COPIED = (
    "title", "summary", "lead_image", "lead_image_alt", "lead_image_credit", "department", "place", "contact_name",
    "contact_phone", "contact_email", "send_email", "series",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Beginning:
    """``values`` by field of the form, ``social`` the rows of social texts; ``name`` says where they come from."""

    name: str
    values: dict[str, Any] = field(default_factory=dict)
    social: list[dict[str, Any]] = field(default_factory=list)


def of_kind(kind: BulletinKind) -> Beginning:
    """The usual words of ``kind``, its ready texts at the end of the body."""
    raw = fresh(kind.body)
    for text in kind.ready_texts.filter(active=True):
        raw += fresh(text.body)
    values: dict[str, Any] = {
        "title": kind.title,
        "summary": kind.summary,
        "body": as_body(raw),
        "department": kind.department_id,
        "place": kind.place,
        "categories": list(kind.categories.all()),
        "tags": kind.tags,
        "send_email": kind.send_email,
    }
    if lists := list(kind.distribution_lists.filter(active=True).values_list("pk", flat=True)):
        values["distribution_lists"] = lists
    social = [{"network": row.network, "text": row.text} for row in kind.social_texts.all()]
    return Beginning(kind.name, values, social)


def of_page(page: BulletinPage) -> Beginning:
    """What the last version of ``page`` says, as far as it may be said again."""
    content = page.get_latest_revision_as_object()
    values: dict[str, Any] = {name: content.serializable_value(name) for name in COPIED}
    values |= {
        "body": as_body(fresh(content.body)),
        "categories": list(content.categories.all()),
        "tags": edit_string_for_tags([row.tag for row in content.tagged_items.all()]),
        "distribution_lists": [one.pk for one in content.distribution_lists.all() if one.active],
    }
    social = [
        {"network": row.network, "text": row.text, "image": row.image_id, "image_alt": row.image_alt}
        for row in content.social_texts.all()
    ]
    return Beginning(_("“%(title)s” bülteninin kopyası") % {"title": content.title}, values, social)


def as_body(raw: list[dict[str, Any]]) -> StreamValue:
    """The stored form ``raw`` as the body of a bulletin."""
    body: StreamValue = BulletinPage._meta.get_field("body").stream_block.to_python(raw)
    return body


def fresh(body: StreamValue) -> list[dict[str, Any]]:
    """The stored form of ``body``, its blocks under new ids: comments and differences of the one are not those of the
    other."""
    return [renewed(item) for item in body.get_prep_value()]


def renewed(value: Any) -> Any:
    """``value`` with another id in every block; one without an id would be read as something else."""
    if isinstance(value, list):
        return [renewed(item) for item in value]
    if isinstance(value, dict):
        inner = {name: renewed(item) for name, item in value.items()}
        return inner | {"id": str(uuid.uuid4())} if {"type", "value", "id"} <= value.keys() else inner
    return value


def form_state(text: ReadyText) -> list[dict[str, Any]]:
    """``text`` as the editing screen takes blocks, each one new."""
    definition = BulletinPage._meta.get_field("body").stream_block
    state: list[dict[str, Any]] = definition.get_form_state(as_body(fresh(text.body)))
    return [{"type": item["type"], "value": item["value"]} for item in state]
