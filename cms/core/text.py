"""What a text may hold: ``clean`` takes out what breaks a file or cannot be seen; everything that takes text in, and
everything that gives it out, goes through it.

Two kinds of characters are meant. XML 1.0 (section 2.2) cannot hold control characters, U+FFFE, U+FFFF and lone
surrogates: one of them in a headline breaks the feed, the DOCX and the XLSX for everybody. Invisible characters (zero
width spaces, soft hyphens, direction marks) come along when text is copied from Word, PDF or WhatsApp: they split
words, make two of one name and let an empty field pass as filled.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext_lazy as _

# Word writes U+000B for Shift+Enter; the others end a line or a page elsewhere.
LINE_BREAKS = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
BLANKS = re.compile(r"[\n\t]+")
# A straight quotation mark at the beginning of a word.
OPENING = re.compile(r'(^|[\s(\[“‘])"(?=\S)')
INSIDE = str.maketrans({"“": "‘", "”": "’", '"': "’"})
# Not text: controls, halves of UTF-16 pairs and the code points that Unicode keeps free of characters.
NOT_TEXT = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
    + "]"
)
# Never of use in running text: soft hyphen, grapheme joiner, fillers, zero width space, word joiner, byte order mark …
INVISIBLE = re.compile(
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0\ufff9-\ufffc"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e001f\U000e0080-\U000e00ff\U000e01f0-\U000e0fff]"
)
# England's, Scotland's and Wales's flags are a black flag followed by tag characters.
FLAG = re.compile("(\U0001f3f4[\U000e0020-\U000e007e]{1,16}\U000e007f)")
TAGS = re.compile("[\U000e0020-\U000e007f]")
JOINERS = re.compile("[\u200c\u200d]")
SELECTORS = re.compile("[\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
DIRECTIONS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
OPENS = {"\u202a": "\u202c", "\u202b": "\u202c", "\u2066": "\u2069", "\u2067": "\u2069", "\u2068": "\u2069"}
CLOSES = {"\u202c", "\u2069"}
# Scripts whose letters join, where the joiners decide how they do: Arabic to Samaritan, the Indic ones, Burmese, Khmer,
# Mongolian, Tibetan, and Arabic's presentation forms.
JOINING = re.compile("[\u0600-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u18af\ufb50-\ufdff\ufe70-\ufefc]")
SKIN = "\U0001f3fb-\U0001f3ff"
KEYCAPS = "#*0123456789‼⁉〰〽㊗㊙"


def clean(text: str, *, lines: bool = True) -> str:
    """``text`` composed (NFC), without characters that XML cannot hold and without those that nobody sees.

    Every kind of line break becomes ``\\n``, U+000B from Word's Shift+Enter too; with ``lines=False`` line breaks and
    tabs become one space. Joiners stay inside emoji and in the scripts that need them, direction marks beside letters
    that are written from right to left. Blanks at both ends stay: whoever asks strips them.
    """
    if not (text.isascii() and text.isprintable()):
        text = LINE_BREAKS.sub("\n", text)
        text = INVISIBLE.sub("", NOT_TEXT.sub("", text)).replace("\u2800", " ")
        text = _flags_only(text)
        text = _directions_where_they_count(text)
        if not lines:
            text = BLANKS.sub(" ", text)
    if not text.isascii():
        text = _joined_and_chosen(text)
        text = unicodedata.normalize("NFC", text)
    return text


def clean_file_name(name: str) -> str:
    """A file's own name without folders, control and direction characters; at most 200 characters, never empty."""
    last = clean(re.split(r"[/\\]", name)[-1], lines=False).strip(" .")
    stem, suffix = PurePath(last).stem, PurePath(last).suffix
    return f"{stem[: 200 - len(suffix)]}{suffix}" if last else "adsız"


def clean_html(source: str) -> str:
    """``source`` (a rich text field's HTML) cleaned; between the tags, a line break of Word's becomes ``<br/>``."""
    if not re.search("[\x0b\x0c\x85\u2028\u2029]", source):
        return clean(source)
    parts = re.split(r"(<[^>]*>)", source)
    return clean("".join(part if part.startswith("<") else re.sub("[\x0b\x85\u2028]", "<br/>", part) for part in parts))


