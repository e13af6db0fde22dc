"""Every size we serve says whose picture it is and on what terms; and never where it was taken."""

from io import BytesIO

import pytest
from PIL import Image

from media_library.metadata.fields import Fields
from media_library.metadata.read import read
from media_library.metadata.served import served_metadata

FIELDS = Fields(
    headline="Şenlik <başladı> & sürüyor", caption="Cunda'da ilk gün.\x00\nİkinci satır", credit="Ayvalık Belediyesi",
    byline="Gökçe Işık", copyright="© Ayvalık Belediyesi", usage_terms="Kaynak gösterilerek kullanılabilir.",
    digital_source_type="trainedAlgorithmicMedia", ai_system="Görsel Üretici", ai_prompt="gizli kalsın",
)  # fmt: skip


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "AVIF"])
def test_a_served_size_carries_credit_copyright_terms_and_caption(kind):
    out = BytesIO()
    Image.new("RGB", (16, 12), "teal").save(out, kind, **served_metadata(FIELDS))
    found = read(out)
    assert (found.headline, found.caption) == ("Şenlik <başladı> & sürüyor", "Cunda'da ilk gün.\nİkinci satır")
    assert (found.credit, found.byline, found.copyright) == (FIELDS.credit, FIELDS.byline, FIELDS.copyright)
    assert found.usage_terms == FIELDS.usage_terms
    assert (found.digital_source_type, found.ai_system) == ("trainedAlgorithmicMedia", "Görsel Üretici")
    assert (found.ai_prompt, found.orientation, found.latitude) == ("", 1, None)
    assert found.raw["exif"]["Artist"] == "Gökçe Işık"


def test_the_longest_words_still_fit_one_jpeg_segment():
    long = Fields(caption="ğ&" * 50_000, credit="ü" * 300, byline="ı" * 300, usage_terms="ş" * 1000)
    saved = served_metadata(long)
    assert len(saved["xmp"]) < 60_000
    Image.new("RGB", (8, 8)).save(BytesIO(), "JPEG", **saved)


def test_nothing_to_say_writes_nothing():
    assert served_metadata(Fields()) == {}
