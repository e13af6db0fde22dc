"""Drawing one photo in many sizes from a single decoding at no more resolution than they need.

A JPEG decoder can leave out the finest detail while it reads (``Image.draft``), which is most of the work. The careful
filter is paid by the pixels that it reads, so each size is drawn from another size that is little larger and wanted as
well, or else from the decoded picture, halved as often as that leaves it large enough. Turning by the camera's
orientation and changing to sRGB are done on the small picture instead of the large one. Which part of the photo is
shown, how large, in which format and quality stays Wagtail's own arithmetic: :class:`Original` takes the place of the
Willow image in ``wagtail.images.models.Filter.run``. Measured in ``bench/drawing.py``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any, BinaryIO

from PIL import Image, ImageCms
from wagtail.images.models import Filter
from willow.image import AvifImageFile, BadImageOperationError, JPEGImageFile, WebPImageFile
from willow.plugins.pillow import PillowImage

from media_library.metadata.opening import TURNS, decoded, header, kind_of, upright
from media_library.metadata.read import turn_of
from media_library.metadata.served import CleanFilter

# How much larger than the result the picture stays from which it is drawn: a decoded or halved one so that the filter
# can still smooth what it left rough, a size that the filter has made less so (SSIM 0.998 and more of both).
DRAWING_GAP = 1.5
SIZE_GAP = 1.25
# How many times smaller a photo may be when a size is drawn from it; JPEGs are decoded at an eighth at most.
SCALES = (32, 16, 8, 4, 2)
# At speed 7 a photo takes two to five times as long and is 3 per cent lighter for the same SSIM; 9 is heavier.
AVIF_SPEED = 8
# Method 1 takes two thirds of the time, but a photograph is a sixth heavier; 4 takes twice the time for 4 per cent.
WEBP_METHOD = 2
# The longer side of the size that is drawn at the door, in pixels.
PROOF = 320

MODES = {"1", "L", "LA", "P", "PA", "RGB", "RGBA", "CMYK", "I;16", "I;16L", "I;16B"}
EXIF_ORIENTATION = 0x0112
Box = tuple[float, float, float, float]
Size = tuple[int, int]


class Original:
    """A photo that is decoded when the first size is drawn, and again only when a size needs more detail.

    ``width`` and ``height`` are those of the photo turned upright, in pixels. ``file`` must stay open meanwhile.
    """

    def __init__(self, file: BinaryIO, picture: Image.Image, turn: int, format_name: str) -> None:
        self.file = file
        self.format_name = format_name
        self.raw = picture.size
        self.orientation = turn if turn in TURNS else 1
        self.width, self.height = picture.size if self.orientation < 5 else (picture.height, picture.width)
        self._decoded: tuple[int, Image.Image] | None = None
        self._halves: dict[int, Image.Image] = {}
        self._drawn: dict[tuple[Box, Size], Image.Image] = {}
        self._expected: set[tuple[Box, Size]] = set()
        self._finest = SCALES[0]

    @classmethod
    def opened(cls, file: BinaryIO) -> Original:
        """``file`` as an original. Raises whatever decoders raise."""
        return cls(file, header(file), turn_of(file), kind_of(file))

    def expect(self, photo: Any, filters: Iterable[Filter]) -> None:
        """Says which sizes will be drawn, so that one decoding serves them all, and the large ones the small ones."""
        for wanted in filters:
            transform = wanted.get_transform(photo, (self.width, self.height))
            left, top, right, bottom = transform.get_rect().round()
            box = (max(0, left), max(0, top), min(right, self.width), min(bottom, self.height))
            self._finest = min(self._finest, reduction(box, transform.size))
            if box[0] < box[2] and box[1] < box[3]:
                self._expected.add((box, transform.size))

    # What ``Filter.run`` asks of a Willow image before its own operations, in this order.

    def auto_orient(self) -> Original:
        """Itself: the turning is done on the small picture."""
        return self

    @property
    def image(self) -> Original:
        """Itself, for ``image.width`` and ``image.height``."""
        return self

    def crop(self, rect: Iterable[float]) -> Cut:
        """The part of the photo inside ``rect`` (left, top, right, bottom), in pixels of the upright photo."""
        left, top, right, bottom = rect
        box = (max(0, left), max(0, top), min(right, self.width), min(bottom, self.height))
        if box[0] >= box[2] or box[1] >= box[3]:
            raise BadImageOperationError(f"Invalid crop dimensions: {rect!r}")
        return Cut(self, box)

    def draw(self, box: Box, size: Size) -> Image.Image:
        """The part ``box`` of the upright photo in ``size``, in sRGB; the caller may change the picture."""
        if (box, size) not in self._drawn:
            larger = self._larger(box, size)
            self._drawn[box, size] = self._from_size(*larger, box, size) if larger else self._from_file(box, size)
        return self._drawn[box, size].copy()

    def _larger(self, box: Box, size: Size) -> tuple[Box, Size] | None:
        """The smallest expected size from which ``box`` can be drawn in ``size`` without loss, unless it is so large
        that the halved file is nearer."""
        found = {}
        for part, drawn in self._expected:
            gap = spare(part, drawn, box, size)
            if covers(part, box) and SIZE_GAP <= gap < 2 * DRAWING_GAP:
                found[gap, part, drawn] = part, drawn
        return found[min(found)] if found else None

    def _from_size(self, part: Box, drawn: Size, box: Box, size: Size) -> Image.Image:
        source = self.draw(part, drawn)
        across, down = drawn[0] / (part[2] - part[0]), drawn[1] / (part[3] - part[1])
        edges = (
            (box[0] - part[0]) * across,
            (box[1] - part[1]) * down,
            min((box[2] - part[0]) * across, drawn[0]),
            min((box[3] - part[1]) * down, drawn[1]),
        )
        return source.resize(size, Image.Resampling.LANCZOS, box=edges)

    def _from_file(self, box: Box, size: Size) -> Image.Image:
        scale, source = self._source(reduction(box, size))
        limits = (*source.size, *source.size)
        left, top, right, bottom = (
            min(edge / scale, limit) for edge, limit in zip(self._lying(box), limits, strict=True)
        )
        lying = size if self.orientation < 5 else (size[1], size[0])
        drawn = source.resize(lying, Image.Resampling.LANCZOS, box=(left, top, right, bottom))
        return in_srgb(upright(drawn, self.orientation), self._decode(scale)[1].info.get("icc_profile"))

    def _source(self, wanted: int) -> tuple[int, Image.Image]:
        """The decoded photo, halved until it is at most ``wanted`` times smaller, and how many times it is."""
        scale, picture = self._decode(wanted)
        while scale * 2 <= wanted and min(picture.size) > 1:
            scale *= 2
            if scale not in self._halves:
                self._halves[scale] = picture.reduce(2)
            picture = self._halves[scale]
        return scale, picture

    def _decode(self, scale: int) -> tuple[int, Image.Image]:
        """The photo as it lies in the file, at most ``scale`` times smaller, and how many times smaller it is."""
        if self._decoded is None or self._decoded[0] > scale:
            self._finest = min(self._finest, scale)
            width, height = self.raw
            wanted = (max(1, width // self._finest), max(1, height // self._finest))
            picture, draft = decoded(self.file, lambda opened: opened.draft(None, wanted))
            self._decoded = (round(width / draft[1][2]) if draft else 1, plain(picture))
            self._halves.clear()
        return self._decoded

    def _lying(self, box: Box) -> Box:
        """``box`` of the upright photo in the pixels of the file."""
        left, top, right, bottom = box
        width, height = self.raw
        return {
            1: (left, top, right, bottom),
            2: (width - right, top, width - left, bottom),
            3: (width - right, height - bottom, width - left, height - top),
            4: (left, height - bottom, right, height - top),
            5: (top, left, bottom, right),
            6: (top, height - right, bottom, height - left),
            7: (width - bottom, height - right, width - top, height - left),
            8: (width - bottom, left, width - top, right),
        }[self.orientation]


class Cut:
    """A part of an original that waits to be told its size."""

    def __init__(self, original: Original, box: Box) -> None:
        self.original = original
        self.box = box

    def resize(self, size: Size) -> Drawn:
        """The part in ``size``, ready for Wagtail's operations."""
        return Drawn(self.original.draw(self.box, size))


