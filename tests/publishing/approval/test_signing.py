"""The two signatures as the office knows them: submit, sign, return, delegate, correct, withdraw."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from cms.letters.models import Letter, LetterKind
from cms.users.models import Delegation
from cms.users.roles import Role
from media_library.models import PublicFile
from press_archive.bulletins.models import BulletinPage
from publishing.approval import evidence, publication, reminders, selectors, services
from publishing.approval.exceptions import ApprovalRefused
from publishing.approval.models import Certificate, Decision, EvidenceRecord
from tests import factories
from tests.office import hash_of, waiting

pytestmark = pytest.mark.django_db


def decisions(page):
    return list(selectors.records_of(page).values_list("decision", flat=True))


def test_two_signatures_publish_and_number():
    page = factories.submit(factories.bulletin(**factories.with_photo()))
    assert not page.live
    page = factories.sign(page, user=factories.director())
    assert not page.live
    page = factories.sign(page, user=factories.mayor())
    assert page.live
    assert page.number == f"{timezone.localdate().year}/0001"
    certificate = Certificate.objects.get()
    assert certificate.version == 1
    assert [entry["kind"] for entry in certificate.files] == ["photo"]
    assert PublicFile.objects.get().photo == page.lead_image
    assert decisions(page) == ["submitted", "signed", "signed", "published"]
    assert evidence.verify().intact
    assert list(publication.unsigned_live_content()) == []


def test_nobody_holds_the_publish_permission():
    from django.contrib.auth.models import Permission
    from wagtail.models import GroupPagePermission

    assert not GroupPagePermission.objects.filter(permission__codename__contains="publish").exists()
    assert not Permission.objects.filter(codename__contains="publish", group__isnull=False).exists()


def test_what_is_not_fit_is_not_submitted():
    page = factories.bulletin(lead_image=factories.photo(), social={"x": "a" * 281})
    with pytest.raises(ValidationError) as refused:
        factories.submit(page)
    text = " ".join(refused.value.messages)
    assert "alternatif metni" in text
    assert "kaynağı" in text
    assert "1 karakter uzun" in text


def test_return_needs_a_reason_and_goes_back_to_the_editor():
    page = factories.submit(factories.bulletin())
    with pytest.raises(ApprovalRefused, match="gerekçe"):
        services.return_to_editor(state=waiting(page), user=factories.director(), comment="  ")
    services.return_to_editor(state=waiting(page), user=factories.director(), comment="Tarihi yazın.")
    page = BulletinPage.objects.get(pk=page.pk)
    assert page.current_workflow_state.status == "needs_changes"
    page = factories.submit(page)
    assert waiting(page).task.specific.office == "director"
    record = selectors.records_of(page).get(decision=Decision.RETURNED)
    assert (record.comment, record.actor_id) == ("Tarihi yazın.", factories.director().pk)


def delegate(office, principal, deputy, days=(-1, 1)):
    now = timezone.now()
    return Delegation.objects.create(
        office=office, principal=principal, deputy=deputy, document_number="E-2026/17", created_by=principal,
        starts_at=now + dt.timedelta(days=days[0]), ends_at=now + dt.timedelta(days=days[1]),
    )  # fmt: skip


def test_a_deputy_signs_in_the_principals_name():
    deputy = factories.person("vekil", job_title="Başkan Yardımcısı", first_name="Vekil", last_name="Kişi")
    delegate("mayor", factories.mayor(), deputy)
    page = factories.submit(factories.bulletin())
    page = factories.sign(page, user=factories.director())
    page = factories.sign(page, user=deputy)
    assert page.live
    record = selectors.records_of(page).get(office="mayor", decision=Decision.SIGNED)
    assert "Vekil Kişi" in record.actor_name
    assert "Baskan" in record.principal_name
    assert record.delegation_document == "E-2026/17"


@pytest.mark.parametrize("days", [(-3, -1), (1, 3)])
def test_a_delegation_holds_only_within_its_dates(days):
    deputy = factories.person("vekil")
    delegate("director", factories.director(), deputy, days)
    page = factories.submit(factories.bulletin())
    with pytest.raises(ApprovalRefused):
        services.sign(state=waiting(page), user=deputy, seen_hash=hash_of(page))


def test_a_delegation_expires_between_reading_and_signing():
    deputy = factories.person("vekil")
    delegate("director", factories.director(), deputy)
    page = factories.submit(factories.bulletin())
    seen = hash_of(page)
    with time_machine.travel(timezone.now() + dt.timedelta(days=2)), pytest.raises(ApprovalRefused):
        services.sign(state=waiting(page), user=deputy, seen_hash=seen)


def test_nobody_signs_both_offices_delegated_or_not():
    # Başkan delegates to Müdür: the same hand twice.
    delegate("mayor", factories.mayor(), factories.director())
    page = factories.sign(factories.submit(factories.bulletin()), user=factories.director())
    with pytest.raises(ApprovalRefused, match="aynı kişi"):
        services.sign(state=waiting(page), user=factories.director(), seen_hash=hash_of(page))
    # Müdür's deputy signs for Müdür, then Müdür for Başkan: the same name twice.
    deputy = factories.person("vekil")
    delegate("director", factories.director(), deputy)
    page = factories.sign(factories.submit(factories.bulletin()), user=deputy)
    with pytest.raises(ApprovalRefused, match="aynı kişi"):
        services.sign(state=waiting(page), user=factories.director(), seen_hash=hash_of(page))


def test_nobody_signs_what_they_wrote():
    writer = factories.person("yazan-mudur", Role.EDITOR, Role.DIRECTOR)
    page = factories.bulletin()
    page = factories.edit(page, user=writer, title="Müdürün düzelttiği başlık")
    page = factories.submit(factories.edit(page, title="Editörün son başlığı"))
    with pytest.raises(ApprovalRefused, match="Kendi yazdığınız"):
        services.sign(state=waiting(page), user=writer, seen_hash=hash_of(page))


def test_a_correction_is_a_new_version_and_needs_a_note():
    page = factories.publish(factories.bulletin())
    number = page.number
    page = factories.edit(page, summary="Çalışma dört kilometre sürecek.")
    with pytest.raises(ValidationError, match="Düzeltme"):
        factories.submit(page)
    page = factories.edit(page, correction="Uzunluk üç değil dört kilometredir.")
    page = factories.publish(page)
    assert page.summary == "Çalışma dört kilometre sürecek."
    assert page.number == number
    assert selectors.certificate_of(page).version == 2


def test_the_address_of_published_content_does_not_change():
    page = factories.publish(factories.bulletin())
    with pytest.raises(ValidationError, match="adresi değişmez"):
        factories.edit(page, slug="baska-adres", correction="Adres değişti.")


def test_withdrawal_is_for_the_offices_and_on_the_record():
    page = factories.publish(factories.bulletin(**factories.with_photo()))
    for user in (factories.editor(), factories.administrator(), factories.superuser()):
        with pytest.raises(ApprovalRefused):
            factories.withdraw(page, user=user)
    with pytest.raises(ApprovalRefused, match="Gerekçe"):
        factories.withdraw(page, reason=" ")
    page = factories.withdraw(page, reason="Tören ertelendi.")
    assert not page.live
    assert not PublicFile.objects.exists()
    assert selectors.records_of(page).last().comment == "Tören ertelendi."
    page = factories.edit(page, correction="Törenin yeni tarihi yazıldı.")
    page = factories.publish(page)
    assert page.live


def test_embargo_is_published_at_its_minute_once():
    page = factories.publish(factories.bulletin(go_live_at=timezone.now() + dt.timedelta(hours=1)))
    assert not page.live
    assert publication.publish_due() == 0
    with time_machine.travel(timezone.now() + dt.timedelta(hours=1, seconds=1), tick=False):
        assert publication.publish_due() == 1
        assert publication.publish_due() == 0
    page = BulletinPage.objects.get(pk=page.pk)
    assert page.live
    assert page.number
    assert decisions(page)[-1] == "published"


def test_a_scheduled_bulletin_can_be_stopped():
    page = factories.publish(factories.bulletin(go_live_at=timezone.now() + dt.timedelta(hours=1)))
    page = factories.withdraw(page, user=factories.mayor(), reason="Program değişti.")
    with time_machine.travel(timezone.now() + dt.timedelta(hours=2), tick=False):
        assert publication.publish_due() == 0
    assert not BulletinPage.objects.get(pk=page.pk).live


def test_a_correction_that_waits_can_be_stopped_while_the_first_version_stays():
    page = factories.publish(factories.bulletin())
    tomorrow = timezone.now() + dt.timedelta(days=1)
    page = factories.edit(page, summary="Yarınki metin.", go_live_at=tomorrow, correction="Yarın değişecek.")
    page = factories.publish(page)
    waiting_revision = page.scheduled_revision
    with pytest.raises(ApprovalRefused):
        services.withdraw(content=page, user=factories.editor(), reason="Vazgeçildi.", only_schedule=True)
    services.withdraw(content=page, user=factories.mayor(), reason="Vazgeçildi.", only_schedule=True)
    page = BulletinPage.objects.get(pk=page.pk)
    assert page.live
    assert page.scheduled_revision is None
    assert decisions(page)[-1] == "unscheduled"
    with time_machine.travel(tomorrow + dt.timedelta(hours=1), tick=False):
        assert publication.publish_due() == 0
        with pytest.raises(ApprovalRefused), transaction.atomic():
            waiting_revision.publish(user=factories.superuser(), skip_permission_checks=True)
    assert list(publication.unsigned_live_content()) == []
    with pytest.raises(ApprovalRefused, match="bekleyen bir sürümü yok"):
        services.withdraw(content=page, user=factories.mayor(), reason="Yine.", only_schedule=True)


def test_moving_time_zones_and_child_rows_do_not_change_the_hash():
    page = factories.bulletin(social={"mastodon": "Kısa", "x": "Kısa"}, **factories.with_photo())
    page.tags.add("yol", "ulaşım")
    page.save()
    page.save_revision(user=factories.editor())
    page = factories.publish(BulletinPage.objects.get(pk=page.pk))
    assert list(publication.unsigned_live_content()) == []


def drop_evidence_trigger():
    with connection.cursor() as cursor:
        on = " ON approval_evidencerecord" if connection.vendor == "postgresql" else ""
        for event in ("update", "delete"):
            cursor.execute(f"DROP TRIGGER approval_evidencerecord_{event}_refused{on}")


@pytest.mark.parametrize(
    "tamper",
    [
        "UPDATE approval_evidencerecord SET comment = 'sonradan' WHERE sequence = 2",
        "UPDATE approval_evidencerecord SET actor_name = 'Başkası' WHERE sequence = 2",
        "UPDATE approval_evidencerecord SET ip_address = '10.0.0.1' WHERE sequence = 2",
    ],
)
def test_one_tampered_row_is_found(tamper, capsys):
    factories.publish(factories.bulletin())
    call_command("verify_evidence")
    assert "intact" in capsys.readouterr().out
    drop_evidence_trigger()
    with connection.cursor() as cursor:
        cursor.execute(tamper)
    assert evidence.verify().sequence == 2
    with pytest.raises(CommandError, match=r"2\. kayıt"):
        call_command("verify_evidence")


def test_a_cut_off_tail_is_found():
    factories.submit(factories.bulletin())
    drop_evidence_trigger()
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM approval_evidencerecord WHERE sequence = (SELECT MAX(sequence) FROM approval_evidencerecord)"
        )
    assert not evidence.verify().intact


def test_offices_are_reminded_after_the_set_time(settings):
    settings.APPROVAL_REMINDER_HOURS = 4
    factories.director()
    page = factories.submit(factories.bulletin(title="Barajdaki su düzeyi"))
    assert reminders.send_due() == 0
    later = timezone.now() + dt.timedelta(hours=4, minutes=1)
    assert reminders.send_due(now=later) == 1
    assert reminders.send_due(now=later) == 0
    letter = Letter.objects.get(kind=LetterKind.REMINDER)
    assert letter.recipient == factories.director().email
    assert "Barajdaki su düzeyi" in letter.subject
    assert "/onay/" in letter.body
    assert str(waiting(page).pk) in letter.body


def test_records_survive_the_people_they_name():
    page = factories.publish(factories.bulletin())
    record = EvidenceRecord.objects.filter(decision=Decision.SIGNED).first()
    name = record.actor_name
    with transaction.atomic():
        factories.director().delete()
    record.refresh_from_db()
    assert record.actor_name == name
    assert evidence.verify().intact
    assert page.live
