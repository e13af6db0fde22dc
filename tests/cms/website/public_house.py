"""A small house with something of every kind that a stranger can see, and the addresses that show it."""

from __future__ import annotations

import re
from types import SimpleNamespace

from django.core.cache import caches
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms.website import shelf
from cms.website.entries import FORMS
from cms.website.models import AlertBanner, HomePage, StandardPage
from media_library.models import File, Photographer
from press_archive.bulletins.models import Category, Series, Tag
from tests import factories
from tests.factories import agenda, galleries, portal, publications, rights
from tests.factories.collections import collection

MEMORY = {"BACKEND": "cms.website.memory.BoundedMemory", "OPTIONS": {"MAX_ENTRIES": 100, "MAX_BYTES": 5_000_000}}
FIXED = (
    "/",
    "/bultenler/",
    "/foto-galeri/",
    "/video-galeri/",
    "/sitemap.xml",
    "/robots.txt",
    "/basin/takvim/",
    "/basin/",
)
OF_ONE_TAG = "/bultenler/?etiket=sahil"
COLLECTION = "/sahil-haberleri/"


def standard_page(title="Basın iletişimi", text="<p>Bize yazın.</p>", blocks=()):
    page = StandardPage(title=title, body=[{"type": "paragraph", "value": text}, *blocks], live=False)
    HomePage.objects.get().add_child(instance=page)
    page.save_revision(user=factories.editor())
    return factories.publish(page)


def banner(title="Fırtına uyarısı"):
    strip = AlertBanner(title=title, text="Rüzgâr 80 km/s.")
    strip.save()
    strip.save_revision(user=factories.editor())
    return factories.publish(strip)


def furnished():
    """Everything at once: photo, document and film, tag, category, correction, gallery, banner, identity, footer."""
    document = File.objects.create(title="Program", file=ContentFile(b"%PDF-1.7\n", name="program.pdf"))
    about, film = standard_page(), galleries.video()
    tag = Tag.objects.get_or_create(name="Sahil", slug="sahil")[0]
    listed = factories.publish(collection(tag=tag, words="sahil"))
    shown = {"collection": listed.pk, "most": 3, "title": ""}
    news = standard_page("Sahil", blocks=[{"type": "collection", "value": shown}])
    photographer = Photographer.objects.create(name="Deniz Örnek")
    photo = factories.photo(photographer=photographer)
    body = [
        {"type": "paragraph", "value": f'<p><a linktype="page" id="{about.pk}">İletişim</a></p>'},
        {"type": "file", "value": {"document": document.pk, "title": "Program"}},
        {"type": "archive_video", "value": {"video": film.pk, "title": "Körfez", "credit": "Deniz"}},
    ]
    draft = factories.bulletin(title="Sahil yolu açıldı", body=body, **factories.with_photo(photo=photo))
    revised = draft.get_latest_revision().as_object()
    revised.tagged_items.create(tag=tag)
    revised.categories = [Category.objects.get_or_create(name="Ulaşım")[0]]
    revised.series = Series.objects.get_or_create(name="Sahil 2026", slug="sahil-2026")[0]
    revised.save_revision(user=factories.editor(), log_action=True)
    bulletin = factories.publish(type(draft).objects.get(pk=draft.pk))
    bulletin = factories.publish(factories.edit(bulletin, correction="Tarih düzeltildi."))
    first = galleries.row()
    rights.consent(first.photo).videos.add(film)
    factories.identity(municipality="Işıklı Belediyesi", logo=factories.photo("Amblem"))
    return SimpleNamespace(
        document=document, about=about, news=news, listed=listed, photographer=photographer, photo=photo,
        bulletin=bulletin, banner=banner(),
        photos=factories.publish(galleries.photo_gallery([first, galleries.row(), galleries.row()])),
        films=factories.publish(galleries.video_gallery()),
        issue=factories.publish(publications.with_stand_ins(publications.issue())), event=agenda.announced(),
        duty=factories.publish(portal.duty()),
    )  # fmt: skip


def public_addresses():
    """Every public page: the fixed ones, the feeds that pages offer, and everything in the sitemaps."""
    feeds = {f"{COLLECTION}{form.file}" for form in FORMS.values()}
    stranger, found = Client(), {*FIXED, OF_ONE_TAG, *feeds}
    sitemaps = re.findall(r"<loc>http://testserver(/[^<]+)", stranger.get("/sitemap.xml").content.decode())
    for one in sitemaps:
        found.add(one)
        found |= set(re.findall(r"<loc>http://testserver(/[^<]*)", stranger.get(one).content.decode()))
    html = "".join(stranger.get(one).content.decode() for one in ("/", *FIXED[1:4], OF_ONE_TAG))
    found |= set(re.findall(r'href="(?:http://testserver)?(/[^"?]+\.xml|/tema/[^"]+\.css)"', html))
    return sorted(found)


def empty_memory():
    for alias in ("pages", "copies"):
        caches[alias].clear()
    shelf._Known.newest, shelf._Known.copied, shelf._Known.spared = 0, {}, {}


def asked(address, client=None, **headers):
    """What a stranger gets, and how many queries it took: one for a kept page."""
    with CaptureQueriesContext(connection) as captured:
        answer = (client or Client()).get(address, headers=headers)
    return answer, len(captured)


def made_anew(address):
    """The same page, made for this visitor alone: who shows a password is never shown a kept one."""
    return Client().get(address, headers={"Authorization": "Basic Og=="})
