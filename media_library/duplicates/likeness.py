"""How alike two pictures are: a fingerprint to find candidates by, and a comparison to be sure.

A fingerprint is a perceptual hash: the signs of the 64 lowest cosine frequencies of the grey picture at 32 × 32 (after
Zauner, "Implementation and Benchmarking of Perceptual Image Hash Functions", 2010). It survives recompression, resizing
and a change of brightness, but not a crop. So each picture has 81 of them: of the whole and of every window that lacks
0, 6 or 12 per cent at each side. Two pictures are candidates when the whole of one is within ``NEAR`` bits of any
window of the other; they are alike when, laid over each other at the best nearby crop, they correlate by ``ALIKE`` or
more.

Nothing here recognises anybody: the hash of a picture says nothing of who is on it.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np
import numpy.typing as npt
from PIL import Image

from media_library.metadata.opening import decoded, upright
from media_library.metadata.read import turn_of

NEAR = 10  # of 64 bits
ALIKE = 0.975  # correlation of grey values, -1 to 1
CUTS = (0.0, 0.06, 0.12)
WINDOWS: tuple[tuple[float, ...], ...] = tuple(itertools.product(CUTS, repeat=4))  # left, right, top, bottom
LARGEST_CUT = 0.2
SIDE, COMPARED, SMALL = 32, 48, 96

Hashes = npt.NDArray[np.uint64]
Grey = npt.NDArray[np.float32]

_points = np.arange(SIDE)
_cosines = np.cos(np.pi / SIDE * (_points[None, :] + 0.5) * _points[:9, None]).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Likeness:
    """``hashes``: one 64-bit number for each of ``WINDOWS``, the whole picture first; ``small``: the grey picture."""

    hashes: Hashes
    small: Image.Image


def opened(file: BinaryIO) -> Image.Image:
    """The picture in ``file``, upright and grey, at most 256 pixels a side. Raises whatever decoders raise."""
    picture, _draft = decoded(file, lambda image: image.draft("L", (256, 256)))
    picture = upright(picture, turn_of(file))
    if picture.mode not in ("L", "RGB"):
        picture = picture.convert("RGBA")
        ground = Image.new("RGBA", picture.size, "white")
        picture = Image.alpha_composite(ground, picture)
    grey = picture.convert("L")
    grey.thumbnail((256, 256), Image.Resampling.BOX)
    return grey


def likeness_of(grey: Image.Image) -> Likeness:
    """The fingerprints of a picture from :func:`opened`."""
    hashes = np.array([_hash(grey, cut) for cut in WINDOWS], dtype=np.uint64)
    return Likeness(hashes=hashes, small=grey.resize((SMALL, SMALL), Image.Resampling.BOX))


def _box(image: Image.Image, cut: tuple[float, ...]) -> tuple[float, float, float, float]:
    left, right, top, bottom = cut
    return left * image.width, top * image.height, (1 - right) * image.width, (1 - bottom) * image.height


def _hash(grey: Image.Image, cut: tuple[float, ...]) -> np.uint64:
    values = np.asarray(grey.resize((SIDE, SIDE), Image.Resampling.BILINEAR, box=_box(grey, cut)), dtype=np.float32)
    frequencies = _cosines @ values @ _cosines.T
    # The first one is only the picture's brightness; the first of the ninth row takes its place.
    kept = np.append(frequencies[:8, :8].ravel()[1:], frequencies[8, 0])
    hashed: np.uint64 = np.packbits(kept > np.median(kept)).view(np.uint64)[0]
    return hashed


def distances(one: Hashes, other: Hashes) -> npt.NDArray[np.uint8]:
    """Differing bits, element by element (numpy's broadcasting)."""
    bits: npt.NDArray[np.uint8] = np.bitwise_count(one ^ other)
    return bits


def _overlaid(small: Image.Image, cut: tuple[float, ...]) -> Grey:
    values = np.asarray(
        small.resize((COMPARED, COMPARED), Image.Resampling.BILINEAR, box=_box(small, cut)), dtype=np.float32
    ).ravel()
    values = values - values.mean()
    normal: Grey = values / (float(np.linalg.norm(values)) + 1e-6)
    return normal


def _correlation(whole: Image.Image, cropped: Image.Image, cut: tuple[float, ...]) -> float:
    """The best correlation of ``whole`` with a window of ``cropped`` near ``cut``, by descending steps."""
    target = _overlaid(whole, (0.0, 0.0, 0.0, 0.0))
    here = list(cut)
    best = float(target @ _overlaid(cropped, tuple(here)))
    for step in (0.04, 0.02, 0.01):
        better = True
        while better:
            better = False
            for side, move in itertools.product(range(4), (-step, step)):
                there = here.copy()
                there[side] = min(LARGEST_CUT, max(0.0, there[side] + move))
                value = float(target @ _overlaid(cropped, tuple(there)))
                if value > best + 1e-4:
                    best, here, better = value, there, True
    return best


def score(one: Likeness, other: Likeness) -> float:
    """How alike two pictures are, 0 to 1; 0 when not even their fingerprints are near."""
    best = 0.0
    for whole, windowed in ((other, one), (one, other)):
        apart = distances(windowed.hashes, whole.hashes[0])
        nearest = int(apart.argmin())
        if apart[nearest] <= NEAR:
            best = max(best, _correlation(whole.small, windowed.small, WINDOWS[nearest]))
    return min(best, 1.0)
