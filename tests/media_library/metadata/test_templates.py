"""Credit and caption lines for many photos at once."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from media_library.metadata.templates import check, fill

VALUES = {
    "fotografci": "Gökçe Işık", "belediye": "Ayvalık Belediyesi", "etkinlik": "Zeytin Hasat Şenliği",
    "tarih": dt.date(2026, 11, 22), "yer": "Cunda", "mudurluk": "Kültür Müdürlüğü", "baslik": "Şenlik başladı",
}  # fmt: skip


def line(template, *missing):
    return fill(template, {name: value for name, value in VALUES.items() if name not in missing})


@pytest.mark.parametrize(
    ("template", "missing", "expected"),
    [
        ("Fotoğraf: {fotografci}/{belediye}", (), "Fotoğraf: Gökçe Işık/Ayvalık Belediyesi"),
        ("Fotoğraf: {fotografci}/{belediye}", ("fotografci",), "Fotoğraf: Ayvalık Belediyesi"),
        ("Fotoğraf: {fotografci}/{belediye}", ("belediye",), "Fotoğraf: Gökçe Işık"),
        ("Fotoğraf: {fotografci}/{belediye}", ("belediye", "fotografci"), ""),
        ("{baslik} ({yer}, {tarih})", (), "Şenlik başladı (Cunda, 22 Kasım 2026)"),
        ("{baslik} ({yer}, {tarih})", ("yer",), "Şenlik başladı (22 Kasım 2026)"),
        ("{baslik} ({yer}, {tarih})", ("tarih",), "Şenlik başladı (Cunda)"),
        ("{baslik} ({yer}, {tarih})", ("tarih", "yer"), "Şenlik başladı"),
        ("{baslik} ({yer}) – {tarih}", ("yer",), "Şenlik başladı – 22 Kasım 2026"),
        ("Etkinlik: {etkinlik}. Yer: {yer}.", ("etkinlik",), "Yer: Cunda."),
        ("Etkinlik: {etkinlik}. Yer: {yer}.", ("yer",), "Etkinlik: Zeytin Hasat Şenliği."),
        ("{başlık}, {MÜDÜRLÜK}. Fotoğraf: {fotoğrafçı}", ("mudurluk",), "Şenlik başladı. Fotoğraf: Gökçe Işık"),
        ("{etkinlik} programında {yer}", ("etkinlik",), "Cunda"),
        ("{etkinlik}, {yer}. Fotoğraf: {fotografci}", ("yer",), "Zeytin Hasat Şenliği. Fotoğraf: Gökçe Işık"),
        ("{mudurluk} arşivi", (), "Kültür Müdürlüğü arşivi"),
        ("Ayvalık Belediyesi", (), "Ayvalık Belediyesi"),
        ("", (), ""),
    ],
)
def test_what_has_nothing_to_say_leaves_no_gap(template, missing, expected):
    assert line(template, *missing) == expected


def test_values_are_taken_as_they_are():
    assert fill("{baslik}", {"baslik": "{yer} %s {0.__class__}"}) == "{yer} %s {0.__class__}"
    assert fill("{tarih}", {"tarih": dt.datetime(2026, 11, 21, 22, 30, tzinfo=dt.UTC)}) == "22 Kasım 2026"


@pytest.mark.parametrize("template", ["{baskan}", "{}", "{yer.__class__}", "{0}", "{yer"])
def test_a_wrong_template_is_refused_in_turkish(template):
    with pytest.raises(ValidationError) as refused:
        check(template)
    assert any(word in refused.value.messages[0] for word in ("alan yok", "ayraçlardan"))
    with pytest.raises(ValidationError):
        fill(template, VALUES)
