"""The desk: one decision a story, copies together, what was rejected stays away, and who may do what."""

import datetime as dt
import io
import re

import pytest
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from demo import pictures as scenes
from media_library.duplicates import finder
from media_library.models import Photo
from press_archive.clippings import pictures
from press_archive.clippings.models import Clipping, PageCopy, PictureMatch
from press_archive.clippings.selectors import words_of
from press_archive.monitoring import rounds, services
from press_archive.monitoring.models import Candidate, Monitor, Page, State, WordList
from tests import factories
from tests.factories import monitoring
from tests.factories.clippings import clipping
from tests.office import browser

pytestmark = pytest.mark.django_db
TEXT = (
    "Çamlıkıyı Belediyesi'nin yaptığı yeni park bu sabah törenle açıldı. Açılışa mahalleli ve çocuklar katıldı. "
    "Parkta iki oyun alanı, bir koşu yolu ve yüz elli ağaç var. Başkan, sıradaki parkın yerini de açıkladı."
)


def act(user, row, what, **data):
    return browser(user).post(reverse(f"haber_masasi_{what}", args=[row.pk]), data)


def desk(user, shown="bekleyen"):
    return browser(user).get(f"{reverse('haber_masasi')}?durum={shown}").content.decode()


@pytest.fixture
def copies():
    """One agency text on three sites."""
    return [
        monitoring.found(f"Yeni park açıldı {number}", f"{line}{TEXT}", site=f"s{number}.example", url=f"http://s{number}.example/p")
        for number, line in enumerate(("ÇAMLIKIYI (AA) - ", "", "(ÇAMLIKIYI) - "))
    ]  # fmt: skip


def test_copies_are_one_story_and_accepted_together(copies):
    assert len({row.story_id for row in copies}) == 1
    other = monitoring.found("Çamlıkıyı Belediyesi otobüs aldı", "Sekiz elektrikli otobüs yola çıktı.")
    assert other.story_id != copies[0].story_id
    page = desk(factories.editor())
    assert "2 kopya daha" in page
    assert "<mark>Çamlıkıyı Belediyesi&#x27;nin</mark>" in page
    response = act(factories.editor(), copies[1], "accept", hepsi="1", sonraki=str(other.pk))
    assert response["Location"].endswith(f"#haber-{other.pk}")
    made = Clipping.objects.order_by("pk")
    assert [row.url for row in made] == [row.url for row in copies]
    assert {(row.origin, row.medium, row.created_by) for row in made} == {("feed", "news_site", factories.editor())}
    assert not Candidate.objects.filter(story=copies[0].story_id).exclude(state=State.ACCEPTED).exists()
    # A fourth copy comes later: it says that others were taken, and is decided for itself.
    late = monitoring.found("Park", TEXT, site="s9.example", url="http://s9.example/p")
    assert (late.story_id, late.state) == (copies[0].story_id, State.NEW)
    assert "3 kopyası alındı" in desk(factories.editor())
    # Twice, also by somebody who looks at an old page, is told.
    assert act(factories.archivist(), copies[0], "accept").status_code in (302, 409)
    assert Clipping.objects.count() == 3


def test_what_was_rejected_does_not_come_back(copies):
    row = copies[0]
    act(factories.archivist(), row, "reject")
    assert set(Candidate.objects.values_list("state", flat=True)) == {State.REJECTED}
    # Neither by its address nor as a copy elsewhere.
    services.offer(monitor=row.monitor, entries=[monitoring.Entry(row.key, "Yeni adıyla", row.url, TEXT, None)])
    copy = monitoring.found("Çamlıkıyı'da park", TEXT, site="s7.example")
    assert (copy.state, copy.decided_by) == (State.REJECTED, None)
    assert "Bekleyen haber yok" in desk(factories.editor())
    assert "3 kopya daha" in desk(factories.editor(), "alinmayan")
    # What nobody wants loses its text after a month; its row keeps the door shut.
    Candidate.objects.update(decided_at=timezone.now() - dt.timedelta(days=40))
    assert rounds.tidy() == 4
    assert rounds.tidy() == 0
    assert not Candidate.objects.exclude(text="").exists()
    services.offer(monitor=row.monitor, entries=[monitoring.Entry(row.key, "Yeniden", row.url, TEXT, None)])
    assert Candidate.objects.count() == 4
    # A person may bring it back.
    act(factories.editor(), row, "reopen")
    assert Candidate.objects.filter(state=State.NEW).count() == 4


