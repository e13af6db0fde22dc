"""Every place where the house uses a photo, film or document, and what stands before its way out.

``GOVERNED`` and ``OTHER`` together name each foreign key and each chooser of a text; a new one fails the first test
until somebody says here what guards it.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import ReferenceIndex

from cms.core.governed import Governed
from cms.identity.models import Identity
from cms.website.models import HomePage, StandardPage
from media_library.duplicates import services as duplicates
from media_library.models import File, LegalBasis, Photo, Video
from media_library.rights import services as rights
from media_library.rights.selectors import family_of
from press_archive.bulletins import beginnings
from press_archive.bulletins.kinds import BulletinKind, ReadyText
from press_archive.galleries.models import GalleryVideo
from publishing.approval.exceptions import ApprovalRefused
from publishing.approval.files import used_files
from tests import factories
from tests.factories import agenda, publications
from tests.factories.galleries import photo_gallery, row, video, video_gallery
from tests.factories.kits import document

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
ARCHIVE = (Photo, Video, File)


def picture(photo: Photo) -> dict[str, Any]:
    return {"image": photo.pk, "alt": "Sahil", "credit": "Fotoğraf: Deniz Örnek", "caption": ""}


BLOCKS: dict[str, Any] = {
    "picture/image": lambda item: {"type": "picture", "value": picture(item)},
    "gallery/pictures/image": lambda item: {
        "type": "gallery", "value": {"pictures": [picture(item), picture(factories.photo())]}
    },
    "video/poster": lambda item: {
        "type": "video", "value": {"url": "https://youtu.be/aaaaaaaaaaa", "title": "Film", "poster": item.pk}
    },
    "archive_video/video": lambda item: {"type": "archive_video", "value": {"video": item.pk, "title": "Film"}},
    "file/document": lambda item: {"type": "file", "value": {"document": item.pk, "title": "Program"}},
}  # fmt: skip


def raw(items: list[Any]) -> Any:
    """``items`` as a kind or a ready text stores them."""
    return ReadyText._meta.get_field("body").stream_block.to_python(
        [{**item, "id": str(uuid.uuid4())} if isinstance(item, dict) else item for item in items]
    )


def bulletin_with(name: str) -> Any:
    return lambda item: factories.bulletin(body=[factories.PARAGRAPH, BLOCKS[name](item)])


def page_with(name: str) -> Any:
    def make(item: Any) -> StandardPage:
        page = StandardPage(title="Hakkımızda", body=[factories.PARAGRAPH, BLOCKS[name](item)], live=False)
        HomePage.objects.get().add_child(instance=page)
        page.save_revision(user=factories.editor())
        return page

    return make


def emblem(photo: Photo) -> Identity:
    draft = Identity.objects.get()
    draft.logo = photo
    draft.save_revision(user=factories.editor())
    return draft


def posted(photo: Photo) -> Any:
    """A bulletin whose post, and nothing else, has the photo."""
    draft = factories.bulletin(**factories.with_photo(photo=made(Photo)), social={"x": "Yol açıldı."})
    content = draft.get_latest_revision().as_object()
    row = content.social_texts.get()
    row.image, row.image_alt = photo, "Yol"
    content.social_texts.add(row)
    content.save_revision(user=factories.editor(), log_action=True)
    return type(draft).objects.get(pk=draft.pk)


# What two people sign: rights and embargo are asked at submission, at both signatures and at the minute.
GOVERNED: dict[str, tuple[type, Any]] = {
    "bulletins.BulletinPage.lead_image": (Photo, lambda item: factories.bulletin(**factories.with_photo(photo=item))),
    "bulletins.SocialText.image": (Photo, posted),
    "galleries.GalleryPhoto.photo": (Photo, lambda item: photo_gallery([row(item), row(), row()])),
    "galleries.GalleryVideo.video": (Video, lambda item: video_gallery([item])),
    "identity.Identity.logo": (Photo, emblem),
    "agenda.PressEvent.map_photo": (Photo, lambda item: agenda.event(map_photo=item)),
    "publications.Issue.plan/page/stories/pictures/image": (
        Photo,
        lambda item: publications.with_stand_ins(publications.issue(photo=item)),
    ),
}
KINDS = {"archive_video/video": Video, "file/document": File}
for block in BLOCKS:
    GOVERNED[f"bulletins.BulletinPage.body/{block}"] = (KINDS.get(block, Photo), bulletin_with(block))
    GOVERNED[f"website.StandardPage.body/{block}"] = (KINDS.get(block, Photo), page_with(block))
OTHER = {
    # Handed out only while it is certified and public, asked at every request: test_kit_words.
    "kits.KitPhoto.photo", "kits.KitVideo.video", "kits.KitDocument.document",
    # What was made of these, with no address of its own.
    "kits.KitFile.photo", "kits.KitFile.video", "kits.KitFile.document",
    # The leave itself, given by a certificate: test_frozen_words.
    "media_library.PublicFile.photo", "media_library.PublicFile.file", "media_library.PublicFile.video",
    # Of the signed message of published content; rights are asked again before it is posted: publishing/social.
    "social.SocialPost.image",
    # Served by the leave of the photo or film that they belong to: test_serving.
    "media_library.PhotoRendition.image", "media_library.VideoCaption.video",
    # Nothing public reads these rows; a bulletin takes a copy into its own body, which is asked and signed as above:
    # test_what_is_kept_for_later_bulletins_is_asked_in_them.
    *(f"bulletins.{model}.body/{block}" for model in ("BulletinKind", "ReadyText") for block in BLOCKS),
    # The archive's own book-keeping, seen by staff.
    "media_library.Photo.stack", "media_library.Photo.merged_into", "media_library.Photo.derived_from",
    "media_library.Consent.photos", "media_library.Consent.videos", "media_library.Takedown.photo",
    "media_library.Takedown.video", "uploads.Upload.photo", "uploads.Upload.video", "duplicates.PhotoPrint.photo",
    "duplicates.DuplicatePair.first", "duplicates.DuplicatePair.second", "importing.ImportedFile.photo",
    "importing.ImportedFile.video", "clippings.PictureMatch.photo",
}  # fmt: skip


def uses() -> Iterator[str]:
    """Every foreign key, relation and chooser that leads to something of the archive."""
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if field.concrete and field.is_relation and field.related_model in ARCHIVE:
                yield f"{model._meta.label}.{field.name}"
            if isinstance(field, StreamField):
                for path in choosers(field.stream_block):
                    yield f"{model._meta.label}.{field.name}/{path}"


def choosers(block: Any, path: str = "") -> Iterator[str]:
    if isinstance(block, blocks.ChooserBlock) and block.model_class in ARCHIVE:
        yield path
    children = dict(getattr(block, "child_blocks", {}))
    if isinstance(block, blocks.ListBlock):
        children = {"": block.child_block}
    for name, child in children.items():
        yield from choosers(child, "/".join(part for part in (path, name) if part))


def made(kind: type) -> Any:
    """Something of the archive that nothing stands against."""
    if kind is Photo:
        return factories.photo(legal_basis=LegalBasis.PUBLIC_EVENT)
    return video(legal_basis=LegalBasis.PUBLIC_EVENT) if kind is Video else document()


def under_embargo(item: Any) -> None:
    """A signed bulletin that uses ``item`` and waits for its minute."""
    name = {Photo: "picture/image", Video: "archive_video/video", File: "file/document"}[type(item)]
    body = [factories.PARAGRAPH, BLOCKS[name](item)]
    factories.publish(factories.bulletin(body=body, go_live_at=timezone.now() + dt.timedelta(hours=3)))


def test_each_use_is_known_and_what_guards_it():
    assert set(uses()) == GOVERNED.keys() | OTHER


@pytest.mark.parametrize("name", GOVERNED)
def test_what_is_under_embargo_goes_out_with_nothing_else(name):
    kind, build = GOVERNED[name]
    item = made(kind)
    under_embargo(item)
    with pytest.raises((ValidationError, ApprovalRefused), match="ambargolu"):
        factories.submit(build(item))


@pytest.mark.parametrize("name", [name for name, (kind, _build) in GOVERNED.items() if kind is not File])
def test_what_may_not_be_used_goes_out_with_nothing(name):
    kind, build = GOVERNED[name]
    item = made(kind)
    draft = build(item)
    rights.take_down(**{kind.__name__.lower(): item}, user=factories.archivist(), reason="istek")
    with pytest.raises((ValidationError, ApprovalRefused)):
        factories.submit(draft)


def test_every_use_of_governed_content_is_in_its_hash():
    """Whatever the approval does not see of a content is asked for nothing."""
    for kind, build in GOVERNED.values():
        item = made(kind)
        found = set(used_files(build(item).get_latest_revision().as_object()))
        word = {Photo: "photo", Video: "video", File: "file"}[kind]
        assert (word, item.pk) in found
    named = {name.rpartition(".")[0] for name in GOVERNED} - {
        "bulletins.SocialText", "galleries.GalleryPhoto", "galleries.GalleryVideo",
    }  # fmt: skip
    assert all(issubclass(apps.get_model(name), Governed) for name in named)
    assert GalleryVideo._meta.get_field("page").related_model is not None


@pytest.mark.parametrize("block", BLOCKS)
def test_what_is_kept_for_later_bulletins_is_asked_in_them(block):
    """A kind and a ready text are shown to nobody outside; their copy is asked like everything in a body."""
    kind = KINDS.get(block, Photo)
    own, ready = made(kind), made(kind)
    text = ReadyText.objects.create(name="Sonda", body=raw([BLOCKS[block](ready)]))
    row = BulletinKind.objects.create(name="Türünde", body=raw([factories.PARAGRAPH, BLOCKS[block](own)]))
    row.ready_texts.add(text)
    draft = factories.bulletin(body=beginnings.of_kind(row).values["body"].get_prep_value())
    word = {Photo: "photo", Video: "video", File: "file"}[kind]
    assert {(word, own.pk), (word, ready.pk)} <= set(used_files(draft.get_latest_revision().as_object()))
    for item, keeper in ((own, row), (ready, text)):
        found = {(one.base_content_type_id, one.object_id) for one in ReferenceIndex.get_references_to(item)}
        assert (ContentType.objects.get_for_model(keeper).pk, str(keeper.pk)) in found, "the archive says who keeps it"
    under_embargo(ready)
    with pytest.raises((ValidationError, ApprovalRefused), match="ambargolu"):
        factories.submit(draft)


@pytest.mark.parametrize("relation", ["derived", "merged", "stacked"])
def test_a_picture_of_the_same_does_not_go_out_before_the_embargo_ends(relation):
    secret, other = made(Photo), made(Photo)
    if relation == "derived":
        Photo.objects.filter(pk=other.pk).update(derived_from=secret)
    elif relation == "stacked":
        duplicates.stack(keeper=secret.pk, others=[other.pk], user=factories.archivist())
    else:
        duplicates.merge(keeper=secret.pk, others=[other.pk], user=factories.archivist())
    assert family_of([secret.pk]) == family_of([other.pk]) == {secret.pk, other.pk}
    under_embargo(Photo.objects.get(pk=secret.pk))
    with pytest.raises((ValidationError, ApprovalRefused), match="ambargolu"):
        factories.submit(factories.bulletin(**factories.with_photo(photo=Photo.objects.get(pk=other.pk))))
