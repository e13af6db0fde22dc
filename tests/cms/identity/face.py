"""What a stranger can fetch, as one mapping; and every form of the admin, filled in anew."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup
from django.conf import settings
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from cms.core.message import Message
from media_library.kits import texts
from media_library.kits.models import Kit
from publishing.channels.email import EmailRecipient, Sender, render_html, render_text
from publishing.dispatch.models import Channel, Delivery

STARTS = ("/", "/bultenler/", "/foto-galeri/", "/video-galeri/", "/sitemap.xml", "/robots.txt", "/yok/")
# What differs between two answers that say the same; a feed without entries says what time it is.
PASSING = re.compile(rb'nonce="[^"]*"|name="csrfmiddlewaretoken" value="[^"]*"')
CLOCK = re.compile(rb"<(lastBuildDate|updated)>[^<]*</")
LINKS = re.compile(r'(?:="|<loc>|<link>|": "|, )((?:https?:/)?/[^"<>\s]+)')


def crawl(*more: str) -> dict[str, tuple[int, bytes]]:
    """Everything that hangs together below the public addresses, each with its answer."""
    client = Client(raise_request_exception=True)
    found: dict[str, tuple[int, bytes]] = {}
    waiting = [*STARTS, *more]
    while waiting:
        address = waiting.pop()
        if address in found:
            continue
        response = client.get(address)
        body = response.getvalue() if response.streaming else response.content
        lasting = PASSING.sub(b"", body)
        if b"<entry>" not in body and b"<item>" not in body:
            lasting = CLOCK.sub(b"", lasting)
        found[address] = (response.status_code, lasting)
        if not response.get("Content-Type", "").startswith(("text/html", "application/")):
            continue
        for link in LINKS.findall(body.decode("utf-8", "replace")):
            parts = urlsplit(urljoin(f"{settings.SITE_URL}{address}", link.replace("&amp;", "&")))
            if parts.netloc == urlsplit(settings.SITE_URL).netloc and not parts.path.startswith(("/static", "/admin")):
                waiting.append(parts.path + (f"?{parts.query}" if parts.query else ""))
    return found


def mails() -> dict[str, str]:
    """Every bulletin's mail, rendered again as the worker would."""
    found = {}
    for row in Delivery.objects.filter(channel=Channel.EMAIL):
        message = Message.from_payload(row.payload["message"])
        to = EmailRecipient(email=row.recipient, sender=Sender(**row.payload["sender"]))
        found[f"mail {row.pk}"] = render_html(message, to) + render_text(message, to)
    return found


def kit_letters() -> dict[str, bytes]:
    """The text that lies in every bulletin's kit, written again as the worker would."""
    return {
        f"kit {kit.pk}": texts.as_text(Message.from_payload(kit.message), kit.letterhead, 1)
        for kit in Kit.objects.all()
        if kit.message
    }


def everything() -> dict[str, Any]:
    """Pages, feeds, sizes of photos, mails and kits."""
    return {**crawl(), **mails(), **kit_letters()}


def patterns(found: list[Any], prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for one in found:
        if isinstance(one, URLResolver):
            name = f"{prefix}{one.namespace}:" if one.namespace else prefix
            yield from patterns(one.url_patterns, name)
        elif one.name:
            yield f"{prefix}{one.name}", one


def model_forms() -> Iterator[tuple[str, Any]]:
    """(name of an address, model) of every view in the admin that edits, deletes, unpublishes or moves one row."""
    seen = set()
    for name, pattern in patterns(get_resolver().url_patterns):
        view = getattr(pattern.callback, "view_class", None)
        model = getattr(pattern.callback, "view_initkwargs", {}).get("model") or getattr(view, "model", None)
        parameters = pattern.pattern.converters or getattr(pattern.pattern, "regex", re.compile("")).groupindex
        if isinstance(model, type) and set(parameters) == {"pk"} and (name, model) not in seen:
            seen.add((name, model))
            yield name, model


def fields_of(html: str) -> dict[str, list[str]]:
    """The fields of the biggest form of a page, as a browser would send them."""
    forms = BeautifulSoup(html, "html.parser").find_all("form")
    forms = [form for form in forms if (form.get("method") or "").lower() == "post"]
    if not forms:
        return {}
    values: dict[str, list[str]] = {}
    for field in max(forms, key=lambda form: len(form.find_all(["input", "textarea", "select"]))).find_all(
        ["input", "textarea", "select"]
    ):
        name, kind = field.get("name"), field.get("type", "text")
        if not name or name == "csrfmiddlewaretoken" or kind in ("file", "submit", "button"):
            continue
        if field.name == "select":
            chosen = [option for option in field.find_all("option") if option.has_attr("selected")]
            values.setdefault(name, []).extend(option.get("value", "") for option in chosen)
        elif field.name == "textarea":
            values.setdefault(name, []).append(field.get_text().lstrip("\n"))
        elif kind not in ("checkbox", "radio") or field.has_attr("checked"):
            values.setdefault(name, []).append(field.get("value", ""))
    return values


def changed(values: dict[str, list[str]], name: str) -> dict[str, list[str]]:
    """The form with one field said differently."""
    old = values[name][0] if values[name] else ""
    if re.fullmatch(r"#[0-9a-fA-F]{6}", old):
        new = "#7a1f3d"
    elif re.fullmatch(r"\d+", old):
        new = str(int(old) + 1)
    elif "@" in old:
        new = "baska@adres.example"
    elif re.fullmatch(r"[0-9 ()+/-]{7,}", old):
        new = "0266 999 99 99"
    else:
        new = f"{old} Değişmiş".strip() if " " in old or not old.islower() else f"{old}x"
    return {**values, name: [new]}


def address_of(name: str, pk: Any) -> str | None:
    try:
        return reverse(name, args=[pk])
    except NoReverseMatch:
        return None
