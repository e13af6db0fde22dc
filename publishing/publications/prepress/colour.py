"""Light into ink: colours and photos converted with the ICC profile of the printing condition.

The profile (``FOGRA39L_coated.icc``, offset on coated paper) lies with the layouts. Inks are parts of 1 in the order
cyan, magenta, yellow, black.
"""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import Any

Ink = tuple[float, float, float, float]
Light = tuple[int, int, int]
PROFILES = Path(__file__).parent.parent / "layouts" / "profiles"
PROFILE = PROFILES / "FOGRA39L_coated.icc"
CONDITION = "FOGRA39"
BLACK: Ink = (0.0, 0.0, 0.0, 1.0)
PAPER: Ink = (0.0, 0.0, 0.0, 0.0)
QUALITY = 90
RINGING = 8  # per cent of ink that JPEG's waves may add to what was meant


@cache
def _srgb() -> Any:
    from PIL import ImageCms

    return ImageCms.createProfile("sRGB")


@cache
def _transform(incoming: bytes | None) -> Any:
    """From a photo's own profile, or sRGB, to ink: relative colorimetric with black point compensation."""
    from PIL import ImageCms

    source = ImageCms.ImageCmsProfile(io.BytesIO(incoming)) if incoming else _srgb()
    return ImageCms.buildTransform(
        source, str(PROFILE), "RGB", "CMYK", renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )  # fmt: skip


def light(colour: str) -> Light:
    """``#rrggbb`` as three numbers up to 255."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


@cache
def ink(colour: Light) -> Ink:
    """The inks that look like ``colour``, in whole per cents; a trace that no press holds is left out. Neutral black
    and white are the black ink and the paper."""
    from PIL import Image, ImageCms

    if colour == (0, 0, 0):
        return BLACK
    if colour == (255, 255, 255):
        return PAPER
    drop: Any = ImageCms.applyTransform(Image.new("RGB", (1, 1), colour), _transform(None))
    parts = [round(part / 255, 2) for part in drop.getpixel((0, 0))]
    cyan, magenta, yellow, black = (part if part >= 0.03 else 0.0 for part in parts)
    return cyan, magenta, yellow, black


def paled(colour: Light, part: float) -> Light:
    """A lighter tone of ``colour``."""
    red, green, blue = (round(255 - (255 - one) * part) for one in colour)
    return red, green, blue


def darkened(colour: Light, part: float) -> Light:
    """A deeper tone of ``colour``."""
    red, green, blue = (round(one * part) for one in colour)
    return red, green, blue


def inked(picture: Any, most: int) -> bytes:
    """A photo (Pillow, RGB or grey) as a CMYK JPEG that nowhere has more than ``most`` per cent of ink."""
    from PIL import Image, ImageCms

    own = picture.info.get("icc_profile")
    if picture.mode == "L":
        # Grey stays one ink, as a black-and-white photo is printed.
        clear = Image.new("L", picture.size, 0)
        return _jpeg(Image.merge("CMYK", (clear, clear, clear, picture.point([255 - value for value in range(256)]))))
    picture = picture.convert("RGB")
    printed: Any
    try:
        printed = ImageCms.applyTransform(picture, _transform(own))
    except (ImageCms.PyCMSError, OSError):  # a profile of another kind than the pixels
        printed = ImageCms.applyTransform(picture, _transform(None))
    return _jpeg(_within(printed, most - RINGING))


def _within(printed: Any, most: int) -> Any:
    """Takes cyan, magenta and yellow back where all inks together are more than ``most`` per cent."""
    import numpy
    from PIL import Image

    limit = most * 255 / 100
    bands = numpy.asarray(printed)
    total = bands.sum(axis=2, dtype=numpy.uint16)
    over = total > limit
    if not over.any():
        return printed
    bands = bands.copy()
    dark = bands[over].astype(numpy.float32)
    coloured = dark[:, :3].sum(axis=1)
    dark[:, :3] *= (numpy.maximum(limit - dark[:, 3], 0) / numpy.maximum(coloured, 1))[:, None]
    bands[over] = dark.astype(numpy.uint8)
    return Image.fromarray(bands, "CMYK")


def _jpeg(printed: Any) -> bytes:
    """As PDF wants it: 0 is no ink. Pillow writes what Photoshop reads, the other way round; whoever embeds it says so
    with a Decode array."""
    out = io.BytesIO()
    printed.save(out, "JPEG", quality=QUALITY, subsampling=0)
    return out.getvalue()


def shown(picture: Any) -> bytes:
    """The same photo for a screen: an sRGB JPEG."""
    from PIL import ImageCms

    own = picture.info.get("icc_profile")
    picture = picture.convert("RGB")
    if own:
        try:
            profile = ImageCms.ImageCmsProfile(io.BytesIO(own))
            picture = ImageCms.profileToProfile(picture, profile, _srgb(), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError):
            picture = picture.copy()
    out = io.BytesIO()
    picture.info.pop("icc_profile", None)
    picture.save(out, "JPEG", quality=80)
    return out.getvalue()
