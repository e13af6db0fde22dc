"""One complete piece of every kind of governed content, using something through every reference that it can have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models, transaction
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from wagtail import blocks
from wagtail.fields import StreamField

from cms.core import holds
from cms.identity.models import Identity
from cms.website.models import AlertBanner, HomePage, StandardPage
from media_library.metadata.outgoing import outgoing_words
from media_library.models import File, Photo, Photographer, Shoot, Video, VideoCaption
from media_library.models import Tag as ArchiveTag
from press_archive.agenda.models import PressEvent
from press_archive.bulletins.models import BulletinPage, Category, Series, Tag
from press_archive.collections.models import CollectionPage
from press_archive.galleries.models import PhotoGalleryPage, VideoGalleryPage
from press_archive.portal.models import Duty, Statement
from press_archive.replies.models import ReplyText
from publishing.approval import holding, snapshot
from publishing.approval.files import VOLATILE
from publishing.publications.models import Issue
from tests import factories
from tests.factories import agenda, galleries, portal, publications, replies
from tests.factories.clippings import clipping
from tests.factories.collections import collection

WORDS = {
    "headline": "Basın başlığı", "caption": "Arşivin resim altı", "credit": "Fotoğraf: Arşiv", "city": "Balıkesir",
    "copyright_notice": "© Belediye", "usage_terms": "Kaynak gösterilerek", "description": "Deniz kıyısı",
}  # fmt: skip


def described() -> dict[str, Any]:
    """Words, shoot and photographer of a picture of the archive."""
    photographer, _ = Photographer.objects.get_or_create(name="Deniz Örnek")
    shoot, _ = Shoot.objects.get_or_create(title="Sahil yolu açılışı", defaults={"photographer": photographer})
    return {**WORDS, "photographer": photographer, "shoot": shoot}


def picture(title: str = "Sahil yolu") -> Photo:
    photo = factories.photo(title, **described())
    photo.tags.add("sahil")
    return photo


def film(title: str = "Körfez") -> Video:
    found = galleries.video(title, **described())
    found.tags.add("sahil")
    VideoCaption.objects.create(video=found, language="tr", file=ContentFile(b"WEBVTT\n", name="altyazi.vtt"))
    return found


def paper() -> File:
    found = File(title="Program")
    found.file.save("program.pdf", ContentFile(b"%PDF-1.4 program"))
    return found


def body() -> list[dict[str, Any]]:
    """A text with every kind of block that shows a file."""

    def shown() -> dict[str, Any]:
        return {"image": picture().pk, "alt": "Deniz", "credit": "Fotoğraf: Deniz Örnek", "caption": ""}

    return [
        factories.PARAGRAPH,
        {"type": "picture", "value": shown()},
        {"type": "gallery", "value": {"title": "Kareler", "pictures": [
            {"type": "item", "value": shown(), "id": "1"}, {"type": "item", "value": shown(), "id": "2"}]}},
        {"type": "archive_video", "value": {"video": film().pk, "title": "Film", "caption": "", "credit": ""}},
        {"type": "video", "value": {"url": "https://youtu.be/abcdefghijk", "title": "Tanıtım", "poster": picture().pk}},
        {"type": "file", "value": {"document": paper().pk, "title": "Program"}},
    ]  # fmt: skip


def bulletin() -> BulletinPage:
    page = factories.bulletin(
        title="Sahil yolu açıldı", lists=[factories.distribution_list()], body=body(),
        **factories.with_photo(photo=picture("Ana fotoğraf")),
    )  # fmt: skip
    page.categories = [Category.objects.get_or_create(name="Ulaşım", slug="ulasim")[0]]
    page.series = Series.objects.get_or_create(name="Sahil yolu", slug="sahil-yolu")[0]
    page.tags.add("kıyı")
    page.save_revision(user=factories.editor())
    return BulletinPage.objects.get(pk=page.pk)


def photo_gallery() -> PhotoGalleryPage:
    rows = [galleries.row(picture(f"Kare {number}")) for number in range(3)]
    return galleries.photo_gallery(rows, title="Sahil yolu açıldı", shoot=described()["shoot"])


def video_gallery() -> VideoGalleryPage:
    return galleries.video_gallery([film()], title="Sahil yolu açıldı", shoot=described()["shoot"])


def standard_page() -> StandardPage:
    page = StandardPage(title="Sahil yolu açıldı", slug="sahil-yolu", live=False, body=body(), owner=factories.editor())
    HomePage.objects.get().add_child(instance=page)
    page.save_revision(user=factories.editor())
    return StandardPage.objects.get(pk=page.pk)


def saved_query() -> CollectionPage:
    tag = Tag.objects.get_or_create(name="kıyı")[0]
    return collection("Sahil yolu açıldı", department=factories.department(), tag=tag, words="sahil")


def home_page() -> HomePage:
    page = HomePage.objects.get()
    page.title, page.greeting = "Sahil yolu açıldı", "Hoş geldiniz"
    page.save_revision(user=factories.editor())
    return HomePage.objects.get()


def alert_banner() -> AlertBanner:
    banner = AlertBanner.objects.create(title="Sahil yolu açıldı", text="Yol açık.")
    banner.save_revision(user=factories.editor())
    return AlertBanner.objects.get(pk=banner.pk)


def identity() -> Identity:
    row = Identity.objects.get()
    content = row.get_latest_revision_as_object()
    content.municipality, content.logo = "Sahil yolu açıldı", picture("Amblem")
    content.save_revision(user=factories.editor())
    return Identity.objects.get()


def reply_text() -> ReplyText:
    return replies.case(of=clipping("Sahil yolu açıldı"), kind="note").text


def press_event() -> PressEvent:
    return agenda.event("Sahil yolu açıldı", map_photo=picture())


def issue() -> Issue:
    return publications.with_stand_ins(publications.issue(title="Sahil yolu açıldı", photo=picture()))


def duty() -> Duty:
    return portal.duty("Sahil yolu açıldı")


def statement() -> Statement:
    return portal.statement("Sahil yolu açıldı")


MAKERS = {
    BulletinPage: bulletin, PhotoGalleryPage: photo_gallery, VideoGalleryPage: video_gallery,
    StandardPage: standard_page, CollectionPage: saved_query, HomePage: home_page, AlertBanner: alert_banner,
    Identity: identity, ReplyText: reply_text, Issue: issue, PressEvent: press_event,
    Duty: duty, Statement: statement,
}  # fmt: skip


# --- What a model can reach -------------------------------------------------------------------------------------------


def references(model: type[models.Model]) -> Iterator[tuple[str, type[models.Model]]]:
    """(path, model) of everything that rows of ``model`` can name: foreign keys, many-to-many fields, StreamField
    blocks, and those of child rows."""
    for field in model._meta.concrete_fields:
        if field.name in VOLATILE or field.primary_key:
            continue
        if isinstance(field, models.ForeignKey):
            yield field.name, field.related_model
        elif isinstance(field, StreamField):
            yield from ((f"{field.name}.{path}", target) for path, target in of_block(field.stream_block))
    for field in get_all_child_m2m_relations(model):
        yield field.name, field.related_model
    for relation in get_all_child_relations(model):
        name = relation.get_accessor_name()
        if name in VOLATILE:
            continue
        for path, target in references(relation.related_model):
            if path != relation.field.name:
                yield f"{name}.{path}", target


def of_block(block: Any, depth: int = 0) -> Iterator[tuple[str, type[models.Model]]]:
    if isinstance(block, blocks.ChooserBlock):
        yield "", block.model_class
    elif isinstance(block, blocks.ListBlock):
        yield from of_block(block.child_block)
    elif isinstance(block, (blocks.StreamBlock, blocks.StructBlock)):
        for name, child in block.child_blocks.items():
            yield from ((f"{name}.{path}".rstrip("."), target) for path, target in of_block(child))


def reached_rows(content: Any, *, words: bool = True) -> list[models.Model]:
    """The rows that ``content`` uses, with subtitles, and with whatever only the words of its pictures name."""
    data = content.get_latest_revision().content
    with transaction.atomic():
        found = holding.lock_reached(content.words_of(data), data, words=words)
    rows = [model._base_manager.get(pk=pk) for model, pk in sorted(
        found, key=lambda row: (row[0]._meta.label, str(row[1])))]  # fmt: skip
    rows += [caption for row in rows if isinstance(row, Video) for caption in row.captions.all()]
    return rows


def fingerprint(content: Any) -> dict[str, Any]:
    """All that is being signed: the hash, the archive's words of each file, the names of everything else."""
    said = content.get_latest_revision().as_object()
    rows = {f"{type(row)._meta.label} {row.pk}": row for row in reached_rows(content)}
    words = {
        key: outgoing_words(row) for key, row in rows.items() if isinstance(row, Photo | Video | File)
    }  # fmt: skip
    names = {
        key: {name: str(getattr(row, name)) for name in (*rule.fixed, *rule.words)}
        for key, row in rows.items()
        if (rule := holds.RULES[type(row)])
    }
    taken = snapshot.take(said)
    return {"hash": taken.content_hash, "words": words, "names": names, "revision": content.latest_revision_id}


