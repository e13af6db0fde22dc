"""Photos, films, shoots and people, as those find them who may walk through the archive."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.permissions import policy_registry

from cms.core import turkish
from cms.users.models import Department, User
from cms.users.office_search import DIFFERS, Door, Found, ModelKind, Source, Words, declare, joined, offer
from media_library.archive.finder import KINDS, thumbs_of
from media_library.archive.permissions import may_list_withheld, may_look
from media_library.intake.uploads.services import may_upload
from media_library.models import File, Person, Photo, Photographer, RightsState, Shoot, Tag, TaggedItem, Video

TONES: dict[str, str] = {RightsState.CLEAR: "good", RightsState.INCOMPLETE: "doubt", RightsState.BLOCKED: "bad"}


# As Wagtail's own list of them asks.
DOCUMENT_ACTS = ("change", "delete")


def _of_tags(model: type[Any]) -> list[Source]:
    """That something got a tag or lost one, or that one of its tags is called otherwise."""
    name, tagged = model._meta.model_name, TaggedItem._meta.db_table
    of_type = (
        "EXISTS (SELECT 1 FROM django_content_type c WHERE c.id = {row}.content_type_id"  # noqa: S608
        f" AND c.app_label = 'media_library' AND c.model = '{name}')"
    )
    of_tag = (
        f"SELECT t.object_id FROM {tagged} t JOIN django_content_type c ON c.id = t.content_type_id"  # noqa: S608
        f" WHERE t.tag_id = {{row}}.id AND c.app_label = 'media_library' AND c.model = '{name}'"
    )
    return [
        Source(tagged, "SELECT {row}.object_id", when=of_type, events=("INSERT", "DELETE")),
        Source(Tag._meta.db_table, of_tag, when=f"OLD.name {DIFFERS} NEW.name", events=("UPDATE",)),
    ]


class Items(ModelKind):
    """Photos or films: by their words, by who is seen, by tags, and by what their rights are called."""

    columns: Sequence[str] = (
        "title", "headline", "caption", "credit", "place", "city", "original_name", "taken_at", "shoot_id", "licence",
        "legal_basis", "rights_state",
    )  # fmt: skip

    def may_look(self, user: User | AnonymousUser) -> bool:
        return may_look(user)

    def rows(self, user: User | AnonymousUser) -> QuerySet[Any]:
        """What was taken down only to those who may list it."""
        rows = super().rows(user)
        return rows if may_list_withheld(user) else rows.filter(withheld_at__isnull=True)

    def every(self) -> QuerySet[Any]:
        return super().every().select_related("shoot").prefetch_related("people", "tags")

    def sources(self) -> Sequence[Source]:
        name, people = self.model._meta.model_name, self.model.people.through
        of_person = f"SELECT p.{name}_id FROM {people._meta.db_table} p WHERE p.person_id = {{row}}.id"  # noqa: S608
        of_shoot = f"SELECT i.id FROM {self.model._meta.db_table} i WHERE i.shoot_id = {{row}}.id"  # noqa: S608
        renamed, retitled = (f"OLD.{name} {DIFFERS} NEW.{name}" for name in ("name", "title"))
        return [
            *super().sources(),
            Source(people._meta.db_table, f"SELECT {{row}}.{name}_id", events=("INSERT", "DELETE")),
            Source(Person._meta.db_table, of_person, when=renamed, events=("UPDATE",)),
            Source(Shoot._meta.db_table, of_shoot, when=retitled, events=("UPDATE",)),
            *_of_tags(self.model),
        ]

    def words_of(self, row: Any) -> Words:
        tags = [
            row.credit, row.place, row.city, row.original_name, str(row.shoot or ""),
            row.get_licence_display(), row.get_legal_basis_display(), row.get_rights_state_display(),
            *(person.name for person in row.people.all()), *(tag.name for tag in row.tags.all()),
        ]  # fmt: skip
        said = "\n".join([row.caption, getattr(row, "description", "")])
        return Words(row.title, row.taken_at or row.created_at, spot=row.headline, body=said, tags=tags)

    def results(self, rows: QuerySet[Any], user: User | AnonymousUser) -> Mapping[int, Found]:
        shown = list(rows.select_related("shoot"))
        thumbs = self.thumbs([row.pk for row in shown if row.withheld_at is None])
        return {row.pk: self._found(row, thumbs.get(row.pk, "")) for row in shown}

    def _found(self, row: Any, thumb: str) -> Found:
        state, tone = row.get_rights_state_display(), TONES.get(row.rights_state, "")
        if row.withheld_at is not None:
            state, tone = _("yayından kaldırılmış"), "bad"
        day = turkish.format_date(row.taken_at) if row.taken_at else ""
        line = joined([day, row.place, row.credit, row.original_name])
        return Found(row.title, self.address(row.pk), line, state, tone, thumb)

    def thumbs(self, keys: list[int]) -> Mapping[int, str]:
        """Small pictures by key."""
        return {}

    def address(self, key: int) -> str:
        """The page of one of them."""
        raise NotImplementedError


class Photos(Items):
    name = KINDS[Photo]
    number = 4
    title = gettext_lazy("Fotoğraflar")
    icon = "image"
    model = Photo
    listed = (Photo,)

    def rows(self, user: User | AnonymousUser) -> QuerySet[Any]:
        return super().rows(user).filter(merged_into__isnull=True)

    def thumbs(self, keys: list[int]) -> Mapping[int, str]:
        return thumbs_of(keys)

    def address(self, key: int) -> str:
        return reverse("archive:photo", args=[key])


class Videos(Items):
    name = KINDS[Video]
    number = 5
    title = gettext_lazy("Videolar")
    icon = "media"
    model = Video
    listed = (Video,)
    columns = (*Items.columns, "description")

    def address(self, key: int) -> str:
        return reverse("archive:video", args=[key])


class Documents(ModelKind):
    """By title, the name of the file and tags; to those who may change them where they are kept, as in their list."""

    name = "belgeler"
    number = 17
    title = gettext_lazy("Belgeler")
    icon = "doc-full-inverse"
    model = File
    columns = ("title", "original_name", "file")
    listed = (File,)

    def may_look(self, user: User | AnonymousUser) -> bool:
        return bool(policy_registry.get_by_type(File).user_has_any_permission(user, DOCUMENT_ACTS))

    def rows(self, user: User | AnonymousUser) -> QuerySet[Any]:
        policy = policy_registry.get_by_type(File)
        return cast("QuerySet[Any]", policy.instances_user_has_any_permission_for(user, DOCUMENT_ACTS))

    def every(self) -> QuerySet[Any]:
        return super().every().prefetch_related("tags")

    def sources(self) -> Sequence[Source]:
        return [*super().sources(), *_of_tags(File)]

    def words_of(self, row: Any) -> Words:
        tags = [row.original_name, row.filename, *(tag.name for tag in row.tags.all())]
        return Words(row.title, row.created_at, tags=tags)

    def result(self, row: Any, user: User | AnonymousUser) -> Found:
        line = joined([turkish.format_date(row.created_at), row.original_name or row.filename])
        return Found(row.title, reverse("wagtaildocs:edit", args=[row.pk]), line)


class Shoots(ModelKind):
    """By what happened, where, for whom, who is seen, and by notes."""

    name = "cekimler"
    number = 6
    title = gettext_lazy("Çekimler")
    icon = "folder-open-inverse"
    model = Shoot
    columns = ("title", "date", "place", "notes", "department_id", "photographer_id")

    def may_look(self, user: User | AnonymousUser) -> bool:
        return may_look(user)

    def every(self) -> QuerySet[Any]:
        return super().every().select_related("department", "photographer").prefetch_related("people")

    def sources(self) -> Sequence[Source]:
        through, shoots = Shoot.people.through._meta.db_table, Shoot._meta.db_table
        renamed = {
            Person: f"SELECT p.shoot_id FROM {through} p WHERE p.person_id = {{row}}.id",  # noqa: S608
            Department: f"SELECT s.id FROM {shoots} s WHERE s.department_id = {{row}}.id",  # noqa: S608
            Photographer: f"SELECT s.id FROM {shoots} s WHERE s.photographer_id = {{row}}.id",  # noqa: S608
        }
        return [
            *super().sources(),
            Source(through, "SELECT {row}.shoot_id", events=("INSERT", "DELETE")),
            *(
                Source(model._meta.db_table, keys, when=f"OLD.name {DIFFERS} NEW.name", events=("UPDATE",))
                for model, keys in renamed.items()
            ),
        ]

    def words_of(self, row: Any) -> Words:
        people = [person.name for person in row.people.all()]
        tags = [row.place, str(row.department or ""), str(row.photographer or ""), *people]
        return Words(row.title, row.date, body=row.notes, tags=tags)

    def results(self, rows: QuerySet[Any], user: User | AnonymousUser) -> Mapping[int, Found]:
        return super().results(rows.select_related("photographer"), user)

    def result(self, row: Any, user: User | AnonymousUser) -> Found:
        line = joined([turkish.format_date(row.date), row.place, row.photographer])
        return Found(row.title, reverse("archive:shoot", args=[row.pk]), line)


class People(ModelKind):
    """Who is seen in photos. A name leads to the photos."""

    name = "kisiler"
    number = 7
    title = gettext_lazy("Fotoğraflardaki kişiler")
    icon = "group"
    model = Person
    columns = ("name",)

    def may_look(self, user: User | AnonymousUser) -> bool:
        return may_look(user)

    def words_of(self, row: Any) -> Words:
        return Words(row.name, None)

    def result(self, row: Any, user: User | AnonymousUser) -> Found:
        return Found(row.name, f"{reverse('archive:finder')}?{urlencode({'kisi': row.name})}")


PHOTOS, VIDEOS, SHOOTS, PEOPLE = declare(Photos()), declare(Videos()), declare(Shoots()), declare(People())
DOCUMENTS = declare(Documents())
offer(
    Door(
        "shoot", gettext_lazy("Yeni çekim"), "folder-open-inverse",
        lambda user: reverse("archive:shoot_add") if may_upload(user) else None, order=20,
    )
)  # fmt: skip
