"""Copies are found, different pictures are not: measured on a set that is made here."""

import io
import itertools
import random

import pytest
from PIL import Image, ImageEnhance

from demo import pictures
from media_library.duplicates.likeness import ALIKE, likeness_of, opened, score

pytestmark = [pytest.mark.slow, pytest.mark.once]

# One drawing each of every scene: two drawings of one scene differ in few lines only, as two frames of a burst do.
SCENES = sorted(pictures.KINDS)


def encoded(image, quality=85, form="JPEG"):
    stream = io.BytesIO()
    image.save(stream, form, quality=quality)
    return stream.getvalue()


def copies(data, rng):
    """What happens to a photo on its way through phones, agencies and pages."""
    image = Image.open(io.BytesIO(data)).convert("RGB")
    width, height = image.size
    yield encoded(image, 40)
    yield encoded(image, 60, "WEBP")
    yield encoded(image.resize((width // 2, height // 2)))
    yield encoded(image.resize((320, 320 * height // width)), 70)
    yield encoded(ImageEnhance.Brightness(image).enhance(1.12), 80)
    for _ in range(3):
        left, right, top, bottom = (rng.uniform(0, 0.1) for _ in range(4))
        box = (int(left * width), int(top * height), int(width - right * width), int(height - bottom * height))
        yield encoded(image.crop(box), 80)


@pytest.fixture(scope="module")
def originals():
    return {scene: pictures.render(scene, 1) for scene in SCENES}


@pytest.fixture(scope="module")
def looks(originals):
    return {scene: likeness_of(opened(io.BytesIO(data))) for scene, data in originals.items()}


def test_at_least_95_in_100_copies_are_found(originals, looks):
    rng = random.Random(7)
    found = [
        score(looks[scene], likeness_of(opened(io.BytesIO(copy)))) >= ALIKE
        for scene, data in originals.items()
        for copy in copies(data, rng)
    ]
    assert len(found) == len(SCENES) * 8
    assert sum(found) / len(found) >= 0.95, f"{sum(found)} of {len(found)}"


def test_at_most_1_in_100_pairs_is_false(looks):
    pairs = [score(one, other) >= ALIKE for one, other in itertools.combinations(looks.values(), 2)]
    assert sum(pairs) / len(pairs) <= 0.01, f"{sum(pairs)} of {len(pairs)}"


def test_a_turned_copy_is_the_same_picture(originals):
    image = Image.open(io.BytesIO(originals[SCENES[0]]))
    exif = Image.Exif()
    exif[0x0112] = 6
    turned = io.BytesIO()
    image.rotate(90, expand=True).save(turned, "JPEG", exif=exif.tobytes())
    assert score(likeness_of(opened(turned)), likeness_of(opened(io.BytesIO(encoded(image))))) >= ALIKE


@pytest.mark.parametrize("mode", ["CMYK", "L", "P", "RGBA", "I;16", "1"])
def test_every_kind_of_picture_has_a_fingerprint(mode):
    stream = io.BytesIO()
    grey = Image.new("L", (300, 200), 90)
    picture = grey.convert("I").convert(mode) if mode == "I;16" else grey.convert(mode)
    picture.save(stream, "JPEG" if mode == "CMYK" else "PNG")
    assert likeness_of(opened(stream)).hashes.shape == (81,)
