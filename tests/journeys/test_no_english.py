"""Every screen that the office can reach speaks Turkish, and none of them breaks.

A walk starts at a person's first page and follows every address that the screens name, one of each kind.
"""

import datetime as dt
import json
import re
from html.parser import HTMLParser
from itertools import pairwise
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone

from cms.letters.models import Letter
from cms.users import passwords
from cms.users import services as people
from cms.users.roles import Office
from cms.website.models import AlertBanner
from media_library.models import File
from press_archive.contacts.models import Journalist, Outlet
from publishing.approval import evidence
from publishing.approval import services as approval
from tests import factories, worlds
from tests.cms.core.test_locale import PROPER_NAMES, WRONG_I
from tests.english import find_english, visible_strings
from tests.journeys.library import entrances, fill_library, public_addresses, screens
from tests.office import browser, form_data, waiting

OURS = ("/admin/", "/onay/", "/bultenler/", "/abonelik/", "/foto-galeri/", "/video-galeri/")
# What leaves the session, what Wagtail made to fail, and what carries no words.
NOT_WALKED = re.compile(
    r"/logout/|/failwhale/|/test404/|/jsi18n/|/sprite/|export=|/media/|/dosyalar/$|\.(xml|css|js|svg|ico|zip|pdf)$"
)
BARE = {"True", "False", "None", "Root", "null", "undefined"}


# A moment as no Turkish screen writes it: with a colon, or with the year first. A film's length ("1:05") is none.
FOREIGN_MOMENT = re.compile(r"\b\d{4},? \d{1,2}:\d\d\b|^\d{1,2}:\d\d,|\b\d{4}-\d\d-\d\d\b")
WHOLE = re.compile(r"<!doctype html", re.IGNORECASE)
# Wagtail's own account page says its title to the eye and to the ear apart.
SAID_TWICE = {"Hesap"}


class Headings(HTMLParser):
    """The headings of a screen that are not hidden: [(level, text)]."""

    def __init__(self, html):
        super().__init__()
        self.found, self.level = [], 0
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if re.fullmatch("h[1-6]", tag) and "hidden" not in dict(attrs):
            self.level = int(tag[1])
            self.found.append((self.level, ""))

    def handle_endtag(self, tag):
        if tag == f"h{self.level}":
            self.level = 0

    def handle_data(self, data):
        if self.level:
            level, text = self.found[-1]
            self.found[-1] = level, " ".join(f"{text} {data}".split())


