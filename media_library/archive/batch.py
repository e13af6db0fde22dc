"""Describing many photos and videos at once: ``edit_many``, and ``preview`` of what it would write.

Each field is left alone unless a :class:`Change` names it. Texts may hold fields in braces that are filled in for each
picture (``media_library.metadata.templates``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.log_actions import log
from wagtail.permissions import policy_registry

from cms.core import holds
from cms.core.models import Stage
from cms.identity import selectors as identities
from cms.users.models import User
from media_library import guards
from media_library.archive import titles
from media_library.archive.criteria import Item
from media_library.archive.permissions import may_describe, may_list_withheld
from media_library.metadata import templates
from media_library.models import LegalBasis, Licence, Person, Photo, Tag, TaggedItem, Video
from media_library.rights import changes as rights_changes
from media_library.rights import services as rights
from media_library.suggestions import values_of

MOST = 2_000
# Fields in which words are written; the others take one value for all.
TEXTS = (
    "title", "headline", "caption", "description", "credit", "copyright_notice", "usage_terms", "city", "place",
    "licence_note",
)  # fmt: skip
VALUES = ("shoot", "photographer", "legal_basis", "licence", "licence_ends", "contains_children", "digital_source")
NEVER_EMPTY = ("title", "legal_basis", "licence", "contains_children")
# Beside one another these need plainer names than in the photo's own form.
LABELS = {
    "credit": gettext_lazy("fotoğraf imzası"),
    "description": gettext_lazy("alternatif metin (görmeyenler için)"),
    "title": gettext_lazy("arşivdeki adı"),
}


class How(StrEnum):
    """What happens to a field."""

    WRITE = "yaz"
    APPEND = "ekle"
    CLEAR = "bosalt"


@dataclass(frozen=True, kw_only=True)
class Change:
    """One field's change. ``value`` is a text template for :data:`TEXTS`, else the value itself."""

    field: str
    how: How
    value: Any = None


@dataclass(frozen=True, kw_only=True)
class Words:
    """Labels put on and taken off: names of tags or of people."""

    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.add or self.remove)


# Which were put on and which taken off, by primary key.
Labels = tuple[list[int], list[int]]


@dataclass(frozen=True, slots=True)
class Past:
    """One that changed, as it was: ``before`` by column; ``after`` is the same columns as they were left."""

    item: Item
    before: dict[str, Any]
    after: dict[str, Any]
    labels: dict[str, Labels]


@dataclass(slots=True)
class Report:
    """What became of a batch: how many changed, how many were as wanted already, which were refused and why."""

    changed: int = 0
    same: int = 0
    refused: list[tuple[Item, str]] = field(default_factory=list)
    past: list[Past] = field(default_factory=list)

    def sentence(self) -> str:
        """The report in words: "118 fotoğraf ve video değişti, 2 değişmedi (yayında: 2)."."""
        said = ngettext("%(count)d kayıt değişti", "%(count)d kayıt değişti", self.changed) % {"count": self.changed}
        if self.same:
            said += ", " + _("%(count)d kayıt zaten öyleydi") % {"count": self.same}
        if self.refused:
            said += ", " + self.left()
        return f"{said}."

    def left(self) -> str:
        """How many were refused, and why: "2 kayıt değişmedi (yayında: 2)"."""
        reasons: dict[str, int] = {}
        for _item, reason in self.refused:
            reasons[reason] = reasons.get(reason, 0) + 1
        why = ", ".join(f"{reason}: {count}" for reason, count in reasons.items())
        return _("%(count)d kayıt değişmedi (%(why)s)") % {"count": len(self.refused), "why": why}


