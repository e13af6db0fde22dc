"""A gate from its opening to who came: by the telephone's own addresses."""

import datetime as dt
import io
import json

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from cms.core.refusal import Refusal
from cms.core.roles import Role
from cms.letters.models import Letter
from cms.letters.services import mark_sending, still_stands
from press_archive.accreditation import services as accreditation
from press_archive.bulletins.models import RegisterEntry
from press_archive.gate import addresses, afterwards, ledger, retention, selectors, services
from press_archive.gate.ledger import Outcome, Seen
from press_archive.gate.models import FollowUp, GateLink, Scan
from press_archive.journalists import people
from tests import factories, worlds
from tests.factories.accreditation import accredited, accredited_event, fresh, officer
from tests.factories.journalists import press_account

NOW = dt.datetime(2026, 11, 28, 10, tzinfo=dt.UTC)


def seen(pk, gate, minute, badge=1, *, is_exit=False, is_refused=False):
    return Seen(pk, gate, badge, is_exit, is_refused, NOW + dt.timedelta(minutes=minute))


@pytest.mark.once
@pytest.mark.parametrize(
    ("scans", "expected"),
    [
        ([seen(1, 1, 5), seen(2, 2, 3)], ["conflict", "counts"]),  # the earliest wins, whichever came first here
        ([seen(1, 1, 1), seen(2, 1, 2)], ["counts", "again"]),
        ([seen(1, 1, 1), seen(2, 2, 2, is_exit=True), seen(3, 2, 3)], ["counts", "counts", "counts"]),
        ([seen(1, 1, 1, is_exit=True), seen(2, 1, 2)], ["again", "counts"]),
        ([seen(1, 1, 1, is_refused=True), seen(2, 2, 2)], ["refused", "counts"]),
        ([seen(1, 1, 1, None), seen(2, 2, 1, None)], ["counts", "counts"]),
        ([seen(1, 1, 1, 1), seen(2, 2, 1, 2)], ["counts", "counts"]),
    ],
)
def test_gates_that_meet_later(scans, expected):
    for order in (scans, scans[::-1]):
        said = ledger.outcomes(order)
        assert [said[scan.pk] for scan in scans] == [Outcome(word) for word in expected]


def world():
    event = accredited_event(capacity=4)
    user = officer()
    return {
        "event": event, "user": user, "derya": accredited(event, name="Derya Işık", email="d@ornek.example"),
        "can": accredited(event, name="Can Su", email="c@ornek.example"),
        "north": services.open_gate(event=event, name="Kuzey", user=user),
        "south": services.open_gate(event=event, name="Güney", user=user),
    }  # fmt: skip


in_world = worlds.on(world)


def scan(number, badge=None, **values):
    at = int(timezone.now().timestamp() * 1000) - 60_000 + number
    return {"nonce": f"{number:032x}", "badge": badge, "exit": False, "refused": "", "note": "", "at": at, **values}


def send(gate, *rows, now=None, body=None):
    said = (
        body if body is not None else json.dumps({"now": now or int(timezone.now().timestamp() * 1000), "scans": rows})
    )
    return Client().post(f"{addresses.page_of(gate)}okutmalar/", said, content_type="application/json")


@pytest.mark.django_db
@in_world
def test_two_gates_offline_meet_and_each_scan_counts_once(world):
    badge, gates = fresh(world["derya"]).badge, (world["north"], world["south"])
    late, early = scan(2, badge.pk), scan(1, badge.pk)
    for _again in range(2):
        assert send(gates[0], late).json() == {"kept": [late["nonce"]]}
    assert send(gates[1], early, scan(3, note="Ayşe, Yerel Haber"), scan(4, refused="forged")).status_code == 200
    found = selectors.attendance(world["event"])
    assert [row.name for row in found.came] == ["Derya Işık"]
    assert [row.name for row in found.missing] == ["Can Su"]
    assert [row.gate for row in found.conflicts] == [gates[0]]
    assert [row.note for row in found.walk_ins] == ["Ayşe, Yerel Haber"]
    assert [row.refused for row in found.refused] == ["forged"]
    assert Scan.objects.count() == 4
    later = world["event"].ends_at + dt.timedelta(days=29), world["event"].ends_at + dt.timedelta(days=40)
    assert [retention.tidy(now=moment) for moment in later] == [0, 1]
    assert len(selectors.attendance(world["event"]).walk_ins) == 1


