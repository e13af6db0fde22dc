"""The office's rules: once on each thing, from rows that were there, and only telling people of the house."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from cms.letters.models import Letter, LetterKind
from cms.users.roles import Role
from press_archive.bulletins.models import BulletinPage, Tag
from publishing.dispatch.worker import Worker
from publishing.rules import services
from publishing.rules.models import ContentRule, Event, RuleCursor, RuleNotice, RuleRun
from tests import factories
from tests.factories.bulletins import with_labels
from tests.office import browser

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def begun():
    """The worker has looked once: what happened before is nobody's news."""
    services.read_events()


def rule(name="Fen İşleri yayımlanınca", *, users=(), **values):
    values.setdefault("by_letter", bool(users) or "roles" in values)
    made = ContentRule(name=name, created_by=factories.editor(), **values)
    made.full_clean()
    made.save()
    made.users.set(users)
    return made


def told():
    return sorted(Letter.objects.filter(kind=LetterKind.OTHER).values_list("recipient", "subject"))


def test_it_acts_once_on_what_went_live_and_tells_those_who_were_named():
    roads, archivist = factories.department(), factories.archivist()
    parks = factories.department("Park Müdürlüğü", "park")
    of_roads = rule(users=[archivist], department=roads, subject="bulletins.bulletinpage", message="Afişi hazırlayın.")
    resting = rule("Duran", users=[archivist], active=False)
    first = factories.publish(factories.bulletin(title="Yol açıldı", department=roads))
    factories.publish(factories.bulletin(title="Park açıldı", department=parks))
    assert told() == []  # nothing is written while people sign
    Worker(poll=0.01).run(once=True)
    ((recipient, subject),) = told()
    assert (recipient, subject) == (archivist.email, "Fen İşleri yayımlanınca: Yol açıldı")
    letter = Letter.objects.get(subject=subject)
    for said in ("Afişi hazırlayın.", "Yol açıldı – yayına girdi.", str(factories.editor()), "Fen İşleri yayımlanınca"):
        assert said in letter.body
    # Read again from the beginning, as by a worker that lost its place: nothing is said twice.
    RuleCursor.objects.update(sequence=0)
    for _ in range(3):
        services.read_events()
    assert len(told()) == 1
    assert resting.runs.count() == 0
    # A correction is another event, a withdrawal too; after it the same bulletin goes live anew.
    corrected = rule("Düzeltme", users=[archivist], event=Event.CORRECTED)
    back = rule("Geri", users=[archivist], event=Event.WITHDRAWN)
    page = factories.publish(factories.edit(first, correction="Tarih düzeltildi."))
    factories.withdraw(page)
    services.read_events()
    assert [one.runs.count() for one in (of_roads, corrected, back)] == [1, 1, 1]


