"""The demo is looked at while it is being loaded: a note on the pages, a count in the terminal, passwords that work."""

import json
import os
import signal
import subprocess
import sys

import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command

from cms.users import credentials
from cms.users.known_passwords import DEMO_PASSWORD
from cms.users.models import User
from demo import accounts, loading, texts

NAMES = {entry["username"] for entry in texts.pages()["account"]}
pytestmark = [pytest.mark.once, pytest.mark.slow]
OUTERMOST = "demo.note.LoadingNoteMiddleware"


@pytest.fixture(autouse=True)
def own_place(settings, tmp_path):
    settings.VAR_DIR = tmp_path


@pytest.fixture
def noted(settings):
    settings.MIDDLEWARE = [OUTERMOST, *settings.MIDDLEWARE]


# The note ---------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/admin/login/"])
def test_every_page_says_how_far_the_loading_is(noted, client, address):
    plain = client.get(address)
    with loading.Progress(lambda _line: None) as tell:
        tell("bulletins", 7, 30)
        told = client.get(address, headers={"accept": "text/html", "if-none-match": plain.get("ETag", "")})
    assert "Deneme içeriği yükleniyor: bülten 7/30" in told.content.decode()
    assert told["Cache-Control"] == "no-store"
    assert not told.has_header("ETag")
    after = client.get(address)
    assert "demo-note" not in after.content.decode()
    assert "demo-note" not in plain.content.decode()


@pytest.mark.django_db
def test_the_note_speaks_english_to_those_who_do(noted, client):
    with loading.Progress(lambda _line: None) as tell:
        tell("photos", 40, 120)
        page = client.get("/admin/login/", headers={"accept-language": "en"}).content.decode()
        asked = client.get("/deneme-durumu/?dil=en").json()
    assert "The demo's content is being loaded: photo 40/120" in page.replace("&#x27;", "'")
    assert asked == {"words": "The demo's content is being loaded: photo 40/120"}
    assert client.get("/deneme-durumu/").json() == {"words": ""}


@pytest.mark.django_db
def test_what_is_shown_inside_a_page_has_no_note(noted, client):
    with loading.Progress(lambda _line: None) as tell:
        tell("bulletins", 7, 30)
        assert "demo-note" not in client.get("/", headers={"sec-fetch-dest": "iframe"}).content.decode()


def test_a_loader_that_was_killed_leaves_no_note(settings):
    script = (
        "import sys; from django.conf import settings; settings.VAR_DIR = sys.argv[1]\n"
        "from demo import loading\n"
        "loading.Progress(lambda line: None)('videos', 1, 4)\n"
        "print('told', flush=True); sys.stdin.read()"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", "import django; django.setup()\n" + script, settings.VAR_DIR],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=os.environ | {"DJANGO_SETTINGS_MODULE": "cms.settings.dev"},
    )  # fmt: skip
    with child:
        assert child.stdout.readline() == b"told\n"
        (written,) = settings.VAR_DIR.glob(".demo-loading-*")
        assert json.loads(written.read_text()) == ["videos", 1, 4]
        written.rename(loading.state_file())
        assert loading.state() == ("videos", 1, 4)
        child.send_signal(signal.SIGKILL)
        child.wait()
        assert loading.state_file().exists()
        assert loading.state() is None


def test_counts_are_lines_and_nothing_is_written_before_the_first(settings):
    lines = []
    with loading.Progress(lines.append) as tell:
        assert not loading.state_file().exists()
        tell("bulletins", 1, 2)
        tell("bulletins", 2, 2)
        assert loading.state() == ("bulletins", 2, 2)
    assert lines == ["bülten 1/2", "bülten 2/2"]
    assert not loading.state_file().exists()


def test_what_a_killed_loader_drew_is_swept_by_the_next():
    with loading.workplace() as place:
        (place / "rest.jpg").touch()
        with loading.workplace() as again:
            assert again == place
            assert not any(again.iterdir())
    assert not place.exists()


# Passwords --------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_password_that_is_printed_opens_every_account():
    assert accounts.load_accounts(None) == []
    assert all(authenticate(username=name, password=DEMO_PASSWORD) for name in NAMES)
    assert accounts.load_accounts(None) == []


@pytest.mark.django_db
def test_an_account_with_another_password_is_named_and_keeps_it(capsys):
    accounts.load_accounts("Poyraz-Esti-44")
    assert set(accounts.load_accounts(None)) == NAMES
    assert authenticate(username="editor", password="Poyraz-Esti-44")
    call_command("load_demo", "--first")
    printed = capsys.readouterr().out
    assert DEMO_PASSWORD not in printed
    assert "make demo DEMO_PASSWORD=" in printed


@pytest.mark.django_db
def test_one_changed_password_is_told_beside_the_one_that_opens_the_others(capsys):
    accounts.load_accounts(None)
    user = User.objects.get(username="arsiv")
    user.set_password("Kendi-Parolam-77")
    user.save()
    call_command("load_demo", "--first")
    printed = capsys.readouterr().out
    assert f"Parola: {DEMO_PASSWORD}" in printed
    assert "changed password or closed: arsiv" in printed


@pytest.mark.django_db
def test_a_password_that_is_asked_for_is_set_and_an_office_goes_on_signing(monkeypatch, capsys):
    accounts.load_accounts(None)
    monkeypatch.setenv("DEMO_PASSWORD", "Poyraz-Esti-44")
    call_command("load_demo", "--first")
    assert "Parola: Poyraz-Esti-44" in capsys.readouterr().out
    assert all(authenticate(username=name, password="Poyraz-Esti-44") for name in NAMES)
    assert credentials.is_own(User.objects.get(username="mudur"))
    assert credentials.is_own(User.objects.get(username="baskan"))


@pytest.mark.django_db
def test_a_closed_account_is_not_said_to_open(capsys):
    accounts.load_accounts(None)
    User.objects.filter(username="sosyal").update(is_active=False)
    assert accounts.load_accounts("Poyraz-Esti-44") == ["sosyal"]


@pytest.mark.django_db
@pytest.mark.parametrize(("address", "there"), [("http://192.168.1.20:8000", True), ("http://localhost:8000", False)])
def test_a_telephone_gets_a_code_to_scan(settings, capsys, address, there):
    settings.SITE_URL = address
    call_command("load_demo", "--first")
    printed = capsys.readouterr().out
    assert ("█" in printed) is there
    assert ("scan with a telephone" in printed) is there
