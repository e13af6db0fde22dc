"""The last batch taken back: each picture that stands as the batch left it gets what it said before.

What somebody has changed since, what is used in public or waits for a signature by now, and what this person may not
change stays as it is, and is told.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.log_actions import log

from cms.core import holds
from cms.core.models import Stage
from cms.office import undo
from cms.users.models import User
from media_library import guards
from media_library.archive import batch
from media_library.archive.criteria import Item
from media_library.archive.permissions import may_describe
from media_library.models import Person, Photo, Tag, TaggedItem, Video
from media_library.rights import changes as rights_changes
from media_library.rights import services as rights

UNDOING = "archive.batch"  # as ``cms.office.undo`` knows it
KINDS: dict[str, type[Item]] = {"photo": Photo, "video": Video}
# A note travels in a form: what would be longer is not offered.
LONGEST_NOTE = 400_000


def offer(request: HttpRequest, report: batch.Report, sentence: str) -> bool:
    """Says ``sentence`` with a button that takes the batch back; whether there is anything that it could."""
    rows = [_noted(past) for past in report.past]
    if not rows or len(json.dumps(rows)) > LONGEST_NOTE:
        return False
    undo.offer(request, sentence, UNDOING, {"rows": rows})
    return True


def undone(user: User, data: dict[str, Any]) -> str:
    """Undoes what a message offered to undo; gives a sentence."""
    report = take_back(user=user, rows=data["rows"])
    count = report.changed
    said = ngettext("%(count)d kayıt eski hâline döndü", "%(count)d kayıt eski hâline döndü", count) % {"count": count}
    if report.refused:
        said += ", " + report.left()
    if gone := len(data["rows"]) - count - len(report.refused):
        said += ", " + _("%(count)d kayıt artık yok") % {"count": gone}
    if not count:
        raise undo.TooLate(f"{said}.")
    return f"{said}."


@transaction.atomic
def take_back(*, user: User, rows: Iterable[dict[str, Any]]) -> batch.Report:
    """Writes what ``rows`` note of the time before, where nothing else has happened; raises ``PermissionDenied`` for
    who may not describe at all."""
    if not may_describe(user):
        raise PermissionDenied
    wanted = {(row["kind"], row["pk"]): row for row in rows}
    report = batch.Report()
    found = {
        kind: batch.locked(model, sorted(pk for name, pk in wanted if name == kind)) for kind, model in KINDS.items()
    }
    for kind, items in found.items():
        model, ids = KINDS[kind], [item.pk for item in items]
        refused = batch.refusals(items, model, user)
        consented = set(model._default_manager.filter(pk__in=ids, consents__isnull=False).values_list("pk", flat=True))
        in_approval = holds.held(model, ids, Stage.APPROVAL)
        touched: list[int] = []
        for item in items:
            hold = in_approval.get(str(item.pk))
            try:
                if reason := refused.get(item.pk):
                    raise ValidationError(reason)
                fields = _restore(item, wanted[kind, item.pk], user, consents=item.pk in consented, held=hold)
            except ValidationError as error:
                report.refused.append((item, " ".join(error.messages)))
                continue
            except guards.FileInUse:
                report.refused.append((item, holds.short(hold) if hold else _("yayında")))
                continue
            log(instance=item, action="archive.describe", user=user, data={"fields": fields, "undone": True})
            report.changed += 1
            touched.append(item.pk)
        rights.refresh(**{f"{kind}s": touched})
    return report


def _noted(past: batch.Past) -> dict[str, Any]:
    """``past`` as it travels: what was, and a digest of what became of it."""
    item = past.item
    said = {"kind": item._meta.model_name, "pk": item.pk, "was": past.before, "is": _digest(past.after), **past.labels}
    noted: dict[str, Any] = json.loads(json.dumps(said, cls=DjangoJSONEncoder))
    return noted


def _digest(columns: dict[str, Any]) -> str:
    return sha256(json.dumps(columns, sort_keys=True, cls=DjangoJSONEncoder).encode()).hexdigest()[:16]


def _restore(item: Any, row: dict[str, Any], user: User, *, consents: bool, held: Any) -> list[str]:
    """Gives ``item`` back what ``row`` says; gives the names of what changed. Raises ``ValidationError`` and
    ``FileInUse``."""
    now = batch.columns_of(item)
    if _digest({name: now.get(name) for name in row["was"]}) != row["is"]:
        raise ValidationError(_("bu arada değiştirilmiş"))
    columns = {one.attname: one for one in item._meta.concrete_fields}
    facts, fields = rights_changes.facts_of(item), []
    for name, was in row["was"].items():
        column = columns[name]
        if column.is_relation and was and not column.related_model._base_manager.filter(pk=was).exists():
            raise ValidationError(_("eski değeri artık yok"))
        setattr(item, name, column.to_python(was))
        fields.append(column.name)
    if "tags" in row and held:
        raise guards.FileInUse(holds.sentence(held))
    if fields:
        batch.check_rights(item)
    batch.check_facts(item, facts, user, consents=consents)
    if fields:
        item.save(update_fields=fields)
        rights_changes.record(user=user, item=item, before=facts)
    kind = {"content_type": ContentType.objects.get_for_model(item), "object_id": item.pk}
    if "tags" in row:
        _relabel(TaggedItem, kind, "tag", Tag, row["tags"])
    if "people" in row:
        _relabel(item.people.through, {f"{item._meta.model_name}_id": item.pk}, "person", Person, row["people"])
    return [*fields, *(name for name in ("tags", "people") if name in row)]


def _relabel(rows: Any, of_item: dict[str, Any], column: str, model: Any, labels: batch.Labels) -> None:
    """Takes off what the batch put on, and puts on again what it took off, unless somebody has done so already."""
    put_on, taken_off = labels
    mine = rows._base_manager.filter(**of_item)
    mine.filter(**{f"{column}_id__in": put_on}).delete()
    there = set(mine.values_list(f"{column}_id", flat=True))
    for pk in model._base_manager.filter(pk__in=taken_off).exclude(pk__in=there).values_list("pk", flat=True):
        rows._base_manager.create(**of_item, **{f"{column}_id": pk})
