"""Signed content that is not published at its minute: told at once, in red, and put right; never stuck, never early."""

import datetime as dt
from pathlib import Path

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import WorkflowState

from cms.core import holds
from cms.core.models import Hold
from cms.letters.models import Letter, LetterKind
from cms.users.models import Delegation
from cms.users.roles import Office
from cms.website.models import AlertBanner
from media_library.models import Photo
from media_library.rights import services as rights
from media_library.store.storage import StorageUnavailable
from press_archive.bulletins.models import BulletinPage
from publishing.approval import publication, retries, selectors, services, troubles
from publishing.approval.exceptions import ApprovalRefused, FileMissing
from publishing.approval.models import Decision, Trouble
from publishing.dispatch.models import Channel, Delivery
from tests import factories
from tests.office import post_edit
from tests.rows import hold_of

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]
HOURS = dt.timedelta(hours=2)


def scheduled(**values):
    """A signed bulletin with a photo, two hours before its minute."""
    values.setdefault("lists", [factories.distribution_list()])
    page = factories.bulletin(
        title="Sahil yolu açıldı", go_live_at=timezone.now() + HOURS, **values, **factories.with_photo()
    )
    page = factories.publish(page)
    assert page.scheduled_revision is not None
    return page


def due(page):
    """The clock at the embargo's end."""
    return time_machine.travel(page.go_live_at + dt.timedelta(seconds=1), tick=False)


def tamper(page):
    """Other bytes in the store, behind every guard."""
    photo = Photo.objects.get(pk=page.lead_image_id)
    with open(photo.file.path, "ab") as stream:
        stream.write(b"x")
    return photo


def mend(photo):
    stored = Path(photo.file.path)
    stored.write_bytes(stored.read_bytes()[:-1])


def letters(kind=LetterKind.TROUBLE):
    return {letter.recipient: letter for letter in Letter.objects.filter(kind=kind)}


def desk(user):
    client = Client()
    client.force_login(user)
    return client.get(reverse("approval:desk")).content.decode()


def retry(user, content):
    client = Client()
    client.force_login(user)
    address = reverse("approval:retry", args=[holds.type_of(content).pk, content.pk])
    return client.post(address, follow=True).content.decode()


def fresh(content):
    return type(content).objects.get(pk=content.pk)


# --- Told at once -----------------------------------------------------------------------------------------------------


def test_a_refusal_at_the_minute_is_told_to_the_editor_and_both_offices_and_shown_in_red():
    deputy = factories.person("vekil", email="vekil@belediye.example")
    now = timezone.now()
    Delegation.objects.create(
        office="mayor", principal=factories.mayor(), deputy=deputy, created_by=factories.mayor(), starts_at=now,
        ends_at=now + dt.timedelta(days=2), document_number="2026/1",
    )  # fmt: skip
    page = scheduled()
    tamper(page)
    with due(page):
        assert publication.publish_due() == 0
        assert publication.publish_due() == 0
    told = letters()
    assert set(told) == {f"{one}@belediye.example" for one in ("editor", "mudur", "baskan", "vekil")}
    for letter in told.values():
        assert "Sahil yolu açıldı" in letter.subject
        assert "imzadan sonra değişmiş" in letter.body
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in told["editor@belediye.example"].body
    assert reverse("approval:desk") in told["baskan@belediye.example"].body
    assert Letter.objects.filter(kind=LetterKind.TROUBLE).count() == len(told)
    record = selectors.records_of(page).last()
    assert (record.decision, "imzadan sonra değişmiş" in record.comment) == (Decision.REFUSED, True)
    assert not fresh(page).live
    assert not Delivery.objects.exists()
    for user in (factories.director(), factories.mayor()):
        assert "Yayımlanamadı: Sahil yolu açıldı" in desk(user)
    client = Client()
    client.force_login(factories.editor())
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "Yayımlanamadı" in home
    assert "imzadan sonra değişmiş" in home
    assert "imzadan sonra değişmiş" in client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()


def test_an_alert_banner_is_told_of_as_well():
    row = AlertBanner.objects.create(title="Fırtına", text="Sahile yaklaşmayın.", go_live_at=timezone.now() + HOURS)
    row.save_revision(user=factories.editor())
    banner = factories.publish(AlertBanner.objects.get(pk=row.pk))
    revision = banner.scheduled_revision
    words = {**revision.content, "text": "Değişti"}
    Hold.objects.all().delete()  # behind the triggers' back
    type(revision).objects.filter(pk=revision.pk).update(content=words)
    with due(banner):
        assert publication.publish_due() == 0
    assert "editor@belediye.example" in letters()
    assert "Yayımlanamadı: Fırtına" in desk(factories.mayor())
    assert not fresh(banner).live


