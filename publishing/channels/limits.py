"""A bulletin as it fits into a mail: few pictures, few bytes, and no wider than a telephone.

Mail programs cut what is long: Gmail shows some 100 kB of HTML and hides the rest, the way out of the list with it.
So the mail is cut here, at the end of a paragraph, and says where the rest is; what must be there stands outside the
part that is cut.
"""

from __future__ import annotations

from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag

MOST_BYTES = 90_000
MOST_TEXT_BYTES = 60_000
MOST_PICTURES = 12
MOST_PICTURES_IN_BODY = 6
# Pixels: of the sheet without its margins. Outlook for Windows knows no "max-width", only the attribute.
WIDEST_PICTURE = 600
# Mail programs know no style sheets; these are the elements of a body that are wider than a telephone by themselves.
STYLES = {
    "img": "max-width:100%;height:auto;border:0;",
    "h2": "margin:20px 0 8px;font-size:20px;line-height:1.3;",
    "h3": "margin:16px 0 8px;font-size:17px;line-height:1.3;",
    "figure": "margin:0 0 16px;",
    "table": "width:100%;margin:0 0 16px;border-collapse:collapse;font-size:14px;line-height:1.4;",
    "caption": "padding:0 0 6px;text-align:left;font-weight:bold;",
    "th": "padding:6px 8px;border:1px solid #c9d3d8;text-align:left;vertical-align:top;word-break:break-word;",
    "td": "padding:6px 8px;border:1px solid #c9d3d8;text-align:left;vertical-align:top;word-break:break-word;",
    "figcaption": "margin:4px 0 0;font-size:14px;color:#4a555b;",
    # The margin is what Outlook's readers see of it: Word knows padding in cells only (caniemail: css-padding).
    "blockquote": "margin:0 0 16px 12px;padding-left:12px;border-left:3px solid #d9dfe2;",
}
# Elements that Outlook's Word does not know run into the words after them (caniemail: html-semantics).
PLAIN = {"figure": "div", "figcaption": "p", "aside": "div", "section": "div"}


@dataclass(frozen=True, slots=True)
class Body:
    """A body text in HTML: ``pictures`` are left in it, ``dropped`` were taken out; ``is_cut``: its end is missing."""

    html: str
    pictures: int = 0
    dropped: int = 0
    is_cut: bool = False


def styled(html: str, *, pictures: int) -> Body:
    """``html`` with at most ``pictures`` pictures, each no wider than what it stands in.

    A picture too many goes with its caption, unless the caption leads somewhere: a video stays a link.
    """
    soup = BeautifulSoup(html, "html.parser")
    found = soup.find_all("img")
    for picture in found[pictures:]:
        figure, link = picture.find_parent("figure"), picture.find_parent("a")
        caption = figure.find("figcaption") if figure else None
        if figure is not None and (caption is None or caption.find("a") is None):
            figure.decompose()
        elif link is not None and not link.get_text(strip=True):
            link.decompose()
        else:
            picture.decompose()
    for name, style in STYLES.items():
        for element in soup.find_all(name):
            element["style"] = style
    for picture in soup.find_all("img"):
        _fit(picture)
    for element in soup.find_all(list(PLAIN)):
        if element.name == "figcaption":
            element["class"] = "m-quiet"
        element.name = PLAIN[element.name]
    kept = min(len(found), pictures)
    return Body(str(soup), kept, len(found) - kept)


def _fit(picture: Tag) -> None:
    width, height = (str(picture.get(name, "")) for name in ("width", "height"))
    if not width.isdecimal():
        picture["width"] = str(WIDEST_PICTURE)
        del picture["height"]
    elif int(width) > WIDEST_PICTURE:
        picture["width"] = str(WIDEST_PICTURE)
        if height.isdecimal():
            picture["height"] = str(max(1, int(height) * WIDEST_PICTURE // int(width)))


def shortened(html: str, room: int) -> tuple[str, bool]:
    """The whole elements at the beginning of ``html`` that fit into ``room`` bytes, and whether any was left out.

    When not even the first one fits, the whole words at its beginning.
    """
    if len(html.encode()) <= room:
        return html, False
    soup = BeautifulSoup(html, "html.parser")
    kept: list[str] = []
    rest = room
    for element in soup.contents:
        text = str(element)
        size = len(text.encode())
        if size > rest:
            if not "".join(kept).strip():
                kept.append(_first_words(element, rest))
            break
        kept.append(text)
        rest -= size
    return "".join(kept), True


def _first_words(element: object, room: int) -> str:
    text = element.get_text(" ", strip=True) if isinstance(element, Tag) else str(element)
    soup = BeautifulSoup("", "html.parser")
    paragraph = soup.new_tag("p")
    # Escaping makes at most six bytes of one ("&quot;").
    paragraph.string = shortened_text(text, max(room // 6, 0))[0]
    return str(paragraph)


def shortened_text(text: str, room: int) -> tuple[str, bool]:
    """The whole paragraphs (else words, else letters) at the beginning of ``text`` that fit into ``room`` bytes, and
    whether any was left out."""
    data = text.encode()
    if len(data) <= room:
        return text, False
    start = data[:room].decode(errors="ignore")
    for separator in ("\n\n", "\n", " "):
        head, found, _tail = start.rpartition(separator)
        if found and head.strip():
            return head.rstrip() + " …", True
    return start + "…", True
