"""``/admin/ara/`` and the palette: what they show, to whom, and that nothing typed fails."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from media_library.models import Person, Shoot
from search.office import answers, index
from tests import factories
from tests.office import browser
from tests.search.test_engines import ATTACKS

pytestmark = pytest.mark.django_db


def test_the_page_shows_kinds_with_counts_and_narrows_by_kind():
    for number in range(8):
        Shoot.objects.create(title=f"Zeytin hasadı {number}")
    Person.objects.create(name="Zeytin Dalı")
    index.catch_up()
    client = browser(factories.editor())
    page, glance = reverse("office_search"), reverse("office_search_glance")
    html = client.get(page, {"q": "zeytinlerin"}).content.decode()
    assert "Çekimler <b>8</b>" in html.replace("  ", " ")
    assert html.count('class="find-result"') == 6
    assert "tur=cekimler" in html
    html = client.get(page, {"q": "zeytin", "tur": "cekimler"}).content.decode()
    assert html.count('class="find-result"') == 8
    assert "Zeytin Dalı" not in html
    html = client.get(page, {"q": "<i>yokböylebirşey"}).content.decode()
    assert "için bir şey bulunamadı" in html
    assert "&lt;i&gt;yokböylebirşey" in html
    assert "Büronun her yerinde arayın" in client.get(page).content.decode()

    html = client.get(glance, {"q": "zeyt hasa"}).content.decode()
    assert html.count('role="option"') == 4
    assert 'aria-label="Çekimler"' in html
    # Screens of the menu by name, and doors only for those who may pass them.
    assert reverse("archive:finder") in client.get(glance, {"q": "arşiv"}).content.decode()
    nothing = client.get(glance).content.decode()
    assert "Yeni bülten" in nothing
    assert "Yayın kuruluşu ekle" not in nothing
    assert "Yayın kuruluşu ekle" in browser(factories.administrator()).get(glance, {"q": "kuruluş"}).content.decode()
    social = browser(factories.social_editor()).get(page).content.decode()
    assert "Yeni bülten" not in social
    assert "Kullanıcılar" not in social.partition("Burada bulunanlar:")[2].partition("</p>")[0]

    # The field above the menu leads here, and every screen brings the palette along.
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "officesearch/palette" in home
    assert f'data-page="{page}"' in home
    assert Client().get(page).status_code == 302


def test_what_anybody_types_is_answered_in_as_many_queries():
    Shoot.objects.create(title="Zeytin hasadı")
    index.catch_up()
    user = factories.superuser()
    client = browser(user)
    for text in [*ATTACKS, "x" * 5000]:
        for typing in (False, True):
            answers.found(user, text, only=text, typing=typing)
    for text in ("/admin/arsiv/", "no:2026/0123", "müdürlük:fen zeytin", "tarih:2026-13", '"', "x" * 5000):
        for name in ("office_search", "office_search_glance"):
            assert client.get(reverse(name), {"q": text, "tur": text}).status_code == 200, text
    counts = []
    for more in range(2):
        for number in range(20 * more):
            Shoot.objects.create(title=f"Zeytin {number}")
        index.catch_up()
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("office_search"), {"q": "zeytin"})
        counts.append(len(captured))
    assert counts[0] == counts[1]