# --- Put right --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["director", "mayor"])
def test_an_office_tries_again_when_the_cause_is_gone(who):
    page = scheduled()
    photo = tamper(page)
    with due(page):
        publication.publish_due()
        assert "hâlâ imzalanan gibi değil" in retry(getattr(factories, who)(), page)
        assert not fresh(page).live
        mend(photo)
        assert "yayımlandı" in retry(getattr(factories, who)(), page)
        assert fresh(page).live
        assert Delivery.objects.filter(channel=Channel.EMAIL).count() == 1
        assert "Yayımlanamadı" not in desk(factories.mayor())
        assert "yeniden denenecek bir yayın yok" in retry(getattr(factories, who)(), page)
    assert Trouble.objects.get().outcome == Trouble.Outcome.RESCHEDULED
    decisions = list(selectors.records_of(page).values_list("decision", flat=True))
    assert decisions[-3:] == [Decision.REFUSED, Decision.RESCHEDULED, Decision.PUBLISHED]
    record = selectors.records_of(page).get(decision=Decision.RESCHEDULED)
    assert record.office == who


@pytest.mark.parametrize("who", ["editor", "archivist", "administrator", "superuser"])
def test_nobody_else_tries_again(who):
    page = scheduled()
    photo = tamper(page)
    with due(page):
        publication.publish_due()
        mend(photo)
        retry(getattr(factories, who)(), page)
        with pytest.raises(ApprovalRefused, match="yalnızca Müdür ve Başkan"):
            retries.retry(content=page, user=getattr(factories, who)())
    assert not fresh(page).live


def test_the_editor_mends_it_and_both_sign_again():
    page = scheduled()
    tamper(page)
    with due(page):
        publication.publish_due()
        page = fresh(page)
        answer = post_edit(factories.editor(), page, title="Sahil yolu bugün açıldı", **photo_fields())
        assert answer.status_code in (200, 302)
        assert "Editör içeriği değiştirmeye başlamış" in retry(factories.mayor(), page)
        page = factories.submit(fresh(page))
        assert not troubles.open_troubles().exists()
        page = factories.sign(factories.sign(page, user=factories.director()), user=factories.mayor())
        assert page.live
    assert Trouble.objects.get().outcome == Trouble.Outcome.SUBMITTED


def photo_fields():
    return {name: getattr(value, "pk", value) for name, value in factories.with_photo().items()}


def test_an_office_gives_it_up():
    page = scheduled()
    photo = tamper(page)
    with due(page):
        publication.publish_due()
        client = Client()
        client.force_login(factories.director())
        address = reverse("approval:withdraw", args=[holds.type_of(page).pk, page.pk])
        assert client.get(address).status_code == 200
        client.post(address, {"reason": "Artık haber değeri yok."})
        assert "Yayımlanamadı" not in desk(factories.director())
        mend(photo)
        with pytest.raises(ApprovalRefused):
            retries.retry(content=page, user=factories.mayor())
        assert publication.publish_due() == 0
    assert not fresh(page).live
    assert selectors.records_of(page).last().comment == "Artık haber değeri yok."
    with due(page):
        again = factories.publish(fresh(page))  # the way back is open: two new signatures
    assert again.live


def test_a_refused_correction_leaves_what_is_live_alone():
    page = factories.publish(factories.bulletin(title="Yayındaki", **factories.with_photo()))
    page = factories.edit(
        page, title="Düzeltilmiş", correction="Başlık düzeldi.", go_live_at=timezone.now() + HOURS,
        lead_image=factories.photo("Yeni fotoğraf"),
    )  # fmt: skip
    page = factories.publish(page)
    said = page.scheduled_revision.as_object()
    photo = Photo.objects.get(pk=said.lead_image_id)
    with open(photo.file.path, "ab") as stream:
        stream.write(b"x")
    with due(said):
        publication.publish_due()
        assert fresh(page).title == "Yayındaki"
        client = Client()
        client.force_login(factories.mayor())
        address = reverse("approval:withdraw", args=[holds.type_of(page).pk, page.pk])
        client.post(address, {"reason": "Vazgeçildi.", "only_schedule": "1"})
        assert fresh(page).live
        assert not troubles.open_troubles().exists()


def test_before_its_minute_it_goes_back_on_schedule_and_not_on_the_air():
    page = scheduled()
    photo = Photo.objects.get(pk=page.lead_image_id)
    taken = rights.take_down(photo=photo, user=factories.archivist(), reason="Yanlış kişi.")
    rights.lift(takedown=taken, user=factories.archivist(), reason="Doğru kişiymiş.")
    assert "yeniden yayın sırasında" in retry(factories.mayor(), page)
    assert not fresh(page).live
    assert fresh(page).scheduled_revision.approved_go_live_at == page.go_live_at
    assert hold_of(page) is not None
    assert publication.publish_due() == 0
    with due(page):
        assert publication.publish_due() == 1
    assert fresh(page).live


# --- Machines ---------------------------------------------------------------------------------------------------------