def test_later_join_separate_and_taking_back(copies):
    editor = factories.editor()
    other = monitoring.found("Çamlıkıyı Belediyesi parkı tanıttı", "Kendi sözleriyle.")
    assert act(editor, other, "join", ile=str(copies[0].pk)).status_code == 302
    other.refresh_from_db()
    assert other.story_id == copies[0].story_id
    act(editor, other, "separate")
    other.refresh_from_db()
    assert other.story_id != copies[0].story_id
    response = act(editor, other, "later")
    assert f"son={other.pk}" in response["Location"]
    assert "Geri al" in browser(editor).get(response["Location"]).content.decode()
    assert other.title in desk(editor, "sonra")
    act(editor, other, "reopen")
    assert other.title in desk(editor)
    for bad in ("", "x", "99999999", "²"):
        assert act(editor, other, "join", ile=bad).status_code in (302, 400, 404)
    assert act(editor, other, "join", ile=str(other.pk)).status_code in (302, 400)
    assert Candidate.objects.get(pk=other.pk).state == State.NEW


def test_a_story_that_is_in_the_archive_already_is_not_made_twice():
    known = clipping("Elle eklenmişti", url="https://www.kiyi.example/p/?utm_source=x", medium="news_site")
    row = monitoring.found(url="http://kiyi.example/p")
    act(factories.editor(), row, "accept")
    row.refresh_from_db()
    assert (row.state, row.clipping) == (State.ACCEPTED, known)
    assert Clipping.objects.count() == 1


def page_of(row, text=TEXT * 2, **values):
    """What the reader brings of a story's page."""
    said = {"title": row.title, "site_name": "Kıyı", "author": "Ayşe Kaya", "text": text,
            "published_on": "2026-11-26", "published_time": "", **values}  # fmt: skip
    Candidate.objects.filter(pk=row.pk).update(claimed_by="w")
    found = rounds.Found(1, "page", 200, address=row.url, page=said)
    services.settle_page(candidate=row, owner="w", found=found)
    row.refresh_from_db()


def test_the_page_that_comes_after_the_decision_still_reaches_the_clipping():
    row = monitoring.found(text="Kısa.", url="http://kiyi.example/p")
    act(factories.editor(), row, "accept")
    page_of(row)
    made = Clipping.objects.get()
    assert (made.page_copy, made.text) == (row.page_copy, TEXT * 2)
    assert PageCopy.free().count() == 0


def test_a_page_that_cannot_be_read_is_tried_three_times():
    row = monitoring.found(url="http://kiyi.example/p")
    for tries, state in ((1, Page.WANTED), (2, Page.WANTED), (3, Page.FAILED)):
        Candidate.objects.filter(pk=row.pk).update(claimed_by="w")
        services.settle_page(candidate=row, owner="w", found=rounds.Found(1, "page", 500, trouble=""))
        row.refresh_from_db()
        assert (row.page_tries, row.page) == (tries, state)


def test_our_own_photo_is_recognised():
    finder.SHELF.forget()
    drawn = scenes.render(sorted(scenes.KINDS)[0], 3)
    photo = Photo.objects.create(title="Kıyı", file=ImageFile(io.BytesIO(drawn), name="kiyi.jpg"))
    finder.record(photo)
    smaller = Image.open(io.BytesIO(drawn)).convert("RGB")
    smaller.thumbnail((500, 500))
    # A site that takes it makes it smaller and worse.
    packed = io.BytesIO()
    smaller.save(packed, "JPEG", quality=60)
    ours = PageCopy.objects.create(address="http://kiyi.example/p", address_key="a")
    ours.picture.save("a.jpg", ContentFile(packed.getvalue()))
    packed = io.BytesIO()
    Image.effect_noise((400, 300), 90).convert("RGB").save(packed, "JPEG")
    theirs = PageCopy.objects.create(address="http://kiyi.example/q", address_key="b")
    theirs.picture.save("b.jpg", ContentFile(packed.getvalue()))
    broken = PageCopy.objects.create(address="http://kiyi.example/r", address_key="c")
    broken.picture.save("c.jpg", ContentFile(b"nothing"))
    assert pictures.look() == 3
    assert pictures.look() == 0
    assert dict(PictureMatch.objects.values_list("page_copy", "photo")) == {
        ours.pk: photo.pk,
        theirs.pk: None,
        broken.pk: None,
    }
    row = monitoring.found(text=TEXT)
    row.page_copy = ours
    row.save()
    assert "Haberdeki fotoğraf bizim" in desk(factories.editor())
    act(factories.editor(), row, "accept", bizim="1")
    made = Clipping.objects.get()
    assert made.with_our_picture
    # The officer's word on the clipping goes before it; one that looks like none of ours is not ours.
    address = reverse("clippings:our_photo", args=[made.pk])
    browser(factories.archivist()).post(address, {})
    made.refresh_from_db()
    assert (made.with_our_picture, PictureMatch.objects.get(page_copy=ours).is_ours) == (False, False)
    assert browser(factories.director()).post(address, {"ours": "1"}).status_code == 302
    made.refresh_from_db()
    assert not made.with_our_picture
    finder.SHELF.forget()


