"""A series: a row whose name is signed with each bulletin, and a list of what is public of it."""

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.db.models import ProtectedError
from django.test import Client
from django.urls import reverse

from press_archive.bulletins import beginnings
from press_archive.bulletins.models import Series
from publishing.approval import snapshot
from tests import factories

pytestmark = pytest.mark.django_db
HEADING = "Bu dizideki bültenler"


def in_series(series, title):
    return factories.bulletin(series=series, title=title)


def get(path, status=200):
    answer = Client().get(path)
    assert answer.status_code == status, path
    return answer.content.decode() if status == 200 else ""


def test_a_series_names_what_is_public_of_it_and_nothing_else():
    harvest = Series.objects.create(name="Zeytin Hasadı 2026", slug="zeytin-hasadi-2026")
    secret = Series.objects.create(name="Gizli dizi", slug="gizli-dizi")
    in_series(secret, "Gizli bülten")
    in_series(harvest, "Yarım kalan bülten")
    listed, path = f"{reverse('bulletins')}?dizi={harvest.slug}", reverse("bulletins")
    get(listed, status=404)
    get(f"{path}?dizi=gizli-dizi", status=404)
    assert [snapshot._reference(harvest, layout=3)] == [[harvest.pk, "Zeytin Hasadı 2026", "zeytin-hasadi-2026"]]

    first = factories.publish(in_series(harvest, "Hasat başladı"))
    page = get(first.public_path)
    assert "Zeytin Hasadı 2026" in page
    assert HEADING not in page, "there is no other yet"
    second = factories.publish(in_series(harvest, "Hasat sürüyor"))
    page = get(first.public_path)
    around = page[page.index(HEADING) :]
    assert "Hasat sürüyor" in around
    assert listed in around
    assert "Yarım kalan" not in page
    assert "Gizli" not in page
    shown = get(listed)
    assert "<h1>Zeytin Hasadı 2026</h1>" in shown
    assert "Hasat başladı" in shown
    assert "Hasat sürüyor" in shown
    assert "Yarım kalan" not in shown
    assert beginnings.of_page(second).values["series"] == harvest.pk

    # The name is fixed for forms, scripts and bulk updates alike, and the row stays.
    client = Client()
    client.get("/admin/login/")
    client.force_login(factories.editor())
    client.post(reverse("series:edit", args=[harvest.pk]), {"name": "Başkan istifa etti"})
    harvest.refresh_from_db()
    assert harvest.name == "Zeytin Hasadı 2026"
    harvest.name = "Başkan istifa etti"
    with pytest.raises(ValidationError, match="adı değiştirilemez"):
        harvest.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        Series.objects.filter(pk=harvest.pk).update(slug="baskan-istifa-etti")
    with pytest.raises(ProtectedError), transaction.atomic():
        harvest.delete()

    factories.withdraw(second)
    assert HEADING not in get(first.public_path)
    factories.withdraw(first)
    get(listed, status=404)


def test_editors_keep_series_and_a_bulletin_without_one_is_signed_as_before():
    client = Client()
    client.get("/admin/login/")
    client.force_login(factories.editor())
    assert client.post(reverse("series:add"), {"name": "Zeytin Hasadı 2026"}).status_code == 302
    series = Series.objects.get(slug="zeytin-hasadi-2026")
    client.post(reverse("series:edit", args=[series.pk]), {"name": "Zeytin Hasadı"})
    series.refresh_from_db()
    assert series.name == "Zeytin Hasadı", "nobody outside has read it yet"
    client.force_login(factories.social_editor())
    assert client.post(reverse("series:add"), {"name": "Başka"}).status_code != 200
    assert not Series.objects.filter(name="Başka").exists()
    content = factories.bulletin().get_latest_revision().as_object()
    assert "series" not in snapshot.canonical_content(content)
    content.series = series
    assert snapshot.canonical_content(content)["series"] == [series.pk, "Zeytin Hasadı", series.slug]
