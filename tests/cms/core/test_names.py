"""One row for one name by Turkish rules, on every database, for whoever is first and for two at once."""

import threading

import pytest
from django.db import connections, models
from django.urls import reverse

from cms.core.names import NamedOnce, is_key_of, name_key
from media_library.archive.batch import people_named
from media_library.metadata.read import Metadata
from media_library.models import Person, Photographer
from media_library.models import Tag as ArchiveTag
from press_archive.bulletins.kinds import BulletinKind, ReadyText
from press_archive.bulletins.models import Category, Series, Tag
from press_archive.clippings.models import Agency, Topic
from press_archive.contacts.models import Journalist, Outlet
from press_archive.contacts.services import add_pasted_addresses
from press_archive.monitoring.models import WordList
from publishing.outdoor.models import Panel
from publishing.printing.models import Place, Recipient, Title
from tests import factories
from tests.office import browser, post_edit

SAME = [("Şu", "ŞU"), ("İzmir", "izmir", "İZMİR", "I\u0307zmir", "İz\u200bmir"), ("Ilıca", "ılıca", "ILICA", " Ilıca ")]
NAMED = [
    Agency, ArchiveTag, BulletinKind, Category, Outlet, Panel, Person, Photographer, Place, ReadyText, Recipient,
    Series, Tag, Title, Topic, WordList,
]  # fmt: skip
VALUES = {Outlet: {"kind": Outlet.Kind.NEWSPAPER}}


def all_named():
    from django.apps import apps

    return [model for model in apps.get_models() if issubclass(model, NamedOnce)]


@pytest.mark.parametrize("names", SAME)
def test_spellings_of_one_name_have_one_key(names):
    assert len({name_key(name) for name in names}) == 1


def test_different_words_have_different_keys():
    assert len({name_key(name) for name in ("Su", "Şu", "Dış", "Diş", "Ilıca", "İlica", "kağıt", "kâğıt")}) == 8
    assert is_key_of("izmir #12", "İzmir")
    assert not is_key_of("izmir #12", "İzmit")


def test_everything_that_is_known_by_name_is_known_once():
    assert set(NAMED) == set(all_named())


@pytest.mark.django_db
@pytest.mark.parametrize("model", NAMED)
@pytest.mark.parametrize("names", SAME)
def test_one_row_whichever_spelling_comes(model, names):
    values = VALUES.get(model, {})
    if model in (Category, Series):
        values = {"slug": "a"}
    rows = {model.objects.get_or_create(name=name, defaults=values)[0].pk for name in names}
    assert len(rows) == 1
    assert model.objects.filter(name__in=[names[-1]]).count() == 1
    with pytest.raises(Exception, match=r"(?i)unique|zaten"):
        model(name=names[-1], **values).save()


@pytest.mark.django_db
def test_a_form_says_that_the_name_is_there():
    Outlet.objects.create(name="İzmir Haber", kind=Outlet.Kind.NEWSPAPER)
    Category.objects.create(name="Ilıca", slug="ilica")
    client = browser(factories.superuser())
    answer = client.post(reverse("categories:add"), {"name": "ILICA", "slug": "ilica-2"})
    assert "“Ilıca” zaten var." in answer.content.decode()
    with pytest.raises(Exception, match="“İzmir Haber” zaten var"):
        Outlet(name="izmir haber", kind=Outlet.Kind.NEWSPAPER).full_clean(exclude=["sort_key"])


@pytest.mark.django_db
def test_tags_of_bulletins_and_photos_are_found_by_their_name():
    page = factories.bulletin()
    post_edit(factories.editor(), page, tags="İzmir, ŞU")
    post_edit(factories.editor(), page, tags="izmir, Şu, İZMİR, Su")
    assert sorted(Tag.objects.values_list("name", flat=True)) == ["Su", "İzmir", "ŞU"]
    photo = factories.photo()
    photo.tags.add("Ilıca", "ılıca", "ILICA")
    photo.tags.set(["ILICA", "sahil"])
    assert sorted(photo.tags.names()) == ["Ilıca", "sahil"]
    assert ArchiveTag.objects.count() == 2


@pytest.mark.django_db
def test_files_and_pasted_lines_know_people_by_their_name(monkeypatch):
    from media_library.intake.services import _relate, describe

    Photographer.objects.create(name="Işıl İnce")
    Person.objects.create(name="Ilgın Şen")
    photo = factories.photo()
    metadata = Metadata(byline="IŞIL İNCE", keywords=["Sahil", "SAHİL"], persons_shown=["ILGIN ŞEN"])
    describe(photo, metadata, shoot=None)
    _relate(photo, metadata, None)
    assert photo.photographer.name == "Işıl İnce"
    assert [person.name for person in photo.people.all()] == ["Ilgın Şen"]
    assert list(photo.tags.names()) == ["Sahil"]
    assert [person.name for person in people_named(["ılgın şen", "ILGIN ŞEN"])] == ["Ilgın Şen"]
    Outlet.objects.create(name="İzmir Haber", kind=Outlet.Kind.NEWSPAPER)
    for line in ("a@x.example; Işık Öz; İZMİR HABER", "b@x.example; IŞIK ÖZ; izmir haber"):
        add_pasted_addresses(text=line, lists=[], user=factories.superuser())
    assert Journalist.objects.count() == 1


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("model", [ArchiveTag, Tag, Person])
def test_two_at_once_make_one_row(model):
    start, made, failed = threading.Barrier(4), [], []

    def create(name):
        try:
            start.wait(timeout=30)
            made.append(model.objects.get_or_create(name=name)[0].pk)
        except Exception as error:
            failed.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=create, args=[name]) for name in ("İzmir", "izmir", "İZMİR", "İzmir ")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert failed == []
    assert len(set(made)) == 1
    assert model.objects.count() == 1


def test_no_model_asks_for_a_name_through_a_relation():
    """``tag__name=…`` would compare letter by letter."""
    import re
    from pathlib import Path

    from django.conf import settings

    related = {
        field.name
        for named in all_named()
        for field in named._meta.related_objects
        if isinstance(field, models.ForeignObjectRel)
    }
    assert related
    asked = re.compile(r"\b(tag|person|people|photographer|category|categories|outlet)__name(__i?exact|__in)?=")
    offenders = [
        (str(path), line.strip())
        for folder in ("cms", "media_library", "press_archive", "publishing", "search")
        for path in Path(settings.BASE_DIR, folder).rglob("*.py")
        if "migrations" not in path.parts
        for line in path.read_text().splitlines()
        if asked.search(line)
    ]
    assert offenders == []
