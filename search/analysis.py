"""Turkish text as the search sees it: :func:`analyse` gives the words of a text with their places in it.

One function for what is indexed, asked, marked in a result and compared, so that every engine finds the same. It is
pure: the same text gives the same tokens, whatever stands in a database.

A :class:`Token` has the word as it is written, in lower case by Turkish rules and without what follows an apostrophe
(``surface``), its base form (``lemma``) and both without Turkish letters (``fold``, ``lemma_fold``). Each takes one
place in the row of words, which is what phrases count.

- Numbers lose what only groups them: "1.200" is "1200", "0123" is "123"; "2026/0123" is "2026" and "123" in a row.
- A date in digits is read as it is spoken: "15.09.2026" and "2026-09-15" are "15 eylül 2026".
- Abbreviations lose their dots: "T.C." is "tc". A hashtag is one word, followed by the words it is made of; two parts
  that a hyphen joins are words of their own, followed by both as one word where a part is short ("e-devlet").
- A percent sign is also read as it is spoken: "%45" is "45" after "yüzde".
- Addresses, of mail and web, are their words in a row.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from cms.core import turkish
from search import lemmas

# A change of what tokens come out of a text asks for a rebuild of every index.
VERSION = 2
LONGEST_WORD = 64
# Straight, typographic (both directions), modifier letter, acute and grave accent, prime, full width.
APOSTROPHES = "'’‘ʼ´`′＇‛"
# Nobody sees these, and they may stand inside a word: soft hyphen, joiners, word joiner, byte order mark.
UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
MARKS = "\u0300-\u036f"
# The modifier letter apostrophe is a letter to Unicode, and none here.
LETTERS = rf"[^\W\d_ʼ](?:[^\W\d_ʼ]|[{MARKS}{UNSEEN}])*"
WORD = rf"[^\W_ʼ](?:[^\W_ʼ]|[{MARKS}{UNSEEN}])*"
SUFFIX = rf"(?:[{APOSTROPHES}]{LETTERS})?"
NAME = re.compile(
    rf"""
      (?P<iso>(?<![\w./-])\d{{4}}-\d{{1,2}}-\d{{1,2}}(?![\w-])){SUFFIX}
    | (?P<date>(?<![\w./-])\d{{1,2}}[./]\d{{1,2}}[./]\d{{4}}(?!\d|[./-]\d)){SUFFIX}
    | (?P<thousands>(?<![\w.,])\d{{1,3}}(?:\.\d{{3}})+(?!\d)){SUFFIX}
    | (?P<initials>(?<![\w.])(?:[^\W\d_a-zçğıöşü]\.){{2,}}(?:[^\W\d_a-zçğıöşü](?!\w))?){SUFFIX}
    | (?P<percent>%)\s?(?=\d)
    | (?P<tag>[#@]{WORD}(?:_{WORD})*)
    | (?P<joined>{LETTERS}-{WORD}(?:[{APOSTROPHES}]{WORD})*)
    | (?P<word>{WORD}(?:[{APOSTROPHES}]{WORD})*)
    """,
    re.VERBOSE,
)
SUFFIXED = re.compile(rf"[{APOSTROPHES}]({WORD}(?:[{APOSTROPHES}]{WORD})*)")
PIECES = re.compile(WORD)
DIGITS = re.compile(r"\d+")
# Where a hashtag's next word begins: fooBar, FOOBar, foo123.
HUMPS = re.compile(r"[A-ZÇĞİÖŞÜ]+(?![a-zçğıöşüâîû])|[A-ZÇĞİÖŞÜ]?[a-zçğıöşüâîû]+|\d+|[^\W\d_]+")
TAKE_OUT = str.maketrans("", "", UNSEEN)
SHORT_PART = 2


@dataclass(frozen=True, slots=True)
class Token:
    """One word at its place. ``start`` and ``end`` are where it stands in the text, suffix after an apostrophe too.

    ``extra``: a second reading of words that stand around it (a hashtag's parts, a hyphenated word as one).
    """

    start: int
    end: int
    surface: str
    lemma: str
    fold: str
    lemma_fold: str
    extra: bool = False


def analyse(text: str) -> list[Token]:
    """The words of ``text`` in their order."""
    found: list[Token] = []
    for match in NAME.finditer(text):
        kind = str(match.lastgroup)
        said = match.group(kind)
        if kind == "word":
            found.append(_token(match.start(), match.end(), _without_suffix(said)))
        elif kind == "percent":
            found.append(_token(match.start(kind), match.end(kind), "yüzde", extra=True))
        elif kind == "tag":
            found += _of_tag(said, match.start())
        elif kind == "joined":
            found += _of_joined(said, match.start())
        elif kind in ("initials", "thousands"):
            found.append(_token(match.start(), match.end(), said.replace(".", "")))
        else:
            found += _of_date(said, match.start(), iso=kind == "iso")
    return found


def words(text: str) -> list[str]:
    """The base forms of ``text`` without Turkish letters, for comparing one text with another."""
    return [token.lemma_fold for token in analyse(text)]


@lru_cache(maxsize=60_000)
def forms(written: str) -> tuple[str, str, str, str]:
    """Surface, base form and both folded, for a word as somebody wrote it."""
    word = unicodedata.normalize("NFC", written).translate(TAKE_OUT)[:LONGEST_WORD]
    # A dot above an i says nothing new.
    surface = "".join(turkish.lower(unicodedata.normalize("NFKC", word)).replace("i\u0307", "i").split())[:LONGEST_WORD]
    if surface.isdigit() and surface.isascii():
        surface = surface.lstrip("0") or "0"
    if not surface.isalpha():
        base = surface.translate(lemmas.PLAIN)
    else:
        base = lemmas.lemma(_read_as(word, surface))
    return surface, base, turkish.fold(surface) or surface, turkish.fold(base) or base


lemmas.FORGETS.append(forms.cache_clear)


def _read_as(written: str, surface: str) -> str:
    """The word to look up: capitals without Turkish letters (ISTANBUL, WIFI) have a plain I for İ."""
    return written.lower() if "I" in written and written.isascii() and not lemmas.is_known(surface) else surface


def _token(start: int, end: int, written: str, *, extra: bool = False) -> Token:
    return Token(start, end, *forms(written), extra=extra)


def _without_suffix(written: str) -> str:
    """``written`` up to the apostrophe that a suffix follows; another apostrophe (Kur'an, O'Brien) joins."""
    if not any(char in written for char in APOSTROPHES):
        return written
    kept = written
    for match in SUFFIXED.finditer(written):
        after = match.group(1)
        if match.start() > 1 and lemmas.AFTER_APOSTROPHE.fullmatch(turkish.lower(after.translate(TAKE_OUT))):
            kept = written[: match.start()]
            break
        inner = _last_apostrophe(after)
        suffix = after[inner + 1 :]
        if inner > 0 and lemmas.AFTER_APOSTROPHE.fullmatch(turkish.lower(suffix.translate(TAKE_OUT))):
            kept = written[: match.start(1) + inner]
        break
    return "".join(char for char in kept if char not in APOSTROPHES)


def _last_apostrophe(text: str) -> int:
    return max(text.rfind(char) for char in APOSTROPHES)


def _of_tag(written: str, start: int) -> Iterator[Token]:
    """A hashtag or name in a network: the whole, then what it is made of."""
    bare = written[1:]
    end = start + len(written)
    yield _token(start, end, bare.replace("_", ""))
    parts = [(match.start(), match.end()) for match in HUMPS.finditer(bare)]
    if len(parts) > 1:
        for first, last in parts:
            yield _token(start + 1 + first, start + 1 + last, bare[first:last], extra=True)


def _of_joined(written: str, start: int) -> Iterator[Token]:
    """The parts, then all as one word where a part is short; a suffix after an apostrophe belongs to the last part."""
    ending = SUFFIXED.search(written)
    head = written[: ending.start()] if ending else written
    is_suffix = ending and lemmas.AFTER_APOSTROPHE.fullmatch(turkish.lower(ending.group(1).translate(TAKE_OUT)))
    parts = [(match.start(), match.end()) for match in PIECES.finditer(head if is_suffix else written)]
    for first, last in parts:
        yield _token(
            start + first, start + (len(written) if is_suffix and last == len(head) else last), written[first:last]
        )
    cut = head.rindex("-") + 1
    if min(cut - 1, len(head) - cut) <= SHORT_PART:
        whole = _token(start, start + (len(written) if is_suffix else len(head)), head.replace("-", ""), extra=True)
        # What is inflected is the last part: "e-belediyeden" is of "ebelediye".
        base = forms(head[: cut - 1])[1] + forms(head[cut:])[1]
        yield replace(whole, lemma=base, lemma_fold=turkish.fold(base))


def _of_date(written: str, start: int, *, iso: bool) -> list[Token]:
    """Day, month by its name, year, in this order, at the places of their digits."""
    places = [(start + match.start(), start + match.end(), match.group()) for match in DIGITS.finditer(written)]
    day, month, year = reversed(places) if iso else places
    number = int(month[2])
    if not 1 <= number <= 12 or not 1 <= int(day[2]) <= 31:
        return [_token(*place) for place in places]
    name = turkish.MONTHS[number - 1]
    return [_token(*day), _token(month[0], month[1], name), _token(*year)]
