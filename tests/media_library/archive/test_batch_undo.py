"""The last batch is taken back with one button, where nothing else has happened since."""

import datetime as dt

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from wagtail.models import ModelLogEntry

from cms.office.undo import TooLate
from media_library.archive import batch, batch_undo
from media_library.archive.batch import Change, How, Words
from media_library.models import LegalBasis, Licence, Photo
from tests import factories
from tests.media_library.archive import rows
from tests.media_library.archive.test_batch import fresh, post, said
from tests.office import browser

pytestmark = pytest.mark.django_db


def seal_of(response):
    (told,) = (text for one in get_messages(response.wsgi_request) if 'name="seal"' in (text := str(one)))
    return told.split('name="seal" value="')[1].split('"')[0]


def undo(user, seal):
    return said(browser(user).post(reverse("office_undo"), {"seal": seal}))


def names(item):
    return sorted(tag.name for tag in item.tags.all()), sorted(person.name for person in item.people.all())


def state(item):
    fields = ("title", "caption", "credit", "shoot_id", "photographer_id", "licence", "licence_ends", "legal_basis")
    return {name: getattr(item, name) for name in fields} | {"labels": names(item)}


def test_everything_that_a_batch_wrote_is_taken_back_with_one_button():
    editor = factories.editor()
    coast, other = rows.shoot("Sahil yolu açılışı"), rows.shoot("Başka çekim")
    first, second = rows.photos(2, shoot=coast)
    film = rows.video(shoot=coast, caption="Eski söz.")
    batch.edit_many(
        user=editor, photos=[first.pk], tags=Words(add=("sahil", "yol")), people=Words(add=("Ayşe Yılmaz",))
    )
    before = [state(item) for item in fresh([first, second, film])]
    response = post(
        editor, [first, second], [film], caption="{etkinlik}.", caption_nasil="yaz", credit="Fotoğraf: X",
        credit_nasil="yaz", shoot=str(other.pk), shoot_nasil="yaz", tags_add=["yol", "park"], tags_remove=["sahil"],
        people_add=["Deniz Örnek"], people_remove=["Ayşe Yılmaz"],
    )  # fmt: skip
    assert "3 kayıt değişti." in said(response)
    after = [state(item) for item in fresh([first, second, film])]
    assert all(was != now for was, now in zip(before, after, strict=True))
    assert after[0]["labels"] == (["park", "yol"], ["Deniz Örnek"])
    seal = seal_of(response)
    assert "yalnızca yapan kişi" in undo(factories.archivist(), seal)
    assert "3 kayıt eski hâline döndü." in undo(editor, seal)
    assert [state(item) for item in fresh([first, second, film])] == before
    assert "3 kayıt değişmedi (bu arada değiştirilmiş: 3)" in undo(editor, seal)
    entry = ModelLogEntry.objects.filter(action="archive.describe").latest("pk")
    assert entry.data["undone"]


def test_what_was_changed_used_or_removed_since_stays_as_it_is():
    editor, works = factories.editor(), factories.department()
    coast = rows.shoot("Sahil yolu açılışı", department=works)
    touched, gone, mine = rows.photos(3, shoot=coast)
    live, waits = (factories.photo(name, shoot=coast, legal_basis="public_event") for name in ("Kare 1", "Kare 2"))
    every = [touched, live, gone, mine, waits]
    change = Change(field="caption", how=How.WRITE, value="Yeni söz.")
    report = batch.edit_many(
        user=editor, photos=[one.pk for one in every], changes=[change], tags=Words(add=("sahil",))
    )
    noted = [batch_undo._noted(past) for past in report.past]
    Photo.objects.filter(pk=touched.pk).update(caption="Meslektaşın sözü.")
    factories.publish(factories.bulletin(**factories.with_photo(photo=Photo.objects.get(pk=live.pk))))
    factories.submit(factories.bulletin(title="Bekleyen", **factories.with_photo(photo=Photo.objects.get(pk=waits.pk))))
    gone.delete()
    # Of the labels: what a colleague has taken off already is not put on, and the other way round.
    Photo.objects.get(pk=mine.pk).tags.remove("sahil")
    told = batch_undo.undone(editor, {"rows": noted})
    assert told.startswith("2 kayıt eski hâline döndü, 2 kayıt değişmedi (")
    assert "bu arada değiştirilmiş: 1" in told
    assert "“Bekleyen” onayda: 1" in told
    assert told.endswith("1 kayıt artık yok.")
    now = {one.pk: one.caption for one in Photo.objects.filter(pk__in=[one.pk for one in every])}
    # The archive's own words may change beside what is public, which shows the words that were signed.
    assert now == {touched.pk: "Meslektaşın sözü.", live.pk: "", waits.pk: "Yeni söz.", mine.pk: ""}
    assert names(Photo.objects.get(pk=mine.pk)) == ([], [])


def test_nobody_loosens_rights_by_undoing():
    """Who may only describe makes rights stricter; taking that back is the archivist's."""
    editor, archivist = factories.editor(), factories.archivist()
    (photo,) = rows.photos(1, shoot=rows.shoot("Şenlik"), licence=Licence.OWN)
    Photo.objects.filter(pk=photo.pk).update(legal_basis=LegalBasis.PUBLIC_EVENT)
    changes = [
        Change(field="contains_children", how=How.WRITE, value=True),
        Change(field="licence_ends", how=How.WRITE, value=dt.date(2027, 1, 1)),
    ]
    report = batch.edit_many(user=editor, photos=[photo.pk], changes=changes)
    noted = [batch_undo._noted(past) for past in report.past]
    with pytest.raises(TooLate, match=r"0 kayıt eski hâline döndü.*yalnızca arşivciler"):
        batch_undo.undone(editor, {"rows": noted})
    assert Photo.objects.get(pk=photo.pk).contains_children
    assert "1 kayıt eski hâline döndü." in batch_undo.undone(archivist, {"rows": noted})
    back = Photo.objects.get(pk=photo.pk)
    assert (back.contains_children, back.licence_ends) == (False, None)


def test_what_was_may_contradict_what_others_wrote_meanwhile():
    editor = factories.editor()
    (photo,) = rows.photos(1, shoot=rows.shoot("Şenlik"), licence=Licence.OWN)
    Photo.objects.filter(pk=photo.pk).update(legal_basis=LegalBasis.NO_PERSON)
    basis = Change(field="legal_basis", how=How.WRITE, value=LegalBasis.PUBLIC_EVENT)
    report = batch.edit_many(user=editor, photos=[photo.pk], changes=[basis])
    noted = [batch_undo._noted(past) for past in report.past]
    child = Change(field="contains_children", how=How.WRITE, value=True)
    batch.edit_many(user=editor, photos=[photo.pk], changes=[child])
    with pytest.raises(TooLate, match="çocuk görünüyor"):
        batch_undo.undone(editor, {"rows": noted})
    assert Photo.objects.get(pk=photo.pk).legal_basis == LegalBasis.PUBLIC_EVENT
