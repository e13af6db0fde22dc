"""Every address of the archive in the admin, asked by every role: nobody meets an error, nobody gets in by surprise."""

from __future__ import annotations

import uuid

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from django.utils import timezone

from cms.reports.coverage.periods import Period
from cms.reports.coverage.services import freeze
from media_library.models import Photographer, Shoot
from media_library.rights import services as rights
from press_archive.clippings import services as clippings
from press_archive.clippings.models import Agency, AgencyFile, PageCopy, PictureMatch, Topic
from press_archive.contacts.imprint import OutletMonth
from press_archive.digests.models import Reader
from press_archive.monitoring.models import WordList
from tests import factories
from tests.factories import agenda, monitoring, outdoor, portal, printing, replies
from tests.factories.clippings import clipping, outlet
from tests.factories.galleries import video
from tests.factories.kits import link_to, made_by_hand
from tests.factories.rights import consent, shown, signed_form
from tests.factories.scans import drawn_page
from tests.office import browser

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.once]

PREFIXES = ("arsiv/", "yukleme/", "kitler/", "haklar/", "benzerler/", "videolar/", "bulaniklastir/", "fotografcilar/",
            "galeri/", "video", "surum/", "kupur", "izleme-ajanslari/", "basin-rehberi/tirajlar/",
            "basin-ozeti", "basin-yansimasi/", "haber-masasi/", "haber-kaynaklari/",
            "sozcuk-listeleri/", "taramalar/", "tekzip/", "cevap-sureleri/", "baski-isleri/", "stok", "elden-dagitim/",
            "depolar/", "dagitim-yerleri/", "pano", "secim-ve-yas/",
            "basin-etkinlikleri/", "basin-ziyaretleri/")  # fmt: skip
EDITOR, SOCIAL, ARCHIVIST, DIRECTOR, MAYOR, ADMIN, ROOT = "esadmyk"
ROLES = {
    EDITOR: factories.editor, SOCIAL: factories.social_editor, ARCHIVIST: factories.archivist,
    DIRECTOR: factories.director, MAYOR: factories.mayor, ADMIN: factories.administrator, ROOT: factories.superuser,
}  # fmt: skip


def walk(resolver, prefix="", namespaces=()):
    for one in resolver.url_patterns:
        route = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from walk(one, route, (*namespaces, one.namespace) if one.namespace else namespaces)
        elif one.name:
            yield route, ":".join((*namespaces, one.name)), one.pattern.converters


def addresses():
    admin = reverse("wagtailadmin_home").lstrip("/")
    for route, name, converters in walk(get_resolver()):
        if route.removeprefix(admin).startswith(PREFIXES) and route.startswith(admin):
            yield name, converters


