"""A gate from its opening to who came: by the telephone's own addresses."""

import datetime as dt
import json

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from cms.core.refusal import Refusal
from press_archive.accreditation import services as accreditation
from press_archive.gate import addresses, ledger, retention, selectors, services
from press_archive.gate.ledger import Outcome, Seen
from press_archive.gate.models import GateLink, Scan
from tests import factories, worlds
from tests.factories.accreditation import accredited, accredited_event, fresh, officer

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
