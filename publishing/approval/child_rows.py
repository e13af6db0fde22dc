"""The rows that belong to live content (a gallery's photos, a bulletin's posts and tags) say what its certificate says.

Publishing saves the content first and its rows after it. Removing a row passes: publication replaces rows by equal
ones. What was removed in a shell is found by ``verify_evidence``.
"""

from __future__ import annotations

from functools import cache
from typing import Any, cast

from django.apps import apps
from django.db import models
from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.utils.translation import gettext as _
from modelcluster.fields import ParentalKey

from cms.core.governed import Governed
from publishing.approval import acts, selectors, snapshot
from publishing.approval.exceptions import ContentChanged
from publishing.approval.files import VOLATILE


@cache
def parental_key(model: type[models.Model]) -> Any:
    """The field of ``model`` by which its rows belong to governed content, or ``None``."""
    for field in model._meta.concrete_fields:
        if isinstance(field, ParentalKey) and issubclass(field.related_model, Governed):
            relation = field.remote_field.get_accessor_name()
            return None if relation in VOLATILE else field
    return None


@receiver(pre_save)
def guard_child_row(sender: Any, instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """Refuses a row of live content that its certificate does not hold. Raises ``ContentChanged``."""
    field = parental_key(sender) if sender._meta.apps is apps else None
    if field is None or raw:
        return
    parent_id = getattr(instance, field.attname)
    revision_id = _live_revision(field, instance, parent_id)
    if revision_id is None:
        return
    parent, relation = getattr(instance, field.name), field.remote_field.get_accessor_name()
    layout, content = _certified_content(parent, revision_id)
    if snapshot.canonical_child(instance, field, layout=layout) not in content.get(relation, []):
        raise ContentChanged(_("Bu satır yayındaki imzalı içeriğe ait; imza olmadan değiştirilemez."))


def _live_revision(field: Any, instance: Any, parent_id: Any) -> int | None:
    """The revision that the public reads, by the database; in an act asked once for each version of the parent."""
    rows = field.related_model._base_manager.filter(pk=parent_id, live=True).values_list("live_revision_id", flat=True)
    if not field.is_cached(instance):
        return cast("int | None", rows.first())
    version = getattr(instance, field.name).live_revision_id
    return acts.fact(("live", field.related_model._meta.label, parent_id, version), rows.first)


def _certified_content(parent: Any, revision_id: int) -> tuple[int, dict[str, Any]]:
    """Format and content of the certificate of the live ``parent``; read once for all rows of one publication."""
    kept: dict[int, tuple[int, dict[str, Any]]] = parent.__dict__.setdefault("_certified_content", {})
    if revision_id not in kept:
        certificate = selectors.certificate_for(parent, revision_id)
        kept[revision_id] = (
            (snapshot.format_of(certificate), certificate.signed_content) if certificate else (snapshot.FORMAT, {})
        )
    return kept[revision_id]
