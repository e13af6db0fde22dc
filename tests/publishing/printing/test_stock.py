"""The stock's ledger: never below nothing, never rewritten, whoever writes and however many at once."""

from __future__ import annotations

import datetime as dt
import io

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError
from PIL import Image

from cms.core.refusal import Refusal
from publishing.printing import selectors, services, stock
from publishing.printing.models import Movement, Place
from tests import factories
from tests.factories.printing import place, recipient, stocked, title
from tests.publishing.approval.test_concurrency import at_once

pytestmark = pytest.mark.django_db


def row(of, at, number, quantity, balance, **values):
    return Movement(
        title=of, place=at, number=number, quantity=quantity, balance=balance, kind="lost", on="2026-11-20",
        noted_by=factories.editor(), **values,
    )  # fmt: skip


def test_the_database_takes_only_lines_that_follow():
    of, at, other = stocked(100), place(), Place.objects.create(name="Sahil deposu")
    first = Movement.objects.get()
    wrong = [
        row(of, at, 1, -10, 90),  # the number is taken
        row(of, at, 2, -10, 95),  # another balance
        row(of, at, 3, -10, 90),  # a number left out
        row(of, at, 2, -101, -1),  # below nothing
        row(of, at, 2, 0, 100),  # no copy
        row(of, other, 1, 10, 20),  # the first line of a place
        row(of, at, 2, -10, 90, corrects=first),  # not the opposite
        row(of, other, 1, 100, 100, corrects=first),
    ]
    for one in wrong:
        with pytest.raises(DatabaseError), transaction.atomic():
            one.save(force_insert=True)
    row(of, at, 2, -10, 90).save()
    for change in (
        lambda: Movement.objects.filter(pk=first.pk).update(balance=5),
        lambda: Movement.objects.filter(pk=first.pk).delete(),
        lambda: Movement.objects.filter(pk=first.pk).update(note="başka"),
    ):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            change()
    assert stock.balance_of(of, at) == 90


def test_what_goes_is_there_and_somebody_took_it():
    of, at, user, whom = stocked(10), place(), factories.social_editor(), recipient()
    give = {"title": of, "place": at, "recipient": whom, "user": user}
    with pytest.raises(Refusal, match="10 adet var; 11"):
        stock.give(copies=11, received_by="Elif", **give)
    with pytest.raises(Refusal, match="Teslim alanın adını"):
        stock.give(copies=1, **give)
    for copies in (0, -5):
        with pytest.raises(Refusal):
            stock.give(copies=copies, received_by="Elif", **give)
    with pytest.raises(PermissionDenied):
        stock.give(copies=1, received_by="Elif", **{**give, "user": factories.director()})
    with pytest.raises(Refusal, match="ileri bir gün"):
        stock.arrive(title=of, place=at, copies=1, on=dt.date(2999, 1, 1), note="x", user=user)
    made = stock.give(copies=4, received_by="  Elif\nDeniz ", **give)
    assert (made.balance, made.received_by, made.recipient_name) == (6, "Elif Deniz", "Sahil Kütüphanesi")
    with pytest.raises(Refusal, match="4 adet almış"):
        stock.bring_back(title=of, place=at, recipient=whom, copies=5, user=user)
    assert stock.bring_back(title=of, place=at, recipient=whom, copies=1, user=user).balance == 7
    out, into = stock.transfer(title=of, place=at, to=place("Sahil deposu"), copies=7, user=user)
    assert (out.balance, into.balance, out.act == into.act) == (0, 7, True)
    assert [(shelf.place.name, shelf.balance) for shelf in selectors.shelves(of)] == [
        ("Merkez depo", 0), ("Sahil deposu", 7),
    ]  # fmt: skip
    with pytest.raises(Refusal, match="Siz sayarken"):
        stock.count(title=of, place=at, counted=3, seen=7, note="", user=user)
    with pytest.raises(Refusal, match="Nedenini"):
        stock.count(title=of, place=at, counted=3, seen=0, note=" ", user=user)
    assert stock.count(title=of, place=at, counted=0, seen=0, note="", user=user) is None
    assert stock.count(title=of, place=at, counted=3, seen=0, note="rafın arkasında", user=user).quantity == 3


