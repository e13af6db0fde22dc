"""Rows that nobody changes while content that uses them is in approval or waits, signed, for its minute.

``register`` says once for each model what of it may not change and when; from then on every save and deletion of it is
asked (:class:`Held`), and the triggers of ``cms.core.hold_triggers`` ask bulk updates. Which rows are held is written
by ``publishing.approval.holding``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models.signals import pre_delete, pre_save
from django.utils.translation import gettext as _

from cms.core.models import Hold, Stage
from cms.core.refusal import Refusal

Row = tuple[type[models.Model], Any]


class Held(Refusal):
    """A change to what content in approval, or signed content, uses."""

    status = 409
    code = "held"


def _nothing(instance: Any) -> str:
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What of ``model`` stays as it is. Fields are named by column attribute (``shoot_id``).

    ``fixed``: in both stages, and while ``in_use`` gives a sentence (live content uses it; ``live_sql`` asks the same
    for the triggers, with ``{row}`` for the row's alias). ``linked``: in both stages. ``words``: until both signatures
    are given; the certificate keeps them from then on. ``loose``: fields among them that background work of bulk
    updates may touch, so that the triggers do not ask.

    ``owner`` gives (content type, primary key) of another row that is held in place of this one (subtitles: the video);
    such a row may not be added, changed (in ``fixed``, or at all when that is empty) or removed. ``owner_sql`` is its
    pair of SQL expressions, ``events`` what its triggers refuse.
    """

    model: type[models.Model]
    fixed: tuple[str, ...] = ()
    linked: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    loose: tuple[str, ...] = ()
    in_use: Callable[[Any], str] = _nothing
    live_sql: str = ""
    owner: Callable[[Any], tuple[int, str]] | None = None
    owner_sql: tuple[str, str] | None = None
    events: tuple[str, ...] = ("INSERT", "UPDATE", "DELETE")
    stages: tuple[Stage, ...] = (Stage.APPROVAL, Stage.SCHEDULED)
    refusal: type[Held] = Held


RULES: dict[type[models.Model], Rule] = {}


def register(rule: Rule) -> None:
    """Lets ``rule`` hold from now on, for every save and deletion."""
    RULES[rule.model] = rule
    pre_save.connect(keep, sender=rule.model, dispatch_uid=f"holds.save.{rule.model._meta.label}")
    pre_delete.connect(keep_whole, sender=rule.model, dispatch_uid=f"holds.delete.{rule.model._meta.label}")


# --- Which rows are held ----------------------------------------------------------------------------------------------


def type_of(model: type[models.Model] | models.Model) -> ContentType:
    """The content type under which a model's rows are held."""
    return ContentType.objects.get_for_model(model, for_concrete_model=False)


def type_sql(model: type[models.Model]) -> str:
    """The primary key of that content type as SQL."""
    meta = model._meta
    where = f"app_label = '{meta.app_label}' AND model = '{meta.model_name}'"
    return f"(SELECT id FROM django_content_type WHERE {where})"  # noqa: S608


@transaction.atomic(savepoint=False)
def replace(*, holder: models.Model, stage: Stage, title: str, rows: Iterable[Row]) -> None:
    """Lets ``holder`` hold exactly ``rows`` and itself; writes nothing when it does already."""
    mine = Hold.objects.filter(holder_type=type_of(holder), holder_id=str(holder.pk))
    name = " ".join(title.split())[:300]
    wanted = {(type_of(model).pk, str(pk), stage.value, name) for model, pk in rows}
    wanted.add((type_of(holder).pk, str(holder.pk), stage.value, name))
    before = set(mine.values_list("row_type_id", "row_id", "stage", "title"))
    if before == wanted:
        return
    if before:
        mine.delete()
    Hold.objects.bulk_create(
        Hold(
            row_type_id=type_id, row_id=pk, stage=where, title=said, holder_type=type_of(holder),
            holder_id=str(holder.pk),
        )
        for type_id, pk, where, said in sorted(wanted)
    )  # fmt: skip


def release(*, holder: models.Model) -> None:
    """Lets ``holder`` hold nothing any more."""
    mine = Hold.objects.filter(holder_type=type_of(holder), holder_id=str(holder.pk))
    mine._raw_delete(mine.db)  # nothing refers to a hold, and nobody listens: no need to read them first


def held(model: type[models.Model], pks: Iterable[Any], *stages: Stage) -> dict[str, Hold]:
    """Those of the rows ``pks`` that are held (in one of ``stages``), by primary key as text; one query."""
    rows = Hold.objects.filter(row_type=type_of(model), row_id__in={str(pk) for pk in pks})
    # The stricter stage last, so that it is the one that is named.
    found = rows.filter(stage__in=stages or Stage.values).order_by("-stage", "-pk")
    return {hold.row_id: hold for hold in found}


def any_page_held(pages: models.QuerySet[Any]) -> bool:
    """Whether one of these pages is in approval or waits for its minute."""
    wanted = {(type_id, str(pk)) for pk, type_id in pages.values_list("pk", "content_type_id")}
    rows = Hold.objects.filter(
        holder_id__in={pk for _type, pk in wanted}, holder_type_id__in={one for one, _pk in wanted}
    )
    return bool(wanted & set(rows.values_list("holder_type_id", "holder_id")))