class Drawn(PillowImage):
    """A drawn size that knows how hard an encoder may try, and that says whose picture it is in XMP too."""

    def save_as_jpeg(
        self,
        f: BinaryIO,
        quality: int = 85,
        optimize: bool = False,
        progressive: bool = False,
        apply_optimizers: bool = True,
    ) -> JPEGImageFile:
        how = {"quality": quality, "optimize": optimize, "progressive": progressive}
        picture = self.image.convert("RGB") if self.image.mode in ("1", "P") else self.image
        picture.save(f, "JPEG", **how, **self._kept())
        if apply_optimizers:
            self.optimize(f, "jpeg")
        return JPEGImageFile(f)

    def save_as_webp(
        self, f: BinaryIO, quality: int = 80, lossless: bool = False, apply_optimizers: bool = True
    ) -> WebPImageFile:
        self.image.save(f, "WEBP", quality=quality, lossless=lossless, method=WEBP_METHOD, **self._kept())
        return WebPImageFile(f)

    def save_as_avif(
        self, f: BinaryIO, quality: int = 80, lossless: bool = False, apply_optimizers: bool = True
    ) -> AvifImageFile:
        # One thread: a worker must leave the other cores to the website.
        how = {"quality": 100, "subsampling": "4:4:4"} if lossless else {"quality": quality}
        self.image.save(f, "AVIF", speed=AVIF_SPEED, max_threads=1, **how, **self._kept())
        return AvifImageFile(f)

    def _kept(self) -> dict[str, bytes]:
        return {name: self.image.info[name] for name in ("icc_profile", "exif", "xmp") if self.image.info.get(name)}


