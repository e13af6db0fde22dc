"""Turkish letters out of every encoding that cameras, agencies and old picture desks have used.

Two wrongs are set right. Bytes of an unknown encoding (UTF-8, Windows-1254/ISO-8859-9, Mac Turkish) are decoded by
``decode_bytes``. Text that somebody else has already decoded wrongly is mended by ``repair``:

- UTF-8 read as Latin-1, Windows-1252, Windows-1254 or Mac Roman, once or several times ("GÃ¶kÃ§e", "GÃƒÂ¶kÃƒÂ§e");
- ISO-8859-9 read as Latin-1: the six places in which the two differ ("Iþýk", "Ýstanbul", "Muðla").

The second cannot be told from Icelandic by single letters, so every word is asked whether it could be Turkish, and the
text as a whole decides. What stays in doubt stays as it is; one such doubt is a lone Icelandic word without any letter
foreign to Turkish ("Þing"), which is taken for Turkish, because that is what reaches a Turkish press office.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from cms.core.text import clean

TURKISH = frozenset("çğıöşüÇĞİÖŞÜ")
CIRCUMFLEX = frozenset("âîûÂÎÛ")
PUNCTUATION = frozenset("‘’‚“”„†•…–—‹›«»€™©®°·²³½¼¾№§´¡¿\u00a0")
VOWELS = "aeıioöuüâîû"
FRONT_OR_ROUND = frozenset("eioöuüîû")  # in one word, ı does not follow these (vowel harmony)

# ISO-8859-9 differs from Latin-1 in these six places only.
LATIN5 = str.maketrans("ÐÝÞðýþ", "ĞİŞğış")
LATIN5_READ_AS_LATIN1 = frozenset("ÐÝÞðýþ")
# Letters of languages that do use ð, þ or ý; Turkish uses none of them.
FOREIGN = frozenset("áéíóúæøåÁÉÍÓÚÆØÅ")
WORD = re.compile(r"[^\W\d_]+")

# Windows-1252 read as Latin-1 leaves its quotation marks and dashes as C1 controls.
C1 = {number: bytes([number]).decode("cp1252", "ignore") for number in range(0x80, 0xA0)}

NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
LEVELS = 4
# After a capital Ã or Â these may be the sentence's own: “AMANHÔ is Portuguese, not "AMANHÔ".
OWN_PUNCTUATION = frozenset("“”‘’–—…•«»")


def _windows_bytes() -> dict[str, int]:
    """Which byte a character came from when Windows-1252 or -1254 was read; bytes without a letter are C1 controls."""
    table = {chr(number): number for number in range(128, 256)}
    for codec in ("cp1254", "cp1252"):
        for number in range(128, 256):
            letter = bytes([number]).decode(codec, "ignore")
            if letter:
                table[letter] = number
    return table


def _mac_bytes() -> dict[str, int]:
    return {bytes([number]).decode("mac_roman"): number for number in range(128, 256)}


WINDOWS = _windows_bytes()
MAC = _mac_bytes()


def decode_bytes(data: bytes, declared: str = "", *, beside: bytes = b"", cut: bool = False) -> str:
    """The text in ``data``, whatever it was written with; never raises.

    ``declared`` is the encoding that the file names for itself, as a Python codec name. It is believed when the bytes
    agree: many programs declare UTF-8 and write Windows-1254, or the other way round.
    ``beside``: other text of the same writer, which helps to guess where ``data`` is too short.
    ``cut``: this writer is known to write UTF-8; half a letter at the end was cut off by a limit and is dropped.
    """
    data = data.rstrip(b"\x00")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return clean(data.decode("utf-16", "replace")).strip()
    data = data.removeprefix(b"\xef\xbb\xbf")
    text = _utf8(data, cut=cut)
    if text is None and declared and declared.replace("-", "").lower() not in {"utf8", "latin1", "iso88591"}:
        try:
            text = data.decode(declared)
        except (LookupError, UnicodeDecodeError):
            text = None
    if text is None:
        text = data.decode("mac_turkish") if _looks_like_mac(beside or data) else _as_windows(data)
    return repair(text)


def repair(text: str) -> str:
    """``text`` with wrongly decoded Turkish set right; text that could be meant as it is comes back unchanged.

    Always in composed form (NFC) and without NUL and other control characters.
    """
    # Until the text is mended, C1 controls are halves of letters.
    text = unicodedata.normalize("NFC", text)
    if not text.isascii():
        text = _read_as_latin5(_unpeeled(text)).translate(C1)
    return clean(text).strip()


def is_utf8(data: bytes) -> bool:
    """Whether ``data`` reads as UTF-8 from beginning to end."""
    return _utf8(data, cut=False) is not None


def _utf8(data: bytes, *, cut: bool) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        head = data[: error.start]
        # With UTF-8 letters before it, half a letter at the end is one that was cut.
        half = error.reason == "unexpected end of data" and error.end == len(data)
        return head.decode("utf-8") if half and (cut or not head.isascii()) else None


def _as_windows(data: bytes) -> str:
    return "".join(bytes([one]).decode("cp1252", "ignore") or chr(one) for one in data)


def _looks_like_mac(data: bytes) -> bool:
    """Whether ``data`` makes better Turkish when it is read as Mac Turkish than as ISO-8859-9."""
    return _looks(data.decode("mac_turkish")) > max(0, _looks(_read_as_latin5(_as_windows(data))))


def _looks(text: str) -> int:
    """How much the letters beyond ASCII look like Turkish ones in their places; higher is better."""
    score = 0
    for before, char, after in zip(" " + text, text, text[1:] + " ", strict=False):
        if char in TURKISH:
            score += 2
        elif char in CIRCUMFLEX:
            score += 1
        elif not char.isascii():
            score -= 0 if char in PUNCTUATION and not (before.isalpha() and after.isalpha()) else 3
        if char.isupper() and not (before + char + after).isascii():
            # aKb, KLm: capitals stand at the beginning of a word or all through it.
            score -= 3 * (before.islower() or (before.isupper() and after.islower()))
    return score


def _unpeeled(text: str) -> str:
    """``text`` with every run that is UTF-8 read as something else read again, if any of them can be nothing else."""
    for table in (WINDOWS, MAC):
        certain = False
        found: dict[int, str] = {}
        for run in NOT_ASCII.finditer(text):
            letters = _peel(run.group(), table)
            if letters is None:
                continue
            found[run.start()] = letters
            after = text[run.end() : run.end() + 1]
            certain = certain or table is MAC or not _could_be_meant(run.group(), after)
        if certain:
            return NOT_ASCII.sub(_replacement(found), text)
    return text


def _replacement(found: dict[int, str]) -> Callable[[re.Match[str]], str]:
    return lambda run: found.get(run.start(), run.group())


def _could_be_meant(run: str, after: str) -> bool:
    return len(run) == 2 and run[0] in "ÃÂ" and run[1] in OWN_PUNCTUATION and not after.isalpha()


def _peel(run: str, table: dict[str, int]) -> str | None:
    """The letters that ``run`` stands for after one or more wrong readings, or None when it is no such thing."""
    best = None
    for _ in range(LEVELS):
        codes = [table.get(char) for char in run]
        if any(code is None for code in codes):
            break
        try:
            run = bytes(code for code in codes if code is not None).decode("utf-8")
        except UnicodeDecodeError:
            break
        if all(_expected(char, strict=table is MAC) for char in run):
            best = run
    return best


def _expected(char: str, *, strict: bool) -> bool:
    """Whether ``char`` is one that mended text may hold."""
    if char in TURKISH or char in CIRCUMFLEX or char in "’‘“”–—…":
        return True
    return not strict and (char in PUNCTUATION or ("À" <= char <= "ÿ" and char not in "×÷") or char > "\U0001f000")


def _read_as_latin5(text: str) -> str:
    """``text`` with the six letters of ISO-8859-9 in the words that are Turkish with them, if most such words are."""
    words = [word for word in WORD.findall(text) if not LATIN5_READ_AS_LATIN1.isdisjoint(word)]
    if not words:
        return text
    foreign = sum(not FOREIGN.isdisjoint(word) for word in WORD.findall(text))
    if sum(1 if _could_be_turkish(word) else -1 for word in words) <= foreign:
        return text
    return WORD.sub(
        lambda word: word.group().translate(LATIN5) if _could_be_turkish(word.group()) else word.group(), text
    )


def _could_be_turkish(word: str) -> bool:
    """Whether ``word``, read as ISO-8859-9, keeps the rules of Turkish for ğ, ı and ş."""
    if not FOREIGN.isdisjoint(word):
        return False
    if LATIN5_READ_AS_LATIN1.issuperset(word):
        return True
    letters = word.translate(LATIN5).replace("I", "ı").replace("İ", "i").lower()
    vowel = ""
    for index, (before, char) in enumerate(zip(" " + letters, letters, strict=False)):
        changed = word[index] in LATIN5_READ_AS_LATIN1
        if changed and char == "ğ" and before not in VOWELS:
            return False
        if changed and char == "ı" and (before in VOWELS or vowel in FRONT_OR_ROUND):
            return False
        if changed and char == "ş" and index == 0 and letters[1:2] not in VOWELS:
            return False
        if char in VOWELS:
            vowel = char
    return True