ALL = "esadmyk"
WORKS = "eayk"
TABLE = {
    ALL: "archive:finder archive:timeline archive:photo archive:thumb archive:original archive:video archive:shoots "
    "archive:original_video "
    "archive:shoot archive:shoot_readiness archive:filter_keep archive:filter_change archive:suggest "
    "archive:choose archive:chosen archive:choose_shoot "
    "videos:index videos:index_results videos:inspect videos:states video_chooser:choose "
    "video_chooser:choose_results video_chooser:chosen video_chooser:chosen_multiple "
    "kits:index kits:index_results kits:inspect "
    "clippings:index clippings:index_results clippings:detail clippings:day clippings:scan clippings:picture "
    "digests:index digests:day digests:pdf "
    "reports_coverage reports_coverage_pdf reports_coverage_xlsx reports_coverage_frozen reports_coverage_list "
    "reports_coverage_frozen_pdf reports_coverage_frozen_xlsx "
    "haber_masasi monitoring:index monitoring:index_results word_lists:index word_lists:index_results "
    "clippings:wall clippings:wall_results clippings:small_scan clippings:printout "
    "scans:index scans:paper scans:state scans:picture scans:small scans:file "
    "replies:index replies:index_results replies:detail replies:paper reply_clocks:index reply_clocks:index_results "
    "print_jobs:index print_jobs:index_results print_jobs:detail print_jobs:labels print_jobs:proof "
    "stock:index stock:title stock:year stock:proof stock_movements:index stock_movements:index_results "
    "recipients:index recipients:index_results stock_places:index stock_places:index_results "
    "outdoor:today outdoor:order outdoor:calendar outdoor:campaigns outdoor:campaign outdoor:booking outdoor:act "
    "outdoor:photo panels:index panels:index_results panel_bookings:index panel_bookings:index_results "
    "outdoor_periods:index outdoor_periods:index_results",
    WORKS: "uploads:page uploads:files uploads:file uploads:states archive:shoot_add archive:shoot_edit "
    "archive:shoot_number archive:shoot_delete archive:batch archive:batch_preview "
    "archive:template_keep archive:template_drop archive:kit "
    "archive:choose_place archive:move versions:photo "
    "videos:edit videos:history videos:history_results videos:usage videos:again videos:captions "
    "videos:remove_captions kits:add kits:edit kits:again kits:revoke "
    "clippings:add clippings:edit clippings:delete clippings:history clippings:history_results clippings:usage "
    "clippings:link clippings:match clippings:add_scan clippings:remove_scan clippings:agencies "
    "clippings:table clippings:columns digests:annotate reports_coverage_freeze clippings:our_photo "
    "replies:start replies:text replies:act "
    "outdoor:start outdoor:book panels:add panels:edit panels:history panels:history_results panels:usage "
    "print_jobs:start print_jobs:plan print_jobs:shares print_jobs:act stock:add "
    "recipients:add recipients:edit recipients:history recipients:history_results recipients:usage "
    "haber_masasi_accept haber_masasi_reject haber_masasi_later "
    "haber_masasi_separate clippings:remove_file scans:add scans:reading scans:remove "
    + " ".join(
        f"{area}:{name}"
        for area in ("monitoring", "word_lists")
        for name in ("add", "edit", "delete", "history", "history_results", "usage")
    )
    + " "
    + " ".join(
        f"{area}:{name}"
        for area in ("clipping_topics", "clipping_agencies", "basin_tiraj", "digest_readers")
        for name in ("index", "index_results", "add", "edit", "delete", "history", "history_results", "usage")
    )
    + " basin_tiraj:inspect",
    "edmyk": "press_events:answers_file press_questions:index press_questions:index_results press_questions:detail",
    "eyk": "press_questions:answer press_questions:decline press_questions:draft press_events:note_answer "
    "press_visits:plan press_visits:change press_visits:close "
    "gallery_from_shoot video_gallery_from_shoot gallery_from_selection video_galleries_admin:index "
    "video_galleries_admin:index_results",
    "ayk": "duplicates:groups videos:delete "
    "stock_places:add stock_places:edit stock_places:history stock_places:history_results stock_places:usage",
    "esayk": "stock:act stock:correct distribution:index distribution:give",
    "eadmyk": "press_events:detail press_visits:index press_visits:index_results press_visits:detail "
    "press_visits:paper press_visits:calendar_address "
    "photographers:index photographers:index_results",
    "ak": "photographers:add photographers:edit photographers:delete photographers:history "
    "photographers:history_results",
    "adm": "rights:start rights:takedowns rights:takedown rights:lift rights:take_down",
    "ad": "rights:looks rights:contract",
    "yk": "panels:delete outdoor_periods:add outdoor_periods:edit outdoor_periods:delete outdoor_periods:history "
    "outdoor_periods:history_results outdoor_periods:usage stock_places:delete recipients:delete "
    "reply_clocks:add reply_clocks:edit reply_clocks:history "
    "reply_clocks:history_results reply_clocks:usage",
    "k": "reply_clocks:delete",
    "a": "rights:consents rights:consent_add rights:consent rights:consent_edit rights:consent_withdraw "
    "rights:consent_document blur:photo",
}
# Whom the services ask instead of the views, and what Wagtail shows of its own.
# An empty form of topics is refused with a sentence, whoever sends it; so is a decision about a story that waits
# already or that names no other one (``tests/press_archive/monitoring/test_desk.py``).
ASKED_LATER = {
    "haber_masasi_join",
    "haber_masasi_reopen",
    "clippings:tag",
    "press_events:invite",
    "press_events:write_again",
    "replies:take_back",
    "replies:submit",
    "replies:follow",
    "digests:arrange",
    "digests:send",
    "clippings:keep_filter",
    "scans:change",
    "scans:more",
    "scans:page",
    "clippings:drop_filter",
    "duplicates:decide",
    "archive:photo_again",
    "photographers:usage",
    "video_galleries_admin:choose_parent",
}
ALLOWED = {name: roles for roles, names in TABLE.items() for name in names.split()}


def came_in(response) -> bool:
    home = reverse("wagtailadmin_home")
    return response.status_code != 403 and not (response.status_code == 302 and response["Location"] == home)


def ask(client, address):
    """The answers to GET and to an empty POST, which changes nothing in the end."""
    answers = []
    for method in (client.get, client.post):
        with transaction.atomic():
            answers.append(method(address, headers={"tus-resumable": "1.0.0"}))
            transaction.set_rollback(True)
    return answers


