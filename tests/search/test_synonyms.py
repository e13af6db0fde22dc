"""Other names: one writes them, another lets them hold; they widen what is found and are never shown."""

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client

from cms.core.refusal import Refusal
from search import synonyms
from search.models import OtherNames
from tests import factories
from tests.office import browser
from tests.search.index import put

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_has_asked_yet():
    cache.clear()


def finds(text):
    return Client().get("/api/ara/", {"q": text}).json()["total"]


@pytest.fixture
def found(monkeypatch):
    """Documents without a page count all the same."""
    monkeypatch.setattr("search.presenters.results", lambda ids, asked: [])
    put("Kekikdüzü Mahallesi'nde yol çalışması")


def test_one_writes_another_confirms(found):
    writer, other = factories.editor(), factories.archivist()
    row = synonyms.write(text="  Bademli \n\nkekikdüzü\nBademli", user=writer)
    assert row.names == "Bademli\nkekikdüzü"
    assert finds("bademli") == 0
    with pytest.raises(Refusal, match="bir başkası"):
        synonyms.confirm(pk=row.pk, seen=row.names, user=writer)
    with pytest.raises(Refusal, match="değişti"):
        synonyms.confirm(pk=row.pk, seen="Bademli\nbaşka", user=other)
    with pytest.raises(PermissionDenied):
        synonyms.confirm(pk=row.pk, seen=row.names, user=factories.social_editor())
    synonyms.confirm(pk=row.pk, seen="Bademli\r\nkekikdüzü", user=other)
    assert finds("bademli'de") == 1
    html = Client().get("/ara/", {"q": "bademli"}).content.decode()
    assert "kekikdüzü" not in html.lower()
    # Whoever changes them has to wait again, the one who confirmed too.
    synonyms.write(text="Bademli = Gökçedere", user=other, pk=row.pk)
    assert finds("bademli") == 0
    with pytest.raises(Refusal):
        synonyms.confirm(pk=row.pk, seen="Bademli\nGökçedere", user=other)
    # Nor does the database take one person for two.
    with pytest.raises(IntegrityError), transaction.atomic():
        OtherNames.objects.filter(pk=row.pk).update(confirmed_by=other)


def test_what_is_no_group_of_names_is_refused_in_words():
    writer = factories.editor()
    for text, said in (
        ("tek", "iki ayrı ad"), ("zeytin\nZEYTİNLER", "iki ayrı ad"), ("a # b\nc", "#"), ("…\nzeytin", "harf"),
        ("bir iki üç dört beş\nx", "en çok"), ("\n".join(f"ad{n}" for n in range(13)), "En çok"), ("", "iki ayrı ad"),
    ):  # fmt: skip
        with pytest.raises(Refusal, match=said):
            synonyms.write(text=text, user=writer)
    assert not OtherNames.objects.exists()


def test_the_screen(found):
    writer, other = factories.editor(), factories.archivist()
    mine, theirs = browser(writer), browser(other)
    wrong = mine.post("/admin/es-adlar/", {"names": "Bademli"})
    assert wrong.status_code == 400
    assert ">Bademli</textarea>" in wrong.content.decode()
    mine.post("/admin/es-adlar/", {"names": "Bademli\n<b>Kekikdüzü</b>"})
    mine.post("/admin/es-adlar/", {"names": "Bademli\nKekikdüzü"})
    row = OtherNames.objects.get(names="Bademli\nKekikdüzü")
    confirm = f"/admin/es-adlar/{row.pk}/onay/"
    assert confirm not in mine.get("/admin/es-adlar/").content.decode()
    page = theirs.get("/admin/es-adlar/").content.decode()
    assert confirm in page
    assert "<b>Kekikdüzü</b>" not in page
    mine.post(confirm, {"seen": row.names})
    assert finds("bademli") == 0
    theirs.post(confirm, {"seen": row.names})
    assert finds("bademli") == 1
    assert ">Bademli\nKekikdüzü</textarea>" in mine.get(f"/admin/es-adlar/?degistir={row.pk}").content.decode()
    for odd in ("0", "x", "9" * 30, "-1", str(row.pk + 999)):
        assert mine.get("/admin/es-adlar/", {"degistir": odd}).status_code in (200, 404)
    assert browser(factories.director()).get("/admin/es-adlar/").status_code in (302, 403)
    mine.post(f"/admin/es-adlar/{row.pk}/sil/")
    assert finds("bademli") == 0