class Addresses(HTMLParser):
    """The addresses that a screen names, in links and in what its scripts will ask for."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        for name, value in attrs:
            if name == "action" or not value:
                continue
            if value.startswith("?") or value.startswith(OURS) or (name == "href" and value == "/"):
                self.found.append(value)


def kind_of(address):
    """Addresses of one kind differ in numbers, in what was searched for, or in the name of a bulletin."""
    parts = urlsplit(address)
    path = re.sub(r"[0-9a-f-]{36}|\d+", "N", parts.path)
    if path.startswith("/bultenler/") and path.count("/") == 3 and path.split("/")[2] not in {"mudurluk", "etiket"}:
        path = "/bultenler/…/"
    return path, tuple(sorted(pair.split("=")[0] for pair in parts.query.split("&")))


def words_of(response):
    """The HTML of a screen, or of the window that a script would open with the answer."""
    if response.streaming or not response.get("Content-Type", "").startswith(("text/html", "application/json")):
        return ""
    text = response.content.decode()
    if response["Content-Type"].startswith("application/json"):
        answer = json.loads(text)
        return answer.get("html", "") if isinstance(answer, dict) else ""
    return text


def complaints(html):
    found = [f"English: {text}" for text in find_english(html)]
    for text in visible_strings(html):
        if text in BARE:
            found.append(f"bare: {text}")
        elif WRONG_I.search(text) and not any(name in text for name in PROPER_NAMES):
            found.append(f"I for İ: {text}")
        if FOREIGN_MOMENT.search(text):
            found.append(f"date: {text}")
    return found + (misheaded(html) if WHOLE.match(html.lstrip()) else [])


def misheaded(html):
    """What is wrong with the headings of a whole page, for somebody who finds the way by them."""
    # What a script unfolds later is no heading of the page as it is.
    headings = Headings(re.sub(r"<template.*?</template>", "", html, flags=re.DOTALL)).found
    found = [f"empty heading: h{level}" for level, text in headings if not text]
    if sum(level == 1 for level, _text in headings) != 1:
        found.append("not one h1")
    for (above, first), (level, second) in pairwise(headings):
        if level > above + 1:
            found.append(f"h{above} is followed by h{level}: {second}")
        if level > above and first == second and first not in SAID_TWICE:
            found.append(f"said twice: {first}")
    return found


def walk(client, *starts, limit=400):
    """Every kind of screen that can be reached from ``starts``: {address: complaints}."""
    waiting_list, seen, told = list(starts), set(), {}
    while waiting_list:
        address = waiting_list.pop(0).split("#")[0]
        if kind_of(address) in seen or NOT_WALKED.search(address):
            continue
        seen.add(kind_of(address))
        assert len(seen) < limit, "the walk does not end"
        response = client.get(address, follow=True)
        if response.status_code == 405:  # it only takes forms
            continue
        html = words_of(response)
        told[address] = complaints(html)
        if response.status_code not in {200, 403, 404, 410}:
            told[address].append(f"answers {response.status_code}")
        base = urlsplit(address).path
        waiting_list += [found if found.startswith("/") else base + found for found in Addresses(html).found]
    return told


def wrong(told):
    return {address: found for address, found in told.items() if found}


def furnished():
    """Content in every state there is, the pages by state; and a library in every state."""
    return office_in_every_state(), fill_library()


def office_in_every_state():
    editor, director, mayor = factories.editor(), factories.director(), factories.mayor()
    factories.social_editor(), factories.archivist(), factories.administrator()
    press = factories.distribution_list()
    outlet = Outlet.objects.create(name="Kıyı Gazetesi", kind=Outlet.Kind.values[0])
    Journalist.objects.create(name="Ayşe Deneme", outlet=outlet, position="Muhabir")
    File.objects.create(title="Basın dosyası", file=ContentFile(b"%PDF-1.4", name="dosya.pdf"))
    texts = {"x": "Sahil yolu yenileniyor.", "instagram": "Sahil yolu"}
    with TestCase.captureOnCommitCallbacks(execute=True):
        draft = factories.bulletin(title="Taslak bülten")
        submitted = factories.submit(factories.bulletin(title="Gönderilen bülten"))
        half = factories.sign(factories.submit(factories.bulletin(title="Yarı imzalı bülten")), user=director)
        returned = factories.submit(factories.bulletin(title="Döndürülen bülten"))
        live = factories.publish(
            factories.bulletin(title="Yayındaki bülten", lists=[press], social=texts, **factories.with_photo())
        )
        tomorrow = timezone.now() + dt.timedelta(days=1)
        scheduled = factories.publish(factories.bulletin(title="Ambargolu bülten", go_live_at=tomorrow))
        withdrawn = factories.withdraw(factories.publish(factories.bulletin(title="Geri alınan bülten", lists=[press])))
        approval.return_to_editor(state=waiting(returned), user=director, comment="Tarihi düzeltelim.", ip="127.0.0.1")
        live = factories.edit(live, summary="Çalışma on beş gün sürecek.", correction="Süre on beş gündür.")
        banner = AlertBanner(title="Kuvvetli lodos uyarısı", text="Sahile yaklaşmayın.")
        banner.save()
        banner.save_revision(user=editor)
        deputy = factories.person("vekil", job_title="Başkan Yardımcısı")
        people.delegate(
            office=Office.MAYOR, principal=mayor, deputy=deputy, by=mayor,
            starts_at=timezone.now(), ends_at=timezone.now() + dt.timedelta(days=2), document_number="2026/48",
        )  # fmt: skip
    call_command("worker", drain=True, verbosity=0)
    return {
        "draft": draft, "submitted": submitted, "half": half, "returned": returned, "live": live,
        "scheduled": scheduled, "withdrawn": withdrawn,
    }  # fmt: skip


pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.once, worlds.on(furnished)]


@pytest.fixture
def office(world):
    return world[0]


@pytest.fixture
def library(world):
    return world[1]


def screens_of(office):
    """What a person may open by an address that no link names on its first page."""
    content_type = evidence.content_type_of(office["live"])
    addresses = []
    for page in office.values():
        addresses += [
            reverse("wagtailadmin_pages:edit", args=[page.pk]),
            reverse("wagtailadmin_pages:history", args=[page.pk]),
            reverse("approval:evidence", args=[content_type.pk, page.pk]),
        ]
    live = office["live"]
    first, last = live.revisions.order_by("pk").first(), live.revisions.order_by("pk").last()
    return [
        *addresses,
        reverse("wagtailadmin_pages:revisions_compare", args=[live.pk, first.pk, last.pk]),
        reverse("wagtailadmin_pages:revisions_compare", args=[live.pk, "live", last.pk]),
        reverse("wagtailadmin_pages:delete", args=[live.pk]),
        reverse("wagtailadmin_pages:move", args=[live.pk]),
        reverse("wagtailadmin_pages:copy", args=[live.pk]),
        reverse("wagtailadmin_pages:usage", args=[live.pk]),
        reverse("wagtailadmin_pages:workflow_history", args=[live.pk]),
        reverse("wagtailadmin_choose_page"),
        reverse("wagtailadmin_choose_page_external_link"),
        reverse("wagtailadmin_choose_page_email_link"),
        reverse("wagtailadmin_choose_page_phone_link"),
        reverse("wagtailimages_chooser:choose"),
        reverse("wagtaildocs_chooser:choose"),
        reverse("wagtailimages:add_multiple"),
        reverse("wagtaildocs:add_multiple"),
        reverse("wagtailadmin_account"),
        reverse("users_second_factor"),
        reverse("users_second_factor_enrol"),
        reverse("dagitim:panel", args=[content_type.pk, live.pk]),
        "/admin/sosyal/?durum=paylasilan",
        "/admin/olmayan-sayfa/",
    ]


@pytest.mark.parametrize("name", ["editor", "mudur", "baskan", "vekil", "sosyal", "arsiv", "yonetici"])
def test_every_screen_of_the_office_is_turkish(office, library, name):
    told = walk(browser(factories.person(name)), "/admin/", "/onay/", *entrances(library), *screens_of(office))
    assert len(told) > 25
    assert wrong(told) == {}


@pytest.mark.parametrize("name", ["editor", "mudur", "arsiv"])
def test_every_state_of_the_library_is_told_in_turkish(library, name):
    client, told = browser(factories.person(name)), {}
    for address in screens(library):
        response = client.get(address, follow=True)
        assert response.status_code in {200, 403, 404}, address
        told[address] = complaints(words_of(response))
    assert wrong(told) == {}


def test_every_public_page_of_the_library_is_turkish(library, client):
    answers = {address: client.get(address, follow=True) for address in public_addresses(library)}
    assert {response.status_code for response in answers.values()} >= {200, 410}
    assert wrong({address: complaints(words_of(response)) for address, response in answers.items()}) == {}
    assert wrong(walk(client, *answers)) == {}


def test_every_public_page_is_turkish(office, client):
    starts = ["/", "/bultenler/", "/bultenler/?q=sahil", "/bultenler/?q=bulunmayan-sözcük", "/olmayan-sayfa/"]
    gone = client.get(office["withdrawn"].url)
    assert gone.status_code == 410
    told = walk(client, *starts, office["live"].url, office["withdrawn"].url)
    assert len(told) > 5
    assert wrong(told) == {}


def test_signing_in_is_turkish(client, settings):
    told = walk(client, reverse("wagtailadmin_login"), reverse("wagtailadmin_password_reset"))
    answers = [
        client.post(reverse("wagtailadmin_login"), {"username": "yok", "password": "yok"}),
        client.post(reverse("wagtailadmin_password_reset"), {"email": "yok"}),
        client.post(reverse("wagtailadmin_password_reset"), {"email": factories.editor().email}, follow=True),
        client.get("/admin/password_reset/confirm/MQ/yanlis-kod/"),
    ]
    for number, response in enumerate(answers):
        assert response.status_code == 200
        told[str(number)] = complaints(words_of(response))
    assert passwords.answer() == 1
    link = re.search(r"https?://[^/]+(/\S+)", Letter.objects.latest("pk").body)[1]
    told["new password"] = complaints(client.get(link, follow=True).content.decode())
    settings.LOGIN_FAILURE_LIMIT = 1
    client.post(reverse("wagtailadmin_login"), {"username": "editor", "password": "yanlış"})
    locked = client.post(reverse("wagtailadmin_login"), {"username": "editor", "password": "yanlış"})
    assert locked.status_code == 429
    told["locked out"] = complaints(locked.content.decode())
    strict = Client(enforce_csrf_checks=True)
    refused = strict.post(reverse("wagtailadmin_login"), {"username": "editor", "password": "yanlış"})
    assert refused.status_code == 403
    told["forged form"] = complaints(refused.content.decode())
    assert wrong(told) == {}


def test_a_wrong_form_is_answered_in_turkish(office):
    told = {}
    editor = browser(factories.editor())
    draft = office["draft"]
    edit_address = reverse("wagtailadmin_pages:edit", args=[draft.pk])
    answer = editor.post(edit_address, form_data(draft, title="", summary="", **{"action-submit": "1"}), follow=True)
    told["empty bulletin"] = complaints(words_of(answer))
    administrator = browser(factories.administrator())
    forms = {
        "person": reverse("wagtailusers_users:add"),
        "outlet": "/admin/basin-rehberi/kuruluslar/new/",
        "department": "/admin/mudurlukler/new/",
        "banner": "/admin/snippets/website/alertbanner/add/",
    }
    for what, address in forms.items():
        answer = administrator.post(address, {}, follow=True)
        assert answer.status_code == 200, what
        told[what] = complaints(words_of(answer))
    uploads = {"photo": reverse("wagtailimages:add"), "file": reverse("wagtaildocs:add")}
    for what, address in uploads.items():
        bad = ContentFile(b"ne resim ne belge", name="virus.exe")
        told[what] = complaints(words_of(browser(factories.archivist()).post(address, {"title": "Bozuk", "file": bad})))
    assert wrong(told) == {}


def test_every_mail_to_the_office_is_turkish(office):
    to_the_office = [message for message in mail.outbox if "@belediye.example" in message.to[0]]
    told = {}
    for message in to_the_office:
        texts = [message.subject, *message.body.splitlines()]
        html = "".join(f"<p>{text}</p>" for text in texts)
        html += "".join(str(content) for content, _ in getattr(message, "alternatives", []))
        told[message.subject] = complaints(html)
    assert len(told) > 2
    assert wrong(told) == {}


def test_the_walk_sees_english_and_what_breaks():
    assert complaints("<h1>Publish</h1>") == ["English: Publish"]
    assert complaints("<td>True</td>") == ["bare: True"]
    assert complaints("<p>Içerik kaydedildi</p>") == ["I for İ: Içerik kaydedildi"]
    assert complaints("<p>İçerik kaydedildi</p>") == []
    assert complaints("<p>27 Kasım 2026 18:39</p><i>1:05</i>") == ["date: 27 Kasım 2026 18:39"]
    page = "<!doctype html><title>A</title>{}<template><h5></h5></template>"
    assert complaints(page.format("<h1>A</h1><h2>B</h2><h3>C</h3><h2>D</h2>")) == []
    assert complaints(page.format("<h1>A</h1><h2>A</h2><h2></h2>")) == ["empty heading: h2", "said twice: A"]
    assert complaints(page.format("<h2>A</h2><h4>B</h4>")) == ["not one h1", "h2 is followed by h4: B"]
    assert Addresses('<a href="/onay/">a</a><a href="https://x.com/">b</a><i data-url="/admin/x/">').found == [
        "/onay/", "/admin/x/",
    ]  # fmt: skip
    assert kind_of("/admin/pages/3/edit/?p=1") == kind_of("/admin/pages/44/edit/?p=2")
