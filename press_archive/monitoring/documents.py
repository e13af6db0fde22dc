"""Lists of news as entries: RSS, RDF, Atom, site maps for news, and a site's list page by a CSS selector. Pure.

Documents are strangers' bytes, read in a process of its own (``reader``). lxml reads what is hardly XML any more;
entities are never expanded, no file and no address is ever opened for one, and a tree that is deeper or a text that is
longer than libxml2 finds sane is no list. What one entry lacks takes no other away.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

import cssselect2
from lxml import etree
from lxml import html as lxml_html

from cms.core.text import clean
from press_archive.clippings.article import decoded
from press_archive.clippings.sources import address_key
from press_archive.monitoring.dates import moment

MOST_ENTRIES = 500
LONGEST_TITLE, LONGEST_TEXT, LONGEST_ADDRESS = 300, 5_000, 2_000
SHORTEST_LINK_TEXT = 12  # of a list page: "Devamı", "Spor" are no headlines
DECLARED = re.compile(rb"""^[^<]{0,8}<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{2,30})["']""")
DECLARATION = re.compile(r"^[^<]{0,8}<\?xml[^>]*\?>")
# It stands in the prolog or nowhere, and is looked for once: a text full of its beginnings costs no more than another.
DOCTYPE = re.compile(r"<!DOCTYPE[^>\[]{0,1000}(?:\[[^\]]{0,20000}\]\s{0,100})?>", re.IGNORECASE)
DOCTYPE_BEGINS = re.compile("<!DOCTYPE", re.IGNORECASE)
PROLOG = 2_000
# What stands in XML without being declared there, and what no XML may hold.
NAMED = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);|#x?[0-9A-Fa-f]{1,6};)([A-Za-z][A-Za-z0-9]{1,30};)?")
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
TAG = re.compile(r"<[^<>]{0,4000}>")
DATES = ("pubdate", "published", "date", "publication_date", "issued", "created", "updated", "modified", "lastmod")
TEXTS = ("encoded", "content", "description", "summary", "keywords")


class Unreadable(Exception):
    """The document is no list of news; ``str()`` is a word of ours: ``no_list``, ``no_entries``, ``selector``."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One story in a list. ``key``: what it is known by for good, in whichever list it stands; ``address`` and
    ``moment`` may be empty."""

    key: str
    title: str
    address: str
    text: str
    moment: dt.datetime | None


def check_selector(selector: str) -> bool:
    """Whether ``selector`` is CSS that finds something in pages."""
    try:
        compiled = cssselect2.compile_selector_list(selector)
    except cssselect2.SelectorError:
        return False
    return bool(compiled) and not any(one.pseudo_element for one in compiled)


def entries(body: bytes, *, address: str, content_type: str = "", selector: str = "", now: dt.datetime) -> list[Entry]:
    """The stories of a list in their order, each once, at most :data:`MOST_ENTRIES`. With ``selector`` it is a page.
    Raises :class:`Unreadable`."""
    found = _of_page(body, address, content_type, selector) if selector else _of_xml(body, address, content_type)
    listed: dict[str, Entry] = {}
    for title, link, text, said, own in found:
        title, text = _line(title), _words(text)
        link = link if len(link) <= LONGEST_ADDRESS else ""
        if not title:
            title = " ".join(text.split())[:120]
        if not title:
            continue
        key = address_key(link) if link else _key(address, own or f"{title}\n{said}")
        when = moment(said, now=now) if said else None
        listed.setdefault(key, Entry(key, title, link, text, when))
        if len(listed) >= MOST_ENTRIES:
            break
    return list(listed.values())


Found = tuple[str, str, str, str, str]  # title, address, text, date, name of its own


def _of_xml(body: bytes, address: str, content_type: str) -> Iterator[Found]:
    root = _tree(_text(body, content_type))
    kind = _name(root)
    if kind not in ("rss", "rdf", "feed", "urlset", "channel"):
        raise Unreadable("no_list")
    base = root.get("{http://www.w3.org/XML/1998/namespace}base") or ""
    base = _joined(address, base) or address
    for one in root.iter():
        if not isinstance(one.tag, str):
            continue
        name = _name(one)
        if name in ("item", "entry"):
            yield _of_item(one, base)
        elif name == "url" and kind == "urlset":
            yield _of_site_map(one, base)


def _of_item(item: Any, base: str) -> Found:
    values: dict[str, str] = {}
    links: list[tuple[str, str]] = []
    for child in item:
        if not isinstance(child.tag, str):
            continue
        name = _name(child)
        if name == "link":
            links.append((child.get("rel") or "alternate", child.get("href") or (child.text or "").strip()))
        elif name == "guid" and (child.get("isPermaLink") or child.get("ispermalink") or "").lower() == "true":
            links.append(("guid", (child.text or "").strip()))
        elif name not in values or len(values[name]) < 2:
            values[name] = _inner(child)
        if name in ("guid", "id"):
            values["own"] = (child.text or "").strip()[:500]
    wanted = {rel: link for rel, link in reversed(links) if link}
    link = next((wanted[rel] for rel in ("alternate", "", "guid") if rel in wanted), "")
    if not link and _scheme(values.get("own", "")):
        link = values["own"]
    said = next((values[name] for name in DATES if values.get(name)), "")
    text = max((values.get(name, "") for name in TEXTS), key=len)
    return values.get("title", ""), _joined(base, link), text, said, values.get("own", "")


