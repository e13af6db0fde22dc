"""A version is a photo of its own that keeps step with its original, which nobody touches."""

import datetime as dt
import io
import threading

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.images import ImageFile
from django.db import connection
from django.urls import reverse
from django.utils import timezone, translation
from PIL import Image

from cms.core import holds
from cms.core.models import Stage
from media_library.archive import batch
from media_library.archive import services as archive
from media_library.models import JobKind, MediaJob, Person, Photo, Photographer, RightsState, Shoot, Takedown
from media_library.rights import selectors, versions
from media_library.rights import services as rights
from media_library.versions import services
from media_library.versions.pixels import Edit
from tests import factories
from tests.factories.rights import consent, shown
from tests.media_library.archive import rows
from tests.office import browser

TURN = Edit(90)
CUT = Edit(0, 0.25, 0, 0.5, 1)


def address(photo):
    return reverse("versions:photo", args=[photo.pk])


def stored(photo):
    with Photo.objects.get(pk=photo.pk).file.open() as file:
        return file.read()


@pytest.mark.django_db
def test_a_version_has_what_its_original_has_and_follows_it():
    shoot = rows.shoot("Pazar yeri")
    original = shown(
        "Pazar yeri 001", shoot=shoot, caption="Denetim", credit="Deniz Örnek", licence="agency",
        licence_note="sözleşme", contains_children=True, legal_basis="public_event",
    )  # fmt: skip
    original.people.add(Person.objects.create(name="Ayşe Yılmaz"))
    original.tags.add("pazar")
    row = consent(original, is_child=True, guardian_name="Ali Yılmaz")
    before = stored(original)
    version = services.make_version(photo=original, edit=Edit(90, 0, 0, 1, 0.5), user=factories.editor())
    assert version.title == "Pazar yeri 001 (döndürülmüş, kırpılmış)"
    assert (version.derived_from, version.shoot, version.caption) == (original, shoot, "Denetim")
    assert (version.licence, version.contains_children, version.rights_state) == ("agency", True, "clear")
    assert list(version.people.all()) == list(original.people.all())
    assert (list(version.tags.names()), list(version.consents.all())) == (["pazar"], [row])
    assert (version.width, version.height) == (800, 600)
    assert MediaJob.objects.filter(kind=JobKind.PHOTO, subject_id=version.pk).exists()
    assert stored(original) == before
    assert Shoot.objects.get().last_number is None, "no running number of its own"
    # What changes at the original changes at the version; what a person wrote for the version stays.
    Photo.objects.filter(pk=version.pk).update(credit="Kesen: Başka Biri")
    Photo.objects.filter(pk=original.pk).update(
        caption="Pazar denetimi", credit="Yeni imza", licence="own", licence_note="",
        photographer=Photographer.objects.create(name="Gökçe Işık"),
    )  # fmt: skip
    original.tags.set(["zabıta"])
    version.tags.add("dik")
    rights.refresh(photos=[original.pk])
    version.refresh_from_db()
    assert (version.caption, version.credit, version.licence) == ("Pazar denetimi", "Kesen: Başka Biri", "own")
    assert version.photographer.name == "Gökçe Işık"
    assert sorted(version.tags.names()) == ["dik", "zabıta"]
    shoot.title = "Pazar yeri açılışı"
    archive.shoot_save(shoot=shoot, people=(), user=factories.editor())
    version.refresh_from_db()
    assert version.title == "Pazar yeri açılışı 001 (döndürülmüş, kırpılmış)"
    # In approval its words stay as they were submitted, its rights follow.
    holds.replace(holder=factories.bulletin(), stage=Stage.APPROVAL, title="Pazar", rows=[(Photo, version.pk)])
    Photo.objects.filter(pk=original.pk).update(caption="Başka", licence="unknown")
    rights.refresh(photos=[original.pk])
    version.refresh_from_db()
    assert (version.caption, version.licence, version.rights_state) == ("Pazar denetimi", "unknown", "blocked")