def test_a_bulletin_is_suggested_and_its_clipping_matched():
    page = factories.publish(factories.bulletin(title="Yeni park açıldı"))
    text = f"Çamlıkıyı Belediyesi duyurdu. {words_of(page)}"
    row = monitoring.found("Park açıldı", text, moment=page.register_entry.published_at)
    assert row.bulletin_id == page.pk
    act(factories.editor(), row, "accept")
    assert Clipping.objects.get().bulletin_id == page.pk


ACTS = ("accept", "reject", "later", "reopen", "join", "separate")


@pytest.mark.once
def test_readers_read_and_nobody_else_does_anything():
    row = monitoring.found()
    for reader in (factories.director(), factories.mayor(), factories.social_editor()):
        page = desk(reader)
        assert row.title in page
        assert "data-key=" not in page
        for name in ("monitoring:index", "word_lists:index"):
            assert browser(reader).get(reverse(name)).status_code == 200
        for name in ("monitoring:add", "word_lists:add"):
            assert browser(reader).get(reverse(name)).status_code == 302
        for what in ACTS:
            act(reader, row, what, ile=str(row.pk))
    stranger = browser(factories.person("kimsesiz"))
    assert stranger.get(reverse("haber_masasi")).status_code == 302
    for what in ACTS:
        assert "login" in stranger.post(reverse(f"haber_masasi_{what}", args=[row.pk])).get("Location", "login")
    row.refresh_from_db()
    assert (row.state, Clipping.objects.count()) == (State.NEW, 0)


@pytest.mark.once
def test_sources_and_lists_are_kept_by_the_office():
    client, outlet = browser(factories.editor()), monitoring.outlet("Kıyı", kind="news_site")
    fields = {
        "outlet": outlet.pk,
        "kind": "feed",
        "minutes": "20",
        "address": "http://kiyi.example/rss",
        "active": "on",
    }
    for wrong in (
        {"address": "http://10.0.0.1:8080/x"}, {"address": "ftp://kiyi.example/"}, {"minutes": "1"},
        {"kind": "page"}, {"selector": "div"}, {"kind": "page", "selector": "div["}, {"outlet": ""},
    ):  # fmt: skip
        assert client.post(reverse("monitoring:add"), {**fields, **wrong}).status_code == 200, wrong
    assert not Monitor.objects.exists()
    assert client.post(reverse("monitoring:add"), fields).status_code == 302
    one = Monitor.objects.get()
    Monitor.objects.update(look_again=False, etag="x", next_at=timezone.now() + dt.timedelta(days=1))
    client.post(reverse("word_lists:add"), {"name": "Ad", "words": "Çamlıkıyı Belediyesi\n", "active": "on"})
    one.refresh_from_db()
    assert (one.look_again, one.etag, one.next_at <= timezone.now()) == (True, "", True)
    assert client.post(reverse("word_lists:add"), {"name": "Boş", "words": " ,. \n"}).status_code == 200
    assert WordList.objects.count() == 1
    assert "bakılacak" in client.get(reverse("monitoring:index")).content.decode()
    Monitor.objects.update(silent_since=timezone.now(), trouble="timeout", checked_at=timezone.now())
    assert "sessiz" in client.get(reverse("monitoring:index")).content.decode()
    assert "1 kaynak sessiz" in client.get(reverse("wagtailadmin_home")).content.decode()
    monitoring.found()
    assert "1 haber bekliyor" in client.get(reverse("wagtailadmin_home")).content.decode()


@pytest.mark.once
def test_the_desk_asks_the_same_number_of_questions_for_many(copies, django_assert_max_num_queries):
    for number in range(12):
        monitoring.found(f"Çamlıkıyı Belediyesi haber {number} yeni bir konu {number * 7}", f"Metin {number}.")
    client = browser(factories.editor())
    client.get(reverse("haber_masasi"))
    with django_assert_max_num_queries(45):
        client.get(reverse("haber_masasi"))


@pytest.mark.once
def test_one_story_is_found_by_its_number_wherever_it_stands(copies):
    other = monitoring.found("Çamlıkıyı Belediyesi otobüs aldı", "Sekiz elektrikli otobüs yola çıktı.")
    client, address = browser(factories.director()), reverse("haber_masasi")

    def shown(asked):
        return re.findall(r'data-story="(\d+)"', client.get(address, asked).content.decode())

    assert shown({"haber": other.pk}) == [str(other.pk)]
    services.reject_story(candidate=copies[1], user=factories.editor())
    page = client.get(address, {"haber": copies[1].pk}).content.decode()
    assert "2 kopya daha" in page
    assert "Bütün haberler" in page
    for odd in ({"haber": "x"}, {"haber": "99999999"}, {"haber": "²"}, {"haber": "9" * 30, "durum": "?"}):
        assert shown(odd) == [str(other.pk)], odd
