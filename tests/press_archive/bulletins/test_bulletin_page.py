"""One bulletin's page: what it shows, to whom, at what price; the note in place of a withdrawn one; its preview."""

import datetime as dt
import json
import re
from html import unescape

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.core.turkish import format_date, format_date_in
from cms.website.entries import path_of
from cms.website.models import KeptPart
from press_archive.bulletins.models import BulletinIndexPage, BulletinPage
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.thorough]


def structured(html):
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL).group(1)
    return block, json.loads(block)


def test_everything_the_press_needs_is_on_the_page(client, full_bulletin):
    response = client.get(path_of(full_bulletin))
    html = response.content.decode()
    assert response.status_code == 200
    assert '<html lang="tr">' in html
    assert "Iğdır Mahallesi&#x27;nde içme suyu hattı &amp; &lt;yeni&gt; depo" in html
    assert full_bulletin.number in html
    assert "22 Kasım 2026 Pazar" in html
    assert "Fen İşleri Müdürlüğü" in html
    assert "tel:02660000000" in html
    assert "Altyapı" in html
    assert '/bultenler/?etiket=icme-suyu" rel="tag">İçme suyu' in html
    assert html.count('download="bulten-') == 4
    assert "<b>hizmete</b>" in html
    assert re.search(r'srcset="/media/images/\S+ 480w, /media/images/\S+ 960w', html)
    assert "0266 111 11 11" in html


def test_every_picture_of_the_page_can_be_fetched(client, full_bulletin):
    html = client.get(path_of(full_bulletin)).content.decode()
    addresses = set(re.findall(r"/media/images/[\w.-]+", html))
    assert len(addresses) > 10
    for address in addresses:
        assert client.get(address).status_code == 200


def test_nothing_is_inline_and_nothing_comes_from_elsewhere(client, full_bulletin):
    response = client.get(path_of(full_bulletin))
    html = response.content.decode()
    assert "style=" not in html
    assert "<style" not in html
    assert not re.search(r"\son\w+=", html)
    assert [tag for tag in re.findall(r"<script[^>]*>", html) if "ld+json" not in tag] == [
        '<script src="/static/website/video.js" defer>', '<script src="/static/website/copied.js" defer>',
        '<script src="/static/bulletins/tools.js" defer>',
    ]  # fmt: skip
    assert not re.search(r'(?:src|srcset)="(?!/(?:static|media)/)', html)
    assert "<iframe" not in html
    assert 'data-player="https://www.youtube-nocookie.com/embed/abcdefghijk"' in html
    policy = response["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    assert "default-src 'none'" in policy


def test_structured_data_and_sharing(client, full_bulletin):
    html = client.get(path_of(full_bulletin)).content.decode()
    raw, data = structured(html)
    assert "<" not in raw
    assert data["@type"] == "NewsArticle"
    assert data["headline"] == full_bulletin.title
    assert data["url"] == f"http://testserver{path_of(full_bulletin)}"
    assert data["identifier"] == full_bulletin.number
    assert data["datePublished"].endswith("+03:00")
    assert data["keywords"] == ["Işıklandırma", "İçme suyu"]
    assert data["image"][0].startswith("http://testserver/media/images/")
    assert f'<link rel="canonical" href="{data["url"]}">' in html
    assert '<meta property="og:type" content="article">' in html
    assert '<meta property="og:image" content="http://testserver/media/images/' in html
    assert '<meta name="twitter:card" content="summary_large_image">' in html


def test_queries_of_a_page_that_is_kept_and_of_one_that_is_rendered(client, full_bulletin):
    def queries():
        for cache in caches.all():
            cache.clear()
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path_of(full_bulletin)).status_code == 200
        return [query["sql"][:120] for query in captured]

    for _ in range(2):  # the first draws the sizes that nobody has drawn yet, and so changes what is public
        client.get(path_of(full_bulletin))
    kept = queries()
    assert len(kept) <= 3, kept  # the third: whether the pages that its text links to are public
    KeptPart.objects.all().delete()
    rendered = queries()
    assert len(rendered) <= 18, rendered  # four of them keep it, three ask what the press may use


def test_the_address_is_the_one_wagtail_gives(full_bulletin):
    assert full_bulletin.get_url() == path_of(full_bulletin)
    assert full_bulletin.slug == "igdir-mahallesinde-icme-suyu-hatti-yeni-depo"