@pytest.mark.django_db
def test_what_forbids_the_original_forbids_the_version():
    original = shown(legal_basis="public_event")
    version = services.make_version(photo=original, edit=CUT, user=factories.archivist())
    assert not selectors.obstacles(photos=[version.pk])
    # Whatever somebody says of the version itself, and however the facts were written.
    Photo.objects.filter(pk=original.pk).update(licence_ends=timezone.localdate() - dt.timedelta(days=1))
    assert "bitmiş" in str(selectors.obstacles(photos=[version.pk]))
    rights.refresh_due()
    assert Photo.objects.get(pk=version.pk).rights_state == RightsState.BLOCKED
    Photo.objects.filter(pk=original.pk).update(licence_ends=None)
    row = consent(original)
    rights.withdraw_consent(consent=row, user=factories.archivist(), note="")
    assert "rızasını geri almış" in str(selectors.obstacles(photos=[version.pk]))
    assert original in selectors.speaking_for(Photo.objects.get(pk=version.pk))
    assert Photo.objects.get(pk=original.pk).pk in selectors.family_of([version.pk])


@pytest.mark.django_db
def test_a_takedown_takes_the_versions_along_and_asks_the_other_way(client):
    original = shown(legal_basis="public_event")
    first, second = (
        services.make_version(photo=original, edit=edit, user=factories.archivist()) for edit in (TURN, CUT)
    )
    archivist = browser(factories.archivist())
    page = archivist.get(reverse("rights:take_down", args=["foto", first.pk])).content.decode()
    assert 'name="what"' in page
    here = reverse("rights:take_down", args=["foto", first.pk])
    assert archivist.post(here, {"reason": "istek"}).status_code == 200, "the question is not answered"
    assert not Takedown.objects.exists()
    archivist.post(here, {"reason": "istek", "what": "version"})
    down = set(Photo.objects.filter(withheld_at__isnull=False).values_list("pk", flat=True))
    assert down == {first.pk}
    row = rights.take_down(photo=original, user=factories.archivist(), reason="aslı da")
    assert Photo.objects.filter(withheld_at__isnull=False).count() == 3
    for one in (original, first):
        assert archivist.get(address(one)).status_code == 404
    with pytest.raises(ValidationError, match="aslı yayından kaldırılmış"):
        rights.lift(takedown=Takedown.objects.get(photo=first), user=factories.archivist(), reason="yanlış")
    rights.lift(takedown=row, user=factories.archivist(), reason="yanlış")
    down = set(Photo.objects.filter(withheld_at__isnull=False).values_list("pk", flat=True))
    assert down == {first.pk}, "that one has a takedown of its own"
    archivist.post(reverse("rights:take_down", args=["foto", second.pk]), {"reason": "istek", "what": "original"})
    assert Photo.objects.filter(withheld_at__isnull=False).count() == 3


@pytest.mark.django_db
def test_the_editor_takes_numbers_and_leads_to_the_version():
    original = shown(legal_basis="public_event")
    editor = browser(factories.editor())
    page = editor.get(address(original)).content.decode()
    assert original.sha256 in page
    whole = {"turn": "0", "left": "0", "top": "0", "width": "100", "height": "100", "seen": original.sha256}
    for wrong, sentence in (
        ({}, "şimdiki hâli aslının aynısı"), ({"width": "0"}, "Kırpılan parça boş"),
        ({"left": "50"}, "dışına taşıyor"), ({"width": "1"}, "çok küçük"), ({"turn": "90", "seen": "ab"}, "bu arada"),
        ({"turn": "45"}, "error"), ({"width": "nan"}, "error"), ({"left": ""}, "error"),
    ):  # fmt: skip
        answer = editor.post(address(original), whole | wrong)
        assert answer.status_code == 200
        assert sentence in answer.content.decode(), wrong
    assert Photo.objects.count() == 1
    answer = editor.post(address(original), whole | {"turn": "90", "left": "12.5", "width": "75"})
    version = Photo.objects.get(derived_from=original)
    assert answer["Location"] == reverse("archive:photo", args=[version.pk])
    assert version.edit["crop"] == [0.125, 0.0, 0.75, 1.0]
    again = editor.get(address(version), follow=True)
    assert again.redirect_chain[0][0] == f"{address(original)}?surum={version.pk}"
    assert 'value="12.5"' in again.content.decode()
    shows = editor.get(reverse("archive:photo", args=[original.pk])).content.decode()
    assert reverse("archive:photo", args=[version.pk]) in shows
    assert address(original) in shows
    for who in (factories.social_editor(), factories.director(), factories.mayor()):
        assert browser(who).get(address(original)).status_code in (302, 403)
        with pytest.raises(PermissionDenied):
            services.make_version(photo=original, edit=TURN, user=who)