def _of_site_map(one: Any, base: str) -> Found:
    values: dict[str, str] = {}
    for child in one.iter():
        if isinstance(child.tag, str) and child is not one and (name := _name(child)) not in values:
            values[name] = "".join(child.itertext()).strip()
    said = values.get("publication_date") or values.get("lastmod", "")
    return values.get("title", ""), _joined(base, values.get("loc", "")), values.get("keywords", ""), said, ""


def _of_page(body: bytes, address: str, content_type: str, selector: str) -> Iterator[Found]:
    text = FORBIDDEN.sub(" ", decoded(body, content_type))
    text = DECLARATION.sub("", text, count=1)
    try:
        root = lxml_html.document_fromstring(text or "<p></p>")
        compiled = cssselect2.compile_selector_list(selector)
        wrapped = cssselect2.ElementWrapper.from_html_root(root)
        found = [one.etree_element for one in wrapped.query_all(*compiled)]
    except cssselect2.SelectorError as error:
        raise Unreadable("selector") from error
    except (etree.LxmlError, ValueError, AssertionError, RecursionError) as error:
        raise Unreadable("no_list") from error
    if not found:
        raise Unreadable("no_entries")
    bases = root.xpath("//base/@href")
    base = _joined(address, str(bases[0])) if bases else address
    for one in found:
        link = one if one.tag == "a" else one.find(".//a[@href]")
        if link is None:
            link = next((up for up in one.iterancestors("a") if up.get("href")), None)
        if link is None or not link.get("href"):
            continue
        headings = [" ".join(head.text_content().split()) for head in one.iter("h1", "h2", "h3", "h4")]
        title = next((head for head in headings if head), "") or " ".join(link.text_content().split())
        title = title or link.get("title") or next((str(alt) for alt in one.xpath(".//img/@alt")), "")
        if len(title) < SHORTEST_LINK_TEXT:
            continue
        times = one.xpath(".//time/@datetime") or one.xpath(".//time//text()")
        text = " ".join(" ".join(one.itertext()).split())
        yield title, _joined(base or address, link.get("href")), text, str(times[0]) if times else "", ""


def _text(body: bytes, content_type: str) -> str:
    """The document as text. What it declares itself goes before what the server says of every file of its kind, and
    bytes that are UTF-8 are read as that whatever both of them say."""
    declared = DECLARED.search(body[:400])
    if declared is not None and not body.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            text = body.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = decoded(body, f"text/xml; charset={declared.group(1).decode('ascii')}")
    elif body.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = body.decode("utf-16", "replace")
    else:
        text = decoded(body.removeprefix(b"\xef\xbb\xbf"), content_type)
    text = DECLARATION.sub("", FORBIDDEN.sub(" ", text.lstrip("\ufeff \r\n\t")), count=1)
    begins = DOCTYPE_BEGINS.search(text, 0, PROLOG)
    if begins and (found := DOCTYPE.match(text, begins.start())):
        text = text[: found.start()] + text[found.end() :]
    return NAMED.sub(_character, text)


def _character(found: re.Match[str]) -> str:
    """HTML's names for letters, which XML does not know; any other "&" is a letter itself."""
    letter = html.unescape(f"&{found.group(1)}") if found.group(1) else ""
    return letter if len(letter) in (1, 2) else f"&amp;{found.group(1) or ''}"


def _tree(text: str) -> Any:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False, recover=True,
        remove_comments=True, remove_pis=True, encoding="utf-8",
    )  # fmt: skip
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError) as error:
        raise Unreadable("no_list") from error
    if root is None:
        raise Unreadable("no_list")
    return root


def _name(element: Any) -> str:
    """The local name in lower case, whatever namespace somebody has bound it to."""
    return str(element.tag).rpartition("}")[2].rpartition(":")[2].lower()


def _inner(element: Any) -> str:
    """The text of an element; of one that holds XHTML, all of it."""
    return "".join(element.itertext())[: LONGEST_TEXT * 4]


def _scheme(address: str) -> str:
    """The scheme of a web address; empty for what is none."""
    try:
        scheme = urlsplit(address).scheme.lower()
    except ValueError:
        return ""
    return scheme if scheme in ("http", "https") else ""


def _joined(base: str, link: str) -> str:
    """Where ``link`` leads from ``base``; empty for what is no web address."""
    link = "".join(html.unescape(link).split())
    if not link:
        return ""
    try:
        found = clean(urljoin(base, link).partition("#")[0], lines=False)
    except ValueError:
        return ""
    return found if _scheme(found) else ""


def _line(text: str) -> str:
    """A headline: one line, without the HTML that some feeds write into it, once or twice escaped."""
    return " ".join(_words(text).split())[:LONGEST_TITLE]


def _words(text: str) -> str:
    for _time in range(2):
        text = html.unescape(TAG.sub(" ", text))
    text = TAG.sub(" ", text)
    return clean(" ".join(text.split())).strip()[:LONGEST_TEXT]


def _key(address: str, own: str) -> str:
    """A key for a story without an address: what its list calls it."""
    host = (urlsplit(address).hostname or "").lower()
    return hashlib.sha256(f"{host}\n{own}".encode("utf-8", "surrogatepass")).hexdigest()
