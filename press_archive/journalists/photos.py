"""A person's photo: checked, cropped, drawn anew, never public. Also the pictures of papers.

``PortraitField`` takes a file in a form (``cms`` words for every refusal), ``take_in`` makes a row of it, ``response``
gives it to whoever may see it: its owner, and staff with the right, whose look is written down first.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
from typing import Any

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from cms.core.addresses import ip_of
from cms.users.models import User
from media_library.intake.fields import NOT_A_PICTURE, PhotoField
from media_library.metadata.opening import decoded
from media_library.store.responses import file_response
from press_archive.journalists.models import JournalistAccount, Look, Portrait

# Width and height of a portrait: 4 × 5, enough for a badge at 600 dpi and for a gate's screen.
SIZE = (480, 600)
SMALLEST = (160, 200)
LARGEST_SIDE = 2200  # of a paper: its small print stays legible
MOST_BYTES, MOST_PIXELS = 12 * 1024 * 1024, 60_000_000

# Fractions of the picture as it is seen: left, top, width, height.
Crop = tuple[float, float, float, float]


class PictureField(PhotoField):
    """A picture that a member of the press brings: the house's checks, with the limits of a telephone's photo."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.max_upload_size, self.max_image_pixels = MOST_BYTES, MOST_PIXELS
        size = filesizeformat(MOST_BYTES)
        self.help_text = kwargs.get("help_text", "")
        self.error_messages["file_too_large_unknown_size"] = _("Fotoğraf çok büyük. En çok %(size)s olabilir.") % {
            "size": size
        }


class PortraitField(PictureField):
    """A photo of a face; with ``CropField`` beside it the person says which part."""

    def to_python(self, data: Any) -> Any:
        """The file, large enough for a badge. Raises ``ValidationError``."""
        found = super().to_python(data)
        if found is not None:
            drawn(found)
            found.seek(0)
        return found