@pytest.mark.django_db
def test_nothing_half_is_left_behind(monkeypatch):
    original = shown(legal_basis="public_event")
    files = set(original.file.storage.listdir("original_images")[1])

    def dies(*_args):
        raise KeyboardInterrupt

    with monkeypatch.context() as dead:
        dead.setattr(versions, "relate", dies)
        with pytest.raises(KeyboardInterrupt):
            services.make_version(photo=original, edit=TURN, user=factories.editor())
    assert list(Photo.objects.all()) == [original]
    assert set(original.file.storage.listdir("original_images")[1]) == files
    # Its file replaced between the look and the button, or while the version is drawn.
    drawn = services.drawn

    def meanwhile(*args):
        stream = io.BytesIO()
        Image.new("RGB", (300, 300)).save(stream, "JPEG")
        changed = Photo.objects.get(pk=original.pk)
        changed.file = ImageFile(stream, name="yeni.jpg")
        changed.save()
        return drawn(*args)

    with monkeypatch.context() as busy:
        busy.setattr(services, "drawn", meanwhile)
        with pytest.raises(ValidationError, match="bu arada değişti"):
            services.make_version(photo=original, edit=TURN, user=factories.editor())
    assert Photo.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.concurrency
def test_a_takedown_in_the_moment_of_a_version_finds_it(monkeypatch):
    original = shown(legal_basis="public_event")
    archivist, related, refused = factories.archivist(), threading.Event(), []
    relate = versions.relate

    def slow(*args):
        relate(*args)
        related.set()

    def take_down():
        related.wait(20)
        try:
            rights.take_down(photo=original, user=archivist, reason="istek")
        except Exception as error:
            refused.append(error)
        finally:
            connection.close()

    going = threading.Thread(target=take_down)
    monkeypatch.setattr(versions, "relate", slow)
    going.start()
    services.make_version(photo=original, edit=TURN, user=factories.editor())
    going.join()
    assert not refused
    assert set(Photo.objects.filter(withheld_at__isnull=False)) == set(Photo.objects.all())
    assert Photo.objects.count() == 2


@pytest.mark.django_db
def test_what_is_written_for_both_at_once_does_not_end_the_following():
    original = shown("Pazar 001", shoot=rows.shoot("Pazar"), legal_basis="public_event", caption="ilk")
    version = services.make_version(photo=original, edit=TURN, user=factories.editor())
    for chosen, text in (([original.pk, version.pk], "ikisine"), ([original.pk], "aslına")):
        change = batch.Change(field="caption", how=batch.How.WRITE, value=text)
        batch.edit_many(user=factories.editor(), photos=chosen, changes=[change])
    assert set(Photo.objects.values_list("caption", flat=True)) == {"aslına"}


@pytest.mark.django_db
def test_a_version_made_in_english_follows_the_name_too():
    original = shown("Pazar 001", shoot=rows.shoot("Pazar"), legal_basis="public_event")
    with translation.override("en"):
        version = services.make_version(photo=original, edit=TURN, user=factories.editor())
    Photo.objects.filter(pk=original.pk).update(title="Sahil 001")
    rights.refresh(photos=[original.pk])
    version.refresh_from_db()
    assert version.title.startswith("Sahil 001")


@pytest.mark.django_db
def test_the_day_on_which_its_originals_licence_ends_changes_a_version():
    original = shown("Pazar 001", legal_basis="public_event")
    version = services.make_version(photo=original, edit=TURN, user=factories.editor())
    day = timezone.localdate() + dt.timedelta(days=3)
    Photo.objects.filter(pk=version.pk).update(licence_ends=day + dt.timedelta(days=30))
    Photo.objects.filter(pk=original.pk).update(licence_ends=day)
    version.refresh_from_db()
    assert day + dt.timedelta(days=1) in selectors.days_of_change([version])


@pytest.mark.django_db
def test_a_version_stays_down_while_its_original_is_down():
    user = factories.archivist()
    first, second = (shown(title, legal_basis="public_event") for title in ("A", "B"))
    taken_down = rights.take_down(photo=first, user=user, reason="Şikâyet")
    Photo.objects.filter(pk=second.pk).update(sha256=Photo.objects.get(pk=first.pk).sha256)
    version = services.make_version(photo=second, edit=TURN, user=factories.editor())
    rights.take_down(photo=second, user=user, reason="Şikâyet")
    rights.lift(takedown=taken_down, user=user, reason="Yanlışmış")
    assert Photo.objects.get(pk=second.pk).withheld_at
    assert Photo.objects.get(pk=version.pk).withheld_at
