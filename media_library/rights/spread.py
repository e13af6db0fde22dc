"""How far a picture has spread: where it is used, who was sent it, who downloaded it.

Each floor that hands pictures out registers a function in ``AppConfig.ready``; this module knows only the pages and
snippets of Wagtail. What it gives is stored with a takedown as JSON::

    {"sections": [{"name", "title", "note", "rows": [{"text", "url", "public", "done", "todo"}]}]}
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext as _
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import DraftStateMixin, Page, ReferenceIndex

from media_library.models import Photo, PublicFile, Video


@dataclass(frozen=True, slots=True)
class Trace:
    """One place where the picture is or was. ``done`` is what happened by itself, ``todo`` what a person must do."""

    text: str
    url: str = ""
    public: bool = False
    done: str = ""
    todo: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """The traces of one kind; sections of one ``name`` are shown as one."""

    name: str
    title: str
    rows: list[Trace] = field(default_factory=list)
    note: str = ""


Find = Callable[[Photo | Video], Section | None]
REGISTRY: dict[str, Find] = {}


def register(name: str, find: Find) -> None:
    """``find(item)`` gives the traces of a photo or video that its floor knows of, or ``None``."""
    REGISTRY[name] = find


def spread_of(items: Iterable[Photo | Video]) -> dict[str, Any]:
    """What is known of ``items``, which show the same, as JSON values. Empty sections are left out."""
    sections: dict[str, Section] = {}
    for item in items:
        for find in (usage, *REGISTRY.values()):
            found = find(item)
            if found is None or not found.rows:
                continue
            known = sections.setdefault(found.name, Section(found.name, str(found.title), [], str(found.note)))
            known.rows.extend(row for row in found.rows if row not in known.rows)
    return {"sections": [asdict(section) for section in sections.values()]}


def is_spread(item: Photo | Video) -> bool:
    """Whether anything uses ``item``, or anybody was given it."""
    return any(found is not None and found.rows for found in (find(item) for find in (usage, *REGISTRY.values())))


def usage(item: Photo | Video) -> Section:
    """Pages and snippets that use the picture, drafts too; those that are public say so."""
    rows = []
    public = {
        (row.content_type_id, row.object_id)
        for row in PublicFile.objects.filter(**{"photo" if isinstance(item, Photo) else "video": item})
    }
    finder = AdminURLFinder()
    for content in sources_of(item):
        type_id = ContentType.objects.get_for_model(content, for_concrete_model=False).pk
        is_public = (type_id, str(content.pk)) in public
        url = content.get_url() if isinstance(content, Page) and is_public else finder.get_edit_url(content)
        rows.append(
            Trace(
                text=f"{content._meta.verbose_name}: {content}",
                url=url or "",
                public=is_public,
                done=_("Fotoğraf sayfada artık gösterilmiyor.")
                if is_public
                else _("Taslak; bu fotoğrafla imzalanamaz."),
                todo=_("Sayfayı başka bir fotoğrafla düzeltin.") if is_public else "",
            )
        )
    return Section("usage", _("Nerede kullanıldı"), rows)


def sources_of(item: Photo | Video) -> list[models.Model]:
    """The pages and snippets whose present or drafted content uses ``item``."""
    keys = {
        (row.base_content_type_id, row.object_id) for row in ReferenceIndex.get_references_to(item).select_related(None)
    }
    uses = PublicFile.objects.filter(**{"photo" if isinstance(item, Photo) else "video": item})
    keys |= {(row.content_type_id, row.object_id) for row in uses}
    by_type: dict[int, list[str]] = defaultdict(list)
    for type_id, object_id in sorted(keys):
        by_type[type_id].append(object_id)
    found: dict[tuple[str, Any], models.Model] = {}
    for type_id, numbers in by_type.items():
        model: Any = ContentType.objects.get_for_id(type_id).model_class()
        if model is None or not issubclass(model, Page | DraftStateMixin):
            continue
        rows = model._base_manager.filter(pk__in=numbers)
        contents = Page.objects.filter(pk__in=rows.values("pk")).specific() if issubclass(model, Page) else rows
        found |= {(content._meta.label, content.pk): content for content in contents.order_by("pk")}
    return list(found.values())