class QuickFilter(CleanFilter):
    """A Wagtail filter that draws the fast way; ``source`` may be an :class:`Original`."""

    @contextmanager
    def get_willow_image(self, image: Any, source: Any = None) -> Iterator[Original]:
        if isinstance(source, Original):
            yield source
        elif source is not None:
            yield Original.opened(source)
        else:
            with image.open_file() as file:
                yield Original.opened(file)


def prove(file: BinaryIO) -> None:
    """Draws and encodes one small size of the picture in ``file``, reading it to its end. Raises whatever decoders
    raise when that does not work."""
    original = Original.opened(file)
    scale = min(1.0, PROOF / max(original.width, original.height))
    size = (max(1, round(original.width * scale)), max(1, round(original.height * scale)))
    drawn = original.draw((0, 0, original.width, original.height), size)
    drawn.info.clear()  # what the camera says is not written into sizes either
    Drawn(drawn.convert("RGB")).save_as_jpeg(BytesIO(), apply_optimizers=False)


def covers(part: Box, box: Box) -> bool:
    """Whether ``box`` lies within ``part``."""
    return part[0] <= box[0] and part[1] <= box[1] and part[2] >= box[2] and part[3] >= box[3]


def spare(part: Box, drawn: Size, box: Box, size: Size) -> float:
    """How many times finer ``part`` in the size ``drawn`` is than ``box`` in ``size``, where it is least so."""
    return min(
        drawn[side] / (part[side + 2] - part[side]) * (box[side + 2] - box[side]) / size[side] for side in (0, 1)
    )


def reduction(box: Iterable[float], size: Size) -> int:
    """How many times smaller (one of ``SCALES``, or 1) the photo may be when ``box`` is drawn from it in ``size``."""
    left, top, right, bottom = box
    finer = min((right - left) / size[0], (bottom - top) / size[1]) / DRAWING_GAP
    return next((scale for scale in SCALES if finer >= scale), 1)


def plain(picture: Image.Image) -> Image.Image:
    """``picture`` in a mode that can be made smaller smoothly: palettes as colours, 16-bit grey as 8-bit grey."""
    if picture.mode.startswith("I;16"):
        return picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if picture.mode == "PA" or (picture.mode == "P" and "transparency" in picture.info):
        return picture.convert("RGBA")
    if picture.mode in ("1", "P") or picture.mode not in MODES:
        return picture.convert("RGB")
    return picture


def in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """``picture`` in the colours that everything without colour management shows, without a profile.

    With a broken profile, CMYK is changed by rule of thumb and the rest stays as it is.
    """
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            if "srgb" not in ImageCms.getProfileDescription(source).lower() or picture.mode == "CMYK":
                mode = "RGBA" if picture.mode in ("RGBA", "LA") else "RGB"
                converted = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode=mode)
                picture = converted or picture
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass
    if picture.mode == "CMYK":
        picture = picture.convert("RGB")
    picture.info.pop("icc_profile", None)
    return picture