def clean_json(value: Any) -> Any:
    """``value``, made of dicts, lists and plain values, with every string in it cleaned, keys too."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {clean_json(key): clean_json(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [clean_json(item) for item in value]
    return value


def is_clean(text: str) -> bool:
    """Whether ``clean`` would change nothing but the way lines end."""
    return clean(text) == text.replace("\r\n", "\n").replace("\r", "\n")


def is_blank(text: str) -> bool:
    """Whether nobody would see anything: blanks, invisible characters, marks that stand on no letter."""
    return all(unicodedata.category(char)[0] in "ZCM" for char in clean(text))


def inside_quotes(text: str) -> str:
    """``text`` as it stands between “ and ”: its own quotation marks are the single ones (TDK, Yazım Kılavuzu)."""
    text = OPENING.sub(r"\1‘", text)
    return text.translate(INSIDE)


def email_address(text: str) -> str:
    """The e-mail address in ``text``, cleaned and trimmed.

    :raises ValidationError: it is none, or holds what no mail server takes (quotes, blanks, letters beyond ASCII before
        the @).
    """
    address = clean(text, lines=False).strip()
    EmailValidator(_("Geçerli bir e-posta adresi yazın; örneğin ad@kurum.example."))(address)
    if re.search(r'[\s"(),:;<>\[\]\\]', address):
        raise ValidationError(_("Geçerli bir e-posta adresi yazın; örneğin ad@kurum.example."), code="invalid")
    return address


def _flags_only(text: str) -> str:
    if not TAGS.search(text):
        return text
    return "".join(part if FLAG.fullmatch(part) else TAGS.sub("", part) for part in FLAG.split(text))


def _joined_and_chosen(text: str) -> str:
    """``text`` without joiners that join nothing and selectors that choose nothing."""
    if not (JOINERS.search(text) or SELECTORS.search(text)):
        return text
    kept: list[str] = []
    for index, char in enumerate(text):
        before, after = kept[-1] if kept else "", text[index + 1 : index + 2]
        if JOINERS.match(char) and not _joins(char, before, after):
            continue
        if SELECTORS.match(char) and not _chooses(char, before):
            continue
        kept.append(char)
    return "".join(kept)


def _joins(char: str, before: str, after: str) -> bool:
    if not before or not after:
        return False
    if JOINING.match(before):
        return char == "\u200d" or bool(JOINING.match(after))
    if char == "\u200c":
        return False
    pictures = before in "\ufe0f\U000e007f" or re.match(f"[{SKIN}]", before) or unicodedata.category(before) == "So"
    return bool(JOINING.match(after)) or (bool(pictures) and unicodedata.category(after) == "So")


def _chooses(char: str, before: str) -> bool:
    if not before:
        return False
    if char in "\ufe0e\ufe0f":
        return before in KEYCAPS or unicodedata.category(before)[0] == "S"
    return unicodedata.category(before) == "Lo"


def _directions_where_they_count(text: str) -> str:
    """``text`` without direction marks, or, beside right-to-left letters, without overrides and unpaired ones."""
    if not DIRECTIONS.search(text):
        return text
    if not any(unicodedata.bidirectional(char) in {"R", "AL"} for char in text if char != "\u200f"):
        return DIRECTIONS.sub("", text)
    return "\n".join(_paired(line) for line in text.split("\n"))


def _paired(line: str) -> str:
    open_ones: list[tuple[int, str]] = []
    dropped: set[int] = set()
    for index, char in enumerate(line):
        if char in OPENS:
            open_ones.append((index, OPENS[char]))
        elif char in CLOSES:
            if open_ones and open_ones[-1][1] == char:
                open_ones.pop()
            else:
                dropped.add(index)
        elif char in "\u202d\u202e":  # they show letters in another order than they are stored: for forgers only
            dropped.add(index)
    dropped.update(index for index, _closing in open_ones)
    return "".join(char for index, char in enumerate(line) if index not in dropped)