@pytest.mark.django_db
@in_world
def test_a_telephone_whose_clock_is_wrong_is_put_right(world):
    badge = fresh(world["derya"]).badge
    hours = 3 * 3600 * 1000
    row = scan(1, badge.pk)
    send(world["north"], {**row, "at": row["at"] + hours}, now=int(timezone.now().timestamp() * 1000) + hours)
    kept = Scan.objects.get()
    assert abs(kept.at.timestamp() * 1000 - row["at"]) < 30_000
    assert kept.phone_at - kept.at > dt.timedelta(hours=2)


@pytest.mark.django_db
@in_world
def test_what_no_telephone_of_ours_sends_is_refused_whole(world):
    good = scan(1)
    for bad in (
        {"nonce": "x"}, {"refused": "because"}, {"note": "a" * 201}, {"at": "now"}, {"at": -1}, {"nonce": 5},
        {"at": True}, {"refused": None},
    ):  # fmt: skip
        assert send(world["north"], good, {**scan(2), **bad}).status_code == 400, bad
    for body in ("", "[]", "{", '{"now": 1}', "[" * 50_000, '{"now": 1e400, "scans": []}', "\xff"):
        assert send(world["north"], body=body).status_code == 400, body[:20]
    assert send(world["north"], *[scan(n) for n in range(501)]).status_code == 400
    for form in ({"scans": "[]"}, {}):
        assert Client().post(f"{addresses.page_of(world['north'])}okutmalar/", form).status_code == 400
    assert not Scan.objects.exists()
    other = accredited(accredited_event("Başka açılış"), name="Ece Ay", email="e@ornek.example")
    assert send(world["north"], scan(1, fresh(other).badge.pk)).status_code == 200
    kept = Scan.objects.get()
    assert (kept.refused, kept.badge) == ("not_listed", None)


@pytest.mark.django_db
@in_world
def test_a_gate_opens_by_its_address_alone_until_it_is_closed_or_over(world):
    gate, stranger = world["north"], Client()
    page = addresses.page_of(gate)
    answer = stranger.get(page)
    assert (answer.status_code, len(answer.cookies)) == (200, 0)
    assert "no-store" in answer["Cache-Control"]
    listed = stranger.get(f"{page}liste.json").json()
    assert {row["name"] for row in listed["people"]} == {"Derya Işık", "Can Su"}
    accreditation.end_accreditation(application=world["can"], user=world["user"], words="Etkinlik kuralları")
    listed = stranger.get(f"{page}liste.json").json()
    assert {row["name"] for row in listed["people"]} == {"Derya Işık"}
    assert fresh(world["can"]).badge.nonce in listed["old"]
    assert stranger.get(f"{page}fotograf/1/").status_code == 404
    for guess in (page[:-2] + "x/", f"/kapi/{gate.pk}/", "/kapi/" + "a" * 500 + "/", page.replace(f"{gate.pk}:", "9:")):
        assert stranger.get(guess).status_code == 404
    services.close_gate(gate=gate, user=world["user"])
    GateLink.objects.filter(pk=world["south"].pk).update(ends_at=timezone.now())
    for one in (gate, world["south"]):
        for path in ("", "liste.json", "fotograf/1/", "uygulama.webmanifest"):
            assert stranger.get(addresses.page_of(one) + path).status_code == 404
    # What a telephone without a net saw before is taken for a week more, and nothing is dated after the end.
    badge = fresh(world["derya"]).badge
    ahead = int(timezone.now().timestamp() * 1000) + 3_600_000
    assert send(gate, scan(1, badge.pk), scan(2, badge.pk, at=ahead)).status_code == 200
    gate.refresh_from_db()
    assert [row.at <= gate.closed_at for row in Scan.objects.all()] == [True, True]
    GateLink.objects.filter(pk=gate.pk).update(ends_at=timezone.now() - addresses.LATE)
    assert send(gate, scan(3)).status_code == 404
    assert Scan.objects.count() == 2


@pytest.mark.django_db
@in_world
def test_who_opens_and_closes(world):
    for user in (factories.editor(), factories.mayor()):
        with pytest.raises(PermissionDenied):
            services.open_gate(event=world["event"], name="Arka", user=user)
        with pytest.raises(PermissionDenied):
            services.close_gate(gate=world["north"], user=user)
    with pytest.raises(Refusal):
        services.open_gate(event=world["event"], name=" \u200b ", user=world["user"])
    client = Client()
    client.force_login(world["user"])
    office = f"/admin/kapi/etkinlik/{world['event'].pk}/"
    assert client.post(office, {"name": "Arka"}).status_code == 302
    shown = client.get(office).content.decode()
    gate = GateLink.objects.get(name="Arka")
    assert addresses.page_of(gate) in shown
    assert "Can Su" in shown
    assert client.post(f"/admin/kapi/{gate.pk}/kapat/").status_code == 302
    gate.refresh_from_db()
    assert gate.closed_at is not None