def test_a_wrong_line_gets_its_opposite_and_never_from_its_writer_alone():
    at, editor, other = place(), factories.editor(), factories.archivist()
    with time_machine.travel("2026-11-23 10:00"):
        of = stocked(10)
        given = stock.give(title=of, place=at, recipient=recipient(), copies=8, received_by="Elif", user=editor)
        late = stock.lose(title=of, place=at, copies=1, note="ıslandı", user=editor)
        (made,) = stock.correct(movement=given, note="yanlış yer", user=editor)  # the same day: a slip of the finger
        assert (made.quantity, made.balance, made.recipient) == (8, 9, given.recipient)
        for again in (given, made):
            with pytest.raises(Refusal, match="zaten düzeltilmiş"):
                stock.correct(movement=again, note="bir daha", user=other)
        moved, _into = stock.transfer(title=of, place=at, to=place("Sahil deposu"), copies=9, user=editor)
        came = Movement.objects.get(kind="arrived")
        with pytest.raises(Refusal, match="0 adet var"):  # what came has been carried away
            stock.correct(movement=came, note="hiç gelmedi", user=editor)
        assert [one.quantity for one in stock.correct(movement=moved, note="gitmedi", user=editor)] == [9, -9]
    with time_machine.travel("2026-11-24 10:00"):
        with pytest.raises(Refusal, match="bir başkası düzeltir"):
            stock.correct(movement=late, note="kurudu", user=editor)
        with pytest.raises(Refusal, match="Nedenini"):
            stock.correct(movement=late, note="  ", user=other)
        stock.correct(movement=late, note="kurudu", user=other)
    assert stock.balance_of(of, at) == 10
    (line,) = selectors.year(2026)
    assert (line.arrived, line.given, line.lost, line.left) == (10, 0, 0, 10)


def test_a_proof_is_drawn_anew_and_nothing_of_the_telephone_stays():
    of, at = stocked(5), place()
    picture, output = Image.new("RGB", (3000, 2000), "#336699"), io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "GIZLI-TELEFON"
    exif[0x0112] = 6
    picture.save(output, "JPEG", exif=exif)
    made = stock.give(
        title=of, place=at, recipient=recipient(), copies=1, user=factories.editor(),
        proof=ContentFile(output.getvalue(), name="../../IMG.php"),
    )  # fmt: skip
    stored = made.proof.read()
    assert b"GIZLI" not in stored
    assert Image.open(io.BytesIO(stored)).size == (1200, 1800)  # upright
    assert made.proof.name.startswith("printing/")
    assert made.proof.name.endswith(".jpg")
    signature, output = Image.new("RGBA", (300, 100), (0, 0, 0, 0)), io.BytesIO()
    signature.save(output, "PNG")
    made = stock.give(title=of, place=at, recipient=recipient(), copies=1, user=factories.editor(),
                      proof=ContentFile(output.getvalue(), name="imza.png"))  # fmt: skip
    assert min(Image.open(made.proof).convert("L").getextrema()) > 240  # drawn on white
    for junk in (b"", b"<svg/>", b"%PDF-1.4", output.getvalue()[:60]):
        with pytest.raises(Refusal, match="açılamadı"):
            stock.give(title=of, place=at, recipient=recipient(), copies=1, user=factories.editor(),
                       proof=ContentFile(junk, name="x.jpg"))  # fmt: skip
    assert stock.balance_of(of, at) == 3


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_of_two_who_give_the_last_copies_at_once_one_does():
    of, at, whom = stocked(10), place(), recipient()
    users = [factories.editor(), factories.archivist()]
    results = at_once(
        *(
            lambda user=user: stock.give(title=of, place=at, recipient=whom, copies=7, received_by="Elif", user=user)
            for user in users
        )
    )
    assert sum(isinstance(one, Movement) for one in results) == 1, results
    assert sum(isinstance(one, Refusal) for one in results) == 1, results
    assert stock.balance_of(of, at) == 3


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_two_lines_written_past_the_lock_cannot_both_follow_the_same_one():
    """Whoever writes rows without the service, two at once, meets the number's key."""
    of, at = stocked(10), place()

    def raw():
        with transaction.atomic():
            row(of, at, 2, -7, 3).save(force_insert=True)

    factories.editor()
    results = at_once(raw, raw)
    assert sum(one is None for one in results) == 1, results
    assert sum(isinstance(one, DatabaseError) for one in results) == 1, results
    assert stock.balance_of(of, at) == 3


def test_names_are_compared_as_turkish_does():
    title("İLÇE Dergisi")
    with pytest.raises(ValidationError):
        services.title_by_hand(name="ilçe  dergisi", kind="magazine", user=factories.editor())
