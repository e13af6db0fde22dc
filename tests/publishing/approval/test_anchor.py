"""The chain is held from outside the database: by a key, and by heads that people keep."""

from __future__ import annotations

import datetime as dt
import re
import threading

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, connections, transaction
from django.urls import reverse
from django.utils import timezone

from cms.letters.models import Letter, LetterKind
from cms.settings.evidence import derived_keys, evidence_keys
from publishing.approval import anchor, evidence, heads
from publishing.approval.models import DayHead, Decision, EvidenceHead, EvidenceRecord, EvidenceSeal
from publishing.dispatch.worker import Worker
from tests import factories
from tests.office import browser

MORNING = timezone.make_aware(dt.datetime(2026, 11, 27, 7, 30))
TABLES = ("approval_evidencerecord", "approval_evidenceseal", "approval_dayhead", "approval_certificate")
KEY_A, KEY_B = "a1" * 32, "b2" * 32

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def drop_triggers() -> None:
    """What somebody with the database's password can do first."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in TABLES:
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            for event in ("update", "delete"):
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_{event}_refused{on}")


def rewrite(sequence: int, *, key: str = "") -> None:
    """Writes another comment into one record and makes all digests from there on anew; with ``key`` the seals too."""
    drop_triggers()
    EvidenceRecord.objects.filter(sequence=sequence).update(comment="Başka bir gerekçe.")
    previous = evidence.GENESIS
    for record in EvidenceRecord.objects.order_by("sequence"):
        record.previous_digest = previous
        previous = record.digest = evidence.seal(record)
        EvidenceRecord.objects.filter(pk=record.pk).update(previous_digest=record.previous_digest, digest=record.digest)
        if key:
            EvidenceSeal.objects.filter(sequence=record.sequence).update(
                mac=anchor.mac(record.sequence, record.digest, key)
            )
    EvidenceHead.objects.update(digest=previous)


def cut_off(count: int = 1) -> None:
    """Takes the last records away and moves the end of the chain, so that the digests are whole."""
    drop_triggers()
    last = EvidenceHead.objects.get().sequence - count
    EvidenceRecord.objects.filter(sequence__gt=last)._raw_delete("default")  # the guard is no rule of the database
    digest = EvidenceRecord.objects.get(sequence=last).digest
    EvidenceHead.objects.update(sequence=last, digest=digest)


def chain() -> None:
    """Some records of which none makes a certificate."""
    factories.director(), factories.mayor()
    for _ in range(3):
        factories.submit(factories.bulletin())


def said_by_the_command(*heads_on_paper: str) -> str:
    arguments = [part for head in heads_on_paper for part in ("--head", head)]
    with pytest.raises(CommandError) as error:
        call_command("verify_evidence", *arguments)
    return str(error.value)


# --- Seals ------------------------------------------------------------------------------------------------------------


def test_every_record_is_sealed_in_its_own_transaction():
    factories.publish(factories.bulletin())
    assert list(EvidenceSeal.objects.order_by("sequence").values_list("sequence", flat=True)) == list(
        EvidenceRecord.objects.order_by("sequence").values_list("sequence", flat=True)
    )

    def act() -> None:
        evidence.record(decision=Decision.CANCELLED)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        transaction.atomic(act)()
    assert EvidenceSeal.objects.count() == EvidenceRecord.objects.count()
    assert anchor.first_fault() is None


@pytest.mark.parametrize("table", ["approval_evidenceseal", "approval_dayhead"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET sequence = sequence + 100", "DELETE FROM {}"])
def test_seals_and_heads_are_append_only(table, statement):
    chain()
    assert heads.send_due_head(now=MORNING)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


def test_a_chain_rewritten_without_the_key_is_found():
    chain()
    rewrite(2)
    assert evidence.verify().intact, "the digests alone see nothing"
    assert said_by_the_command() == (
        "Onay izi BOZUK: 2. kayıt: anahtarlı mührü tutmuyor: kayıt, anahtar bilinmeden yeniden yazılmış."
    )


def test_a_chain_sealed_anew_with_a_guessed_key_is_found():
    chain()
    rewrite(1, key="00" * 32)
    assert "1. kayıt: anahtarlı mührü tutmuyor" in said_by_the_command()


def test_a_missing_seal_is_found():
    chain()
    drop_triggers()
    EvidenceSeal.objects.filter(sequence=2).delete()
    assert said_by_the_command() == "Onay izi BOZUK: 2. kayıt: anahtarlı mührü yok."


def test_a_seal_under_a_name_that_is_no_key_is_found():
    chain()
    drop_triggers()
    EvidenceSeal.objects.filter(sequence=3).update(key_id="baska")
    assert "3. kayıt: “baska” anahtarıyla mühürlenmiş, EVIDENCE_KEYS içinde o anahtar yok" in said_by_the_command()


def test_a_cut_off_end_leaves_its_seals_behind():
    chain()
    cut_off()
    assert evidence.verify().intact
    assert said_by_the_command() == (
        "Onay izi BOZUK: 3. kayıt: anahtarlı mührü duruyor ama kaydı yok: zincirin sonu kesilmiş."
    )


def test_keys_are_changed_and_the_old_ones_go_on_verifying(settings):
    settings.EVIDENCE_KEYS = {"2025a": KEY_A}
    factories.director()
    factories.submit(factories.bulletin())
    settings.EVIDENCE_KEYS = {"2026a": KEY_B, "2025a": KEY_A}
    factories.submit(factories.bulletin())
    assert list(EvidenceSeal.objects.order_by("sequence").values_list("key_id", flat=True)) == ["2025a", "2026a"]
    assert anchor.first_fault() is None
    settings.EVIDENCE_KEYS = {"2026a": KEY_B}
    assert anchor.first_fault() == anchor.Fault(
        1, "“2025a” anahtarıyla mühürlenmiş, EVIDENCE_KEYS içinde o anahtar yok"
    )
    settings.EVIDENCE_KEYS = {"2026a": KEY_B, "2025a": KEY_B}
    assert anchor.first_fault().sequence == 1


def test_without_a_key_nothing_is_put_on_the_record(settings):
    settings.EVIDENCE_KEYS = {}
    with pytest.raises(ImproperlyConfigured, match="EVIDENCE_KEYS"):
        factories.submit(factories.bulletin())
    assert not EvidenceRecord.objects.exists()


# --- Heads ------------------------------------------------------------------------------------------------------------


def test_the_days_head_goes_to_both_offices_once_a_day():
    chain()
    end = anchor.current_head()
    assert heads.send_due_head(now=MORNING.replace(hour=6)) == 0
    assert heads.send_due_head(now=MORNING) == 2
    assert heads.send_due_head(now=MORNING + dt.timedelta(hours=10)) == 0
    told = Letter.objects.filter(kind=LetterKind.EVIDENCE)
    assert set(told.values_list("recipient", flat=True)) == {factories.director().email, factories.mayor().email}
    letter = told.get(recipient=factories.director().email)
    assert letter.subject == "Onay izinin ucu, 27 Kasım 2026: 3"
    for text in (str(end), end.digest, end.code, "http://testserver/admin/onay-izi/", "Sayın Mudur Örnek,"):
        assert text in letter.body
    assert heads.send_due_head(now=MORNING + dt.timedelta(days=1)) == 2
    # The clock goes back by a day and forward again: nothing twice.
    assert heads.send_due_head(now=MORNING) == 0
    assert heads.send_due_head(now=MORNING + dt.timedelta(days=1)) == 0
    assert DayHead.objects.count() == 2


def test_an_empty_chain_has_no_head():
    factories.director()
    assert heads.send_due_head(now=MORNING) == 0
    assert anchor.current_head() is None


def test_the_worker_sends_it(time_machine):
    chain()
    worker = Worker()
    worker._next = dict.fromkeys(("publish", "sweep", "remind"), float("inf"))
    time_machine.move_to(MORNING)
    worker.housekeeping()
    assert Letter.objects.filter(kind=LetterKind.EVIDENCE).count() == 2


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_it_once():
    chain()
    counts: list[int] = []
    together = threading.Barrier(2)

    def work() -> None:
        together.wait()
        counts.append(heads.send_due_head(now=MORNING))
        connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(counts) == [0, 2]
    assert Letter.objects.filter(kind=LetterKind.EVIDENCE).count() == 2


def mailed_head() -> str:
    return re.search(r"--head (\S+)", Letter.objects.filter(kind=LetterKind.EVIDENCE).first().body)[1]


def test_what_was_mailed_is_still_in_the_chain(capsys):
    chain()
    heads.send_due_head(now=MORNING)
    factories.submit(factories.bulletin())
    call_command("verify_evidence", "--head", mailed_head())
    said = capsys.readouterr().out
    assert "4 kayıt doğrulandı" in said
    assert f"Zincirin ucu: {anchor.current_head()}" in said


def test_whoever_has_the_key_too_is_found_by_the_days_heads(settings):
    chain()
    heads.send_due_head(now=MORNING)
    rewrite(2, key=next(iter(settings.EVIDENCE_KEYS.values())))
    assert evidence.verify().intact
    assert said_by_the_command() == (
        "Onay izi BOZUK: 3. kayıt: 27.11.2026 günü makamlara bildirilen zincir ucu artık zincirde yok."
    )


def test_whoever_rewrites_the_heads_too_is_found_by_what_was_mailed(settings):
    chain()
    heads.send_due_head(now=MORNING)
    kept = mailed_head()
    rewrite(2, key=next(iter(settings.EVIDENCE_KEYS.values())))
    DayHead.objects.update(digest=EvidenceHead.objects.get().digest)
    call_command("verify_evidence", verbosity=0)
    assert said_by_the_command(kept) == ("Onay izi BOZUK: 3. kayıt: eldeki uçla aynı değil: zincir baştan yazılmış.")


def test_a_cut_off_end_with_everything_that_told_of_it_is_found_by_paper():
    chain()
    heads.send_due_head(now=MORNING)
    kept = mailed_head()
    cut_off()
    EvidenceSeal.objects.filter(sequence__gt=2).delete()
    DayHead.objects.all().delete()
    call_command("verify_evidence", verbosity=0)
    assert "3. kayıt: eldeki uca kadar gelmiyor: zincirin sonu kesilmiş" in said_by_the_command(kept)


def test_a_head_is_typed_from_paper():
    chain()
    head = anchor.current_head()
    typed = f" {head.sequence} : {head.digest[:8].upper()} {head.digest[8:16]}-{head.digest[16:20]} "
    call_command("verify_evidence", "--head", typed, verbosity=0)
    call_command("verify_evidence", "--head", f"{head}:{head.code}", verbosity=0)
    assert "eldeki kod" in said_by_the_command(f"{head}:0000-0000-0000")
    call_command("verify_evidence", "--head", str(head), "--head", f"1:{anchor.digest_at(1)}", verbosity=0)


@pytest.mark.parametrize(
    "text", ["", "3", "3:", ":abc", "3:abc", f"3:{'f' * 15}", f"3:{'f' * 65}", f"x:{'f' * 64}", "3:zz"]
)
def test_what_is_no_head_is_refused_in_words(text):
    assert re.search(r"okunamadı|en az 16 hane", said_by_the_command(text))


def test_the_sheet_prints_the_end_of_the_chain():
    page = factories.publish(factories.bulletin())
    content_type = evidence.content_type_of(page)
    text = (
        browser(factories.mayor()).get(reverse("approval:evidence", args=[content_type.pk, page.pk])).content.decode()
    )
    head = anchor.current_head()
    assert str(head) in text
    assert head.code in text
    assert re.fullmatch(r"[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}", head.code)


# --- A chain from before ----------------------------------------------------------------------------------------------


def from_before(count: int = 3) -> None:
    """Records as they were written before there was a key, and one or more after the upgrade."""
    chain()
    with connection.cursor() as cursor:
        on = " ON approval_evidenceseal" if connection.vendor == "postgresql" else ""
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"DROP TRIGGER approval_evidenceseal_delete_refused{on}")
    EvidenceSeal.objects.filter(sequence__lte=count).delete()


def test_a_chain_from_before_is_sealed_once_on_the_record(capsys):
    from_before(2)
    assert "1. kayıt: anahtarlı mührü yok" in said_by_the_command()
    assert [found.id for found in run_checks(databases=["default"]) if found.id.startswith("approval.W")] == [
        "approval.W002"
    ]
    call_command("seal_evidence")
    assert "2 kayıt mühürlendi" in capsys.readouterr().out
    call_command("verify_evidence", verbosity=0)
    record = EvidenceRecord.objects.get(decision=Decision.SEALED)
    assert record.comment == "1–2 arasındaki kayıtlar anahtarla mühürlendi (anahtar: turetilmis)."
    letters = Letter.objects.filter(kind=LetterKind.SECURITY, subject="Onay izi anahtarla mühürlendi")
    assert set(letters.values_list("recipient", flat=True)) == {factories.director().email, factories.mayor().email}
    call_command("seal_evidence")
    assert "Mühürsüz kayıt yok" in capsys.readouterr().out


def test_sealing_does_not_bless_a_chain_whose_seals_were_taken_away():
    from_before(2)
    call_command("seal_evidence", verbosity=0)
    rewrite(2)
    EvidenceSeal.objects.all().delete()
    with pytest.raises(CommandError, match="mühürleri silinmiş olabilir"):
        call_command("seal_evidence")
    assert not EvidenceSeal.objects.exists()


def test_a_hole_is_not_sealed():
    chain()
    drop_triggers()
    EvidenceSeal.objects.filter(sequence=2).delete()
    with pytest.raises(CommandError, match="mühürleri silinmiş olabilir"):
        call_command("seal_evidence")


def test_a_broken_chain_is_not_sealed():
    from_before()
    drop_triggers_of_records = "DROP TRIGGER approval_evidencerecord_update_refused"
    with connection.cursor() as cursor:
        cursor.execute(
            drop_triggers_of_records + (" ON approval_evidencerecord" if connection.vendor == "postgresql" else "")
        )
    EvidenceRecord.objects.filter(sequence=2).update(comment="Başka")
    with pytest.raises(CommandError, match="bozuk"):
        call_command("seal_evidence")


# --- Keys -------------------------------------------------------------------------------------------------------------


def test_keys_are_read_in_their_order():
    assert list(evidence_keys(f"2026a:{KEY_A}, 2025a:{KEY_B.upper()}").items()) == [("2026a", KEY_A), ("2025a", KEY_B)]
    assert evidence_keys("") == {}


@pytest.mark.parametrize(
    "text", [KEY_A, f"2026a:{KEY_A[:-1]}", f"2026a:{KEY_A}x", f"2026 a:{KEY_A}", f"a:{KEY_A},a:{KEY_B}"]
)
def test_a_wrong_key_is_refused_without_being_told(text):
    with pytest.raises(ImproperlyConfigured) as error:
        evidence_keys(text)
    assert KEY_A[:20] not in str(error.value)


def test_checks_say_when_keys_are_missing_or_derived(settings):
    def ids(**options) -> set[str]:
        return {found.id for found in run_checks(**options) if found.id.startswith("approval.")}

    settings.EVIDENCE_KEYS = {}
    assert "approval.E003" in ids()
    settings.EVIDENCE_KEYS = derived_keys(settings.SECRET_KEY)
    assert ids() == set()
    assert "approval.W001" in ids(include_deployment_checks=True)
    settings.EVIDENCE_KEYS = {"2026a": KEY_A}
    assert ids(include_deployment_checks=True) == set()
