"""From the application to the badge, and everything between."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.utils import timezone

from cms.core.refusal import Refusal
from cms.core.roles import Role
from cms.letters.models import Letter
from press_archive.accreditation import (
    addresses,
    applicants,
    changes,
    crews,
    followups,
    history,
    keys,
    restrictions,
    retention,
    selectors,
    services,
    tokens,
)  # fmt: skip
from press_archive.accreditation.models import Application, ApplicationStep, Badge, FormLink, Plan
from press_archive.accreditation.words import Did, State
from press_archive.journalists import people
from tests import factories, worlds
from tests.factories import agenda
from tests.factories.accreditation import accredited, accredited_event, applied, fresh, officer
from tests.factories.journalists import press_account, press_outlet

pytestmark = [pytest.mark.django_db]


def world():
    """An event for four people; one paper, one station with its desk, one reporter with an account."""
    paper, station = press_outlet("Kıyı Postası"), press_outlet("Körfez TV", kind="television")
    return {
        "event": accredited_event(capacity=4), "officer": officer(), "paper": paper,
        "derya": press_account(outlet=paper), "station": station,
        "desk": press_account("masa@korfez.example", outlet=station, is_desk=True, name="Körfez TV haber merkezi"),
    }  # fmt: skip


pytestmark.append(worlds.on(world))


def told(address):
    return list(Letter.objects.filter(recipient=address).order_by("pk").values_list("origin", flat=True))


def verdict(application, event):
    return tokens.verify(
        fresh(application).badge.token, keys.public_keys(), event.starts_at, event=event.pk,
        old=selectors.old_nonces(event),
    ).reason  # fmt: skip


def test_approved_once_with_a_badge_that_the_gate_believes(world):
    event, user = world["event"], world["officer"]
    row = applied(event, world["derya"], outlet_name="kıyı postası", zones=["Saha", "Yabancı bölge"])
    assert (row.state, row.outlet, row.zones) == (State.RECEIVED, world["paper"], ["Saha"])
    with pytest.raises(Refusal, match="zaten"):
        applied(event, world["derya"])
    seen = services.seen_state(row)
    services.accredit(application=row, user=user, seen=seen)
    assert verdict(row, event) == "ok"
    with pytest.raises(Refusal, match="ilerledi"):
        services.accredit(application=row, user=user, seen=seen)
    (person,) = selectors.gate_list(event)["people"]
    assert (person["name"], person["zones"]) == ("Derya Işık", ["Saha"])
    claims = tokens.verify(fresh(row).badge.token, keys.public_keys(), event.starts_at).claims
    assert (claims.initials, claims.zone_numbers(), claims.badge) == ("DI", [1], person["badge"])
    assert [one.rpartition(":")[2] for one in told("derya@kiyi.example")] == ["received", "approved"]
    assert [step.did for step in row.steps.all()] == [Did.APPLIED, Did.APPROVED]


def test_who_may_not_decides_nothing(world):
    row = applied(world["event"], world["derya"])
    for user in (factories.editor(), factories.mayor(), factories.person("kapi", Role.GATE)):
        for act in (services.accredit, services.put_on_waiting_list):
            with pytest.raises(PermissionDenied):
                act(application=row, user=user)
        with pytest.raises(PermissionDenied):
            restrictions.restrict(reason="x", ends_on=timezone.localdate(), email="a@b.example", user=user)
    assert fresh(row).state == State.RECEIVED


def test_more_information_and_the_answer(world):
    row = applied(world["event"], world["derya"])
    with pytest.raises(Refusal):
        services.ask_applicant(application=row, user=world["officer"], words=" \u200b ")
    row = services.ask_applicant(application=row, user=world["officer"], words="Görevlendirme yazısı?")
    with pytest.raises(Refusal):
        applicants.answer(application=row, words="")
    row = applicants.answer(application=row, words="Ekte", papers=[("other", b"%PDF-1.4 x")])
    assert (row.state, row.papers.count()) == (State.RECEIVED, 1)
    row = services.turn_down(application=row, user=world["officer"], words="Yer yok")
    with pytest.raises(Refusal):
        applicants.change(application=row, values={"name": "Başka"})
    assert applied(world["event"], world["derya"]).pk != row.pk  # after a refusal one may ask again


def test_a_crew_of_five_over_its_quota(world):
    event, user = world["event"], world["officer"]
    services.set_plan(event=event, per_outlet=2, note="", quotas={"television": (3, None)}, user=user)
    lines = [crews.checked({"name": f"Kişi {n}", "role": "Kamera" if n else "muhabir"}) for n in range(5)]
    lines.append(crews.checked({"name": "Altıncı", "role": "yönetmen"}))
    result = crews.apply_for(event=event, account=world["desk"], members=lines, zones=["Saha"])
    assert (len(result.done), [one.values["name"] for one in result.left]) == (5, ["Altıncı"])
    rows = [one.application for one in result.done]
    decided = services.decide_many(
        event=event, chosen={row.pk: services.seen_state(row) for row in rows}, what="onayla", user=user
    )
    assert [row.name for row in decided.done] == ["Kişi 0", "Kişi 1", "Kişi 2"]
    assert all("3 kişilik" in reason for _row, reason in decided.left)
    applicants.withdraw(application=rows[0])  # a place is free again, and the badge of the first opens nothing
    assert verdict(rows[0], event) == "revoked"
    services.accredit(application=rows[3], user=user)
    again = crews.apply_for(event=event, account=world["desk"], members=[crews.checked({"name": "KİŞİ 1"})], zones=[])
    assert "zaten" in again.left[0].error  # the same person twice from one desk
    applied_alone = applied(event, world["derya"])
    services.accredit(application=applied_alone, user=user)
    with pytest.raises(Refusal, match="4 kişilik"):  # the event's own capacity
        accredited(event, email="serbest@ornek.example")


def test_other_spellings_of_an_outlet_are_one_outlet(world):
    event, user = world["event"], world["officer"]
    services.set_plan(event=event, per_outlet=1, note="", quotas={}, user=user)
    accredited(event, email="a@ornek.example", outlet_name="ILGAZ  Gazetesi", name="Bir")
    with pytest.raises(Refusal, match="1 kişilik"):
        accredited(event, email="b@ornek.example", outlet_name="ılgaz gazetesi", name="İki")
    accredited(event, email="c@ornek.example", name="Serbest bir")  # freelancers are no outlet
    accredited(event, email="d@ornek.example", name="Serbest iki")


def test_a_change_after_the_approval_goes_back_to_review(world):
    event, user = world["event"], world["officer"]
    row = accredited(event, world["derya"])
    old = row.badge.nonce
    row = applicants.change(application=row, values={"role": "camera", "name": "Derya Işık Kaya"})
    assert row.state == State.CHANGED
    assert [(one.before, one.after) for one in changes.differences(row)][1] == ("muhabir", "kamera")
    assert (fresh(row).name, verdict(row, event)) == ("Derya Işık", "ok")  # what was approved holds
    row = services.decline_change(application=row, user=user, words="Tek kamera yeri var")
    assert (row.state, row.change, verdict(row, event)) == (State.APPROVED, {}, "ok")
    row = applicants.change(application=row, values={"role": "photo"})
    row = services.accredit(application=row, user=user, seen=services.seen_state(row))
    badge = Badge.objects.get(application=row)
    assert (row.role, badge.role, badge.nonce == old) == ("photo", "photo", False)
    assert old in selectors.old_nonces(event)
    stale = services.seen_state(row)
    applicants.change(application=row, values={"plate": "10 ABC 10"})
    with pytest.raises(Refusal):
        services.end_accreditation(application=row, user=user, words="x", seen=stale)


def test_before_the_approval_a_change_simply_stands_and_is_seen(world):
    row = applied(world["event"], world["derya"])
    seen = services.seen_state(row)
    row = applicants.change(application=row, values={"outlet_name": "Başka Gazete"})
    assert (row.state, row.outlet) == (State.RECEIVED, None)
    with pytest.raises(Refusal, match="değişti"):
        services.accredit(application=row, user=world["officer"], seen=seen)


def test_a_restriction_is_told_stands_in_the_way_and_is_objected_to(world):
    event, user, director = world["event"], world["officer"], factories.director()
    today = timezone.localdate()
    row = applied(event, world["derya"])
    for ends in (today - dt.timedelta(days=1), today + dt.timedelta(days=500)):
        with pytest.raises(Refusal, match="bitiş"):
            restrictions.restrict(account=world["derya"], reason="Saha kuralı", ends_on=ends, user=user)
    with pytest.raises(Refusal, match="sessiz"):  # nobody could be told
        restrictions.restrict(outlet=world["station"], reason="Saha kuralı", ends_on=today, user=user)
    one = restrictions.restrict(
        account=world["derya"], reason="Saha kuralı", ends_on=today + dt.timedelta(days=30), user=director
    )
    (letter,) = Letter.objects.filter(origin__startswith="akreditasyon-kisit:")
    assert "Saha kuralı" in letter.body
    assert addresses.objection_path(one) in letter.body
    with pytest.raises(Refusal, match="kısıt"):
        services.accredit(application=row, user=user)
    # By another address, but under the same name, the way round is closed as well.
    one.name, one.outlet = "DERYA IŞIK", None
    one.save()
    with pytest.raises(Refusal, match="kısıt"):
        accredited(event, email="baska@ornek.example")
    restrictions.object_to(restriction=one, words="Kurala uydum")
    with pytest.raises(Refusal, match="alınmıştı"):
        restrictions.object_to(restriction=one, words="Bir daha")
    with pytest.raises(PermissionDenied):
        restrictions.answer(restriction=one, result="lifted", words="Haklı", user=user)
    with pytest.raises(Refusal, match="Kendi"):
        restrictions.answer(restriction=one, result="lifted", words="Haklı", user=director)
    other = factories.person("ikinci-mudur", Role.DIRECTOR)
    restrictions.answer(restriction=one, result="lifted", words="Haklı", user=other)
    assert services.accredit(application=row, user=user).state == State.APPROVED


def test_an_event_that_moves_takes_its_badges_along(world):
    event = world["event"]
    row = accredited(event, world["derya"])
    waiting = applied(event, email="bekleyen@ornek.example", name="Bekleyen")
    old = row.badge.token
    moved = agenda.changed(event, starts_at=event.starts_at + dt.timedelta(days=1),
                           ends_at=event.ends_at + dt.timedelta(days=1))  # fmt: skip
    assert followups.look() == 1
    assert followups.look() == 0
    badge = Badge.objects.get(application=row)
    assert (badge.token == old, badge.valid_until > moved.ends_at) == (False, True)
    assert tokens.verify(
        old, keys.public_keys(), moved.starts_at, event=moved.pk, old=selectors.old_nonces(moved)
    ).reason == "revoked"  # fmt: skip
    assert verdict(row, moved) == "ok"
    assert told("derya@kiyi.example")[-1].endswith(":moved")
    factories.withdraw(moved, user=factories.director(), reason="Fırtına")
    followups.look()
    assert verdict(row, moved) == "revoked"
    assert told(waiting.email)[-1].endswith(":cancelled")


def test_the_key_that_leaked_opens_no_gate(world):
    event = world["event"]
    row = accredited(event, world["derya"])
    old = row.badge.token
    admin = factories.person("yonetici", Role.ADMINISTRATOR)
    with pytest.raises(PermissionDenied):
        services.renew_key(user=world["officer"])
    services.renew_key(user=admin)
    assert verdict(row, event) == "ok"  # of age: what it signed is believed
    services.accredit(application=applied(event, email="yeni@ornek.example", name="Yeni"), user=world["officer"])
    newer = Application.objects.get(email="yeni@ornek.example")
    leaked = newer.badge.token
    assert services.renew_key(user=admin, is_leaked=True) == 1
    assert (verdict(row, event), verdict(newer, event)) == ("ok", "ok")
    assert tokens.verify(old, keys.public_keys(), event.starts_at).ok
    assert tokens.verify(leaked, keys.public_keys(), event.starts_at).reason == "unknown_key"


def test_the_person_goes_and_the_evidence_stays(world):
    event, derya = world["event"], world["derya"]
    row = accredited(event, derya, plate="10 ABC 10", outlet_name="Kıyı Postası")
    history.record(row, Did.PRINTED, by=world["officer"], words="Derya Işık’a verildi")
    assert people.exported(derya)["accreditation"][0]["plate"] == "10 ABC 10"
    people.forget(derya)
    row = fresh(row)
    assert (row.state, row.account, row.name, row.plate, row.person_key) == (State.WITHDRAWN, None, "", "", "")
    assert (row.badge.name, row.badge.token, row.badge.revoked_at is None) == ("", "", False)
    assert row.outlet == world["paper"]
    assert [(step.did, step.words) for step in row.steps.all()][-1] == (Did.WITHDRAWN, "")
    assert not Letter.objects.filter(origin__startswith=f"akreditasyon:{row.pk}:").exists()
    with pytest.raises(DatabaseError), transaction.atomic():
        ApplicationStep.objects.filter(application=row).update(did=Did.REFUSED)
    with pytest.raises(DatabaseError), transaction.atomic():
        ApplicationStep.objects.filter(application=row).delete()


def test_photos_go_a_month_after_the_event_and_names_two_years_after(world):
    from django.core.files.base import ContentFile

    from tests.factories.journalists import face

    event = world["event"]
    row = accredited(event, world["derya"], photo=ContentFile(face(), "yuz.jpg"))
    assert (row.portrait.account, row.portrait.keep_until) == (None, applicants.keep_until(event))
    assert retention.tidy(now=event.ends_at + dt.timedelta(days=29)) == 0
    assert retention.tidy(now=event.ends_at + dt.timedelta(days=31)) == 1
    assert (fresh(row).portrait, fresh(row).name) == (None, "Derya Işık")
    retention.tidy(now=event.ends_at + dt.timedelta(days=731))
    assert fresh(row).name == ""
    assert retention.tidy(now=event.ends_at + dt.timedelta(days=732)) == 0


def test_a_form_is_mailed_to_the_owner_of_an_address_only(world):
    event = world["event"]
    for n in range(9):
        applicants.ask_form(event=event, email="kurban@ornek.example", place=f"198.51.100.{n}")
    assert FormLink.objects.count() == 3  # one address is not bombed, from wherever
    assert applicants.send_forms() == 3
    letters = Letter.objects.filter(recipient="kurban@ornek.example")
    assert (letters.count(), letters[0].secret, applicants.send_forms()) == (3, True, 0)
    FormLink.objects.update(asked_at=timezone.now() - dt.timedelta(hours=49))
    applicants.send_forms()
    assert (FormLink.objects.count(), letters.count()) == (0, 0)


def test_a_closed_window_takes_nothing(world):
    late = accredited_event("Geçmiş başvuru")
    type(late).objects.filter(pk=late.pk).update(accreditation_until=timezone.now() - dt.timedelta(minutes=1))
    with pytest.raises(Refusal, match="süresi"):
        applied(late, world["derya"])
    draft = agenda.event("Taslak", needs_accreditation=True, accreditation_until=timezone.now() + dt.timedelta(days=1))
    with pytest.raises(Refusal):
        applied(draft, world["derya"])
    assert not Plan.objects.filter(event=draft).exists()
