"""Dead links in public pages: inside known at once, outside looked at gently, never from a draft."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from cms.links import services
from cms.links.models import LinkState, LinkUse, WebLink
from cms.web_fetch.fetcher import Answer
from tests import factories
from tests.cms.web_fetch.test_fetcher import site  # noqa: F401  # a site on loopback

pytestmark = pytest.mark.django_db


def paragraph(html):
    return {"type": "paragraph", "value": html}


def test_the_report_tells_dead_links_of_public_pages_alone(client, settings):
    secret = factories.bulletin(title="Gizli taslak")
    words = (
        f'<p><a linktype="page" id="{secret.pk}">içeri</a> <a href="http://haber.example/a?b=1&amp;c=2">dışarı</a> '
        '<a href="http://testserver/kendi">kendimiz</a> <a href="mailto:a@b.example">posta</a></p>'
    )
    public = factories.publish(factories.bulletin(title="Yayındaki haber", body=[paragraph(words)]))
    factories.bulletin(title="Taslak", body=[paragraph('<p><a href="http://taslak.example/">x</a></p>')])
    assert services.read_pages() > 0
    assert services.read_pages() == 0  # nothing has changed since
    assert list(WebLink.objects.values_list("address", flat=True)) == ["http://haber.example/a?b=1&c=2"]
    assert services.check_due() == 0  # switched off

    editor = factories.editor()
    client.force_login(editor)
    address = reverse("links_report")
    told = client.get(address).content.decode()
    assert "Gizli taslak" in told
    assert "yayımlanmamış" in told
    assert "haber.example" not in told
    link = WebLink.objects.get()
    services.settle(link, Answer(trouble="unknown_host"))
    link.refresh_from_db()
    assert link.state == LinkState.DOUBTFUL  # once may be an accident
    services.settle(link, Answer(trouble="unknown_host"))
    told = client.get(address).content.decode()
    assert "haber.example/a?b=1&amp;c=2" in told
    assert "böyle bir site yok" in told
    assert reverse("wagtailadmin_pages:edit", args=[public.pk]) in told
    only = client.get(address, {"which": "ic", "words": ""}).content.decode()
    assert "haber.example" not in only
    assert "Bu süzgece uyan bağlantı yok" in client.get(address, {"which": "belirsiz"}).content.decode()
    link.refresh_from_db()
    services.settle(link, Answer(status=404))
    assert "HTTP 404" in client.get(address, {"words": "haber"}).content.decode()
    services.settle(link, Answer(status=200))
    assert "haber.example" not in client.get(address).content.decode()

    client.force_login(factories.social_editor())
    assert client.get(address).status_code in (302, 403)
    # Somebody else's draft keeps its title from whoever signs but may not open it in the editor.
    client.force_login(factories.mayor())
    assert "Gizli taslak" not in client.get(address).content.decode()
    type(secret).objects.filter(pk=secret.pk).update(first_published_at=timezone.now(), title="Eski ad")
    told = client.get(address).content.decode()
    assert "Gizli taslak" not in told
    assert "Eski ad" in told
    factories.withdraw(public)
    services.read_pages()
    client.force_login(editor)
    assert "Kırık bağlantı yok" in client.get(address).content.decode()


def web_link(address, host, **values):
    return WebLink.objects.create(digest=services.digest_of(address), address=address, host=host, **values)


def test_one_address_of_a_host_at_a_time_and_a_dead_workers_come_again():
    links = [web_link(f"http://site.example/{one}", "site.example") for one in "ab"]
    links.append(web_link("http://other.example/", "other.example"))
    live = Page.objects.live().filter(depth__gt=1).first()
    LinkUse.objects.bulk_create(LinkUse(page=live, link=link) for link in links)
    assert {one.host for one in services.claim(5)} == {"site.example", "other.example"}
    assert services.claim(5) == []
    WebLink.objects.update(claimed_at=timezone.now() - dt.timedelta(minutes=2))
    assert [one.address for one in services.claim(5)] == ["http://site.example/b"]
    WebLink.objects.update(claimed_at=timezone.now() - dt.timedelta(hours=1), next_at=timezone.now())
    assert len(services.claim(5)) == 2  # its lease has ended


def test_a_site_is_asked_as_its_robots_file_allows(site):  # noqa: F811
    cache.clear()
    assert services.look_outside("http://site.example/kapali/x").trouble == "robots"
    assert services.look_outside("http://site.example/yalniz-get").status == 200
    assert [one for one in site.asked if one[1] == "/robots.txt"] == [("GET", "/robots.txt")]
    assert ("HEAD", "/yalniz-get") in site.asked
    assert ("GET", "/yalniz-get") in site.asked
    assert services.look_outside("http://zu.site.example/x").trouble == "unknown_host"
    assert services.state_of(Answer(status=403), 0) == LinkState.DOUBTFUL
    assert services.state_of(Answer(trouble="robots"), 0) == LinkState.UNASKED
