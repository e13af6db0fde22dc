"""Body texts outside the website: HTML that any mail reader takes, and the same as plain text."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from bs4.element import Comment, NavigableString, PageElement, PreformattedString, Tag

from cms.website.selectors import absolute

ALLOWED: dict[str, tuple[str, ...]] = {
    "p": (), "h2": (), "h3": (), "blockquote": (), "ul": (), "ol": (), "li": (), "strong": (), "em": (), "br": (),
    "a": ("href",), "figure": (), "img": ("src", "alt", "width", "height"), "figcaption": (),
    "table": (), "caption": (), "thead": (), "tbody": (), "tr": (), "th": ("scope",), "td": (),
}  # fmt: skip
RENAMED = {"b": "strong", "i": "em", "h1": "h2", "h4": "h3", "h5": "h3", "h6": "h3"}
DROPPED = ("script", "style", "iframe", "object", "embed", "template", "svg", "button", "form", "noscript", "head")
# A line of plain text in a mail, and what stands between two columns of a table in it.
LINE = 76
BETWEEN = "  "
SCHEMES = ("http", "https", "mailto", "tel")


def sanitised(html: str) -> str:
    """``html`` with only the elements and attributes of ``ALLOWED``, addresses absolute and of harmless schemes."""
    soup = BeautifulSoup(html, "html.parser")
    for node in soup.find_all(string=lambda text: isinstance(text, (Comment, PreformattedString))):
        node.extract()
    for element in soup.find_all(DROPPED):
        element.decompose()
    for element in soup.find_all(True):
        element.name = RENAMED.get(element.name, element.name)
        if element.name not in ALLOWED:
            element.unwrap()
            continue
        element.attrs = {name: element[name] for name in ALLOWED[element.name] if element.get(name)}
        for name in ("href", "src"):
            if name in element.attrs:
                element[name] = safe_address(str(element[name]))
        if (element.name == "img" and not element.get("src")) or (element.name == "a" and not element.get("href")):
            element.unwrap()
    return re.sub(r"\n\s*\n+", "\n", str(soup)).strip()


def safe_address(address: str) -> str:
    """The absolute address, or an empty string when its scheme could do anything but show or call."""
    address = re.sub(r"[\x00-\x20]", "", address)
    if address.startswith("#"):
        return ""
    if address.startswith("/") and not address.startswith("//"):
        return absolute(address)
    try:
        return address if urlsplit(address).scheme.lower() in SCHEMES else ""
    except ValueError:
        return ""


def as_text(html: str) -> str:
    """Sanitised ``html`` as plain text: blank lines between blocks, lists with signs, addresses after their words."""
    soup = BeautifulSoup(html, "html.parser")
    blocks: list[str] = []
    _collect(soup, blocks)
    return "\n\n".join(blocks)


def _collect(parent: Tag, blocks: list[str]) -> None:
    loose: list[PageElement] = []

    def flush() -> None:
        text = _line("".join(_inline(node) for node in loose))
        loose.clear()
        if text:
            blocks.append(text)

    for node in parent.children:
        if not isinstance(node, Tag) or node.name in ("a", "strong", "em", "br"):
            loose.append(node)
            continue
        flush()
        if node.name in ("ul", "ol"):
            blocks.append(_list(node))
        elif node.name == "blockquote":
            inner: list[str] = []
            _collect(node, inner)
            blocks.append("“" + "\n\n".join(inner) + "”")
        elif node.name == "figure":
            blocks.append(_figure(node))
        elif node.name == "img":
            blocks.append(_picture(node))
        elif node.name == "table":
            blocks.append(_table(node))
        elif text := _line(_inline(node)):
            blocks.append(text)
    flush()
    blocks[:] = [block for block in blocks if block]


def _figure(figure: Tag) -> str:
    parts: list[str] = []
    for node in figure.find_all(["img", "blockquote", "figcaption"]):
        if node.name == "img":
            parts.append(_picture(node))
        elif node.name == "blockquote":
            inner: list[str] = []
            _collect(node, inner)
            parts.append("“" + "\n\n".join(inner) + "”")
        elif text := _line(_inline(node)):
            parts.append(text if figure.img else f"— {text}")
    return "\n".join(part for part in parts if part)


def _picture(picture: Tag) -> str:
    return f"[{picture.get('alt', '')}] {picture.get('src', '')}".strip()


def _table(table: Tag) -> str:
    """In columns where a line of a mail holds them; else row by row, each cell after the heading of its column."""
    rows = [[_line(_inline(cell)) for cell in row.find_all(["th", "td"])] for row in table.find_all("tr")]
    caption = _line(_inline(table.caption)) if table.caption else ""
    if not rows:
        return caption
    widths = [max(len(row[at]) for row in rows if at < len(row)) for at in range(max(len(row) for row in rows))]
    if sum(widths) + len(BETWEEN) * (len(widths) - 1) <= LINE:
        ruled = [rows[0], ["-" * width for width in widths], *rows[1:]]
        lines = [BETWEEN.join(cell.ljust(width) for cell, width in zip(row, widths, strict=False)) for row in ruled]
    else:
        lines = []
        for row in rows[1:]:
            named = [f"{heading}: {cell}" for heading, cell in zip(rows[0], row, strict=False) if cell]
            lines += [f"{'•' if at == 0 else ' '} {text}" for at, text in enumerate(named)]
    return "\n".join([*([caption] if caption else []), *(line.rstrip() for line in lines)])


def _list(parent: Tag, depth: int = 0) -> str:
    lines: list[str] = []
    for number, item in enumerate(parent.find_all("li", recursive=False), start=1):
        nested = list(item.find_all(["ul", "ol"], recursive=False))
        words = "".join(_inline(child) for child in item.children if child not in nested)
        sign = f"{number}." if parent.name == "ol" else "•"
        lines.append(f"{'  ' * depth}{sign} {_line(words)}")
        lines.extend(_list(child, depth + 1) for child in nested)
    return "\n".join(lines)


def _inline(node: PageElement) -> str:
    if isinstance(node, NavigableString):
        return re.sub(r"\s+", " ", str(node))
    if not isinstance(node, Tag):
        return ""
    if node.name == "br":
        return "\n"
    words = "".join(_inline(child) for child in node.children)
    if node.name != "a":
        return words
    address = str(node.get("href", ""))
    shown = re.sub(r"^(mailto:|tel:)", "", address)
    if not shown or _line(words) in (shown, address) or address.startswith("tel:"):
        return words
    return f"{words} ({shown})"


def _line(text: str) -> str:
    """One block's text: single blanks, line breaks kept where they were asked for."""
    return "\n".join(re.sub(r"[ \t]+", " ", line).strip() for line in text.strip().split("\n"))