@transaction.atomic
def edit_many(
    *, user: User, photos: Iterable[int] = (), videos: Iterable[int] = (), changes: Sequence[Change] = (),
    tags: Words = Words(), people: Words = Words(),
) -> Report:  # fmt: skip
    """Changes these photos and videos, those that ``user`` may change; the others are named in the report.

    Raises ``PermissionDenied`` for who may not describe at all, ``ValidationError`` for a change that makes no sense or
    for more than :data:`MOST` at once.
    """
    if not may_describe(user):
        raise PermissionDenied
    photo_ids, video_ids = sorted(set(photos)), sorted(set(videos))
    if len(photo_ids) + len(video_ids) > MOST:
        raise ValidationError(_("Bir seferde en çok %(most)d kayıt düzenlenebilir.") % {"most": MOST})
    _check(changes)
    report, touched = Report(), {Photo: [], Video: []}  # type: ignore[var-annotated]
    town = identities.current().municipality
    kinds = ((Photo, photo_ids), (Video, video_ids))
    # Both are locked before the shoot that numbers them, as everywhere.
    found = {model: locked(model, ids) for model, ids in kinds}
    for model, ids in kinds:
        items = found[model]
        refused = refusals(items, model, user)
        consented = set(model._default_manager.filter(pk__in=ids, consents__isnull=False).values_list("pk", flat=True))
        labels = _Labels(items, model, tags, people)
        in_approval = holds.held(model, ids, Stage.APPROVAL)
        free = _free_numbers(changes, len(items))
        for item in items:
            if reason := refused.get(item.pk):
                report.refused.append((item, reason))
                continue
            try:
                before = rights_changes.facts_of(item)
                was, columns = item.shoot, columns_of(item)
                fields = _apply(item, changes, town)
                if (
                    "shoot" in fields
                    and "title" not in fields
                    and (title := titles.moved(item, was, free)) != item.title
                ):
                    item.title = title
                    fields.append("title")
                if (hold := in_approval.get(str(item.pk))) and labels.retags(item.pk):
                    raise guards.FileInUse(holds.sentence(hold))
                check_facts(item, before, user, consents=item.pk in consented)
                if fields:
                    item.save(update_fields=fields)
                    rights_changes.record(user=user, item=item, before=before)
            except ValidationError as error:
                report.refused.append((item, " ".join(error.messages)))
                continue
            except guards.FileInUse:
                hold = in_approval.get(str(item.pk))
                report.refused.append((item, holds.short(hold) if hold else _("yayında")))
                continue
            words = labels.apply(item.pk)
            if not fields and not words:
                report.same += 1
                continue
            report.changed += 1
            touched[model].append(item.pk)
            report.past.append(_past(item, columns, fields, words))
            log(instance=item, action="archive.describe", user=user, data={"fields": [*fields, *words]})
        labels.save()
    rights.refresh(photos=touched[Photo], videos=touched[Video])
    return report


def _past(item: Item, columns: dict[str, Any], fields: list[str], labels: dict[str, Labels]) -> Past:
    """What undoing the change of ``fields`` has to know; ``columns`` is what ``item`` was."""
    now, kept = columns_of(item), {one.name: one.attname for one in item._meta.concrete_fields}
    names = [kept[name] for name in fields]
    return Past(item, {name: columns[name] for name in names}, {name: now[name] for name in names}, labels)


def columns_of(item: Item) -> dict[str, Any]:
    """What a batch may change of ``item``, by column; not its tags and people."""
    kept = {one.name: one for one in item._meta.concrete_fields}
    return {kept[name].attname: getattr(item, kept[name].attname) for name in (*TEXTS, *VALUES) if name in kept}


def preview(items: Sequence[Item], changes: Sequence[Change]) -> list[dict[str, str]]:
    """What the texts among ``changes`` would become, for each of ``items``: field name to text. Saves nothing.

    Raises ``ValidationError`` for a template that cannot be read.
    """
    _check(changes)
    town = identities.current().municipality
    texts = [change for change in changes if change.field in TEXTS]
    return [
        {change.field: _new_text(item, change, town) for change in texts if hasattr(item, change.field)}
        for item in items
    ]


def people_named(names: Iterable[str]) -> list[Person]:
    """The people of these names, new ones written down; "ayşe yılmaz" is "Ayşe Yılmaz" when the archive knows her."""
    found: dict[int, Person] = {}
    for name in names:
        clean = " ".join(name.split())[:120]
        if clean:
            person = Person.objects.get_or_create(name=clean)[0]
            found[person.pk] = person
    return list(found.values())


