"""What outlets wrote and what was scanned of it stays in the office (law no. 5846 art. 36): asked at every address."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.db.models import FileField, Model
from django.test import Client
from django.urls import get_resolver

from press_archive.clippings import services
from press_archive.clippings.models import PageCopy
from search import services as public_index
from search.models import Document
from search.office import answers, index
from tests import factories
from tests.factories import clippings, monitoring, scans
from tests.journeys.test_public_addresses import leads_to_sign_in, routes

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.thorough]

# Words that stand nowhere else: one of them in an answer came out of what is kept inside.
INSIDE = ("Gizlenmetin", "Gizlenkopya", "Gizlentarama", "Gizlenaday")
ROOMS = ("clippings", "scans", "monitoring")


@pytest.fixture
def kept() -> list[Model]:
    """A public bulletin, the clipping that came of it with text, scan and copy of the page, a scanned paper and an item
    that a monitor found."""
    user, scanned = factories.editor(), scans.jpeg(scans.sheet()[0])
    bulletin = factories.publish(factories.bulletin(title="Sahil yolu açıldı"))
    copy = PageCopy.objects.create(address="https://kiyi.example/1", title="Gizlenkopya", text="Gizlenkopya metni")
    copy.picture.save("kopya.jpg", ContentFile(scanned))
    row = clippings.clipping("Kıyıda yeni yol", text="Gizlenmetin sabah ekipler yola çıktı.", page_copy=copy)
    services.match(clipping=row, bulletin=bulletin, likeness="verbatim", user=user)
    scan = services.add_scan(clipping=row, file=scans.upload(scanned), name="Gizlentarama.jpg", user=user)
    page = scans.drawn_page(words=[[10, 10, 50, 20, 1, 1, 1, "Gizlentarama"]])
    found = monitoring.found(
        "Gizlenaday", "Çamlıkıyı Belediyesi Gizlenaday", site="korfez.example", url="http://korfez.example/2"
    )
    return [bulletin, row, scan, copy, page, page.paper, found]


def test_no_address_gives_it_to_a_stranger(kept):
    stranger, asked, opened = Client(raise_request_exception=False), set(), 0
    numbers = sorted({str(row.pk) for row in kept})
    pages = ("the tree of pages", ["/", kept[0].url, f"{kept[0].url}?print=1", "/bultenler/", "/sitemap.xml"])
    for route, examples in [pages, *routes(get_resolver())]:
        for address in {_with(example, number) for example in examples for number in numbers} - asked:
            answer = stranger.get(address, {"q": "sahil"})
            asked.add(address)
            opened += answer.status_code == 200
            assert leads_to_sign_in(answer) or not _told(answer), f"{route}: {address}"
    assert len(asked) > 1000
    assert opened > 20


def _with(address: str, number: str) -> str:
    return re.sub(r"(?<=[/-])1(?=[/.-]|$)", number, address)


def _told(answer: Any) -> list[str]:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return [word for word in INSIDE if word.encode() in body + repr(dict(answer.headers)).encode()]


def test_no_file_of_it_has_a_public_address(kept):
    stranger, names = Client(), []
    for model in (model for room in ROOMS for model in apps.get_app_config(room).get_models()):
        fields = [field.name for field in model._meta.fields if isinstance(field, FileField)]
        names += [name for row in model.objects.values_list(*fields) for name in row if name] if fields else []
    assert len(names) >= 5
    for name in names:
        for address in (f"/media/{name}", f"/documents/1/{name.rpartition('/')[2]}", f"/{name}"):
            assert stranger.get(address).status_code == 404, address


def test_the_public_search_knows_nothing_of_it_and_the_office_does(kept):
    public_index.catch_up("test")
    index.catch_up()
    rows = {word: Client().get("/ara/", {"q": word}).content.decode().count("<article") for word in (*INSIDE, "sahil")}
    assert rows == {**dict.fromkeys(INSIDE, 0), "sahil": 1}
    assert not any(word.casefold() in row.title.casefold() for row in Document.objects.all() for word in INSIDE)
    assert answers.found(factories.editor(), "Gizlenmetin").count == 1