@pytest.fixture
def everywhere():
    """Each address of the archive in the admin: name to path, with things that exist."""
    photo = shown("Fotoğraf", legal_basis="public_event")
    row, film, kit = consent(photo, document=signed_form()), video(), made_by_hand(photo)
    shoot = Shoot.objects.create(title="Açılış", date="2026-11-20")
    who = Photographer.objects.create(name="Deniz Örnek", contract=signed_form())
    down = rights.take_down(photo=shown("Kaldırılan"), user=factories.archivist(), reason="istek")
    item = clipping(topics=("su",))
    figures = OutletMonth.objects.create(outlet=outlet(), month=item.published_on, source="x")
    scan = clippings.add_scan(clipping=item, file=ContentFile(b"%PDF-1.4"), name="s.pdf", user=factories.archivist())
    copy = PageCopy.objects.create(address="https://k.example/", address_key="k", picture="clippings/k.jpg")
    item.page_copy = copy
    item.save(update_fields=["page_copy"])
    PictureMatch.objects.create(page_copy=copy, photo=photo)
    type(scan).objects.filter(pk=scan.pk).update(small=scan.file.name)
    PageCopy.objects.filter(pk=copy.pk).update(printout="clippings/k.pdf")
    page = drawn_page()
    agency = Agency.objects.create(name="MTM")
    file = AgencyFile(agency=agency, name="a.csv")
    file.file.save("a.csv", ContentFile(b"Tarih;Gazete;Ba\xfel\xfdk\n20.11.2026;A;B\n"))
    story = monitoring.found("Çamlıkıyı Belediyesi duyurdu")
    case = replies.signed(replies.case(of=item, original_lines=40))
    job = printing.delivered(printed_on=item.published_on)
    given = printing.given(job)
    proof = printing.receipt(job)
    hung = outdoor.hung(outdoor.booking(item.published_on.isoformat(), item.published_on.isoformat()),
                        on=item.published_on.isoformat())  # fmt: skip
    period = outdoor.mourning("2026-11-10", "2026-11-10")
    by_area = {"outdoor": hung.pk, "panels": hung.panel_id, "panel_bookings": hung.pk, "outdoor_periods": period.pk,
               "print_jobs": job.pk, "stock": job.title_id, "distribution": job.title_id,
               "recipients": given.recipient_id, "stock_places": given.place_id,
               "rights": row.pk, "kits": kit.pk, "videos": film.pk, "photographers": who.pk, "video_chooser": film.pk,
               "clippings": item.pk, "clipping_topics": Topic.objects.get().pk, "clipping_agencies": agency.pk,
               "basin_tiraj": figures.pk, "digest_readers": Reader.objects.create(office="director").pk,
               "monitoring": story.monitor_id, "word_lists": WordList.objects.get().pk, "replies": case.pk,
               "reply_clocks": case.clock_id, "scans": page.paper_id}  # fmt: skip
    invitation, visit = agenda.invited(), agenda.visit()
    by_area |= {"press_events": invitation.event_id, "press_visits": visit.pk}
    by_area["press_questions"] = portal.question(kind="facts").pk
    report = freeze(period=Period.of_month(item.published_on), title="Kasım", user=factories.editor())
    frozen = dict.fromkeys(("frozen", "list", "frozen_pdf", "frozen_xlsx"), report.pk)
    by_name = {"outdoor:campaign": hung.campaign_id, "outdoor:book": hung.campaign_id,
               "outdoor:photo": hung.photos.get().pk,
               "print_jobs:proof": proof.pk, "stock:correct": given.pk, "stock:proof": given.pk,
               **{f"reports_coverage_{name}": number for name, number in frozen.items()},
               "rights:takedown": down.pk, "rights:lift": down.pk, "rights:contract": who.pk,
               "rights:take_down": photo.pk, "archive:photo": photo.pk, "archive:video": film.pk,
               "clippings:scan": scan.pk, "clippings:remove_scan": scan.pk, "clippings:picture": copy.pk,
               "clippings:table": file.pk, "clippings:columns": file.pk, "clippings:remove_file": file.pk,
               "clippings:small_scan": scan.pk, "clippings:printout": copy.pk, "scans:picture": page.pk,
               "scans:small": page.pk, "scans:page": page.pk, "scans:file": page.file_id}  # fmt: skip
    found = {}
    for name, converters in addresses():
        number = (
            story.pk
            if name.startswith("haber_masasi")
            else by_name.get(name) or by_area.get(name.partition(":")[0], photo.pk)
        )
        values = {"number": shoot.pk if "shoot" in name else number, "pk": number, "shoot_id": shoot.pk, "kind": "foto",
                  "day": timezone.localdate().isoformat(),
                  "name": "not", "clipping_pk": item.pk,
                  "link_pk": link_to(kit).pk, "caption_pk": 1, "invitation_pk": invitation.pk,
                  "upload_id": uuid.uuid4(), "what": "kisi"}  # fmt: skip
        found[name] = reverse(name, kwargs={key: values[key] for key in converters})
    return found


def test_the_table_knows_every_address(everywhere):
    assert set(everywhere) - set(ALLOWED) - ASKED_LATER == set()


@pytest.mark.parametrize("role", ROLES)
def test_who_comes_in_where(everywhere, role):
    client, wrong = browser(ROLES[role]()), []
    for name, address in everywhere.items():
        got, posted = ask(client, address)
        assert max(got.status_code, posted.status_code) < 500, name
        answer = posted if got.status_code == 405 else got
        if name in ALLOWED and came_in(answer) != (role in ALLOWED[name]):
            wrong.append((name, got.status_code, posted.status_code))
    assert wrong == []


def test_strangers_and_people_without_a_role_meet_the_sign_in_or_a_refusal(everywhere):
    nobody = browser(factories.person("kimsesiz"))
    for name, address in everywhere.items():
        for answer in ask(Client(), address):
            assert (answer.status_code, "login" in answer.get("Location", "")) == (302, True), name
        for answer in ask(nobody, address):
            assert not came_in(answer) or "login" in answer.get("Location", ""), name
