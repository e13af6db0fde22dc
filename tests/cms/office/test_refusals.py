"""A refusal is a sentence for whoever asked, with its status, wherever a rule was met."""

import errno

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError
from django.db.models import ProtectedError, RestrictedError
from django.urls import reverse
from django.utils.module_loading import import_string

from cms.core.refusal import Refusal
from cms.office.answers import Closed, Malformed, Unavailable, refusal_in
from media_library.models import PublicFile
from media_library.store.storage import StorageUnavailable
from tests import factories
from tests.cms.office import refusing_urls
from tests.office import browser

SENTENCE = "Bu iş bu yüzden yapılmadı."
SCRIPT = {"X-Requested-With": "XMLHttpRequest"}
WHOLE_PAGES = (Malformed, Unavailable)


def kinds(of=Refusal):
    """``of`` and everything below it."""
    return [of, *(kind for one in of.__subclasses__() for kind in kinds(one))]


def refused(kind):
    """One of ``kind`` that says :data:`SENTENCE`, however its own constructor is called."""
    refusal = kind.__new__(kind)
    Refusal.__init__(refusal, SENTENCE)
    return refusal


def named(kind):
    return f"{kind.__module__}.{kind.__qualname__}"


@pytest.fixture
def ask(settings, client, monkeypatch):
    """Asks one of the two addresses while its view raises ``exception``."""
    settings.ROOT_URLCONF = "tests.cms.office.refusing_urls"

    def asked(exception, address, *, by=client, method="get", **headers):
        monkeypatch.setattr(refusing_urls, "to_raise", [exception])
        return getattr(by, method)(address, headers=headers)

    return asked


def test_one_middleware_turns_exceptions_into_answers():
    answering = [name for name in settings.MIDDLEWARE if hasattr(import_string(name), "process_exception")]
    assert answering == ["cms.office.middleware.RefusalMiddleware"]


def test_the_kinds_of_refusal_are_those_that_people_meet():
    said = {named(kind) for kind in kinds()}
    assert said >= {
        "cms.core.holds.Held",
        "media_library.guards.FileInUse",
        "media_library.intake.services.Refused",
        "media_library.archive.services.NotEmpty",
        "press_archive.galleries.services.NothingToShow",
        "publishing.approval.exceptions.ApprovalRefused",
        "publishing.approval.exceptions.ContentChanged",
        "publishing.approval.exceptions.FileMissing",
    }
    assert all(400 <= kind.status < 600 and kind.code for kind in kinds())


@pytest.mark.django_db
@pytest.mark.parametrize("kind", kinds(), ids=named)
def test_every_refusal_gives_its_sentence_and_its_status(kind, ask):
    refusal = refused(kind)
    page = ask(refusal, "/dene/")
    assert page.status_code == kind.status
    if kind is not Unavailable:  # its page has a sentence of its own
        assert SENTENCE in page.content.decode()
    for address in ("/dene/", "/admin/dene/"):
        for headers in (SCRIPT, {"Accept": "application/json"}):
            told = ask(refusal, address, method="post", **headers)
            assert told.status_code == kind.status
            assert told.json() == {"success": False, "error_code": kind.code, "error_message": SENTENCE}


@pytest.mark.django_db
def test_in_the_admin_a_refusal_is_a_message_and_the_way_back(ask):
    editor = browser(factories.editor())
    for kind in kinds():
        if issubclass(kind, (Closed, *WHOLE_PAGES)):
            continue
        back = "http://testserver" + reverse("wagtaildocs:index")
        response = ask(refused(kind), "/admin/dene/", by=editor, method="post", Referer=back)
        assert (response.status_code, response["Location"]) == (302, back), kind
        assert SENTENCE in editor.get(reverse("wagtaildocs:index")).content.decode()


@pytest.mark.django_db
def test_a_refusal_about_content_leads_to_its_editor(ask):
    editor, page = factories.editor(), factories.bulletin()
    response = ask(Refusal(SENTENCE, content=page), "/admin/dene/", by=browser(editor), method="post")
    assert response["Location"] == reverse("wagtailadmin_pages:edit", args=[page.pk])


@pytest.mark.django_db
@pytest.mark.parametrize("said", ["https://kotu.example/admin/", "", "http://testserver/admin/dene/"])
def test_no_refusal_leads_out_of_the_site_or_to_itself(said, ask):
    response = ask(Refusal(SENTENCE), "/admin/dene/", by=browser(factories.editor()), Referer=said)
    assert response["Location"] == reverse("wagtailadmin_home")


@pytest.mark.django_db
def test_a_closed_screen_is_a_page_in_the_frame_that_no_browser_keeps(ask):
    response = ask(Closed(SENTENCE), "/admin/dene/", by=browser(factories.editor()))
    assert response.status_code == 403
    assert "office/screen.html" in [template.name for template in response.templates]
    assert SENTENCE in response.content.decode()
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.django_db
def test_one_refusal_may_have_a_status_and_a_code_of_its_own(ask):
    told = ask(Refusal(SENTENCE, status=410, code="gone"), "/dene/", **SCRIPT)
    assert (told.status_code, told.json()["error_code"]) == (410, "gone")


@pytest.mark.parametrize(
    ("exception", "status", "words"),
    [
        (ProtectedError("", [PublicFile(photo_id=1)]), 409, "fotoğraf"),
        (ProtectedError("", [PublicFile(video_id=1)]), 409, "video"),
        (ProtectedError("", [object()]), 409, "başka yerlerde kullanıldığı"),
        (RestrictedError("", [object()]), 409, "başka yerlerde kullanıldığı"),
        (StorageUnavailable("away"), 503, "deposuna şu anda ulaşılamıyor"),
        (OSError(errno.ENOSPC, "full"), 503, "deposuna şu anda ulaşılamıyor"),
        (DatabaseError("basin_masasi: held"), 403, "iki imza kuralına aykırı"),
        (IntegrityError("unique_in_progress_workflow"), 403, "zaten onayda"),
        (ValidationError("unique_in_progress_workflow"), 403, "zaten onayda"),
    ],
)
def test_what_other_exceptions_mean_is_said(exception, status, words):
    refusal = refusal_in(exception)
    assert refusal.status == status
    assert words in str(refusal).lower()


@pytest.mark.parametrize("fault", [ValueError("x"), OSError(errno.EPERM, "x"), DatabaseError("syntax"), KeyError("x")])
def test_a_fault_of_ours_is_no_refusal(fault):
    assert refusal_in(fault) is None


@pytest.mark.django_db
def test_a_fault_of_ours_stays_a_fault(ask, client):
    with pytest.raises(RuntimeError, match="boom"):
        ask(RuntimeError("boom"), "/dene/", by=client)