class CropField(forms.CharField):
    """``left,top,width,height`` in fractions, as the page's script writes it; empty: the middle is taken."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, "max_length": 80, **kwargs})

    def clean(self, value: Any) -> Crop | None:
        """The crop inside the picture, or ``None``. Raises ``ValidationError``."""
        said = super().clean(value)
        if not said:
            return None
        try:
            left, top, width, height = (float(part) for part in said.split(","))
        except ValueError:
            raise ValidationError(_("Kırpma anlaşılmadı; fotoğrafı yeniden seçin.")) from None
        inside = (
            0 <= left < 1 and 0 <= top < 1 and 0.02 <= width <= 1 - left + 1e-6 and 0.02 <= height <= 1 - top + 1e-6
        )
        if not inside:
            raise ValidationError(_("Kırpma fotoğrafın dışında kalıyor; fotoğrafı yeniden seçin."))
        return left, top, min(width, 1 - left), min(height, 1 - top)


def drawn(file: Any, crop: Crop | None = None) -> bytes:
    """The portrait in ``file`` as the JPEG that is kept: ``crop``, then the middle of it at 4 × 5, upright, in sRGB's
    numbers, without a word of what the camera wrote. Raises ``ValidationError``."""
    picture = _upright(file)
    if crop is not None:
        left, top, width, height = crop
        w, h = picture.size
        picture = picture.crop((round(left * w), round(top * h), round((left + width) * w), round((top + height) * h)))
    if picture.width < SMALLEST[0] or picture.height < SMALLEST[1]:
        raise ValidationError(
            _("Fotoğraf çok küçük; en az %(width)d × %(height)d piksel olmalı.")
            % {"width": SMALLEST[0], "height": SMALLEST[1]},
            code="too_small",
        )
    return _jpeg(ImageOps.fit(picture, SIZE, Image.Resampling.LANCZOS, centering=(0.5, 0.4)))


def drawn_paper(file: Any) -> bytes:
    """The picture of a card or a letter as the JPEG that is kept. Raises ``ValidationError``."""
    picture = _upright(file)
    picture.thumbnail((LARGEST_SIDE, LARGEST_SIDE), Image.Resampling.LANCZOS)
    return _jpeg(picture)


def _upright(file: Any) -> Image.Image:
    def smaller(picture: Image.Image) -> None:
        picture.draft("RGB", (LARGEST_SIDE, LARGEST_SIDE))

    file.seek(0)
    try:
        picture, _nothing = decoded(file, smaller)
        turned = ImageOps.exif_transpose(picture) or picture
        if turned.mode in ("RGBA", "LA", "PA") or "transparency" in turned.info:
            layered = turned.convert("RGBA")
            ground = Image.new("RGB", layered.size, "white")
            ground.paste(layered, mask=layered.getchannel("A"))
            return ground
        return turned.convert("RGB")
    except (ValidationError, MemoryError):
        raise
    except Exception as error:  # decoders meet broken files with nearly every exception there is
        if isinstance(error, OSError) and error.errno is not None:
            raise
        raise ValidationError(NOT_A_PICTURE, code="invalid_image") from error


def _jpeg(picture: Image.Image) -> bytes:
    plain = Image.new("RGB", picture.size)
    plain.paste(picture)
    out = io.BytesIO()
    plain.save(out, "JPEG", quality=88, optimize=True)
    return out.getvalue()


@transaction.atomic
def take_in(
    *, file: Any, crop: Crop | None = None, account: JournalistAccount | None = None, keep_until: dt.date | None = None
) -> Portrait:
    """Keeps the portrait in ``file``. Raises ``ValidationError``. The portraits of an account that were there stay:
    whoever uses one (a badge) still shows the face that was approved."""
    data = drawn(file, crop)
    row = Portrait(account=account, digest=hashlib.sha256(data).hexdigest(), keep_until=keep_until)
    row.file.save("portrait.jpg", ContentFile(data), save=False)
    row.save()
    return row


def copy_of(portrait: Portrait, *, keep_until: dt.date | None = None) -> Portrait:
    """The same photo as a row of its own, which belongs to no account: what holds it decides when it goes."""
    data = bytes_of(portrait)
    row = Portrait(digest=portrait.digest, keep_until=keep_until)
    row.file.save("portrait.jpg", ContentFile(data), save=False)
    row.save()
    return row


def latest_of(account: JournalistAccount) -> Portrait | None:
    """The photo that ``account`` shows today."""
    return Portrait.objects.filter(account=account).order_by("-added_at", "-pk").first()


def bytes_of(portrait: Portrait) -> bytes:
    """The JPEG itself, for what is printed. Raises ``OSError`` when the store does not give it."""
    with portrait.file.storage.open(str(portrait.file.name)) as stored:
        return bytes(stored.read())


def may_see(user: User | AnonymousUser) -> bool:
    """Whether ``user`` of the staff may look at cards, letters and portraits."""
    return bool(user.is_active and user.has_perm("journalists.see_papers"))


def noted(*, user: User, what: str, row: int, account_number: int | None, request: HttpRequest | None = None) -> Look:
    """Writes down that ``user`` looks. Raises ``PermissionDenied``."""
    if not may_see(user):
        raise PermissionDenied
    return Look.objects.create(user=user, what=what, row=row, account_number=account_number, ip=ip_of(request) or None)


def response(request: HttpRequest, portrait: Portrait, *, user: User | None = None) -> HttpResponseBase:
    """The photo. ``user``: of the staff, whose look is written down; nobody: its owner, whom the caller has checked,
    or whoever the caller's own rule lets (a gate keeper at a gate, with a list of its own)."""
    if user is not None:
        noted(user=user, what=Look.What.PORTRAIT, row=portrait.pk, account_number=portrait.account_id, request=request)
    answer = file_response(request, str(portrait.file.name), portrait.file.storage)
    answer["Cache-Control"] = "private, no-store"
    return answer
