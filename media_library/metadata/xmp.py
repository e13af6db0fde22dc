"""XMP, the XML in which today's programs describe a picture: taken apart, and a small packet of our own put together.

Source: ISO 16684-1 (XMP), IPTC Photo Metadata Standard 2025.1.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any
from xml.etree.ElementTree import Element, ParseError
from xml.sax.saxutils import escape

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from media_library.metadata.turkish_text import decode_bytes, repair

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
PREFIXES = {
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://ns.adobe.com/photoshop/1.0/": "photoshop",
    "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/": "Iptc4xmpCore",
    "http://iptc.org/std/Iptc4xmpExt/2008-02-29/": "Iptc4xmpExt",
    "http://ns.adobe.com/xap/1.0/rights/": "xmpRights",
    "http://ns.adobe.com/xap/1.0/": "xmp",
    "http://ns.adobe.com/exif/1.0/": "exif",
    "http://ns.adobe.com/tiff/1.0/": "tiff",
}
LANGUAGE_DEPENDENT = frozenset(
    {"dc:title", "dc:description", "dc:rights", "xmpRights:UsageTerms", "Iptc4xmpCore:AltTextAccessibility"}
    | {"Iptc4xmpExt:Event"}
)
LARGEST = 4 * 1024 * 1024
LANGUAGES = ("tr", "tr-tr", "x-default")
BARE_AMPERSAND = re.compile(r"&(?!#?\w+;)")
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Value = str | list[Any] | dict[str, Any]


def parse(packet: bytes) -> dict[str, Value]:
    """The properties of a packet as ``prefix:name``: a text, a list of them, or a structure of the same kinds.

    Of a text in several languages the Turkish one is taken, else the default. A packet that is no XML gives nothing.
    """
    root = _root(packet[:LARGEST])
    found: dict[str, Value] = {}
    if root is None:
        return found
    for rdf in root.iter(f"{RDF}RDF"):
        for description in rdf.findall(f"{RDF}Description"):
            for name, value in _properties(description).items():
                found.setdefault(name, value)
    return found


def texts(value: Value | None) -> list[str]:
    """``value`` as a list of texts; structures are left out."""
    several = value if isinstance(value, list) else [value]
    return [one for one in several if isinstance(one, str) and one]


def build(properties: Mapping[str, str | Iterable[str]]) -> bytes:
    """A packet in UTF-8 with ``properties`` (``prefix:name`` to text or texts), without the empty ones.

    Texts of language-dependent properties become its default language, several texts a list.
    """
    lines = []
    for name, value in properties.items():
        several = [value] if isinstance(value, str) else list(value)
        items = [_escaped(one) for one in several if one]
        if not items:
            continue
        if name in LANGUAGE_DEPENDENT:
            inner = f'<rdf:Alt><rdf:li xml:lang="x-default">{items[0]}</rdf:li></rdf:Alt>'
        elif isinstance(value, str):
            inner = items[0]
        else:
            kind = "Seq" if name == "dc:creator" else "Bag"
            inner = f"<rdf:{kind}>{''.join(f'<rdf:li>{one}</rdf:li>' for one in items)}</rdf:{kind}>"
        lines.append(f"<{name}>{inner}</{name}>")
    used = {name.partition(":")[0] for name in properties}
    spaces = "".join(f' xmlns:{prefix}="{uri}"' for uri, prefix in PREFIXES.items() if prefix in used)
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        f'<rdf:RDF xmlns:rdf="{RDF[1:-1]}"><rdf:Description rdf:about=""{spaces}>{"".join(lines)}</rdf:Description>'
        '</rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
    ).encode()


def _escaped(text: str) -> str:
    return escape(NOT_XML.sub("", text))


def _root(packet: bytes) -> Element | None:
    body = packet.strip(b"\x00 \r\n\t")
    with suppress(ParseError, DefusedXmlException, ValueError, LookupError):
        return fromstring(body)
    # Written in another encoding than declared, with bare ampersands or control characters: read as well as it goes.
    text = decode_bytes(body)
    start, end = text.find("<rdf:RDF"), text.rfind("</rdf:RDF>")
    if start < 0 or end < 0:
        return None
    text = NOT_XML.sub("", BARE_AMPERSAND.sub("&amp;", text[start : end + len("</rdf:RDF>")]))
    with suppress(ParseError, DefusedXmlException, ValueError, LookupError):
        return fromstring(text)
    return None


def _name(tag: str) -> str:
    space, _, local = tag.rpartition("}")
    return f"{PREFIXES.get(space[1:], space[1:])}:{local}"


def _properties(description: Element) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for tag, text in description.attrib.items():
        if not tag.startswith((RDF, "{http://www.w3.org/XML/")) and text.strip():
            found[_name(tag)] = repair(text)
    for child in description:
        value = _value(child)
        if value:
            found[_name(child.tag)] = value
    return found


def _value(element: Element) -> Value:
    """What a property or a list item holds. Nesting is followed three steps deep, as far as IPTC's structures go."""
    children = list(element)
    if not children:
        structure = _attributes(element)
        return structure if structure else repair(element.text or element.get(f"{RDF}resource") or "")
    first = children[0]
    if first.tag == f"{RDF}Alt":
        return _alternative(first)
    if first.tag in {f"{RDF}Bag", f"{RDF}Seq"}:
        return [value for value in (_item(child) for child in first) if value]
    return _item(element)


def _item(element: Element) -> Value:
    """A list item or a structured property: a text, or the texts and lists of a structure."""
    inner = element.find(f"{RDF}Description")
    holder = element if inner is None else inner
    if not len(holder) and not _attributes(holder):
        return repair(holder.text or "")
    found: dict[str, Value] = dict(_attributes(holder))
    for child in holder:
        grand = list(child)
        if grand and grand[0].tag == f"{RDF}Alt":
            found[_name(child.tag)] = _alternative(grand[0])
        elif grand and grand[0].tag in {f"{RDF}Bag", f"{RDF}Seq"}:
            found[_name(child.tag)] = [repair(one.text or "") for one in grand[0]]
        else:
            found[_name(child.tag)] = repair(child.text or "")
    return found


def _attributes(element: Element) -> dict[str, str]:
    return {
        _name(tag): repair(text)
        for tag, text in element.attrib.items()
        if tag.startswith("{") and not tag.startswith((RDF, "{http://www.w3.org/XML/"))
    }


def _alternative(alt: Element) -> str:
    by_language = {(item.get(XML_LANG) or "").lower(): item.text or "" for item in reversed(list(alt))}
    for language in LANGUAGES:
        if by_language.get(language, "").strip():
            return repair(by_language[language])
    return next((repair(text) for text in reversed(by_language.values()) if text.strip()), "")