def _free_numbers(changes: Sequence[Change], count: int) -> Iterator[tuple[str, int]]:
    """Numbers for ``count`` items in the shoot that they are moved to."""
    shoot = next((change.value for change in changes if change.field == "shoot"), None)
    return titles.pool(shoot, count) if shoot is not None else iter(())


def _check(changes: Sequence[Change]) -> None:
    for change in changes:
        if change.field not in (*TEXTS, *VALUES):
            raise ValidationError(_("Bu alan toplu düzenlenemez: %(field)s.") % {"field": change.field})
        if change.how is How.CLEAR and change.field in NEVER_EMPTY:
            raise ValidationError(_("Bu alan boşaltılamaz: %(field)s.") % {"field": label_of(change.field)})
        if change.how is How.APPEND and change.field not in TEXTS:
            raise ValidationError(_("Bu alana eklenemez: %(field)s.") % {"field": label_of(change.field)})
        if change.field in TEXTS and change.how is not How.CLEAR:
            templates.check(str(change.value))


def label_of(name: str) -> str:
    """The Turkish name of a field."""
    field: Any = Photo._meta.get_field(name)
    return str(LABELS.get(name) or field.verbose_name)


def locked(model: type[Item], ids: list[int]) -> list[Any]:
    rows = model._default_manager.filter(pk__in=ids).order_by("pk")
    list(rows.select_for_update().values_list("pk"))
    return list(rows.select_related("shoot__department", "shoot__photographer", "photographer").defer("metadata"))


def refusals(items: list[Any], model: type[Item], user: User) -> dict[int, str]:
    """Those that ``user`` may not touch, with the reason."""
    policy = policy_registry.get_by_type(Photo)
    if model is Photo:
        ids = [item.pk for item in items]
        mine = set(
            policy.instances_user_has_permission_for(user, "change").filter(pk__in=ids).values_list("pk", flat=True)
        )
    else:
        collections = set(policy.collections_user_has_permission_for(user, "change").values_list("pk", flat=True))
        mine = {item.pk for item in items if item.collection_id in collections}
    refused = {item.pk: _("yetkiniz yok") for item in items if item.pk not in mine}
    if not may_list_withheld(user):
        refused |= {item.pk: _("yayından kaldırılmış") for item in items if item.withheld_at is not None}
    return refused


def _apply(item: Any, changes: Sequence[Change], town: str) -> list[str]:
    """Sets what changes on ``item``, gives the names of the fields that did. Raises ``ValidationError``."""
    fields = []
    wanted = [(change, _new_value(item, change, town)) for change in changes if hasattr(item, change.field)]
    for change, value in wanted:
        if getattr(item, change.field) != value:
            setattr(item, change.field, value)
            fields.append(change.field)
    if fields:
        check_rights(item)
        keep = {one.name for one in item._meta.get_fields() if one.name not in fields}
        try:
            item.clean_fields(exclude=keep)
        except ValidationError as error:
            names = ", ".join(label_of(name) for name in error.message_dict)
            raise ValidationError(_("%(fields)s uygun değil ya da çok uzun") % {"fields": names}) from error
    return fields


def check_facts(item: Any, before: dict[str, Any], user: User, *, consents: bool) -> None:
    """Refuses what only an archivist may loosen."""
    after, withheld = rights_changes.facts_of(item), item.withheld_at is not None
    why = rights_changes.objection(user=user, before=before, after=after, withheld=withheld, consents=consents)
    if why:
        raise ValidationError(why)


def check_rights(item: Any) -> None:
    """Refuses what the form of one photo refuses too: facts that contradict each other."""
    if item.legal_basis == LegalBasis.NO_PERSON and item.contains_children:
        raise ValidationError(_("çocuk görünüyor ama “kişi görünmüyor” seçilmiş"))
    if item.licence in (Licence.AGENCY, Licence.PERMITTED) and not item.licence_note:
        raise ValidationError(_("kullanım hakkının dayanağı yazılmamış"))