def test_an_unexpected_error_is_told_once_and_tried_less_and_less_often(monkeypatch, caplog):
    page, other = scheduled(), scheduled(lists=None)
    real = publication.publish_revision

    def broken(revision, **kwargs):
        if revision.object_id == str(page.pk):
            raise RuntimeError("beklenmeyen")
        return real(revision, **kwargs)

    monkeypatch.setattr(publication, "publish_revision", broken)
    start = other.go_live_at + dt.timedelta(seconds=1)
    with time_machine.travel(start, tick=False) as clock:
        assert publication.publish_due() == 1
        tries = 0
        for _second in range(0, 600, 5):
            clock.shift(5)
            before = Trouble.objects.get().attempts
            publication.publish_due()
            tries += Trouble.objects.get().attempts - before
        assert 4 <= tries <= 8
        assert len([one for one in caplog.records if one.exc_info]) == 1
        told = letters()
        assert set(told) == {"editor@belediye.example", "mudur@belediye.example", "baskan@belediye.example"}
        assert Letter.objects.filter(kind=LetterKind.TROUBLE).count() == 3
        assert "Kendiliğinden yeniden deneniyor" in desk(factories.mayor())
        assert fresh(other).live
        monkeypatch.setattr(publication, "publish_revision", real)
        clock.shift(601)
        assert publication.publish_due() == 1
        assert "Yayımlanamadı" not in desk(factories.mayor())
    assert fresh(page).live
    assert Trouble.objects.get().outcome == Trouble.Outcome.PUBLISHED
    assert Delivery.objects.filter(channel=Channel.EMAIL).count() == 1


def test_a_store_that_is_away_refuses_nothing_for_good(monkeypatch):
    page = scheduled()

    def away(*args, **kwargs):
        raise FileMissing("“Sahil yolu” dosyası okunamıyor.") from StorageUnavailable("depo")

    with time_machine.travel(page.go_live_at + dt.timedelta(seconds=1), tick=False) as clock:
        with monkeypatch.context() as patch:
            patch.setattr(publication.snapshot, "take", away)
            assert publication.publish_due() == 0
        assert fresh(page).scheduled_revision is not None
        assert Trouble.objects.get().kind == Trouble.Kind.FAILED
        clock.shift(60)
        assert publication.publish_due() == 1
    assert fresh(page).live


def test_the_offices_can_end_an_error_that_never_ends(monkeypatch):
    page = scheduled()
    monkeypatch.setattr(publication, "publish_revision", lambda *args, **kwargs: 1 / 0)
    with due(page):
        publication.publish_due()
        factories.withdraw(page)
        assert not troubles.open_troubles().exists()
    assert fresh(page).scheduled_revision is None


# --- Takedowns go first -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", ["director", "mayor"])
def test_a_takedown_returns_what_is_in_approval_in_the_same_moment(step):
    page = factories.submit(factories.bulletin(title="Sahil yolu açıldı", **factories.with_photo()))
    if step == "mayor":
        page = factories.sign(page, user=factories.director())
    photo = Photo.objects.get(pk=page.lead_image_id)
    client = Client()
    client.force_login(factories.archivist())
    client.post(reverse("rights:take_down", args=["foto", photo.pk]), {"reason": "Rıza yok."})
    page = fresh(page)
    assert page.current_workflow_state.status == WorkflowState.STATUS_NEEDS_CHANGES
    record = selectors.records_of(page).last()
    assert (record.decision, record.actor_id) == (Decision.RETURNED, factories.archivist().pk)
    assert "“Sahil yolu” yayından kaldırıldı: Rıza yok." in record.comment
    assert not Hold.objects.exists()
    assert "editor@belediye.example" in letters(LetterKind.APPROVAL)
    page = factories.submit(factories.edit(page, lead_image=factories.photo("Başka fotoğraf")))
    assert page.current_workflow_task_state.specific.task.specific.office == "director"
    assert services.signature_in(page.current_workflow_state, Office.MAYOR) is None


def test_a_takedown_takes_signed_content_off_the_schedule_and_says_so_at_once():
    page = scheduled()
    photo = Photo.objects.get(pk=page.lead_image_id)
    rights.take_down(photo=photo, user=factories.mayor(), reason="Rıza geri alındı.")
    assert fresh(page).scheduled_revision is None
    assert {"editor@belediye.example", "mudur@belediye.example"} <= set(letters())
    assert "yayından kaldırıldı: Rıza geri alındı." in desk(factories.mayor())
    assert "kullanılamaz" in retry(factories.mayor(), page)
    with due(page):
        assert publication.publish_due() == 0
    assert not fresh(page).live
    assert not BulletinPage.objects.filter(live=True).exists()


def test_the_editor_is_told_of_a_withdrawal_and_of_a_lost_picture_with_what_to_do():
    from cms.letters.models import Letter
    from media_library.rights.services import take_down

    page = factories.publish(factories.bulletin(title="Fuar", **factories.with_photo()))
    take_down(photo=page.lead_image, user=factories.archivist(), reason="Rıza geri alındı")
    told = Letter.objects.get(subject="Bir fotoğrafı yayından kaldırıldı: Fuar")
    assert told.recipient == factories.editor().email
    for words in ("Rıza geri alındı", "yerine başka bir fotoğraf seçin", f"/pages/{page.pk}/edit/"):
        assert words in told.body
    factories.withdraw(page, reason="Tarih yanlış.")
    told = Letter.objects.get(subject="Geri çekildi: Fuar")
    assert told.recipient == factories.editor().email
    for words in ("Tarih yanlış.", "Yapmanız gereken", f"/pages/{page.pk}/edit/"):
        assert words in told.body
