"""What both offices signed, or are about to sign, stays as it was: nobody changes its files, and until the last
signature nobody changes the archive's words that go out with them.

The rules (``cms.core.holds``) hold for forms, scripts, bulk actions and background work; the forms say it first, beside
the field. Rights are not among them: a picture can be taken down, and its rights be made stricter, at any time.
Deletion of what is public is refused by ``PublicFile``'s protecting foreign keys.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from cms.core import holds
from cms.core.holds import Held, Rule
from cms.core.models import Stage
from media_library.access.selectors import is_public
from media_library.models import File, Photo, Photographer, Shoot, Tag, TaggedItem, Video, VideoCaption

PHOTO_IN_USE = _("Bu fotoğraf yayındaki bir içerikte kullanılıyor; yeni bir fotoğraf yükleyin.")
FILE_IN_USE = _("Bu belge yayındaki bir içerikte kullanılıyor; yeni bir belge yükleyin.")
VIDEO_IN_USE = _("Bu video yayındaki bir içerikte kullanılıyor; kendisi ve altyazıları değiştirilemez.")
# Changing one of these changes what readers see.
SIGNED_PHOTO_FIELDS = ("file", "focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height")
SIGNED_FILE_FIELDS = ("file", "original_name")
SIGNED_VIDEO_FIELDS = ("file", "sha256", "size", "proxy", "proxy_sha256", "poster", "state")
# These go out with a picture (``media_library.metadata.outgoing``); a test compares the two.
WORDS = (
    "title", "headline", "caption", "credit", "photographer_id", "copyright_notice", "usage_terms", "city", "shoot_id",
    "taken_at", "description", "digital_source", "ai_system", "ai_system_version",
)  # fmt: skip
PUBLIC = "SELECT 1 FROM media_library_publicfile p WHERE p.{name}_id = {row}.{column}"


class FileInUse(Held):
    """A change to a file that content in approval or live content uses."""


def check_tags(form: Any) -> None:
    """Adds an error to the ``form`` of a photo or video that changes the tags of what content in approval uses."""
    if form.instance.pk and "tags" in form.changed_data:
        for hold in holds.held(type(form.instance), [form.instance.pk], Stage.APPROVAL).values():
            form.add_error("tags", holds.sentence(hold))


def photo_in_use(photo: Any) -> str:
    return str(PHOTO_IN_USE) if is_public(photo=photo) else ""


def file_in_use(file: Any) -> str:
    return str(FILE_IN_USE) if is_public(file=file) else ""


def video_in_use(video: Any) -> str:
    return str(VIDEO_IN_USE) if is_public(video=video) else ""


def public_sql(name: str, column: str = "id") -> str:
    """Whether live content uses the row: SQL with ``{row}`` for its alias."""
    return PUBLIC.replace("{name}", name).replace("{column}", column)


holds.register(
    Rule(
        model=Photo, fixed=SIGNED_PHOTO_FIELDS, linked=("merged_into_id", "stack_id"), words=WORDS,
        in_use=photo_in_use, live_sql=public_sql("photo"), refusal=FileInUse,
    )
)  # fmt: skip
holds.register(
    Rule(
        model=File, fixed=SIGNED_FILE_FIELDS, words=("title",), in_use=file_in_use, live_sql=public_sql("file"),
        refusal=FileInUse,
    )
)  # fmt: skip
holds.register(
    Rule(
        # Background work notes its progress by bulk updates; it looks at ``obstacle`` first.
        model=Video, fixed=SIGNED_VIDEO_FIELDS, words=(*WORDS, "kind"), loose=("state",), in_use=video_in_use,
        live_sql=public_sql("video"), refusal=FileInUse,
    )
)  # fmt: skip
holds.register(
    Rule(
        model=VideoCaption, refusal=FileInUse,
        owner=lambda caption: (holds.type_of(Video).pk, str(caption.video_id)),
        owner_sql=(holds.type_sql(Video), "{row}.video_id"),
        in_use=lambda caption: video_in_use(caption.video), live_sql=public_sql("video", "video_id"),
    )
)  # fmt: skip
holds.register(Rule(model=Photographer, words=("name",)))
holds.register(Rule(model=Shoot, words=("title",)))
holds.register(Rule(model=Tag, words=("name",)))
holds.register(
    Rule(
        model=TaggedItem, stages=(Stage.APPROVAL,), refusal=FileInUse,
        owner=lambda item: (item.content_type_id, str(item.object_id)),
        owner_sql=("{row}.content_type_id", "{row}.object_id"),
    )
)  # fmt: skip