def test_a_link_to_a_page_that_is_not_public_does_not_tell_its_address(client):
    secret = factories.bulletin(title="Ambargolu gizli açılış")
    body = [{"type": "paragraph", "value": f'<p><a linktype="page" id="{secret.pk}">yakında</a></p>'}]
    page = factories.publish(factories.bulletin(body=body))
    html = client.get(path_of(page)).content.decode()
    assert "<a>yakında</a>" in html
    assert secret.slug not in html
    assert secret.slug not in page.to_message().body_html


def test_drafts_and_embargoed_bulletins_are_on_no_public_surface(client):
    draft = factories.bulletin(title="Taslak bülten", **factories.with_photo())
    embargoed = factories.publish(
        factories.bulletin(title="Ambargolu bülten", go_live_at=timezone.now() + dt.timedelta(hours=1))
    )
    for page in (draft, embargoed):
        assert client.get(path_of(page)).status_code == 404
    for surface in ("/", "/bultenler/", "/bultenler/rss.xml", "/bultenler/atom.xml", "/sitemap-bultenler.xml"):
        text = client.get(surface).content.decode()
        assert "Taslak bülten" not in text
        assert "Ambargolu bülten" not in text
        assert draft.slug not in text
        assert embargoed.slug not in text


def test_a_correction_is_seen_at_once_with_its_dated_note(client):
    page = factories.publish(factories.bulletin(title="İlk başlık"))
    before = client.get(path_of(page))
    assert "Düzeltme" not in before.content.decode()
    assert before["Cache-Control"].startswith("public, max-age=0, s-maxage=1,")
    fresh = client.get(path_of(page), headers={"If-None-Match": before["ETag"]})
    assert fresh.status_code == 304

    factories.publish(factories.edit(page, correction="Tarih düzeltildi.", title="Düzgün başlık"))
    after = client.get(path_of(page), headers={"If-None-Match": before["ETag"]})
    html = after.content.decode()
    assert after.status_code == 200
    assert "Düzgün başlık" in html
    assert 'id="duzeltme">Düzeltme</h2>' in html
    assert f"{format_date(timezone.localdate())}</time> Tarih düzeltildi." in html
    assert structured(html)[1]["correction"] == ["Tarih düzeltildi."]


def test_a_withdrawn_bulletin_answers_410_without_its_headline(client):
    page = factories.publish(factories.bulletin(title="Yanlış bir haber", summary="Yanlış özet."))
    number = page.number
    kept = client.get(path_of(page))["ETag"]
    factories.withdraw(page)
    response = client.get(path_of(page), headers={"If-None-Match": kept})
    html = unescape(response.content.decode())
    assert response.status_code == 410
    assert number in html
    assert format_date_in(timezone.localdate()) in html
    assert "Yanlış" not in html
    assert "noindex" in html
    assert response["Cache-Control"] == "public, max-age=0, s-maxage=1"  # nginx puts it over the bulletin that it kept
    assert "Yanlış bir haber" not in client.get("/bultenler/").content.decode()
    assert page.slug not in client.get("/sitemap-bultenler.xml").content.decode()


def test_the_page_reads_the_same_in_any_browser_language(client):
    page = factories.publish(factories.bulletin())
    html = client.get(path_of(page), headers={"Accept-Language": "en"}).content.decode()
    assert "Bülten bilgileri" in html
    assert "Basın bültenleri" in html


def test_preview_of_a_draft_and_of_a_page_that_was_never_saved(full_bulletin):
    request = RequestFactory().get("/")
    draft = factories.edit(full_bulletin, title="Taslaktaki başlık").get_latest_revision().as_object()
    response = draft.serve_preview(request, draft.default_preview_mode)
    assert "Taslaktaki başlık" in response.render().content.decode()

    new = BulletinPage(title="Kaydedilmemiş", summary="Özet", department=None, body=[])
    new.path = BulletinIndexPage.objects.get().path + "0001"
    html = new.serve_preview(RequestFactory().get("/"), new.default_preview_mode).render().content.decode()
    assert "Kaydedilmemiş" in html
    assert "Bülten no" not in html


def test_wagtails_own_preview_renders_the_page(client, full_bulletin):
    client.force_login(factories.editor())
    response = client.get(f"/admin/pages/{full_bulletin.pk}/revisions/{full_bulletin.latest_revision_id}/view/")
    assert response.status_code == 200
    assert "Bülten bilgileri" in response.content.decode()


def test_a_photo_whose_file_is_broken_does_not_break_the_page(client):
    page = factories.publish(factories.bulletin(**factories.with_photo()))
    page.lead_image.file.storage.delete(page.lead_image.file.name)
    page.lead_image.renditions.all().delete()
    response = client.get(path_of(page))
    assert response.status_code == 200
    assert page.title in response.content.decode()
