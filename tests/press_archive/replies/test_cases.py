"""What is done in a case, in which order, by whom; what the database refuses; what is told, once."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from cms.core.carriage import DeliveryState
from cms.core.refusal import Refusal
from cms.letters import services as letters
from cms.letters.models import Letter, LetterKind
from press_archive.clippings.models import Clipping
from press_archive.replies import clocks, documents, reminders, selectors, services, steps
from press_archive.replies.deadlines import Due
from press_archive.replies.models import Case, CaseEvent, Clock, Reminder, ReplyText, Sending
from press_archive.replies.words import DueKind
from publishing.approval import services as approval
from tests import factories, worlds
from tests.factories import clippings, replies
from tests.factories.replies import case, fresh, sent, signed, station, story, written
from tests.office import browser

NOW = dt.datetime(2026, 11, 27, 12, 0, tzinfo=dt.UTC)
TODAY = dt.date(2026, 11, 27)
pytestmark = [pytest.mark.django_db]


def day(text):
    return dt.date.fromisoformat(text)


def make():
    """A television case whose text was sent by notary."""
    with time_machine.travel(NOW, tick=False):
        return sent()


@pytest.fixture(autouse=True)
def at_noon():
    with time_machine.travel(NOW, tick=False):
        yield


def addresses(found):
    return [reverse(f"replies:{name}", args=[found.pk]) for name in ("detail", "text", "paper")]


# --- Opening and writing ----------------------------------------------------------------------------------------------


def test_a_case_begins_in_the_law_s_words_and_its_text_leaves_only_signed():
    found = case(text="")
    assert found.send_due == day("2027-01-19")  # sixty days
    text = found.latest_text
    assert "6112 sayılı Kanun m. 18" in text.demand
    assert "Körfez TV, 20 Kasım 2026, Ana Haber, 19.30" in text.demand
    assert "İhale kapalı yapıldı" in text.demand
    assert found.obstacles(text) == ["Yazının metni boş."]
    with pytest.raises(Refusal, match="metni boş"):
        services.submit_text(case=found, user=factories.editor())
    found = written(found, replies.TEXT)
    values = {"case": found, "how": "notary", "address": "x", "user": factories.editor()}
    with pytest.raises(Refusal, match="imzası olmadan"):
        services.send(**values)
    services.submit_text(case=found, user=factories.editor())
    factories.sign(found.text, user=factories.director())
    with pytest.raises(Refusal, match="imzası olmadan"):
        services.send(**values)
    with pytest.raises(Refusal, match="imzada"):
        written(found, "Başka söz.")
    factories.sign(found.text, user=factories.mayor())
    sending = services.send(**values)
    assert fresh(found).stage == "sent"
    assert sending.certificate.signed_content["text"] == replies.TEXT
    assert Clipping.objects.get().answered_on == TODAY
    assert [event.what for event in CaseEvent.objects.all()] == ["opened", "sent"]


def test_the_text_is_no_longer_than_what_it_answers():
    paper = clippings.clipping("Yol bozuk", text="\n".join(["a" * 40] * 25), needs_answer="rebuttal")
    found = case(of=paper, text="\n".join(["b" * 40] * 24))
    assert found.original_lines == 25
    assert found.obstacles(found.latest_text) == []  # with its heading exactly as long
    found = written(found, "\n".join(["b" * 40] * 25))
    with pytest.raises(Refusal, match="26 satır; en çok 25"):
        services.submit_text(case=found, user=factories.editor())
    services.submit_text(case=written(found, "\n".join(["b" * 40] * 29), original_lines=19), user=factories.editor())
    unknown = case(of=clippings.clipping("Resimsiz"))
    with pytest.raises(Refusal, match="kaç satır"):
        services.submit_text(case=unknown, user=factories.editor())


def test_nobody_writes_over_what_somebody_else_saved_meanwhile():
    found = case()
    seen = found.text.latest_revision_id
    written(found, "Öteki editörün sözü.", user=factories.archivist())
    with pytest.raises(Refusal, match="başkası kaydetti"):
        services.write_text(case=found, seen=seen, user=factories.editor(), values={"title": "a"})
    services.submit_text(case=fresh(found), user=factories.editor())
    services.withdraw_text(case=fresh(found), user=factories.archivist())
    assert not fresh(found).text.workflow_in_progress


def test_one_open_case_of_a_kind_and_another_after_it_was_closed():
    item = story()
    first = case(of=item)
    with pytest.raises(Refusal, match="zaten var"):
        services.open_case(clipping=item, kind="right", user=factories.editor())
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.create(clipping=item, kind="right", text=ReplyText.objects.create(), published_on=TODAY)
    case(of=item, kind="note")
    with pytest.raises(Refusal, match="neden"):
        services.close(case=first, reason=" ", user=factories.editor())
    services.close(case=first, reason="Haber kaldırıldı.", user=factories.editor())
    case(of=item)
    with pytest.raises(Refusal, match="ilerledi"):
        services.close(case=first, reason="Yine.", user=factories.editor())


def test_a_post_in_social_media_has_no_clock_and_a_softer_kind_runs_without():
    post = clippings.clipping("Yalan", medium="social", url="https://s.example/1")
    with pytest.raises(Refusal, match="süresi yok"):
        services.open_case(clipping=post, kind="right", user=factories.editor())
    note = case(of=post, kind="note")
    assert note.clock is None
    assert note.send_due is None
    assert note.due() is None
    note = sent(signed(note))
    assert note.receipt_due is None
    for refused in (
        lambda: services.record_receipt(case=note, on=TODAY, user=factories.editor()),
        lambda: services.record_filing(case=note, on=TODAY, court="x", user=factories.editor()),
    ):
        with pytest.raises(Refusal):
            refused()
    services.record_publication(case=note, on=TODAY, as_law_asks=True, user=factories.editor())
    assert fresh(note).is_over


def test_a_corrected_day_of_publication_moves_the_clock_only_when_somebody_says_so():
    found = case()
    Clipping.objects.update(published_on=day("2026-11-10"))
    assert fresh(found).send_due == day("2027-01-19")
    page = browser(factories.editor()).get(reverse("replies:detail", args=[found.pk]))
    assert "Kupürdeki yayın tarihi artık 10 Kasım 2026" in page.content.decode()
    services.follow_clipping(case=found, user=factories.editor())
    assert fresh(found).send_due == day("2027-01-09")


# --- Sending ----------------------------------------------------------------------------------------------------------


def test_a_mail_says_what_was_signed_goes_to_the_outlet_s_desk_and_once():
    factories.identity(municipality="Çamlıkıyı Belediyesi")
    found = signed()
    content = found.latest_text
    content.text = "İmzasız söz."
    content.save_revision(user=factories.editor())
    send = {"case": found, "how": "email", "user": factories.editor()}
    for address in ("baska@yer.example", ""):
        with pytest.raises(Refusal):
            services.send(address=address, **send)
    sending = services.send(address="haber@korfez.example", **send)
    with pytest.raises(Refusal, match="zaten gönderildi"):
        services.send(address="haber@korfez.example", **send)
    letter = Letter.objects.get(kind=LetterKind.REPLY)
    assert letter == sending.letter
    assert letter.recipient == "haber@korfez.example"
    assert letter.subject == "Düzeltme ve cevap: Çamlıkıyı Belediyesi"
    assert letter.sender_name == "Çamlıkıyı Belediyesi"
    assert replies.TEXT in letter.body
    assert "İmzasız" not in letter.body
    assert "Başkan: Baskan Örnek, Belediye Başkanı, 27 Kasım 2026" in letter.body
    assert "(baskan)" not in letter.body
    assert "(mudur)" not in letter.body
    assert sending.certificate.content_hash in letter.body


def test_what_was_taken_back_is_not_sent_and_an_old_certificate_neither():
    found = signed()
    old = selectors.sendable(found)
    factories.withdraw(found.text)
    with pytest.raises(Refusal, match="imzası olmadan"):
        services.send(case=found, how="notary", address="x", user=factories.editor())
    refused(Sending(case=found, certificate=old, how="notary", address="x", sent_on=TODAY, noted_by=factories.editor()))
    again = signed(written(fresh(found), "Yeni söz."))
    refused(Sending(case=again, certificate=old, how="notary", address="x", sent_on=TODAY, noted_by=factories.editor()))
    assert documents.signed(selectors.sendable(again)).text == "Yeni söz."


def refused(row):
    with pytest.raises(DatabaseError, match="only a signed text is sent"), transaction.atomic():
        Sending.objects.bulk_create([row])


@worlds.on(make)
def test_the_database_takes_no_foreign_certificate_and_keeps_what_was_written(world):
    other = case(of=story("Başka haber"))
    mine = Sending.objects.get()
    refused(Sending(case=other, certificate=mine.certificate, how="kep", address="x", sent_on=TODAY,
                    noted_by=factories.editor()))  # fmt: skip
    for row, changed in ((mine, {"address": "y"}), (CaseEvent.objects.first(), {"text": "y"})):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(**changed)
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            type(row).objects.filter(pk=row.pk)._raw_delete("default")


def test_no_day_of_a_sending_is_before_the_signatures_after_the_term_or_to_come():
    found = signed(case(of=story(published_on=day("2026-09-29"))))
    assert found.send_due == day("2026-11-28")
    send = {"case": found, "how": "registered", "address": "x", "user": factories.editor()}
    for wrong in ("2026-11-26", "2026-11-28"):
        with pytest.raises(Refusal):
            services.send(on=day(wrong), **send)
    with time_machine.travel("2026-11-29 12:00", tick=False), pytest.raises(Refusal, match="süresi 28 Kasım 2026"):
        services.send(on=day("2026-11-29"), **send)
    with time_machine.travel("2026-11-29 12:00", tick=False):
        services.send(on=day("2026-11-28"), **send)  # it left in time, and is noted later
    late = case(of=story("Eski haber", published_on=day("2026-09-01")))
    with pytest.raises(Refusal, match="doldu"):
        services.submit_text(case=late, user=factories.editor())


# --- What became of it ------------------------------------------------------------------------------------------------


@worlds.on(make)
def test_days_follow_one_another(world):
    user = factories.editor()
    for wrong in ("2026-11-26", "2026-11-28"):
        with pytest.raises(Refusal):
            services.record_receipt(case=world, on=day(wrong), user=user)
    services.record_receipt(case=world, on=TODAY, user=user)
    found = fresh(world)
    assert (found.publish_due, found.court_due) == (day("2026-12-04"), day("2026-12-14"))
    assert found.due(TODAY).on == found.publish_due
    assert found.due(day("2026-12-05")).on == found.court_due
    rows = Case.objects.with_due(day("2026-12-05"))
    assert rows.get().due_on == found.court_due
    assert Case.objects.with_due(TODAY).get().due_on == found.publish_due
    # Of broadcasts one may go to court at once, within the sixty days.
    services.record_filing(case=world, on=TODAY, court="Çamlıkıyı Sulh Ceza Hâkimliği", user=user)
    with pytest.raises(Refusal, match="gününden önce"):
        services.record_decision(case=world, on=day("2026-11-26"), outcome="rejected", user=user)
    services.record_decision(case=world, on=TODAY, outcome="rejected", user=user)
    assert fresh(world).objection_due == day("2026-12-04")
    services.record_objection(case=world, on=TODAY, user=user)
    with pytest.raises(Refusal):
        services.record_objection(case=world, on=TODAY, user=user)
    services.record_decision(case=world, on=TODAY, outcome="accepted", final_on=TODAY, user=user)
    assert fresh(world).publish_due == day("2026-12-04")
    assert fresh(world).objection_due is None
    services.record_publication(case=world, on=TODAY, as_law_asks=True, user=user)
    assert fresh(world).is_over
    assert fresh(world).due() is None


def test_a_newspaper_is_not_sued_before_its_days_are_over_but_at_once_for_a_faulty_publication():
    paper = clippings.clipping("Yol bozuk", needs_answer="rebuttal")
    found = sent(signed(case(of=paper, original_lines=40)))
    user = factories.editor()
    filing = {"case": found, "court": "Sulh Ceza", "user": user}
    with pytest.raises(Refusal, match="tebliğ gününü"):
        services.record_filing(on=TODAY, **filing)
    services.record_receipt(case=found, on=TODAY, user=user)
    with time_machine.travel("2026-11-30 12:00", tick=False), pytest.raises(Refusal, match="30 Kasım 2026"):
        services.record_filing(on=day("2026-11-30"), **filing)
    with time_machine.travel("2026-11-29 12:00", tick=False):
        services.record_publication(case=found, on=day("2026-11-28"), as_law_asks=False, text="Kısaltılmış.", user=user)
        assert fresh(found).court_due == day("2026-12-13")
        assert selectors.words_of_state(fresh(found)) == ("yasaya aykırı yayımlandı", "bad")
        services.record_filing(on=day("2026-11-29"), **filing)
    assert fresh(found).stage == "court"
    with pytest.raises(Refusal, match="başka bir kuruluşun"):
        services.record_publication(case=found, on=TODAY, as_law_asks=True, clipping=story(), user=user)


def test_a_weekly_waits_for_its_first_issue_after_three_days():
    paper = clippings.clipping("Yol bozuk", outlet=clippings.outlet("Hafta", period="weekly"))
    found = sent(signed(case(of=paper, original_lines=40)))
    receipt = {"case": found, "on": TODAY, "user": factories.editor()}
    with pytest.raises(Refusal, match="1 Aralık"):
        services.record_receipt(first_issue_on=day("2026-11-30"), **receipt)
    services.record_receipt(**receipt)
    due = Case.objects.with_due(TODAY).get()
    assert (due.due(), due.due_on) == (Due(DueKind.ISSUE, day("2026-12-01")), day("2026-12-01"))
    with pytest.raises(Refusal, match="yılı denetleyin"):
        services.record_receipt(first_issue_on=day("2027-12-03"), **receipt)
    services.record_receipt(first_issue_on=day("2026-12-03"), **receipt)
    assert (fresh(found).publish_due, fresh(found).court_due) == (day("2026-12-03"), day("2026-12-18"))


# --- Who --------------------------------------------------------------------------------------------------------------


@worlds.on(make)
def test_offices_and_social_editors_read_editors_and_archivists_work_and_nobody_else_comes_in(world):
    readers = [factories.director(), factories.mayor(), factories.social_editor()]
    for user in readers:
        with pytest.raises(PermissionDenied):
            services.add_note(case=world, text="x", user=user)
        with pytest.raises(PermissionDenied):
            services.open_case(clipping=world.clipping, kind="note", user=user)
        client = browser(user)
        detail, text, paper = addresses(world)
        assert client.get(detail).status_code == client.get(paper).status_code == 200
        assert client.get(text).status_code == 302  # to the admin's home, with a sentence
        item = client.get(reverse("clippings:detail", args=[world.clipping_id])).content.decode()
        assert "Tekzip ve düzeltme" in item
        assert "Cevap dosyası aç" not in item
    services.add_note(case=world, text="Arandı.", user=factories.archivist())
    stranger = browser(factories.person("muhabir"))
    assert all(stranger.get(address).status_code in (302, 403) for address in addresses(world))
    page = browser(factories.editor()).get(addresses(world)[0]).content.decode()
    assert "Arandı." in page
    assert "Yazı: imzalandı (Başkan)" in page
    item = browser(factories.editor()).get(reverse("clippings:detail", args=[world.clipping_id])).content.decode()
    assert "Cevap dosyası aç" in item


def test_nobody_signs_what_they_wrote_and_one_person_alone_sends_nothing():
    found = case(user=factories.editor())
    deputy = factories.person("vekil", *[factories.Role.EDITOR, factories.Role.DIRECTOR])
    found = written(found, "Vekilin sözü.", user=deputy)
    services.submit_text(case=found, user=deputy)
    with pytest.raises(Refusal, match="Kendi yazdığınız"):
        factories.sign(found.text, user=deputy)


# --- Telling ----------------------------------------------------------------------------------------------------------


def told():
    rows = Letter.objects.filter(kind=LetterKind.REMINDER).order_by("pk")
    return list(rows.values_list("subject", "recipient"))


@worlds.on(make)
def test_what_is_due_is_told_once_and_of_what_a_sleeping_worker_missed_the_latest(world):
    services.record_receipt(case=world, on=TODAY, user=factories.editor())
    assert reminders.look() == 0
    with time_machine.travel("2026-12-05 04:00", tick=False):  # seven in the morning
        assert reminders.look() == 0
    with time_machine.travel("2026-12-05 06:00", tick=False):
        assert reminders.look() == 1 == len(told())
        assert reminders.look() == 0
    assert told() == [("Tekzip: 9 gün kaldı – Körfez TV", "editor@belediye.example")]
    with time_machine.travel("2026-12-13 09:00", tick=False):  # of 5, 3 and 1 only the last; Müdür hears of it, too
        assert reminders.look() == 2
        assert reminders.look() == 0
    with time_machine.travel("2026-12-20 09:00", tick=False):
        assert reminders.look() == 2
        assert reminders.look() == 0
    assert [subject for subject, _to in told()][-1] == "Tekzip: 6 gün geçti – Körfez TV"
    body = Letter.objects.filter(kind=LetterKind.REMINDER).order_by("-pk")[0].body
    assert "mahkemeye başvurmak için son gün: 14 Aralık 2026 Pazartesi (6 gün geçti)" in body


def test_a_text_that_did_not_arrive_is_told_once_and_stands_on_the_page():
    found = signed()
    sending = services.send(case=found, how="email", address="haber@korfez.example", user=factories.editor())
    assert reminders.tell_lost() == 0
    Letter.objects.filter(pk=sending.letter_id).update(state=DeliveryState.BOUNCED, reason="550 yok")
    assert reminders.tell_lost() == 1
    assert reminders.tell_lost() == 0
    assert "550 yok" in Letter.objects.get(kind=LetterKind.TROUBLE).body
    assert "yanıtlanmış sayılmıyor" in Letter.objects.get(kind=LetterKind.TROUBLE).body
    page = browser(factories.editor()).get(reverse("replies:detail", args=[found.pk])).content.decode()
    assert "geri döndü" in page
    # What came back stops no clock.
    due = Case.objects.with_due(TODAY).get()
    assert (due.stage, due.due().kind, due.due_on) == ("sent", DueKind.SEND, found.send_due)
    assert fresh(found).due().kind == DueKind.SEND
    services.send(case=found, how="notary", address="Liman Caddesi 4", user=factories.editor())
    assert fresh(found).due().kind == DueKind.RECEIPT


def test_a_clipping_is_answered_once_its_mail_was_taken_and_no_more_when_it_came_back():
    found = signed()
    sending = services.send(case=found, how="email", address="haber@korfez.example", user=factories.editor())
    states, item = [], Clipping.objects.filter(pk=found.clipping_id)

    def after(state):
        Letter.objects.filter(pk=sending.letter_id).update(state=state)
        with time_machine.travel("2026-11-28 02:00", tick=False):  # at night too
            reminders.look()
        states.append((state, item.get().answered_on))
        return item.get()

    assert item.get().waits_for_answer
    for state in (DeliveryState.QUEUED, DeliveryState.ACCEPTED, DeliveryState.BOUNCED, DeliveryState.ACCEPTED):
        after(state)
    assert [on for _state, on in states] == [None, TODAY, None, TODAY]
    # What a person writes stays, whatever becomes of the mail.
    item.update(answered_on=day("2026-11-26"))
    assert after(DeliveryState.FAILED).answered_on == day("2026-11-26")
    # Something that left on paper has left.
    item.update(answered_on=None)
    services.send(case=found, how="notary", address="Liman Caddesi 4", user=factories.editor())
    assert after(DeliveryState.FAILED).answered_on == TODAY


def test_an_order_to_a_weekly_has_a_term_and_a_way_out():
    """Final, its first issue not known yet: that is what is due; then it has its day, also when that was missed."""
    paper = clippings.clipping("Yol bozuk", outlet=clippings.outlet("Hafta", period="weekly"))
    found = sent(signed(case(of=paper, original_lines=40)))
    user, client = factories.editor(), browser(factories.editor())
    Case.objects.update(stage="court", filed_on=TODAY, court="Sulh Ceza")
    decision = {"case": found, "on": TODAY, "outcome": "accepted", "user": user}
    services.record_decision(**decision)
    assert (fresh(found).due(), fresh(found).final_on) == (None, None)
    services.record_decision(**decision, final_on=TODAY)
    row = Case.objects.with_due(TODAY).get()
    assert (row.due(), row.due_on) == (Due(DueKind.ISSUE, day("2026-12-01")), day("2026-12-01"))
    page = client.get(reverse("replies:detail", args=[found.pk])).content.decode()
    assert "Karar 27 Kasım 2026 günü kesinleşti. Üç günden sonraki ilk sayının gününü yazın" in page
    assert page.index("islem/karar") < page.index("islem/yayim")
    said = {"karar-on": "2026-11-27", "karar-outcome": "accepted", "karar-final_on": "2026-11-27"}
    act = reverse("replies:act", args=[found.pk, "karar"])
    for wrong in ("2026-11-30", "2027-12-03"):
        client.post(act, {**said, "karar-first_issue_on": wrong})
        assert fresh(found).publish_due is None
    client.post(act, {**said, "karar-first_issue_on": "2026-12-03"})
    row = Case.objects.with_due(TODAY).get()
    assert (row.due(), row.due_on) == (Due(DueKind.PUBLISH, day("2026-12-03")), day("2026-12-03"))
    assert steps.next_words(row).startswith("Yayımlama süresi yeniden başladı: en geç 3 Aralık 2026.")
    with time_machine.travel("2026-12-04 12:00", tick=False):
        assert selectors.words_of_state(row) == ("karara uyulmadı", "bad")
        assert "karara uyulmadı: hukuk birimiyle konuşun" in steps.next_words(row)
    services.record_publication(case=found, on=TODAY, as_law_asks=True, user=user)
    assert fresh(found).is_over


@pytest.mark.once
@pytest.mark.parametrize(
    "headline, said",
    [
        ("“Yol yok” iddiası", "“‘Yol yok’ iddiası” başlıklı"), ('"Yol yok" dedi', "“‘Yol yok’ dedi” başlıklı"),
        ('Başkan: "Yol var"', "“Başkan: ‘Yol var’” başlıklı"), ("Belediye’nin yolu", "“Belediye’nin yolu” başlıklı"),
    ],
)  # fmt: skip
def test_quotation_marks_inside_of_others_are_single(headline, said):
    assert said in case(of=story(headline), text="").latest_text.demand


def test_a_letter_whose_text_was_taken_back_or_signed_anew_leaves_no_more():
    found = signed()
    sending = services.send(case=found, how="email", address="haber@korfez.example", user=factories.editor())
    letter = next(one for one in letters.lease_due(owner="w", limit=99) if one.pk == sending.letter_id)
    factories.withdraw(found.text)
    assert not letters.mark_sending(letter=letter)
    letter.refresh_from_db()
    assert (letter.state, "geri çekildi" in letter.reason) == (DeliveryState.FAILED, True)
    with pytest.raises(ValidationError, match="geri çekildi"):
        letters.retry(letter=letter, user=factories.superuser())


def test_a_text_signed_for_one_outlet_goes_to_no_other():
    found = signed()
    Clipping.objects.filter(pk=found.clipping_id).update(outlet=station("Başka TV"), outlet_name="Başka TV")
    with pytest.raises(Refusal, match="Körfez TV için imzalandı"):
        services.send(case=found, how="email", address="haber@korfez.example", user=factories.editor())


def test_a_second_way_leaves_the_first_day_of_sending():
    found = sent(on=TODAY)
    with time_machine.travel(NOW + dt.timedelta(days=4), tick=False):
        services.send(case=found, how="registered", address="Liman Caddesi 4", user=factories.editor())
        services.record_receipt(case=found, on=day("2026-11-29"), user=factories.editor())
    assert (fresh(found).sent_on, fresh(found).received_on) == (TODAY, day("2026-11-29"))


def test_without_whoever_opened_it_all_who_work_cases_are_told():
    found = case(of=story(published_on=day("2026-10-01")))
    factories.archivist()
    found.created_by.is_active = False
    found.created_by.save()
    assert reminders.look() == 1
    assert told()[0][1] == "arsiv@belediye.example"
    assert Reminder.objects.count() == 1


def test_signers_hear_at_once_of_what_has_few_days_left():
    found = case(of=story(published_on=day("2026-10-01")))  # until Monday, 30 November
    assert found.send_due == day("2026-11-30")
    assert found.latest_text.is_warning
    assert not case(of=story("Yeni haber")).latest_text.is_warning
    services.submit_text(case=found, user=factories.editor()) if factories.director() else None
    assert Letter.objects.filter(subject__startswith="ACELE, imzanıza geldi").exists()


# --- Screens ----------------------------------------------------------------------------------------------------------


@worlds.on(make)
def test_the_list_counts_filters_finds_and_exports(world):
    client = browser(factories.editor())
    url = reverse("replies:index")
    late = case(of=story("Süresi geçen haber", published_on=day("2026-09-20")))
    page = client.get(url).content.decode()
    assert page.index("Süresi geçen haber") < page.index("İhale kapalı yapıldı")
    assert "2 açık" in page
    assert "1 süresi geçen" in page
    assert "8 gün geçti" in page
    for which, shown in (("gecen", [late]), ("yakin", [world]), ("imzali", []), ("biten", []), ("acik", [late, world])):
        assert list(client.get(url, {"which": which}).context["object_list"]) == shown, which
    assert list(client.get(url, {"q": "İHALE KAPALI"}).context["object_list"]) == [world]
    assert len(client.get(url, {"q": "KÖRFEZ"}).context["object_list"]) == 2
    assert "Körfez TV" in b"".join(client.get(url, {"export": "csv"}).streaming_content).decode()
    home = browser(factories.editor()).get(reverse("wagtailadmin_home")).content.decode()
    assert "2 açık dosya. 1 dosyanın süresi geçti." in home
    assert "açık dosya" not in browser(factories.social_editor()).get(reverse("wagtailadmin_home")).content.decode()


@worlds.on(make)
def test_queries_of_the_list_do_not_grow(world, django_assert_max_num_queries):
    client = browser(factories.editor())
    client.get(reverse("replies:index"))
    for number in range(3):
        case(of=story(f"Haber {number}"), text="")
    with django_assert_max_num_queries(32):
        client.get(reverse("replies:index"))


@worlds.on(make)
def test_a_form_that_is_not_whole_comes_back_and_an_unknown_act_is_nowhere(world):
    client = browser(factories.editor())
    answer = client.post(reverse("replies:act", args=[world.pk, "teblig"]), {"teblig-on": "31.31.2026"})
    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()
    assert client.post(reverse("replies:act", args=[world.pk, "sil"])).status_code == 404
    answer = client.post(reverse("replies:act", args=[world.pk, "karar"]), {}, follow=True)
    assert "şimdiki aşamasında yapılmaz" in answer.content.decode()
    assert client.get(reverse("replies:paper", args=[case(of=story("İmzasız")).pk])).status_code == 404


@worlds.on(make)
def test_clocks_are_the_administrator_s(world):
    clock = Clock.objects.first()
    edit = reverse("reply_clocks:edit", args=[clock.pk])
    assert browser(factories.editor()).get(edit).status_code == 302
    assert "Resmî Gazete" in browser(factories.administrator()).get(edit).content.decode()
    assert clocks.clock_on("daily", timezone.localdate()).term == 3


def test_approval_speaks_of_a_letter_and_no_page():
    found = case()
    approval.submit(content=found.text, user=factories.editor())
    state = fresh(found).text.current_workflow_task_state
    page = browser(factories.director()).get(reverse("approval:review", args=[state.pk])).content.decode()
    assert "Gidecek yazı" in page
    assert "sitede yayımlanmaz" in page
    assert "İnternet sitesinde" not in page
    preview = browser(factories.director()).get(reverse("approval:preview", args=[state.pk, "web"])).content.decode()
    assert replies.TEXT in preview
    assert "Sorumlu müdürlüğe" in preview
    found = signed_on(found)
    desk = browser(factories.mayor()).get(reverse("approval:desk")).content.decode()
    assert "İmzalı yazı" in desk
    assert "Geri çek" in desk
    assert Letter.objects.filter(body__contains=reverse("replies:detail", args=[found.pk])).exists()
    assert station().clippings.count() == 1


def signed_on(found):
    factories.sign(found.text, user=factories.director())
    factories.sign(found.text, user=factories.mayor())
    return fresh(found)