# --- Changing it ------------------------------------------------------------------------------------------------------


def another(row: models.Model, name: str) -> Any:
    """A value of the field ``name`` that ``row`` does not have."""
    field = next(one for one in row._meta.concrete_fields if name in (one.name, one.attname))
    now = getattr(row, field.attname)
    if isinstance(field, models.FileField):
        return default_storage.save("original_images/baska.jpg", ContentFile(factories.jpeg()))
    if isinstance(field, models.ForeignKey):
        taken = field.related_model._base_manager.exclude(pk=now).values_list("pk", flat=True).first()
        return taken if taken is not None else None
    if isinstance(field, models.BooleanField):
        return not now
    if type(field) is models.DateField:
        return "2001-02-03"
    if isinstance(field, models.DateTimeField):
        return "2001-02-03T04:05:06+00:00"
    if isinstance(field, models.DecimalField):
        return "7.5"
    if isinstance(field, models.IntegerField):
        return (now or 0) + 7
    if field.choices:
        return next(value for value, _label in field.flatchoices if value != now)
    return f"baska-{field.name}"[: field.max_length]


def tag_of(photo: Photo) -> ArchiveTag:
    return photo.tags.get()


__all__ = ["MAKERS", "Tag", "another", "fingerprint", "reached_rows", "references", "tag_of"]