def _hold_on(type_id: int, pk: str, stages: Iterable[Stage]) -> Hold | None:
    return Hold.objects.filter(row_type_id=type_id, row_id=pk, stage__in=list(stages)).order_by("stage", "pk").first()


# --- What a refusal says ----------------------------------------------------------------------------------------------


def short(hold: Hold) -> str:
    """Why, in few words: "“Sahil yolu açıldı” onayda"."""
    if hold.stage == Stage.APPROVAL:
        return _("“%(title)s” onayda") % {"title": hold.title}
    return _("“%(title)s” imzalandı, yayın saatini bekliyor") % {"title": hold.title}


def sentence(hold: Hold) -> str:
    """Why, and what can be done."""
    if hold.stage == Stage.APPROVAL:
        rest = _("kullandıkları imza sürecinde değiştirilemez ve silinemez. Gerekiyorsa içeriği onaydan geri alın.")
    else:
        rest = _(
            "kullandıkları yayımlanana kadar değiştirilemez ve silinemez. Gerekiyorsa Müdür ya da Başkan içeriği yayın "
            "sırasından çıkarır."
        )
    return f"{short(hold)}: {rest}"


def obstacle(instance: models.Model) -> str:
    """Why the fixed fields of ``instance`` (its file, its name) may not change now; empty when they may."""
    rule = RULES[type(instance)]
    if instance.pk is None:
        return ""
    if live := rule.in_use(instance):
        return live
    hold = _hold_on(type_of(rule.model).pk, str(instance.pk), rule.stages)
    return sentence(hold) if hold else ""


def check(model: type[models.Model], pks: Iterable[Any], *stages: Stage) -> None:
    """Raises the rule's refusal if one of the rows ``pks`` is held (in one of ``stages``)."""
    for hold in held(model, pks, *stages).values():
        raise RULES[model].refusal(sentence(hold))


def objection(instance: models.Model, update_fields: Iterable[str] | None = None) -> str:
    """Why ``instance`` may not be saved as it is now; empty when it may. Two queries at most when something changes."""
    rule = RULES[type(instance)]
    if rule.owner is not None:
        if not _stored_differs(instance, rule, update_fields):
            return ""
        return rule.in_use(instance) or _owner_objection(instance, rule)
    changed = changed_fields(instance, (*rule.fixed, *rule.linked, *rule.words), update_fields)
    if not changed:
        return ""
    if any(name in rule.fixed for name in changed) and (live := rule.in_use(instance)):
        return live
    only_words = all(name in rule.words for name in changed)
    stages = (Stage.APPROVAL,) if only_words else rule.stages
    hold = _hold_on(type_of(rule.model).pk, str(instance.pk), stages)
    return sentence(hold) if hold else ""


def changed_fields(
    instance: models.Model, names: Iterable[str], update_fields: Iterable[str] | None = None
) -> list[str]:
    """Which of the fields ``names`` differ from what the database holds; empty for an unsaved object."""
    if instance.pk is None:
        return []
    if update_fields is not None:
        saved = {instance._meta.get_field(name).attname for name in update_fields}  # type: ignore[union-attr]
        names = [name for name in names if name in saved]
    # A field that was not read is not written either.
    names = [name for name in names if name not in instance.get_deferred_fields()]
    if not names:
        return []
    stored = type(instance)._base_manager.filter(pk=instance.pk).values(*names).first()
    if stored is None:
        return []
    return [name for name in names if _differs(getattr(instance, name), stored[name])]


def _differs(now: Any, stored: Any) -> bool:
    # A new upload may be called as the stored file is; only a written one is the same.
    if not getattr(now, "_committed", True):
        return True
    return now != stored and str(now) != str(stored)


def _stored_differs(instance: models.Model, rule: Rule, update_fields: Iterable[str] | None) -> bool:
    names = [field.attname for field in instance._meta.concrete_fields if not field.primary_key]
    if instance._state.adding or instance.pk is None:
        return True
    return bool(changed_fields(instance, names, update_fields))


def _owner_objection(instance: models.Model, rule: Rule) -> str:
    hold = _hold_on(*rule.owner(instance), rule.stages) if rule.owner else None
    return sentence(hold) if hold else ""


# --- The guards -------------------------------------------------------------------------------------------------------


def keep(sender: Any, instance: Any, raw: bool = False, update_fields: Any = None, **kwargs: Any) -> None:
    """``pre_save``: raises the rule's refusal for a change of what is held."""
    if not raw and (why := objection(instance, update_fields)):
        raise RULES[sender].refusal(why)


def keep_whole(sender: Any, instance: Any, **kwargs: Any) -> None:
    """``pre_delete``: raises the rule's refusal for the deletion of what is held."""
    rule = RULES[sender]
    if rule.owner is not None:
        why = rule.in_use(instance) or _owner_objection(instance, rule)
    else:
        hold = _hold_on(type_of(sender).pk, str(instance.pk), Stage)
        why = sentence(hold) if hold else ""
    if why:
        raise rule.refusal(why)


class HeldClean:
    """For models with a form: what the guards would refuse is an error of the form, and what was typed stays."""

    def clean(self) -> None:
        super().clean()  # type: ignore[misc]
        row: Any = self
        if type(row) in RULES and (why := objection(row)):
            raise ValidationError(why)
