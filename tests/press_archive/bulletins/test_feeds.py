"""RSS, Atom and the sitemap."""

import pytest
from defusedxml import ElementTree

from cms.website.entries import path_of
from tests import factories
from tests.factories.bulletins import register, with_labels

pytestmark = [pytest.mark.django_db, pytest.mark.once]
ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture
def tagged():
    return factories.publish(with_labels(factories.bulletin(title="Su & ışık <kesintisi>"), "İçme suyu"))


def test_rss(client, tagged):
    response = client.get("/bultenler/rss.xml", headers={"Host": "baska.example"})
    assert response["Content-Type"] == "application/rss+xml; charset=utf-8"
    channel = ElementTree.fromstring(response.content).find("channel")
    assert channel.find("language").text == "tr"
    item = channel.find("item")
    assert item.find("title").text == tagged.title
    assert item.find("link").text == f"http://testserver{path_of(tagged)}"
    assert item.find("description").text == tagged.summary
    assert item.find("category").text == "İçme suyu"
    assert item.find("pubDate").text
    assert channel.find(f"{ATOM}link").get("href") == "http://testserver/bultenler/rss.xml"


def test_atom(client, tagged):
    response = client.get("/bultenler/atom.xml")
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = ElementTree.fromstring(response.content)
    assert feed.find(f"{ATOM}entry/{ATOM}title").text == tagged.title
    assert feed.find(f"{ATOM}entry/{ATOM}link").get("href") == f"http://testserver{path_of(tagged)}"


@pytest.mark.both
def test_feeds_of_a_tag_hold_only_that_tag(client, tagged):
    other = factories.publish(factories.bulletin(title="Etiketsiz haber"))
    for file in ("rss.xml", "atom.xml", "feed.json"):
        text = client.get(f"/bultenler/etiket/icme-suyu/{file}").content.decode()
        assert path_of(tagged) in text
        assert path_of(other) not in text
    assert client.get("/bultenler/etiket/yok/rss.xml").status_code == 404


def test_feeds_are_short_and_cost_the_same(client, tagged, django_assert_max_num_queries):
    register(40)
    client.get("/bultenler/rss.xml")
    with django_assert_max_num_queries(2):  # the generation and the entries
        feed = ElementTree.fromstring(client.get("/bultenler/atom.xml").content)
    assert len(feed.findall(f"{ATOM}entry")) == 30


def test_sitemap(client, tagged):
    index = ElementTree.fromstring(client.get("/sitemap.xml", headers={"Host": "baska.example"}).content)
    addresses = [node.text for node in index.iter(f"{MAP}loc")]
    assert len(addresses) == 4
    found = set()
    for address in addresses:
        section = client.get(address[address.index("/sitemap-") :])
        found |= {node.text for node in ElementTree.fromstring(section.content).iter(f"{MAP}loc")}
    assert found == {"http://testserver/", f"http://testserver{path_of(tagged)}"}


def test_robots_names_the_sitemap_and_keeps_out_of_the_office(client):
    text = client.get("/robots.txt").content.decode()
    assert "Sitemap: http://testserver/sitemap.xml" in text
    assert "Disallow: /admin/" in text
    assert "Disallow: /onay/" in text
