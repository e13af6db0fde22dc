"""Pages and feeds as the machines of strangers check them: the Nu Html Checker, the schema of Atom, the profile of RSS,
the rules of JSON Feed."""

import json
import re
from datetime import datetime
from email.utils import parsedate_to_datetime

import pytest
import time_machine
from bs4 import BeautifulSoup
from defusedxml import ElementTree
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.cms.website.public_house import COLLECTION, OF_ONE_TAG, empty_memory, furnished
from tests.factories import galleries
from tests.services import nu

pytestmark = [pytest.mark.django_db, pytest.mark.once]
LISTS = ("bultenler", "foto-galeri", "video-galeri")
FED = (*LISTS, "bultenler/etiket/sahil", COLLECTION.strip("/"))
FORMS = ("rss.xml", "atom.xml", "feed.json")
RSS_CHANNEL = {"title", "link", "description", "language", "lastBuildDate", "item", "{http://www.w3.org/2005/Atom}link"}


@pytest.fixture
def world():
    return furnished()


def body(address):
    answer = Client().get(address)
    assert answer.status_code in (200, 404, 410), address
    return answer.content


@pytest.mark.java
@pytest.mark.slow
def test_the_nu_html_checker_finds_nothing(world, tmp_path):
    gone = factories.withdraw(factories.publish(galleries.photo_gallery()))
    addresses = {
        "home": "/", "bulletins": "/bultenler/", "tag": OF_ONE_TAG, "galleries": "/foto-galeri/",
        "bulletin": world.bulletin.public_path, "photos": world.photos.public_path, "films": world.films.public_path,
        "page": world.about.get_url(), "collection": COLLECTION, "collected": world.news.get_url(),
        "missing": "/yok/", "gone": gone.public_path,
    }  # fmt: skip
    wrong = body("/").replace(b"<main", b'<main datetime="2026-11-27T10:00:00.123456"')
    (only,) = nu.complaints({**{name: body(one) for name, one in addresses.items()}, "wrong": wrong}, tmp_path)
    assert only.startswith("wrong.html")


@pytest.mark.java
def test_atom_is_what_its_schema_says(world, tmp_path):
    files = []
    for place in FED:
        files.append(tmp_path / f"{place.replace('/', '-')}.xml")
        files[-1].write_bytes(body(f"/{place}/atom.xml"))
        assert b"<entry>" in files[-1].read_bytes()
    assert nu.against_schema("atom.rnc", files) == ""
    wrong = tmp_path / "wrong.xml"
    wrong.write_bytes(re.sub(rb"<id>.*?</id>", b"", files[0].read_bytes()))
    assert "wrong.xml" in nu.against_schema("atom.rnc", [*files, wrong])


def test_feeds_are_what_their_rules_say(world):
    for place in FED:
        rss(body(f"/{place}/rss.xml"))
        json_feed(body(f"/{place}/feed.json"))
    every_page_names_them(world)
    they_are_put_together_from_what_was_rendered_once(world)


def test_an_empty_feed_is_the_same_tomorrow():
    for form in FORMS:
        with time_machine.travel("2026-11-20 09:00") as clock:
            today = body(f"/yayinlar/{form}")
            clock.shift(86_400)
            empty_memory()
            assert body(f"/yayinlar/{form}") == today, form


def rss(text):
    """RSS 2.0 and the RSS Advisory Board's profile of it."""
    channel = ElementTree.fromstring(text).find("channel")
    assert {one.tag for one in channel} <= RSS_CHANNEL
    items = channel.findall("item")
    assert items
    for item in items:
        assert item.find("link").text == item.find("guid").text
        parsedate_to_datetime(item.find("pubDate").text)
        (enclosure,) = item.findall("enclosure")
        fetched(enclosure.get("url"), int(enclosure.get("length")), enclosure.get("type"))
        whole(item.find("{http://purl.org/rss/1.0/modules/content/}encoded").text)
        assert item.find("{http://purl.org/dc/elements/1.1/}creator").text


def json_feed(text):
    """JSON Feed 1.1."""
    feed = json.loads(text)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert set(feed) <= {"version", "title", "home_page_url", "feed_url", "description", "language", "authors", "items"}
    assert feed["items"]
    for item in feed["items"]:
        assert item["id"] == item["url"]
        assert all(datetime.fromisoformat(item[name]).tzinfo for name in ("date_published", "date_modified"))
        assert item["authors"][0]["name"]
        (attached,) = item["attachments"]
        assert item["image"] == attached["url"]
        fetched(attached["url"], attached["size_in_bytes"], attached["mime_type"])
        whole(item["content_html"])


def fetched(url, length, media_type):
    """What is offered is there for strangers, as long as it was said to be."""
    answer = Client().get(url.removeprefix("http://testserver"))
    assert (answer.status_code, answer["Content-Type"]) == (200, media_type)
    assert len(b"".join(answer.streaming_content)) == length


def whole(html):
    """Harmless, with absolute addresses only."""
    soup = BeautifulSoup(html, "html.parser")
    assert soup.get_text(strip=True)
    addresses = [tag.get(name) for name in ("src", "href") for tag in soup.find_all(attrs={name: True})]
    assert addresses
    assert all(one.startswith(("http://testserver/", "tel:", "mailto:")) for one in addresses)


def they_are_put_together_from_what_was_rendered_once(world):
    page = world.bulletin
    for _ in range(3):  # what the first draws changes what is public
        empty_memory()
        with CaptureQueriesContext(connection) as captured:
            text = body("/bultenler/feed.json").decode()
    assert len(captured) == 3  # the generation, the entries, whether the page that its text links to still stands there
    (item,) = json.loads(text)["items"]
    assert "Tarih düzeltildi." in item["content_html"]
    assert f'href="http://testserver{world.about.get_url()}"' in item["content_html"]
    assert item["authors"][0]["name"] == str(page.department)
    assert item["tags"] == ["Sahil"]
    factories.withdraw(world.about)
    assert world.about.get_url() not in body("/bultenler/feed.json").decode()
    type(world.photo)._default_manager.filter(pk=world.photo.pk).update(withheld_at=page.last_published_at)
    assert item["image"].rpartition("/")[2] not in body("/bultenler/atom.xml").decode()
    factories.withdraw(page)
    assert json.loads(body("/bultenler/feed.json"))["items"] == []


def every_page_names_them(world):
    for address in ("/", "/bultenler/", world.photos.public_path):
        soup = BeautifulSoup(body(address), "html.parser")
        linked = {one["href"] for one in soup.footer.find_all("a", type=True)}
        assert linked == {f"/{place}/{file}" for place in (*LISTS, "yayinlar") for file in FORMS}
        offered = {one["href"] for one in soup.head.find_all("link", rel="alternate")}
        assert {"/bultenler/rss.xml", "/bultenler/atom.xml", "/bultenler/feed.json"} <= offered <= linked
