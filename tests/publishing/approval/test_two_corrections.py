"""Two people correct one live page: nobody's words are lost, nobody's are taken along unseen."""

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.letters.models import Letter
from cms.users.roles import Role
from press_archive.bulletins.models import BulletinPage
from publishing.approval import corrections, selectors
from tests import factories
from tests.office import browser, post_edit

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]
ASKED = "şu anda onayda değil"


@pytest.fixture
def ece():
    return factories.person("ece", Role.EDITOR, first_name="Ece", last_name="Işık", email="ece@belediye.example")


def seen(client, page, query=""):
    return client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]) + query)


def start(client, page, number):
    return client.post(reverse("approval_correction_start", args=[page.pk]), {"seen": number}, follow=True)


def fresh(page):
    return BulletinPage.objects.get(pk=page.pk)


def summary(page):
    return fresh(page).get_latest_revision_as_object().summary


def test_whoever_comes_second_is_told_whose_words_stand_there_and_may_go_on_with_them(ece):
    editor = factories.editor()
    live = factories.publish(factories.bulletin(title="İmzalı", summary="İmzalı cümle."))
    assert ASKED not in seen(browser(ece), live).content.decode()
    draft = factories.edit(live, user=ece, summary="Ece’nin cümlesi.")
    assert ASKED not in seen(browser(ece), draft).content.decode()
    second = browser(editor)
    for _time in range(2):
        shown = seen(second, draft).content.decode()
        assert ASKED in shown
        assert "Ece Işık" in shown
        assert "Ece’nin cümlesi." not in shown
    wrong = seen(second, draft, "?surdur=1").content.decode()
    assert ASKED in wrong
    shown = seen(second, draft, f"?surdur={draft.latest_revision_id}").content.decode()
    assert "Ece’nin cümlesi." in shown
    assert ASKED not in seen(second, draft).content.decode()  # answered for this session, and this version
    post_edit(editor, fresh(draft), summary="Birlikte yazılan cümle.")
    assert summary(draft) == "Birlikte yazılan cümle."
    assert ASKED not in seen(second, draft).content.decode()
    # Now it is the first one who comes second.
    shown = seen(browser(ece), draft).content.decode()
    assert ASKED in shown
    assert "Editor Örnek" in shown
    corrected = factories.edit(fresh(draft), user=editor, correction="Cümle düzeltildi.")
    factories.submit(corrected, user=editor)
    assert corrections.unfinished(fresh(draft), ece) is None


def test_beginning_from_what_is_live_sets_the_other_one_aside_and_tells_its_author(ece):
    editor = factories.editor()
    live = factories.publish(factories.bulletin(title="İmzalı", summary="İmzalı cümle."))
    certificate, first = selectors.certificate_of(live), live.live_revision_id
    draft = factories.edit(live, user=ece, summary="Ece’nin cümlesi.")
    theirs = draft.latest_revision_id
    client = browser(editor)
    told = start(client, draft, theirs).content.decode()
    assert "Yayındaki metinden başlıyorsunuz." in told
    assert summary(draft) == "İmzalı cümle."
    assert fresh(draft).get_latest_revision().user == editor
    letter = Letter.objects.latest("pk")
    assert letter.recipient == "ece@belediye.example"
    assert "Editor Örnek kenara aldı" in letter.body
    assert reverse("wagtailadmin_pages:history", args=[draft.pk]) in letter.body
    # It stays in the history, and one button brings it back.
    assert fresh(draft).revisions.get(pk=theirs).as_object().summary == "Ece’nin cümlesi."
    # Nothing new stands there yet: its author begins anew, unasked.
    assert corrections.unfinished(fresh(draft), ece) is None
    seal = told.split('name="seal" value="')[1].split('"')[0]
    client.post(reverse("office_undo"), {"seal": seal})
    assert summary(draft) == "Ece’nin cümlesi."
    now = fresh(draft)
    assert (now.live_revision_id, now.summary) == (first, "İmzalı cümle.")
    assert selectors.certificate_of(now) == certificate


def test_what_has_moved_is_locked_or_is_not_theirs_is_not_set_aside(ece):
    editor = factories.editor()
    live = factories.publish(factories.bulletin(title="İmzalı", summary="İmzalı cümle."))
    draft = factories.edit(live, user=ece, summary="Ece’nin cümlesi.")
    for number in (live.latest_revision_id, "", "x", "9" * 30):
        assert "son hâline bakın" in start(browser(editor), draft, number).content.decode()
    assert "son hâline bakın" in start(browser(ece), draft, draft.latest_revision_id).content.decode()
    start(browser(factories.social_editor()), draft, draft.latest_revision_id)
    BulletinPage.objects.filter(pk=draft.pk).update(locked=True, locked_by=ece, locked_at=timezone.now())
    start(browser(editor), draft, draft.latest_revision_id)
    BulletinPage.objects.filter(pk=draft.pk).update(locked=False, locked_by=None, locked_at=None)
    draft = factories.edit(fresh(draft), user=ece, correction="Cümle düzeltildi.")
    factories.submit(draft, user=ece)
    start(browser(editor), draft, draft.latest_revision_id)
    assert browser(editor).get(reverse("approval_correction_start", args=[draft.pk])).status_code == 405
    assert summary(draft) == "Ece’nin cümlesi."
    assert fresh(draft).latest_revision_id == draft.latest_revision_id
    assert not Letter.objects.filter(body__contains="kenara aldı").exists()
    # A draft that nobody has signed has no live text to begin from.
    unsigned = factories.edit(factories.bulletin(title="Taslak"), user=ece, summary="x")
    assert corrections.unfinished(unsigned, editor) is None