def test_a_worker_that_is_killed_has_done_nothing_or_all_of_it(monkeypatch):
    made = rule(users=[factories.archivist()], on_first_page=True)
    factories.publish(factories.bulletin())
    before = RuleCursor.objects.get().sequence

    def killed(*args, **kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(services, "_put", killed)
        with pytest.raises(KeyboardInterrupt):
            services.read_events()
    assert (told(), made.runs.count(), RuleCursor.objects.get().sequence) == ([], 0, before)
    services.read_events()
    assert (len(told()), made.runs.count(), RuleNotice.objects.count()) == (1, 1, 1)


def test_nobody_hears_what_they_may_not_read_and_a_talkative_rule_falls_silent(monkeypatch):
    editor, archivist, gone = factories.editor(), factories.archivist(), factories.person("ayrilan", Role.EDITOR)
    people = [editor, archivist, gone]
    returned = rule("İade", users=people, event=Event.RETURNED)
    public = rule("Yayın", users=people)
    gone.is_active = False
    gone.save()
    draft = factories.submit(factories.bulletin(title="Gizli taslak"))
    from publishing.approval import services as approval

    state = draft.current_workflow_task_state.specific
    approval.return_to_editor(state=state, user=factories.director(), comment="Tarih eksik.")
    services.read_events()
    assert [recipient for recipient, _ in told()] == [editor.email]
    assert returned.runs.get().letters == 1
    monkeypatch.setattr(services, "LETTERS_A_DAY", 1)
    factories.publish(factories.bulletin())
    services.read_events()
    run = public.runs.get()
    assert (run.letters, run.note) == (1, "Günlük mektup sınırına gelindi.")


def test_first_pages_and_the_social_editors():
    editor, social = factories.editor(), factories.social_editor()
    made = rule(users=[editor], by_letter=False, on_first_page=True, for_social=True, message="Duyurun.")
    tagged = rule("Etiketli", by_letter=False, for_social=True, tag=Tag.objects.create(name="Yok", slug="yok"))
    factories.publish(with_labels(factories.bulletin(title="Sahil yolu"), "Sahil"))
    services.read_events()
    assert tagged.runs.count() == 0
    for user in (editor, social):
        home = browser(user).get(reverse("wagtailadmin_home")).content.decode()
        assert "Sahil yolu – yayına girdi. Duyurun." in home
        assert f"“{made.name}” kuralı" in home
    assert reverse("social_queue") in [notice.path for notice in RuleNotice.objects.filter(users=social)]
    mine = RuleNotice.objects.get(users=editor)
    assert browser(social).post(reverse("rules_done", args=[mine.pk])).status_code == 302
    mine.refresh_from_db()
    assert mine.done_at is None  # it is not theirs
    browser(editor).post(reverse("rules_done", args=[mine.pk]))
    mine.refresh_from_db()
    assert mine.done_by == editor
    assert "Duyurun." not in browser(editor).get(reverse("wagtailadmin_home")).content.decode()


def test_what_waits_too_long_shoots_and_rights():
    editor, archivist = factories.editor(), factories.archivist()
    waits = rule("Bekleyen", users=[editor], event=Event.WAITING, hours=3)
    shoots = rule("Çekim", users=[archivist], event=Event.SHOOT)
    ends = rule("Haklar", users=[archivist], event=Event.RIGHTS, days=30)
    factories.submit(factories.bulletin(title="Bekleyen bülten"))
    now = timezone.now()
    today = timezone.localdate()
    from media_library.models import Shoot

    shoot = Shoot.objects.create(title="Açılış")
    factories.photo(shoot=shoot)
    factories.photo("Eski", licence_ends=today + dt.timedelta(days=30))
    services.read_events(now + dt.timedelta(minutes=2))
    services.read_events(now + dt.timedelta(minutes=4))
    assert [one.runs.count() for one in (waits, shoots, ends)] == [0, 1, 1]
    assert shoots.runs.get().label == "Açılış"
    assert "1 fotoğraf ya da videonun" in ends.runs.get().label
    services.read_events(now + dt.timedelta(hours=4))
    services.read_events(now + dt.timedelta(hours=5))
    assert waits.runs.get().label == "Bekleyen bülten"
    assert {subject.split(":")[0] for _, subject in told()} == {"Bekleyen", "Çekim", "Haklar"}
    with time_machine.travel(now + dt.timedelta(hours=5)):
        for one in (waits, shoots, ends):
            assert services.tried(one)


def test_the_screens_show_what_it_would_do_and_who_made_it():
    factories.publish(factories.bulletin(title="Geçen haftanın haberi"))
    client = browser(factories.editor())
    posted = {
        "name": "Yayın haberi", "active": "on", "event": "published", "hours": "", "days": "", "subject": "",
        "department": "", "tag": "", "place": "", "by_letter": "on", "message": "",
    }  # fmt: skip
    add = reverse("content_rules:add")
    assert "Kime bildirileceğini seçin" in client.post(add, posted).content.decode()
    wrong = client.post(add, posted | {"event": "waiting", "roles": ["archivist"]}).content.decode()
    assert "Saat, imza beklerken çalışan kurallarda yazılır" in wrong
    assert client.post(add, posted | {"roles": ["archivist", "mayor"]}).status_code == 302
    made = ContentRule.objects.get()
    assert (made.created_by, made.roles) == (factories.editor(), ["archivist", "mayor"])
    html = client.get(reverse("content_rules:trial", args=[made.pk])).content.decode()
    assert "Geçen haftanın haberi" in html
    assert "Henüz çalışmadı." in html
    assert str(factories.editor()) in client.get(reverse("content_rules:index")).content.decode()
    assert RuleRun.objects.count() == Letter.objects.filter(kind=LetterKind.OTHER).count() == 0
    archivist = browser(factories.archivist())
    for address in (add, reverse("content_rules:trial", args=[made.pk])):
        assert archivist.get(address).status_code in (302, 403)


@pytest.mark.parametrize(
    "wrong",
    [
        {"event": Event.WAITING},
        {"hours": 3},
        {"days": 3},
        {"event": Event.SHOOT, "urgent": True},
        {"event": Event.RETURNED, "for_social": True},
        {"by_letter": False},
        {"event": Event.WAITING, "hours": 0},
        {"event": Event.RIGHTS, "days": 3, "place": "Sahil"},
    ],
    ids=str,
)
def test_a_rule_that_could_not_be_meant_is_refused(wrong):
    with pytest.raises(ValidationError):
        ContentRule(name="x", **({"by_letter": True} | wrong)).full_clean()


def test_an_odd_record_keeps_nobody_waiting(monkeypatch):
    made = rule(users=[factories.archivist()])
    page = factories.publish(factories.bulletin(title="a\u202eb\nc" * 40))
    other = factories.publish(factories.bulletin(title="Sonraki"))
    whole = services.happenings.of_record

    def odd(record):
        if record.object_id == str(page.pk):
            raise KeyError("content")
        return whole(record)

    monkeypatch.setattr(services.happenings, "of_record", odd)
    services.read_events()
    assert [subject for _, subject in told()] == ["Fen İşleri yayımlanınca: Sonraki"]
    assert made.runs.count() == 1
    assert BulletinPage.objects.live().count() == 2
    assert other.live


def test_an_odd_step_keeps_nobody_waiting_either(monkeypatch):
    made = rule(users=[factories.archivist()])
    rule("Bekleyince", event=Event.WAITING, hours=1, users=[factories.archivist()])
    factories.submit(factories.bulletin(title="Bekleyen"))
    factories.publish(factories.bulletin(title="Yayımlanan"))

    def odd(state):
        raise KeyError("content")

    monkeypatch.setattr(services.happenings, "of_step", odd)
    services.read_events(timezone.now() + dt.timedelta(hours=2))
    assert made.runs.count() == 1


def test_a_run_that_nobody_heard_says_so():
    made = rule(by_letter=False, for_social=True)
    factories.publish(factories.bulletin())
    services.read_events()
    assert made.runs.get().note


def test_the_first_page_names_whoever_wrote_the_words(client):
    reader, director = factories.archivist(), factories.director()
    made = rule(users=[reader], by_letter=False, on_first_page=True)
    made.message, made.changed_by = "Hemen bakın.", director
    made.save()
    factories.publish(factories.bulletin())
    services.read_events()
    client.force_login(reader)
    assert f"son yazan: {director}" in client.get(reverse("wagtailadmin_home")).content.decode()
