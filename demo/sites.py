"""The sites of the demo's press on a port of this machine: lists of news in six shapes, and the stories behind them.

``python -m demo.sites PORT``. ``cms.web_fetch`` takes this machine for every name that ends in ``.example``
(``WEB_FETCH_STAND_IN_PORT``): the monitors of the demo ask here, and nobody else is asked. No database: stories are
made of the demo's bulletins, copied, shortened and told in other words, among others that are about something else.
"""

from __future__ import annotations

import datetime as dt
import http.server
import io
import re
import sys
from dataclasses import dataclass
from email.utils import format_datetime
from functools import cache
from html import escape
from zoneinfo import ZoneInfo

from PIL import Image

from cms.core.turkish import MONTHS, WEEKDAYS
from demo import pictures, texts

HERE = ZoneInfo("Europe/Istanbul")
MARTI, UFUK, KIYI = "martiajans.example", "www.buyukufuk.example", "kiyitv.example"
ISKELE, KORFEZ, DALI = "iskelegazetesi.example", "korfezdenhaber.example", "zeytindalihaftalik.example"
TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Told:
    """One story on one site, so many ``hours`` ago; ``picture`` is the slug of the bulletin whose photo it has."""

    site: str
    slug: str
    title: str
    text: str
    hours: float
    picture: str = ""

    @property
    def address(self) -> str:
        return f"https://{self.site}/haber/{self.slug}"

    @property
    def moment(self) -> dt.datetime:
        return (dt.datetime.now(HERE) - dt.timedelta(hours=self.hours)).replace(minute=10, second=0, microsecond=0)


@cache
def stories() -> tuple[Told, ...]:
    """Everything that stands on the sites."""
    told = texts.press()
    bulletins = {one.slug: one for one in texts.bulletins(dt.datetime.now(HERE).date())}
    found = [Told(**one) for one in told["own"]]
    for one in told["copied"]:
        bulletin = bulletins[one["bulletin"]]
        lines = [
            bulletin.summary,
            *(TAG.sub("", str(block["value"])) for block in bulletin.body if block["type"] == "paragraph"),
        ]
        for number, site in enumerate(one["sites"]):
            text = "\n".join(lines if number != 1 else lines[: max(2, len(lines) // 2)])
            found.append(
                Told(
                    site, bulletin.slug, bulletin.headline if number else one["title"],
                    f"ÇAMLIKIYI (MARTI) – {text}" if number == 0 else text, one["hours"] + number, bulletin.slug,
                )
            )  # fmt: skip
    return tuple(found)


def of(site: str) -> list[Told]:
    """The stories of one site, the newest first."""
    return sorted((one for one in stories() if one.site == site), key=lambda one: one.hours)


def _rss(site: str, *, latin5: bool = False) -> bytes:
    head = f'<?xml version="1.0" encoding="{"ISO-8859-9" if latin5 else "UTF-8"}"?>'
    items = []
    for one in of(site):
        when = format_datetime(one.moment)
        if latin5:  # a site that writes its dates in words, and its addresses from its own root
            at = one.moment
            when = f"{at.day} {MONTHS[at.month - 1]} {at.year} {WEEKDAYS[at.weekday()]}, {at:%H:%M}"
        link = f"/haber/{one.slug}" if latin5 else one.address
        items.append(
            f"<item><title>{escape(escape(one.title))}</title><link>{escape(link)}</link><pubDate>{escape(when)}</pubDate>"
            f"<description><![CDATA[<p>{escape(one.text[:160])}…</p>]]></description></item>"
        )
    text = f'{head}<rss version="2.0"><channel><title>{site}</title>{"".join(items)}</channel></rss>'
    return text.encode("cp1254" if latin5 else "utf-8", "xmlcharrefreplace")


def _atom(site: str) -> bytes:
    entries = "".join(
        f'<entry><id>tag:{site},{one.slug}</id><title>{escape(one.title)}</title><link href="{one.address}"/>'
        f"<updated>{one.moment.isoformat()}</updated><summary>{escape(one.text[:160])}…</summary></entry>"
        for one in of(site)
    )
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>{site}</title>{entries}</feed>'.encode()


def _site_map(site: str) -> bytes:
    rows = "".join(
        f"<url><loc>{one.address}</loc><news:news><news:publication_date>{one.moment.isoformat()}</news:publication_date>"
        f"<news:title>{escape(one.title)}</news:title></news:news></url>"
        for one in of(site)
    )
    return (
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{rows}</urlset>'
    ).encode()


def _page(site: str) -> bytes:
    boxes = "".join(
        f'<div class="haber"><a href="/haber/{escape(one.slug)}"><h3>{escape(one.title)}</h3></a>'
        f'<time datetime="{escape(one.moment.isoformat())}"></time></div>'
        for one in of(site)
    )
    return f"<!doctype html><html lang='tr'><title>{site}</title><main>{boxes}</main></html>".encode()


def _story(one: Told) -> bytes:
    image = f'<meta property="og:image" content="https://{one.site}/foto/{one.picture}.jpg">' if one.picture else ""
    text = "".join(f"<p>{escape(line)}</p>" for line in one.text.split("\n"))
    head = f'<meta charset="utf-8"><title>{escape(one.title)}</title>{image}'
    head += f'<meta property="article:published_time" content="{one.moment.isoformat()}">'
    body = f"<h1>{escape(one.title)}</h1>" + text
    return f'<!doctype html><html lang="tr"><head>{head}</head><body><article>{body}</article></body></html>'.encode()


@cache
def _photo(slug: str) -> bytes:
    """The photo of a bulletin as a site shows it: smaller and worse."""
    picture = next(one.picture for one in texts.bulletins(dt.datetime.now(HERE).date()) if one.slug == slug)
    image = Image.open(io.BytesIO(pictures.render(picture.scene, picture.seed))).convert("RGB")
    image.thumbnail((900, 900))
    packed = io.BytesIO()
    image.save(packed, "JPEG", quality=65)
    return packed.getvalue()


def answer(site: str, path: str) -> tuple[int, str, bytes]:
    """Status, kind and bytes of what stands at an address."""
    lists = {
        (MARTI, "/rss.xml"): ("application/rss+xml", lambda: _rss(MARTI)),
        (ISKELE, "/rss"): ("text/xml", lambda: _rss(ISKELE, latin5=True)),
        (KORFEZ, "/atom.xml"): ("application/atom+xml", lambda: _atom(KORFEZ)),
        (UFUK, "/haber-haritasi.xml"): ("application/xml", lambda: _site_map(UFUK)),
        (KIYI, "/gundem"): ("text/html; charset=utf-8", lambda: _page(KIYI)),
    }
    if (site, path) in lists:
        kind, made = lists[site, path]
        return 200, kind, made()
    if site == DALI:
        return 503, "text/plain; charset=utf-8", "Bakım var.".encode()
    if path.startswith("/foto/"):
        slug = path.removeprefix("/foto/").removesuffix(".jpg")
        if any(one.picture == slug for one in of(site)):
            return 200, "image/jpeg", _photo(slug)
    for one in of(site):
        if path == f"/haber/{one.slug}":
            return 200, "text/html; charset=utf-8", _story(one)
    return 404, "text/plain; charset=utf-8", b"yok"


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers by the name in ``Host``."""

    def do_GET(self) -> None:
        status, kind, body = answer(self.headers.get("Host", "").partition(":")[0], self.path.partition("?")[0])
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    do_HEAD = do_GET

    def log_message(self, *args: object) -> None:
        """Quietly: the terminal is the demo's."""


def main() -> None:
    """Until it is ended."""
    http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()


if __name__ == "__main__":
    main()
