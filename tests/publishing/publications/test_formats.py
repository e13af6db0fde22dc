"""Sizes are rows: seeded where they are missing, and a panel that nobody knew needs no programmer."""

import pytest
from django.urls import reverse

from publishing.publications.formats import rows
from publishing.publications.formats.models import Format
from publishing.publications.layouts.catalogue import LAYOUTS, offered
from publishing.publications.prepress.design import KINDS, Page, Story
from publishing.publications.prepress.rendering import fit
from publishing.publications.words import Kind
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_rows_come_with_the_house_and_stay_as_the_office_wrote_them():
    assert set(Format.objects.values_list("code", flat=True)) >= {row["code"] for row in rows.ROWS}
    assert {row["kind"] for row in rows.ROWS} == set(Kind.values) == set(KINDS)
    for one in Format.objects.filter(code__isnull=False):
        one.full_clean()
        assert one.source
        assert offered(one.kind), one
    Format.objects.filter(code="poster-a3").delete()
    Format.objects.filter(code="billboard-350-200").update(safe=75)
    rows.seed("default")
    assert Format.objects.filter(code="poster-a3").count() == 1
    assert Format.objects.get(code="billboard-350-200").safe == 75


def test_an_editor_adds_a_panel_and_the_posters_fit_it(client):
    client.force_login(factories.editor())
    asked = {
        "kind": "billboard", "name": "Köprü altı panosu", "trim_width": "5120", "trim_height": "1370", "safe": "45",
        "visible_width": "5000", "visible_height": "1300", "bleed": "20", "scale": "10", "distance": "15",
        "condition": "FOGRA39", "max_ink": "260", "ppi_wanted": "72", "ppi_tolerated": "30", "pages_multiple": "1",
        "pieces": "2", "active": "on",
    }  # fmt: skip
    wrong = client.post(reverse("publication_formats:add"), {**asked, "visible_width": "9000"})
    assert "Bu ölçüyle basılamaz" in wrong.content.decode()
    assert not Format.objects.filter(name=asked["name"]).exists()
    client.post(reverse("publication_formats:add"), asked)
    sheet = Format.objects.get(name=asked["name"]).sheet
    story = Story(key="s", headline="Zeytin Hasat Şenliği", spot="Üç gün", when="16 Ekim 2027", where="İskele Meydanı")
    for layout in ("poster_photo", "poster_band", "poster_type"):
        fits = fit(Page(layout=layout, stories=(story,)), sheet, kind="billboard")
        assert fits, layout
        assert not any(one.over for one in fits), layout
    assert len(LAYOUTS) >= 20