@pytest.mark.django_db
@in_world
def test_afterwards_the_bulletin_goes_to_those_who_came_and_in_other_words_to_the_others(world):
    event, client = world["event"], Client()
    client.force_login(world["user"])
    office = f"/admin/kapi/etkinlik/{event.pk}/"
    send(world["north"], scan(1, fresh(world["derya"]).badge.pk), scan(2, note="=1+1"))
    page = factories.publish(factories.bulletin(title="Sahil yolu açıldı"))
    entry = page.register_entry
    client.post(f"{office}bulten/", {"bulten": entry.pk})
    assert not FollowUp.objects.exists()  # the event is still to come
    with time_machine.travel(event.ends_at + dt.timedelta(hours=1)):
        client.force_login(world["user"])
        RegisterEntry.objects.filter(pk=entry.pk).update(published_at=timezone.now())
        assert "Sahil yolu açıldı" in client.get(office).content.decode()
        client.post(f"{office}bulten/", {"bulten": "9" * 22})
        with pytest.raises(PermissionDenied):
            afterwards.send_bulletin(event=event, entry=entry, user=factories.editor())
        for _again in range(2):
            client.post(f"{office}bulten/", {"bulten": entry.pk})
        assert "gönderildi" in client.get(office).content.decode()
        letters = {row.recipient: row for row in Letter.objects.filter(origin__contains=afterwards.MARK)}
        assert sorted(letters) == ["c@ornek.example", "d@ornek.example"]
        assert "geldiğiniz için teşekkür" in letters["d@ornek.example"].body
        assert "sizi göremedik" in letters["c@ornek.example"].body
        assert all(page.public_path in row.body for row in letters.values())
        assert all(still_stands(row) for row in letters.values())
        factories.withdraw(page)
        assert not any(still_stands(row) for row in letters.values())
        assert mark_sending(letter=letters["d@ornek.example"]) is False
        answer = client.get(f"{office}gelenler.xlsx")
    sheet = load_workbook(io.BytesIO(answer.content)).active
    rows = [[cell.value or "" for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert [(row[0], row[3]) for row in rows] == [("Derya Işık", "evet"), ("Can Su", "hayır"), ("=1+1", "kartsız")]
    assert all(cell.data_type == "s" for row in sheet.iter_rows() for cell in row if cell.value)


@pytest.mark.django_db
@in_world
def test_whoever_has_an_account_sees_when_gates_saw_them(world):
    account = press_account("muhabir@ornek.example")
    badge = accredited(world["event"], account, name="Su Deniz").badge
    send(world["north"], scan(1, badge.pk))
    kept = people.exported(account)["gate"]
    assert [(row["event"], row["out"]) for row in kept] == [(world["event"].title, False)]
    assert "gate" not in people.exported(press_account("baska@ornek.example"))


@pytest.mark.django_db
@in_world
def test_the_gate_keeper_finds_the_gates_of_the_day_and_nothing_else(world):
    keeper = factories.person("kapi", Role.GATE)
    with time_machine.travel(world["event"].starts_at - dt.timedelta(hours=3)):
        client = Client()
        client.force_login(keeper)
        assert "Bugün 2 kapı açık." in client.get("/admin/").content.decode()
        shown = client.get("/admin/kapi/").content.decode()
        assert "Kuzey" in shown
        assert addresses.page_of(world["north"]) not in shown
        answer = client.post(f"/admin/kapi/{world['north'].pk}/gir/")
        assert answer["Location"] == addresses.page_of(world["north"])
        assert ModelLogEntry.objects.filter(action="gate.entered", user=keeper).count() == 1
        services.close_gate(gate=world["north"], user=world["user"])
        assert client.post(f"/admin/kapi/{world['north'].pk}/gir/")["Location"] == "/admin/"  # with a message
        assert ModelLogEntry.objects.filter(action="gate.entered").count() == 1
    with pytest.raises(Refusal):
        services.enter_gate(gate=world["south"], user=keeper)  # days before the event
    with pytest.raises(PermissionDenied):
        services.enter_gate(gate=world["south"], user=factories.editor())
    client = Client()
    client.force_login(keeper)
    for path in (f"etkinlik/{world['event'].pk}/", f"etkinlik/{world['event'].pk}/gelenler.xlsx"):
        assert client.get(f"/admin/kapi/{path}").status_code == 302, path
