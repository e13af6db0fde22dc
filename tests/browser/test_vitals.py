"""What readers wait for on home, list and bulletin: nothing moves, no picture is larger than need be, little comes."""

from __future__ import annotations

import gzip
import io

import pytest
from django.core.files.images import ImageFile

from cms.website.entries import path_of
from demo import pictures
from media_library.models import Photo
from media_library.renditions.sizes import RESPONSIVE, modern
from media_library.renditions.storing import make_sizes
from tests import factories
from tests.browser.window import SHOTS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.slow]

MOST_BYTES = 120_000
# A telephone's screen has two or three points for each of the page's.
SCREENS = ((360, 740, 2), (1280, 900, 1))
WATCH_SHIFTS = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries())
    window.shifts.push([entry.value, ...entry.sources.map((one) => one.node?.outerHTML?.slice(0, 80))]);
}).observe({ type: "layout-shift", buffered: true });
"""
# The file's own width: ``naturalWidth`` is what is left of it after "sizes".
PICTURES = """
Promise.all([...document.images].filter((one) => one.complete && one.currentSrc).map(async (one) => {
  const file = await createImageBitmap(await (await fetch(one.currentSrc)).blob());
  const box = one.getBoundingClientRect();
  return [one.currentSrc, file.width, one.clientWidth, box.top < innerHeight && box.bottom > 0];
}))
"""


@pytest.fixture
def addresses():
    mark = factories.photo("Arma", file=ImageFile(io.BytesIO(pictures.logo()), name="arma.png"))
    factories.identity(municipality="Körfezyakası Belediyesi", logo=mark)
    photo = factories.photo("Sahil yolu", file=ImageFile(io.BytesIO(pictures.render("market", 7)), name="sahil.jpg"))
    for number in range(1, 8):
        values = factories.with_photo(photo=photo)
        page = factories.publish(factories.bulletin(title=f"Sahil yolunda {number}. etap açıldı", **values))
    make_sizes(Photo.objects.get(pk=photo.pk), (*RESPONSIVE, *modern(RESPONSIVE)))
    return ["/", "/bultenler/", path_of(page)]


@pytest.mark.parametrize(("width", "height", "points"), SCREENS)
def test_the_first_view_comes_quickly_and_stands_still(browser, live_server, addresses, width, height, points):
    for address in addresses:
        context = browser.new_context(
            viewport={"width": width, "height": height}, device_scale_factor=points, base_url=live_server.url
        )
        page = context.new_page()
        page.add_init_script(WATCH_SHIFTS)
        answers = heard(page)
        page.goto(address, wait_until="networkidle")
        page.screenshot(path=SHOTS / f"first-view-{width}-{len(address)}.png")
        assert page.evaluate("shifts") == [], address
        shown = page.evaluate(PICTURES)
        assert len(shown) > 1
        for name, own, width_on_page, _seen in shown:
            assert own <= 2 * points * width_on_page, (address, name, own, width_on_page)
        came = {answer.url: weight(answer) for answer in answers}
        assert any(name.endswith(".avif") for name in came)
        # The photo stands in for as many as readers see, so that its bytes count each time.
        seen = [name for name, _own, _width, seen in shown if seen]
        words = sum(bytes_ for name, bytes_ in came.items() if "/media/" not in name)
        assert words + sum(came[name] for name in seen) <= MOST_BYTES, (address, width, came)
        context.close()


def heard(page):
    """The answers that the page gets from here on."""
    found = []
    page.on("response", lambda answer: found.append(answer))
    return found


def weight(answer):
    """Bytes of the answer on the line: words packed, as nginx sends them."""
    body = answer.body()
    packed = answer.headers["content-type"].startswith(("text/", "image/svg", "application/"))
    return len(gzip.compress(body)) if packed else len(body)
