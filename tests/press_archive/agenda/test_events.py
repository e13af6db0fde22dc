"""From the second signature to the answers: what is announced, who hears of it, what their calendars are told."""

import datetime as dt
import email
import email.policy

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from cms.core.carriage import DeliveryState
from cms.core.refusal import Refusal
from cms.letters import services as mail
from cms.letters.models import Letter, LetterKind
from press_archive.agenda import letters, selectors, services
from press_archive.agenda.models import EventLetter, EventVersion, Invitation, InvitationAnswer, PressEvent
from press_archive.contacts.models import Address
from press_archive.contacts.services import opt_out
from publishing.dispatch.worker import Worker
from tests import factories, worlds
from tests.factories import agenda
from tests.office import browser

pytestmark = [pytest.mark.django_db]
EMAILS = ("a@bir.example", "b@iki.example", "c@uc.example")
NOW = dt.datetime(2026, 11, 27, 12, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


def make():
    """An announced event with three invited addresses, whose letters arrived two days ago."""
    with time_machine.travel(NOW, tick=False):
        found = agenda.announced(capacity=3)
        agenda.invited(found, *EMAILS)
        arrived()
    return found


@pytest.fixture(autouse=True)
def at_noon():
    with time_machine.travel(NOW, tick=False):
        yield


def arrived(*, days=2, state=DeliveryState.ACCEPTED, **which):
    at = timezone.now() - dt.timedelta(days=days)
    rows = Letter.objects.filter(kind=LetterKind.INVITATION, state=DeliveryState.QUEUED, **which)
    rows.update(state=state, finished_at=at)


def waiting():
    """Whom a letter waits for, and what it tells."""
    rows = EventLetter.objects.filter(letter__state=DeliveryState.QUEUED).order_by("pk")
    return [(row.invitation.email, row.told) for row in rows.select_related("invitation")]


def moved(found, **values):
    return agenda.changed(found, starts_at=found.starts_at + HOUR, ends_at=found.ends_at + HOUR, **values)


def row(number=0):
    return Invitation.objects.get(email=EMAILS[number])


# --- What is announced ------------------------------------------------------------------------------------------------


def test_nothing_is_announced_before_both_have_signed(client):
    found = agenda.event("Gizli açılış")
    factories.submit(found)
    factories.sign(found, user=factories.director())
    with pytest.raises(Refusal, match="imzası olmadan"):
        services.invite(event=found, emails=["a@bir.example"], user=factories.editor())
    assert selectors.announced() == []
    assert agenda.fresh(found).state == "signing"
    for path in ("/basin/takvim/", "/basin/takvim.ics"):
        assert "Gizli açılış" not in client.get(path).content.decode()
    assert client.get(agenda.fresh(found).public_path).status_code == 404
    assert client.get(f"/basin/etkinlik/{found.pk}.ics").status_code == 404
    found = agenda.fresh(factories.sign(found, user=factories.mayor()))
    assert found.state == "announced"
    assert [one.title for one in selectors.announced()] == ["Gizli açılış"]
    assert services.announce(found) is None  # told already
    # A draft that nobody signed is nobody's to read, at no address.
    factories.edit(found, title="Yeni ad", place="Başka yer")
    pages = [client.get(path).content.decode() for path in ("/basin/takvim/", "/basin/takvim.ics", found.public_path)]
    assert all("Gizli açılış" in page and "Yeni ad" not in page and "Başka yer" not in page for page in pages)


def test_an_embargoed_event_waits_for_its_minute():
    at = timezone.now() + dt.timedelta(days=1)
    found = agenda.announced(go_live_at=at)
    assert not found.live
    assert found.state == "signed"
    assert EventVersion.objects.count() == 0


def test_the_database_takes_no_version_that_nobody_signed():
    found = agenda.event()
    signed = agenda.announced("İmzalı")
    version = EventVersion.objects.get()
    attempts = [
        lambda: EventVersion.objects.create(event=found, sequence=0, change="announced", said={}, revision_id=1),
        lambda: EventVersion.objects.create(event=signed, sequence=1, change="cancelled", said={}),
        lambda: EventVersion.objects.create(
            event=signed, sequence=1, change="updated", said={}, revision_id=found.latest_revision_id
        ),
        lambda: EventVersion.objects.filter(pk=version.pk).update(said={"title": "Başka"}),
        lambda: EventVersion.objects.filter(pk=version.pk).delete(),
        lambda: PressEvent.objects.filter(pk=found.pk).update(live=True),
    ]
    for attempt in attempts:
        with pytest.raises(DatabaseError, match="basin_masasi"), transaction.atomic():
            attempt()


def test_what_only_invited_people_see_stands_nowhere_else(client):
    found = agenda.announced("Basın kahvaltısı", is_listed=False)
    invitation = agenda.invited(found)
    assert selectors.announced() == []
    for path in ("/basin/takvim/", "/basin/takvim.ics"):
        assert "kahvaltısı" not in client.get(path).content.decode()
    assert client.get(found.public_path).status_code == 404
    page = client.get(f"/basin/davet/{invitation.token}/")
    assert "Basın kahvaltısı" in page.content.decode()
    assert "Basın kahvaltısı" in client.get(f"/basin/davet/{invitation.token}.ics").content.decode()
    assert "URL:" not in Letter.objects.get(kind=LetterKind.INVITATION).calendar


def test_an_earlier_title_leads_to_the_page(client):
    found = agenda.announced("Sahil yolu açılıyor")
    old = found.public_path
    found = agenda.changed(found, title="Sahil yolu açıldı")
    answer = client.get(old)
    assert answer.status_code == 301
    assert answer["Location"] == found.public_path
    assert "Sahil yolu açıldı" in client.get(found.public_path).content.decode()


# --- Who hears of it --------------------------------------------------------------------------------------------------


@worlds.on(make)
def test_a_change_reaches_exactly_those_who_have_it(world):
    opt_out(address=Address.objects.get(email=EMAILS[2]))
    found = moved(world, place="Kent Meydanı")
    assert found.state == "moved"
    assert [letters.tell(), letters.tell()] == [2, 0]  # once, whoever looks again
    assert waiting() == [(EMAILS[0], "change"), (EMAILS[1], "change")]
    text = Letter.objects.filter(state=DeliveryState.QUEUED, kind=LetterKind.INVITATION).first()
    assert "Kent Meydanı" in text.body
    assert text.subject.startswith("DEĞİŞİKLİK: ")
    assert "SEQUENCE:1" in text.calendar
    assert f"UID:{found.uid}" in text.calendar
    arrived(recipient=EMAILS[0])
    # The second one has not left when an office takes it back: it is told once, of what holds now.
    found = agenda.fresh(factories.withdraw(found))
    assert found.state == "cancelled"
    letters.tell()
    assert waiting() == [(EMAILS[0], "cancellation"), (EMAILS[1], "cancellation")]
    text = Letter.objects.get(state=DeliveryState.QUEUED, recipient=EMAILS[0])
    assert "METHOD:CANCEL" in text.calendar
    assert "STATUS:CANCELLED" in text.calendar
    assert "Tarih yanlış" not in text.body + text.html  # why stands in the evidence only
    with pytest.raises(Refusal, match="iptal edildi"):
        services.invite(event=found, emails=["a@bir.example"], user=factories.editor())


def test_what_waits_of_an_earlier_version_does_not_leave():
    found = agenda.announced()
    invitation = agenda.invited(found)
    first = Letter.objects.get(kind=LetterKind.INVITATION)
    claimed = mail.lease_due(owner="w1", limit=50)
    moved(found)
    leased = next(one for one in claimed if one.pk == first.pk)
    assert not letters.still_holds(leased)
    assert not mail.mark_sending(letter=leased)
    letters.tell()
    assert waiting() == [(invitation.email, "invitation")]  # who had nothing is not told of a change
    factories.withdraw(agenda.fresh(found))
    letters.tell()
    assert waiting() == []  # nor of a cancellation


def test_signed_again_after_a_cancellation_it_is_announced_again(client):
    found = agenda.announced(capacity=1)
    invitation = agenda.invited(found)
    arrived()
    services.record_answer(token=invitation.token, said="yes")
    found = agenda.fresh(factories.withdraw(found))
    page = client.get(found.public_path).content.decode()
    assert "Bu etkinlik iptal edildi." in page
    assert "STATUS:CANCELLED" in client.get("/basin/takvim.ics").content.decode()
    found = agenda.fresh(factories.publish(factories.edit(found)))
    assert [version.change for version in EventVersion.objects.all()] == ["announced", "cancelled", "restored"]
    assert not found.progress.is_full  # a yes to what was cancelled takes no place
    letters.tell()
    assert waiting() == [(invitation.email, "change")]
    ((mine, said),) = selectors.invitations_of(invitation.email)
    assert (mine.pk, said.sequence, mine.answer.answer) == (invitation.pk, 2, "yes")
    assert selectors.invitations_of("yabanci@x.example") == []


def test_invitations_go_to_the_directory_only_and_once():
    found = agenda.announced()
    lists = [factories.distribution_list("Bir", EMAILS[:2]).pk, factories.distribution_list("İki", EMAILS[1:]).pk]
    opt_out(address=Address.objects.get(email=EMAILS[2]))
    user = factories.editor()
    for emails, match in ((["yabanci@x.example"], "rehberde yok"), ([EMAILS[2]], "istemiyor"), ([], "en az birini")):
        with pytest.raises(Refusal, match=match):
            services.invite(event=found, emails=emails, user=user)
    with pytest.raises(PermissionDenied):
        services.invite(event=found, lists=lists, user=factories.director())
    assert services.invite(event=found, lists=lists, user=user) == 2
    assert services.invite(event=found, lists=lists, emails=[EMAILS[0].upper()], user=user) == 0
    assert [one.email for one in Invitation.objects.all()] == list(EMAILS[:2])
    letters.tell()
    # Nobody's name that one person typed stands in the mail, and no other invited address.
    for one in Letter.objects.filter(kind=LetterKind.INVITATION):
        assert one.recipient_name == ""
        assert [mine for mine in EMAILS if mine in one.body + one.html + one.calendar] == [one.recipient]


def test_a_letter_that_did_not_arrive_is_written_again_by_a_person():
    found = agenda.announced()
    invitation = agenda.invited(found)
    user = factories.editor()
    with pytest.raises(Refusal, match="yolda ya da ulaştı"):
        services.write_again(invitation=invitation, user=user)
    arrived(state=DeliveryState.UNKNOWN)
    assert selectors.not_arrived(found) == 1
    with pytest.raises(PermissionDenied):
        services.write_again(invitation=invitation, user=factories.mayor())
    services.write_again(invitation=invitation, user=user)
    assert waiting() == [(invitation.email, "invitation")]


@worlds.on(make)
def test_reminders_are_written_once_and_not_at_night(world):
    services.record_answer(token=row(1).token, said="no")
    services.record_answer(token=row(2).token, said="yes")

    def before(**left):
        return world.starts_at - dt.timedelta(**left)

    assert letters.remind(now=before(days=5)) == 0
    assert letters.remind(now=before(days=2, hours=12)) == 0  # three in the morning
    assert [letters.remind(now=before(days=2, hours=3)) for _again in range(2)] == [1, 0]
    assert waiting() == [(EMAILS[0], "reminder")]
    # The day before also who said yes, never who cannot come.
    assert [letters.remind(now=before(hours=23)) for _again in range(2)] == [2, 0]
    moved(agenda.fresh(world))
    letters.tell()
    assert {told for _email, told in waiting()} == {"change"}  # what waited speaks of another time


# --- What they answer -------------------------------------------------------------------------------------------------


@worlds.on(make)
@pytest.mark.once
def test_one_click_answers_and_opening_the_link_does_not(world):
    page, token = f"/basin/davet/{row().token}/", row().token
    visitor = Client(enforce_csrf_checks=True)
    for method in (visitor.get, visitor.head):
        answer = method(page + "?yanit=yes&kisi=2")
        assert answer.status_code == 200
    assert InvitationAnswer.objects.count() == 0
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer["Cache-Control"]
    assert not answer.cookies
    answer = visitor.post(page, {"yanit": "yes", "kisi": "2", "not": "Kamera\r\nile"}, follow=True)
    assert "Yanıtınız kaydedildi: geliyorum." in answer.content.decode()
    assert not answer.cookies
    said = InvitationAnswer.objects.get()
    assert (said.answer, said.people, said.note, said.noted_by) == ("yes", 2, "Kamera ile", None)
    for data, status in (
        ({"yanit": "belki de"}, 400), ({"yanit": "yes", "kisi": "0"}, 400), ({"yanit": "yes", "kisi": "9999"}, 400),
        ({"yanit": "yes", "kisi": "-1"}, 400), ({}, 400),
    ):  # fmt: skip
        assert visitor.post(page, data).status_code == status, data
    assert InvitationAnswer.objects.get().people == 2
    for guess in (token[:-1], token + "A", token[:-1] + ("A" if token[-1] != "A" else "B"), "a" * 43):
        assert visitor.get(f"/basin/davet/{guess}/").status_code == 404
        assert visitor.post(f"/basin/davet/{guess}/", {"yanit": "yes"}).status_code == 404
    assert visitor.put(page).status_code == 405


@worlds.on(make)
def test_places_are_counted_and_a_yes_to_another_time_is_none(world):
    services.record_answer(token=row(0).token, said="yes", people=2)
    with pytest.raises(Refusal, match="1 kişilik yer kaldı"):
        services.record_answer(token=row(1).token, said="yes", people=2)
    services.record_answer(token=row(1).token, said="yes")
    assert agenda.fresh(world).state == "full"
    with pytest.raises(Refusal, match="Kontenjan doldu"):
        services.record_answer(token=row(2).token, said="yes")
    services.record_answer(token=row(2).token, said="maybe")
    services.record_answer(token=row(0).token, said="no")
    assert agenda.fresh(world).state == "announced"
    services.note_answer(invitation=row(2), said="yes", note="Telefonda söyledi", user=factories.editor())
    with pytest.raises(PermissionDenied):
        services.note_answer(invitation=row(2), said="no", user=factories.director())
    counts = selectors.answer_counts(agenda.fresh(world))
    assert counts == {"invited": 3, "yes": 2, "maybe": 0, "no": 1, "silent": 0, "people": 2}
    found = moved(world)
    assert selectors.answer_counts(found)["silent"] == 3
    page = Client().get(f"/basin/davet/{row(1).token}/").content.decode()
    assert "lütfen yeniden yanıtlayın" in page
    services.record_answer(token=row(1).token, said="yes", people=3)
    assert agenda.fresh(found).state == "full"
    factories.withdraw(found)
    with pytest.raises(Refusal, match="iptal edildi"):
        services.record_answer(token=row(1).token, said="no")


def test_answers_end_with_the_day_that_was_signed():
    found = agenda.announced(answer_until=timezone.now() + HOUR)
    invitation = agenda.invited(found)
    with time_machine.travel(NOW + 2 * HOUR), pytest.raises(Refusal, match="süresi doldu"):
        services.record_answer(token=invitation.token, said="yes")
    services.note_answer(invitation=invitation, said="yes", user=factories.editor())  # who calls is not sent away


@worlds.on(make)
@pytest.mark.once
def test_nobody_answers_all_day(world):
    for number in range(services.ANSWERS_AN_HOUR):
        services.record_answer(token=row().token, said="no" if number % 2 else "maybe")
    with pytest.raises(Refusal, match="çok sık"):
        services.record_answer(token=row().token, said="no")


# --- In the office ----------------------------------------------------------------------------------------------------


@worlds.on(make)
@pytest.mark.once
def test_the_page_of_an_event_in_the_office(world):
    services.record_answer(token=row(0).token, said="yes", people=2, note="=HYPERLINK(1)")
    arrived()
    office = browser(factories.editor())
    page = office.get(f"/admin/basin-etkinlikleri/{world.pk}/")
    for words in ("Duyuruldu", "Geliyorum", "(2 kişi)", "kabul edildi", EMAILS[1], "Davet gönder", "Değişiklik yaz"):
        assert words in page.content.decode(), words
    table = b"".join(office.get(f"/admin/basin-etkinlikleri/{world.pk}/davetliler.csv").streaming_content).decode()
    assert "'=HYPERLINK(1)" in table
    new = factories.distribution_list("Yeni", ("d@dort.example",))
    sent = office.post(f"/admin/basin-etkinlikleri/{world.pk}/davet/", {"lists": [new.pk]}, follow=True)
    assert "1 davet yola çıkıyor." in sent.content.decode()
    listed = office.get("/admin/snippets/agenda/pressevent/").content.decode()
    assert f"/admin/basin-etkinlikleri/{world.pk}/" in listed
    reader = browser(factories.director())
    assert "Davet gönder" not in reader.get(f"/admin/basin-etkinlikleri/{world.pk}/").content.decode()
    assert (
        EMAILS[0] not in browser(factories.archivist()).get(f"/admin/basin-etkinlikleri/{world.pk}/").content.decode()
    )


# --- The mail ---------------------------------------------------------------------------------------------------------


@pytest.mark.once
@time_machine.travel(NOW, tick=True)
def test_the_mail_carries_its_calendar_in_every_form_that_programs_read(inbox):
    agenda.invited(agenda.announced("Ömer’in çağrısı; açılış, “şenlik”"))
    Worker().run(drain=True)
    raw = next(content for address, content in inbox.mails if address == "haber@korfez.example")
    message = email.message_from_bytes(raw, policy=email.policy.default)
    kinds = [part.get_content_type() for part in message.walk() if not part.is_multipart()]
    assert kinds == ["text/plain", "text/html", "text/calendar", "application/ics"]
    part = next(one for one in message.walk() if one.get_content_type() == "text/calendar")
    assert part.get_param("method") == "REQUEST"
    assert part.get_content_charset() == "utf-8"
    assert message["To"] == "haber@korfez.example"
    text = part.get_content()
    assert email.utils.parseaddr(message["From"])[1] in text.replace("\n ", "").replace("\r\n ", "")
    assert EventLetter.objects.get().letter.state == DeliveryState.ACCEPTED
