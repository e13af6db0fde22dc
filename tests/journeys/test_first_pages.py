"""What each person finds first after signing in, and what is kept out of everybody's way."""

import datetime as dt
import json
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.core import beats
from publishing.dispatch.models import Delivery
from publishing.social.models import SocialPost
from tests import factories
from tests.office import browser

pytestmark = [pytest.mark.django_db, pytest.mark.once]

FIRST = {
    "editor": ("Yeni bülten yaz", "/admin/pages/add/bulletins/bulletinpage/"),
    "social_editor": ("Sosyal kuyruğu aç", "/admin/sosyal/"),
    "archivist": ("Yeni çekim / fotoğraf yükle", "/admin/arsiv/cekimler/yeni/"),
    "director": ("Onay masasını aç", "/onay/"),
    "mayor": ("Onay masasını aç", "/onay/"),
    "administrator": ("Kullanıcıları aç", "/admin/users/"),
}
CARD = re.compile(
    r'<li class="house-task( house-task--first)?">.*?<p>(.*?)</p>.*?href="([^"]*)">([^<]*)</a>', re.DOTALL
)


def cards_of(user):
    html = browser(user).get(reverse("wagtailadmin_home")).content.decode()
    return [
        {"first": bool(first), "sentence": sentence, "url": url, "action": action}
        for first, sentence, url, action in CARD.findall(html)
    ]


def menu_of(user):
    """The names in the menu of ``user``, those of submenus too."""
    html = browser(user).get(reverse("wagtailadmin_home")).content.decode()
    props = re.search(r'<script id="wagtail-sidebar-props"[^>]*>(.*?)</script>', html, re.DOTALL)[1]
    return set(re.findall(r'"name": "([\w-]+)"', json.dumps(json.loads(props))))


@pytest.mark.parametrize("role", FIRST)
def test_each_role_finds_its_first_task_first(role):
    for job in beats.WORKERS:
        beats.beat(job, job)
    cards = cards_of(getattr(factories, role)())
    action, address = FIRST[role]
    assert cards[0]["first"]
    assert cards[0]["action"] == action
    assert cards[0]["url"].startswith(address)
    assert [card["first"] for card in cards].count(True) == 1


def test_while_no_worker_lives_the_administrator_is_led_to_the_health_page_first():
    cards = cards_of(factories.administrator())
    assert [card["action"] for card in cards if card["first"]] == ["Sistem sağlığını aç"] == [cards[0]["action"]]
    assert "Kullanıcıları aç" in {card["action"] for card in cards}


def test_the_cards_count_what_waits():
    page = factories.publish(factories.bulletin(social={"x": "Sahil yolu yenileniyor.", "bluesky": "Sahil yolu."}))
    factories.submit(factories.bulletin())
    waiting = SocialPost.objects.waiting().count()
    assert waiting == 2
    assert cards_of(factories.social_editor())[0]["sentence"] == "2 gönderi bekliyor."
    assert cards_of(factories.director())[0]["sentence"] == "İmzanızı bekleyen 1 içerik var."
    assert cards_of(factories.mayor())[0]["sentence"] == "İmzanızı bekleyen içerik yok."
    assert page.live


def test_deliveries_in_trouble_are_told_for_a_week():
    factories.publish(factories.bulletin(lists=[factories.distribution_list()]))
    mails = Delivery.objects.filter(channel="email")
    assert mails.count() == 1
    assert "Gönderimleri gör" not in {card["action"] for card in cards_of(factories.editor())}
    mails.update(state="failed")
    card = next(card for card in cards_of(factories.editor()) if card["action"] == "Gönderimleri gör")
    assert "1 gönderim" in card["sentence"]
    assert "Gönderimleri gör" not in {card["action"] for card in cards_of(factories.archivist())}
    mails.update(created_at=timezone.now() - dt.timedelta(days=8))
    assert "Gönderimleri gör" not in {card["action"] for card in cards_of(factories.editor())}


@pytest.mark.parametrize("role", FIRST)
def test_the_menu_holds_no_help_and_reports_only_for_administrators(role):
    names = menu_of(getattr(factories, role)())
    assert names, "the menu was not found"
    assert "help" not in names
    assert ("reports" in names) == (role == "administrator")
    assert not names & {"workflow-tasks", "page-types-usage"}


def test_the_admin_wears_our_mark():
    html = browser(factories.editor()).get(reverse("wagtailadmin_home")).content.decode()
    assert "admin/mark.svg" in html
    assert "admin/icon.svg" in html
    assert "favicon.ico" not in html
    assert "guide.wagtail.org" not in html
