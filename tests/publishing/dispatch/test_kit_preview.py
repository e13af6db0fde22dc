"""What signers see of the press kit is what the press gets."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from media_library.kits.models import Kit, KitFile, KitPhoto
from media_library.kits.names import CAPTIONS
from tests import factories
from tests.factories.kits import build, document, press_photo
from tests.media_library.attacks.test_kit_words import handed_out, real_film
from tests.office import browser

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.thorough]


@pytest.fixture
def draft(tmp_path):
    body = [
        factories.PARAGRAPH,
        {"type": "archive_video", "value": {"video": real_film(tmp_path).pk, "title": "Açılış", "credit": "İmzalı",
                                            "caption": "İmzalı film sözü"}},
        {"type": "file", "value": {"document": document().pk, "title": "Program"}},
    ]  # fmt: skip
    return factories.submit(factories.bulletin(body=body, **factories.with_photo(photo=press_photo())))


def preview(page, user) -> str:
    state = page.current_workflow_task_state
    answer = browser(user).get(reverse("approval:preview", args=[state.pk, "kit"]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_desk_shows_the_kit_with_every_name_and_word_that_the_press_will_get(draft):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        shown = preview(draft, factories.director())
    assert not [one["sql"] for one in asked if "kits_kit" in one["sql"]]
    page = factories.sign(factories.sign(draft, user=factories.director()), user=factories.mayor())
    build()
    kit = Kit.objects.get()
    number = page.register_entry.number.replace("/", "-")
    for file in kit.files.all():
        assert file.name.replace(number, "numara") in shown
        for words in (file.caption, file.credit, file.terms, file.alt_text):
            assert words.replace('"', "&quot;") in shown
    captions = handed_out(kit.links.get())[f"zip:{CAPTIONS}"].decode("utf-8-sig")
    for line in captions.split("\r\n"):
        assert line.replace(number, "numara") in shown
    assert "© Ayvalık Belediyesi" in shown


def test_the_tab_stands_on_the_review_page_and_nothing_is_written_for_it(draft):
    text = (
        browser(factories.director())
        .get(reverse("approval:review", args=[draft.current_workflow_task_state.pk]))
        .content.decode()
    )
    assert "Basın kiti" in text
    assert not any(model.objects.exists() for model in (Kit, KitFile, KitPhoto))


def test_content_without_a_number_shows_no_kit():
    from tests.factories.galleries import photo_gallery

    page = factories.submit(photo_gallery())
    answer = browser(factories.director()).get(
        reverse("approval:preview", args=[page.current_workflow_task_state.pk, "kit"])
    )
    assert answer.status_code == 404