def _new_value(item: Any, change: Change, town: str) -> Any:
    if change.field in TEXTS:
        return _new_text(item, change, town)
    if change.how is How.CLEAR:
        return "" if change.field == "digital_source" else None
    return change.value


def _new_text(item: Any, change: Change, town: str) -> str:
    old = getattr(item, change.field)
    if change.how is How.CLEAR:
        return ""
    new = templates.fill(str(change.value), values_of(item, town))
    if change.how is How.WRITE or not old:
        return new or old if change.field in NEVER_EMPTY else new
    return old if not new or old.rstrip().endswith(new) else f"{old.rstrip()} {new}"


class _Labels:
    """Tags and people of many items, read and written in a handful of queries."""

    def __init__(self, items: list[Any], model: type[Item], tags: Words, people: Words) -> None:
        self.model, self.ids = model, [item.pk for item in items]
        self.fields: dict[int, list[str]] = {}
        self.new_tags: list[TaggedItem] = []
        self.new_people: list[Any] = []
        self.old_tags: list[int] = []
        self.old_people: list[int] = []
        self.tags = self._tags(tags.add) if items else []
        self.gone_tags = set(Tag.objects.filter(name__in=tags.remove)) if tags.remove else set()
        self.people = people_named(people.add) if items else []
        self.gone_people = set(Person.objects.filter(name__in=people.remove)) if people.remove else set()
        self.through: Any = model.people.through
        self.column = f"{model._meta.model_name}_id"
        self.kind = ContentType.objects.get_for_model(model)
        tagged = TaggedItem.objects.filter(content_type=self.kind) if tags else None
        self.tag_rows = self._of_items(tagged, "object_id", "tag_id")
        self.person_rows = self._of_items(self.through.objects if people else None, self.column, "person_id")

    @staticmethod
    def _tags(names: Iterable[str]) -> list[Tag]:
        clean = {" ".join(name.split())[:100] for name in names}
        return [Tag.objects.get_or_create(name=name)[0] for name in sorted(clean) if name]

    def _of_items(self, rows: Any, item_column: str, label_column: str) -> dict[int, dict[int, int]]:
        found: dict[int, dict[int, int]] = {}
        if rows is not None:
            wanted = rows.filter(**{f"{item_column}__in": self.ids}).values_list(item_column, label_column, "pk")
            for item, label, row in wanted:
                found.setdefault(item, {})[label] = row
        return found

    def retags(self, item: int) -> bool:
        """Whether the tags of ``item`` would change."""
        has = self.tag_rows.get(item, {})
        return any(tag.pk not in has for tag in self.tags) or any(tag.pk in has for tag in self.gone_tags)

    def apply(self, item: int) -> dict[str, Labels]:
        """Notes what is to change for ``item``; gives which "tags" and "people" do, if any."""
        has_tags, has_people = self.tag_rows.get(item, {}), self.person_rows.get(item, {})
        new_tags = [
            TaggedItem(content_type=self.kind, object_id=item, tag=tag) for tag in self.tags if tag.pk not in has_tags
        ]
        gone_tags = [tag.pk for tag in self.gone_tags if tag.pk in has_tags]
        new_people = [
            self.through(**{self.column: item, "person_id": one.pk}) for one in self.people if one.pk not in has_people
        ]
        gone_people = [one.pk for one in self.gone_people if one.pk in has_people]
        self.new_tags += new_tags
        self.old_tags += [has_tags[tag] for tag in gone_tags]
        self.new_people += new_people
        self.old_people += [has_people[person] for person in gone_people]
        tags: Labels = [row.tag_id for row in new_tags], gone_tags
        people: Labels = [row.person_id for row in new_people], gone_people
        return {name: said for name, said in (("tags", tags), ("people", people)) if any(said)}

    def save(self) -> None:
        """Writes everything that was noted."""
        TaggedItem.objects.bulk_create(self.new_tags)
        TaggedItem.objects.filter(pk__in=self.old_tags).delete()
        self.through.objects.bulk_create(self.new_people, ignore_conflicts=True)
        self.through.objects.filter(pk__in=self.old_people).delete()
