"""The archive in a real browser: choosing by keyboard and by touch, describing what was chosen, chips of names."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from media_library.models import JobKind, JobState, MediaJob, Photo
from media_library.work import sizes
from tests import factories
from tests.browser.window import DESKTOP, PHONE, becomes, fits, keep, new_window
from tests.media_library.archive import rows

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def opened(browser: Browser, live_server, faults: list[str], size: dict[str, int], user=None) -> Page:
    page = new_window(browser, live_server, faults, size)
    client = Client()
    client.force_login(user or factories.archivist(), backend="django.contrib.auth.backends.ModelBackend")
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    return page


def story(count: int = 7):
    shoot = rows.shoot("Sahil yolu açılışı", place="Sakarya Mahallesi")
    for number in range(count):
        factories.photo(f"Kare {number}", shoot=shoot, taken_at=rows.at(rows.DAY, 10, number))
    return shoot


def chosen(page: Page) -> list[str]:
    return page.eval_on_selector_all(
        '[data-tile][aria-selected="true"]', "tiles => tiles.map((tile) => tile.getAttribute('aria-label'))"
    )


def test_photos_are_chosen_and_described_with_the_keyboard_alone(live_server, browser, faults):
    story()
    page = opened(browser, live_server, faults, DESKTOP)
    page.goto(reverse("archive:finder"))
    tiles = page.locator("[data-tile]")
    expect(tiles).to_have_count(7)
    tiles.first.focus()
    page.keyboard.press("Space")
    assert chosen(page) == ["Kare 6"]
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    assert chosen(page) == ["Kare 6", "Kare 5", "Kare 4", "Kare 3"]
    expect(page.locator("[data-bar]")).to_contain_text("4 seçili")
    page.keyboard.press("ArrowDown")
    becomes(page, "document.activeElement.closest('[data-tile]') !== null")
    page.keyboard.press("Escape")
    assert chosen(page) == []
    expect(page.locator("[data-bar]")).to_be_hidden()
    page.keyboard.press("Control+a")
    assert len(chosen(page)) == 7
    keep(page, "arsiv-secim-1280")
    page.get_by_role("button", name="Toplu düzenle").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".arc-batch__count")).to_contain_text("7 kayıt")
    page.get_by_label("Fotoğraf altı", exact=True).fill("{yer}: {etkinlik}.")
    expect(page.locator("[data-preview-texts]").first).to_contain_text("Sakarya Mahallesi: Sahil yolu açılışı.")
    names = page.locator("[data-touch=people_add] .arc-names__line")
    names.fill("Ayşe Yılmaz")
    names.press("Enter")
    expect(page.locator("[data-touch=people_add] .arc-names__chips li")).to_contain_text("Ayşe Yılmaz")
    keep(page, "arsiv-toplu-1280")
    page.get_by_role("button", name="7 kaydı değiştir").click()
    expect(page.locator(".messages")).to_contain_text("7 kayıt değişti.")
    assert set(Photo.objects.values_list("caption", flat=True)) == {"Sakarya Mahallesi: Sahil yolu açılışı."}
    assert {person.name for photo in Photo.objects.all() for person in photo.people.all()} == {"Ayşe Yılmaz"}
    page.locator("[data-tile]").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Aslını bilgileriyle indir")).to_be_visible()
    page.wait_for_load_state()
    page.keyboard.press("ArrowRight")
    expect(page.locator("h1")).to_contain_text("Kare 5")


@pytest.mark.parametrize(("size", "width"), [(DESKTOP, 1280), (PHONE, 360)])
def test_a_shoot_says_how_many_photos_are_ready_and_asks_no_more_once_all_are(
    live_server, browser, faults, size, width
):
    shoot = story(4)
    for photo in Photo.objects.all():
        sizes.ask_for_new(photo.pk)
    MediaJob.objects.filter(kind=JobKind.ARCHIVED).order_by("pk")[0].delete()
    page = opened(browser, live_server, faults, size)
    page.clock.install()
    asked = []
    page.on("request", lambda request: asked.append(request.url) if request.url.endswith("/hazir/") else None)
    page.goto(reverse("archive:shoot", args=[shoot.pk]))
    words = page.locator("[data-readiness] [role=status]")
    expect(words).to_have_text("4 fotoğraftan hazır olan: 1")
    expect(page.locator("[data-working]")).to_have_count(4)
    assert asked == []
    keep(page, f"cekim-hazirlaniyor-{width}")
    fits(page)
    waiting = MediaJob.objects.filter(kind=JobKind.ARCHIVED)
    first = waiting.order_by("pk")[0]
    MediaJob.objects.filter(pk=first.pk).update(state=JobState.FAILED)
    page.clock.run_for(3000)
    expect(words).to_have_text("4 fotoğraftan hazır olan: 1, işlenemeyen: 1")
    becomes(page.locator("[data-readiness] progress"), "bar => [bar.value, bar.max]", [1, 4])
    assert len(asked) == 1
    waiting.exclude(pk=first.pk).update(state=JobState.DONE)
    page.clock.run_for(3000)
    expect(page.locator("[data-readiness]")).to_be_hidden()
    expect(page.locator("[data-working]")).to_have_count(0)
    page.clock.run_for(30_000)
    assert len(asked) == 2
    assert faults == []


def test_photos_are_chosen_by_touch_on_a_narrow_screen(live_server, browser, faults):
    shoot = story(4)
    page = opened(browser, live_server, faults, PHONE, factories.editor())
    page.goto(reverse("archive:finder"))
    fits(page)
    page.get_by_role("button", name="Seç", exact=True).tap()
    page.locator("[data-tile] a").nth(0).tap()
    page.locator("[data-tile] a").nth(2).tap()
    expect(page.locator("[data-bar]")).to_contain_text("2 seçili")
    fits(page)
    keep(page, "arsiv-secim-360")
    page.get_by_role("button", name="Seçimi bırak").tap()
    assert chosen(page) == []
    for name, address in (
        ("cekim", reverse("archive:shoot", args=[shoot.pk])), ("cekimler", reverse("archive:shoots")),
        ("zaman", reverse("archive:timeline")), ("cekim-yeni", reverse("archive:shoot_add")),
        ("foto", reverse("archive:photo", args=[Photo.objects.first().pk])),
        ("duzenle", reverse("wagtailimages:edit", args=[Photo.objects.first().pk])),
        ("toplu", f"{reverse('archive:batch')}?cekim={shoot.pk}"),
    ):  # fmt: skip
        page.goto(address)
        page.wait_for_load_state("networkidle")
        fits(page)
        keep(page, f"arsiv-{name}-360")


def test_what_is_uploaded_counts_at_once_and_is_dragged_into_another_shoot(
    live_server, browser, faults, settings, tmp_path
):
    settings.UPLOAD_ROOT = tmp_path / "uploads"
    shoot, other = rows.shoot("Sahil yolu"), rows.shoot("Pazar yeri")
    page = opened(browser, live_server, faults, DESKTOP)
    page.goto(reverse("archive:shoot", args=[shoot.pk]))
    facts = page.locator("[data-shoot-facts]")
    expect(facts).to_contain_text("0 fotoğraf, 0 video")
    files = [
        {
            "name": f"DSC_{number}.JPG",
            "mimeType": "image/jpeg",
            "buffer": factories.jpeg(300, 200, f"#{number}0{number}0ff"),
        }
        for number in (1, 2)
    ]
    page.locator("input[type=file][data-pick]").first.set_input_files(files)
    expect(facts).to_contain_text("2 fotoğraf, 0 video")
    expect(page.locator(".arc-tile__number")).to_have_text(["001", "002"])
    assert sorted(page.locator(".arc-tile__file").all_inner_texts()) == ["DSC_1.JPG", "DSC_2.JPG"]
    tray = page.locator("[data-tray]")
    box = page.locator("[data-tile]").first.bounding_box()
    page.mouse.move(box["x"] + 40, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 80, box["y"] + 60, steps=4)
    expect(tray).to_be_visible()
    keep(page, "arsiv-tepsi-1280")
    target = tray.locator(f'[data-shoot="{other.pk}"]').bounding_box()
    page.mouse.move(target["x"] + 20, target["y"] + 10, steps=4)
    page.mouse.move(target["x"] + 22, target["y"] + 12)
    page.mouse.up()
    expect(page.get_by_label("Hangi çekime?")).to_have_value(f"Pazar yeri · 20.11.2026 · no {other.pk}")
    keep(page, "arsiv-tasi-1280")
    page.get_by_role("button", name="Taşı", exact=True).click()
    expect(facts).to_contain_text("1 fotoğraf, 0 video")
    assert Photo.objects.get(shoot=other).title == "Pazar yeri 001"


@pytest.mark.parametrize(("size", "width"), [(DESKTOP, 1280), (PHONE, 360)])
def test_a_photo_is_turned_and_cropped_with_the_keyboard(live_server, browser, faults, size, width):
    photo = factories.photo("Sahil yolu", legal_basis="public_event")
    page = opened(browser, live_server, faults, size)
    page.goto(reverse("versions:photo", args=[photo.pk]))
    said = page.locator("[data-version-size]")
    expect(said).to_have_text("1200 × 800 piksel")
    page.get_by_role("button", name="Sağa döndür").press("Enter")
    expect(said).to_have_text("800 × 1200 piksel")
    page.get_by_label("Oran").select_option(label="1 : 1")
    expect(said).to_have_text("800 × 800 piksel")
    frame = page.get_by_role("group", name="Kırpma çerçevesi")
    frame.press("Shift+ArrowLeft")
    frame.press("ArrowDown")
    expect(said).to_have_text("794 × 794 piksel")
    keep(page, f"arsiv-kirp-{width}")
    fits(page)
    page.get_by_role("button", name="Sürümü oluştur").press("Enter")
    expect(page.locator("h1")).to_contain_text("Sahil yolu (döndürülmüş, kırpılmış)")
    version = Photo.objects.get(derived_from=photo)
    assert (version.width, version.height) == (794, 794)
