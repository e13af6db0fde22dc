"""What an installation had under several spellings of one name becomes one, and nothing that was signed changes."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from cms.core.names import name_key
from media_library.models import Person, Photo, Photographer, Shoot
from media_library.models import Tag as ArchiveTag
from press_archive.bulletins.models import BulletinPage, Category, Tag
from press_archive.contacts.models import Journalist, Outlet
from publishing.approval import evidence, publication, snapshot
from publishing.approval.models import Certificate
from tests import factories

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
BEFORE = {
    "contacts": "0003_list_order",
    "bulletins": "0006_body_with_archive_video",
    "media_library": "0014_document_words",
}


def back():
    for app, name in BEFORE.items():
        call_command("migrate", app, name, verbosity=0)
    return MigrationExecutor(connection).loader.project_state(list(BEFORE.items())).apps


def forward():
    call_command("migrate", verbosity=0)


def tagged(title, *names, **values):
    page = factories.bulletin(title=title, **values)
    content = page.get_latest_revision().as_object()
    content.tags.add(*names)
    content.save_revision(user=factories.editor())
    return BulletinPage.objects.get(pk=page.pk)


def beside(name):
    """A tag that stands beside its like, as a database had it that told the spellings apart."""
    return Tag.objects.create(
        name=name, slug=f"s{Tag.objects.count()}", name_key=f"{name_key(name)} #0{len(name)}{name}"
    )


def test_spellings_become_one_and_what_is_signed_stays():
    # İzmir: two under signatures, one only in a draft; Ilıca: only in the draft.
    live = factories.publish(tagged("Yayında", "İzmir"))
    other = factories.publish(tagged("O da yayında", beside("İZMİR")))
    draft = tagged("Taslak", beside("izmir"), "Ilıca")
    photo = factories.photo()
    photo.tags.add("Şu", "Alti")
    old = back()
    old.get_model("bulletins", "Tag").objects.create(name="ılıca", slug="x")
    assert old.get_model("taggit", "Tag").objects.filter(name="Alti").update(name="ŞU") == 1
    for number, name in enumerate(("Su ve kanal", "SU VE KANAL")):
        old.get_model("bulletins", "Category").objects.create(name=name, slug=f"s{number}", sort_key="")
    people = old.get_model("media_library", "Person")
    first, second = (people.objects.create(name=name, sort_key="") for name in ("Işık Öz", "IŞIK ÖZ"))
    old.get_model("media_library", "Photo").people.through.objects.create(photo_id=photo.pk, person_id=first.pk)
    old.get_model("media_library", "Photo").people.through.objects.create(photo_id=photo.pk, person_id=second.pk)
    photographers = old.get_model("media_library", "Photographer")
    for name, day in (("Deniz İnce", None), ("DENİZ İNCE", None), ("deniz ince", "2027-01-01")):
        photographers.objects.create(name=name, sort_key="", rights_until=day)
    old.get_model("media_library", "Shoot").objects.create(
        title="Çekim", photographer_id=photographers.objects.get(name="DENİZ İNCE").pk
    )
    outlets = old.get_model("contacts", "Outlet")
    kept = outlets.objects.create(name="İzmir Haber", kind="newspaper", sort_key="")
    gone = outlets.objects.create(name="İZMİR HABER", kind="newspaper", sort_key="")
    old.get_model("contacts", "Journalist").objects.create(name="A", outlet_id=gone.pk, sort_key="")
    old.get_model("contacts", "Journalist").objects.create(name="B", outlet_id=kept.pk, sort_key="")
    old.get_model("contacts", "Journalist").objects.create(name="C", outlet_id=kept.pk, sort_key="")

    forward()

    assert sorted(Tag.objects.values_list("name", "name_key")) == sorted(
        [("İzmir", "izmir"), ("İZMİR", f"izmir #{Tag.objects.order_by('pk')[1].pk}"), ("Ilıca", "ılıca")]
    )
    assert [tag.name for tag in BulletinPage.objects.get(pk=live.pk).tags.all()] == ["İzmir"]
    assert [tag.name for tag in BulletinPage.objects.get(pk=other.pk).tags.all()] == ["İZMİR"]
    for page in (live, other):
        now = BulletinPage.objects.get(pk=page.pk)
        assert snapshot.take(now).content_hash == Certificate.objects.get(object_id=str(page.pk)).content_hash
        now.save()
    assert list(publication.unsigned_live_content()) == []
    content = BulletinPage.objects.get(pk=draft.pk).get_latest_revision().as_object()
    assert sorted(tag.name for tag in content.tags.all()) == ["Ilıca", "İzmir"]
    content.save_revision(user=factories.editor())
    assert Tag.objects.get(name="iZMİR").name == "İzmir"
    assert [tag.name for tag in Photo.objects.get(pk=photo.pk).tags.all()] == ["Şu"]
    assert ArchiveTag.objects.count() == 1
    assert Category.objects.count() == 1
    assert [person.name for person in Photo.objects.get(pk=photo.pk).people.all()] == ["Işık Öz"]
    assert Person.objects.count() == 1
    assert sorted(Photographer.objects.values_list("name", flat=True)) == ["DENİZ İNCE", "deniz ince"]
    assert Shoot.objects.get().photographer.name == "DENİZ İNCE"
    assert Outlet.objects.get().name == "İzmir Haber"
    assert Journalist.objects.filter(outlet__name_key="izmir haber").count() == 3
    back()
    forward()


def test_a_new_installation_finds_the_way_back_and_forth():
    back()
    forward()
    assert evidence.verify().intact
