"""What stands around a bulletin on its page, and the tags by number of uses: of public bulletins alone."""

import re

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from press_archive.bulletins.models import BulletinTag, Tag
from tests import factories
from tests.factories.bulletins import register, with_labels

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def text_of(address):
    caches["pages"].clear()
    return Client().get(address).content.decode()


def neighbours(page):
    """The titles before and after, and of what is like it."""
    html = text_of(page.public_path)
    beside = dict(re.findall(r'rel="(prev|next)"><span>[^<]+</span> ([^<]+)</a>', html))
    around = html.partition('<section class="around"')[2].partition("</section>")[0]
    return beside.get("prev"), beside.get("next"), re.findall(r"<h3><a [^>]+>([^<]+)</a>", around)


@pytest.mark.both
def test_neighbours_and_what_is_alike_change_in_the_moment_in_which_others_do():
    first = factories.publish(with_labels(factories.bulletin(title="Birinci"), "Sahil"))
    assert neighbours(first) == (None, None, [])
    second = factories.publish(factories.bulletin(title="İkinci"))
    third = factories.publish(with_labels(factories.bulletin(title="Üçüncü"), "Sahil"))
    with_labels(factories.bulletin(title="Taslak"), "Sahil")
    assert neighbours(first) == (None, "İkinci", ["Üçüncü"])
    assert neighbours(second) == ("Birinci", "Üçüncü", ["Üçüncü", "Birinci"])  # of the same department
    corrected = factories.publish(factories.edit(third, title="Üçüncü & düzeltilmiş", correction="Başlık."))
    assert neighbours(second)[1] == "Üçüncü &amp; düzeltilmiş"
    factories.withdraw(second)
    assert neighbours(first) == (None, "Üçüncü &amp; düzeltilmiş", ["Üçüncü &amp; düzeltilmiş"])
    text_of(first.public_path)
    caches["pages"].clear()
    with CaptureQueriesContext(connection) as captured:
        Client().get(first.public_path)
    assert len(captured) == 2  # known until something public changes
    factories.withdraw(corrected)
    assert neighbours(first) == (None, None, [])


def test_tags_by_number_of_uses_without_those_of_drafts():
    lines = register(3)
    seldom, often, hidden = (Tag.objects.create(name=name) for name in ("Ağaç", "Şenlik", "Gizli"))
    rows = [(seldom, lines[0]), *((often, line) for line in lines)]
    for tag, line in rows:
        BulletinTag.objects.create(tag=tag, content_object=line.page)
    BulletinTag.objects.create(tag=hidden, content_object=factories.bulletin())
    found = re.findall(r"etiket=[^>]+>([^<]+) <span class=\"tags__uses\">(\d+)<", text_of("/etiketler/"))
    assert found == [("Şenlik", "3"), ("Ağaç", "1")]
    assert re.findall(r'etiket=[^>]+>([^<]+) <span class="tags__uses">', text_of("/bultenler/")) == ["Şenlik", "Ağaç"]
    assert 'href="/etiketler/"' in text_of("/bultenler/")
    type(lines[0]).objects.filter(pk=lines[0].pk).update(public=False)
    assert "Ağaç" not in text_of("/etiketler/")
    with CaptureQueriesContext(connection) as captured:
        text_of("/etiketler/")
    assert len(captured) == 3
