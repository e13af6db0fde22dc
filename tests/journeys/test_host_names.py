"""Every absolute address that leaves the house begins with ``SITE_URL``, whatever host name a request brings."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.test import Client, TestCase
from django.urls import reverse

from cms.website.models import AlertBanner
from media_library.kits.models import Kit
from tests import factories, worlds
from tests.crawl import crawl, mails
from tests.factories.galleries import photo_gallery
from tests.journeys.library import fill_library

SENT = {
    "HTTP_HOST": "baska-ad.belediye.example:8443",
    "HTTP_X_FORWARDED_HOST": "kotu.example",
    "HTTP_X_FORWARDED_SERVER": "kotu.example",
    "HTTP_X_ORIGINAL_HOST": "kotu.example",
    "HTTP_FORWARDED": "host=kotu.example",
}
ODD = ("baska-ad", "kotu.example")


def furnished():
    """Something public of every kind, a withdrawn bulletin, kits, and mails."""
    press = factories.distribution_list()
    with TestCase.captureOnCommitCallbacks(execute=True):
        fill_library()
        live = factories.publish(factories.bulletin(title="Yol açıldı", lists=[press], **factories.with_photo()))
        gone = factories.withdraw(factories.publish(factories.bulletin(title="Geri alınan", lists=[press])))
        factories.publish(photo_gallery(title="Sahil"))
        banner = AlertBanner(title="Lodos uyarısı", text="Sahile yaklaşmayın.")
        banner.save()
        banner.save_revision(user=factories.editor())
        factories.publish(banner)
    call_command("worker", drain=True, verbosity=0)
    assert Kit.objects.exists()
    return live, gone


pytestmark = [pytest.mark.django_db, pytest.mark.once, worlds.on(furnished), pytest.mark.thorough]


@pytest.fixture
def house(world):
    return world


def odd_places(answers):
    return {
        address: [name for name in ODD if name.encode() in answer.body or name in str(answer.headers)]
        for address, answer in answers.items()
        if any(name.encode() in answer.body or name in str(answer.headers) for name in ODD)
    }


def test_no_public_answer_repeats_the_host_name_of_the_request(house):
    answers = crawl([page.url for page in house], **SENT)
    assert {"/sitemap.xml", "/sitemap-bultenler.xml", "/robots.txt", "/", reverse("bulletins_atom")} <= answers.keys()
    assert {answer.status for answer in answers.values()} >= {200, 404, 410}
    assert odd_places(answers) == {}
    assert b"http://testserver/" in answers["/sitemap.xml"].body
    assert odd_places(mails()) == {}


@pytest.mark.parametrize("path", ["/bultenler", "/admin", "/sitemap.xml?p=2", "/olmayan", "//kotu.example/"])
def test_a_redirect_does_not_either(house, path):
    answer = Client(**SENT).get(path)
    assert "baska-ad" not in answer.get("Location", "")
    assert not answer.get("Location", "").startswith(("//", "http"))


def test_mails_that_a_stranger_can_order_name_the_house_only(house):
    from cms.letters.models import Letter

    person = factories.editor()
    Client(**SENT).post("/admin/password_reset/", {"email": person.email})
    call_command("worker", drain=True, verbosity=0)
    from django.core import mail

    sent = [one for one in mail.outbox if person.email in one.to]
    assert sent
    for one in sent:
        assert "http://testserver/" in one.body
        assert not [name for name in ODD if name in one.body]
    assert [row.pk for row in Letter.objects.all() if any(name in row.body + row.html for name in ODD)] == []


@worlds.on(None)
def test_production_sends_visitors_without_tls_to_the_house():
    from pathlib import Path

    from django.conf import settings

    text = (Path(settings.BASE_DIR) / "cms/settings/production.py").read_text()
    assert "SECURE_SSL_HOST = urlsplit(SITE_URL).netloc" in text
    nginx = (Path(settings.BASE_DIR) / "deploy/nginx.conf").read_text()
    assert "https://$host" not in nginx
