"""No page is wider than its window, whatever is written: an address, a hashtag or a word of three hundred letters."""

from __future__ import annotations

import pytest
from playwright.sync_api import sync_playwright

from cms.website.entries import path_of
from cms.website.models import AlertBanner, HomePage, StandardPage
from tests import factories
from tests.browser.window import ARGUMENTS, CHROMIUM, sticks_out
from tests.factories.bulletins import with_labels
from tests.factories.galleries import photo_gallery, row, video, video_gallery
from tests.office import waiting

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.slow]

WORD = "ğ" * 300
WIDTHS = (320, 360, 1280)


def run(length):
    """An unbroken run of ``length`` letters: an address, as one pastes it."""
    return f"https://{WORD}"[:length]


def paragraph():
    words = f"{WORD} #{WORD} {WORD}@belediye.example https://belediye.example/{WORD}"
    return {"type": "paragraph", "value": f"<p>{words}</p><ul><li>{WORD}</li></ul><h2>{WORD}</h2>"}


@pytest.fixture
def pages():
    """The address of each kind of public page, and of the desk's, with nothing but long words."""
    factories.identity(
        municipality=run(120), address=WORD[:200], phone="0266 000 00 00", email="basin@belediye.example"
    )
    values = {
        "title": run(255), "summary": WORD, "place": run(120), "contact_name": run(100), "body": [paragraph()],
        "department": factories.department(run(120), "uzun"), **factories.with_photo(),
    }  # fmt: skip
    values |= {"lead_image_credit": run(160), "lead_image_alt": run(200)}
    bulletin = factories.publish(with_labels(factories.bulletin(**values, slug="uzun"), run(80)))
    gone = factories.withdraw(factories.publish(factories.bulletin(title=run(255), slug="giden")))
    page = StandardPage(title=run(255), slug="sayfa", introduction=WORD, body=[paragraph()], live=False)
    HomePage.objects.get().add_child(instance=page)
    page.save_revision(user=factories.editor())
    factories.publish(page)
    banner = AlertBanner(title=run(120), text=WORD, link=f"https://belediye.example/{'a' * 150}")
    banner.save()
    banner.save_revision(user=factories.editor())
    factories.publish(banner)
    long = {"alt": run(200), "credit": run(160), "caption": WORD}
    photos = factories.publish(photo_gallery([row(**long), row(**long), row(**long)], title=run(255), slug="kareler"))
    films = factories.publish(video_gallery([video(run(255))], title=run(255), slug="filmler"))
    waits = factories.submit(factories.bulletin(**(values | {"slug": "bekleyen"})))
    return {
        "strangers": [
            "/", "/bultenler/", path_of(bulletin), path_of(gone), "/sayfa/", "/yok/", "/foto-galeri/",
            photos.get_url(), "/video-galeri/", films.get_url(), "/bultenler/?mudurluk=uzun",
        ],
        "desk": ["/onay/", f"/onay/incele/{waiting(waits).pk}/"],
    }  # fmt: skip


def test_no_page_is_wider_than_its_window(pages, live_server, client):
    from django.conf import settings

    client.force_login(factories.director(), backend="django.contrib.auth.backends.ModelBackend")
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    too_wide = []
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for who, addresses in pages.items():
            for width in WIDTHS:
                context = browser.new_context(
                    viewport={"width": width, "height": 800}, locale="tr-TR", base_url=live_server.url
                )
                if who == "desk":
                    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}
                    context.add_cookies([cookie])
                window = context.new_page()
                for address in addresses:
                    answer = window.goto(address)
                    assert answer is not None
                    assert answer.status in ((200,) if who == "desk" else (200, 404, 410)), address
                    if wide := sticks_out(window, width):
                        too_wide.append((address[:40], width, *wide))
                context.close()
        browser.close()
    assert too_wide == []
