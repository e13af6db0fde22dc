"""Turkish text: case, folding, slugs, order, suffixes after an apostrophe, dates.

Python's own ``lower``/``upper`` know no Turkish: ``"I".lower()`` is ``"i"`` where Turkish says ``"ı"``.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from django.utils import timezone

from cms.core.text import clean

ALPHABET = "abcçdefgğhıijklmnoöpqrsştuüvwxyz"
ORDER = {letter: index for index, letter in enumerate(ALPHABET, start=1)}
ASCII = str.maketrans("çğışöüâîû", "cgisouaiu")
VOWELS = "aeıioöuüâîû"
BACK_VOWELS = "aıouâû"
HARD_CONSONANTS = "çfhkpsşt"
MONTHS = (
    "Ocak", "Şubat", "Mart", "Nisan", "Mayıs", "Haziran",
    "Temmuz", "Ağustos", "Eylül", "Ekim", "Kasım", "Aralık",
)  # fmt: skip
WEEKDAYS = ("Pazartesi", "Salı", "Çarşamba", "Perşembe", "Cuma", "Cumartesi", "Pazar")
# How the last word of a spoken number ends decides the suffix: 2026 -> "altı" -> 2026'da.
DIGIT_NAMES = ("sıfır", "bir", "iki", "üç", "dört", "beş", "altı", "yedi", "sekiz", "dokuz")
WORD = re.compile(r"\w+")
TEN_NAMES = ("", "on", "yirmi", "otuz", "kırk", "elli", "altmış", "yetmiş", "seksen", "doksan")


def lower(text: str) -> str:
    """Lower case by Turkish rules: I becomes ı, İ becomes i."""
    return unicodedata.normalize("NFC", text).replace("I", "ı").replace("İ", "i").lower()


def upper(text: str) -> str:
    """Upper case by Turkish rules: i becomes İ, ı becomes I."""
    return unicodedata.normalize("NFC", text).replace("i", "İ").replace("ı", "I").upper()


def capitalize(text: str) -> str:
    """The first letter in Turkish upper case, the rest untouched."""
    return upper(text[:1]) + text[1:]


def fold(text: str) -> str:
    """The text as one looks it up: lower case, Turkish letters and marks as plain ASCII letters."""
    decomposed = unicodedata.normalize("NFKD", lower(text).translate(ASCII))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def has_words(wanted: str, text: str) -> bool:
    """Whether each word of ``wanted`` begins a word of ``text``, as one looks things up: Turkish puts its endings
    behind. No word at all asks for nothing."""
    there = " ".join(["", *WORD.findall(fold(text))])
    return all(f" {word}" in there for word in WORD.findall(fold(wanted)))


def slugify(text: str, max_length: int = 80) -> str:
    """A URL part of ``text``: folded, words joined by hyphens, cut at a word's end within ``max_length`` characters.

    An apostrophe joins what it divides: "Ayvalık'ta" gives ``ayvalikta``.
    """
    words = re.findall(r"[a-z0-9]+", re.sub(r"['’]", "", fold(clean(text))))
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word
        if len(longer) > max_length:
            break
        slug = longer
    return slug or (words[0][:max_length] if words else "")


def collation_key(text: str) -> tuple[tuple[int, ...], str]:
    """A sort key in the order of the Turkish alphabet (c ç, g ğ, ı i, o ö, s ş, u ü); digits before letters."""
    lowered = lower(text).replace("â", "a").replace("î", "i").replace("û", "u")
    weights = []
    for char in lowered:
        if char in ORDER:
            weights.append(100 + ORDER[char])
        elif char.isdigit():
            weights.append(10 + int(unicodedata.digit(char, 0)))
        elif char.isspace():
            weights.append(0)
        else:
            weights.append(1 if not char.isalpha() else 1000 + ord(char))
    return tuple(weights), text


def collation_text(text: str) -> str:
    """:func:`collation_key` as a string, for a database column that any engine sorts byte by byte."""
    return "".join(f"{weight:04x}" for weight in collation_key(text)[0])


def spoken_ending(number: int) -> str:
    """The last word of ``number`` as it is read aloud: 2026 gives "altı", 1990 "doksan", 1000 "bin"."""
    number = abs(number)
    if number % 10 or number == 0:
        return DIGIT_NAMES[number % 10]
    if number % 100:
        return TEN_NAMES[number % 100 // 10]
    if number % 1000:
        return "yüz"
    return "bin" if number % 1_000_000 else "milyon"


def locative(word: str | int) -> str:
    """The word with its locative suffix after an apostrophe: ``İzmir'de``, ``2026'da``, ``Sinop'ta``."""
    spoken = spoken_ending(word) if isinstance(word, int) else _as_spoken(word)
    return f"{word}'{'t' if spoken[-1] in HARD_CONSONANTS else 'd'}{_harmony(spoken)}"


def _as_spoken(word: str) -> str:
    full_hour = re.search(r"\b(\d{1,2})[.:]00\W*$", word)
    digits = full_hour or re.search(r"(\d+)\W*$", word)
    if digits:
        return spoken_ending(int(digits.group(1)))
    letters = re.sub(r"[^a-zçğıöşüâîû]", "", lower(word))
    return letters or "e"


def _harmony(spoken: str) -> str:
    for char in reversed(spoken):
        if char in VOWELS:
            return "a" if char in BACK_VOWELS else "e"
    return "e"


def format_date(value: dt.date | dt.datetime, *, weekday: bool = False) -> str:
    """``22 Kasım 2026`` or, with ``weekday``, ``22 Kasım 2026 Pazar``; a datetime is read in local time."""
    day = timezone.localtime(value).date() if isinstance(value, dt.datetime) else value
    text = f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    return f"{text} {WEEKDAYS[day.weekday()]}" if weekday else text


def format_moment(value: dt.datetime) -> str:
    """``22 Kasım 2026 14.30``: date and time as Turkish officialese writes them, in local time."""
    local = timezone.localtime(value)
    return f"{format_date(local)} {local:%H.%M}"


def format_date_in(value: dt.date | dt.datetime) -> str:
    """The date with its locative suffix: ``22 Kasım 2026'da``."""
    day = timezone.localtime(value).date() if isinstance(value, dt.datetime) else value
    return f"{day.day} {MONTHS[day.month - 1]} {locative(day.year)}"
