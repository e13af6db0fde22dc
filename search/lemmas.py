"""The base form of a Turkish word: what the office wrote itself (``search.wordlist``), our own list
(``words/lemmas.txt``), then the dictionary of simplemma.

The dictionary takes 110 MB of memory and a second; it is read when the first word is asked for, once in a process.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import product
from pathlib import Path

import simplemma

from cms.core import turkish

LIST = Path(__file__).parent / "words" / "lemmas.txt"
LANGUAGE = "tr"
# What may follow a noun: plural, whose it is, case, "-ki", "is". Read as one chain in this order.
HIGH = "[ıiuü]"
PLURAL = "(?:l[ae]r)?"
POSSESSIVE = f"(?:{HIGH}m|m|{HIGH}n|n|s{HIGH}|{HIGH}|{HIGH}?m{HIGH}z|{HIGH}?n{HIGH}z)?"
CASE = f"(?:[yn]?{HIGH}|n?{HIGH}n|[yn]?[ae]|n?[dt][ae]n?|y?l[ae]|n?[cç][ae])?"
KI = f"(?:ki(?:l[ae]r)?(?:n?{HIGH}n?|n?[dt]?[ae]n?)?)?"
COPULA = f"(?:[dt]{HIGH}r|y?[dt]{HIGH}|y?m{HIGH}ş|ys[ae])?"
CHAIN = PLURAL + POSSESSIVE + CASE + KI + COPULA
INFLECTION = re.compile(CHAIN)
# What stands after an apostrophe; numbers and names take these too: 19'uncu, Ayvalık'lılar, Belediyesi'nce.
AFTER_APOSTROPHE = re.compile(f"(?:(?:{HIGH}?nc{HIGH}|l{HIGH}k?|l{HIGH}ğ|s{HIGH}z|[şs]?[ae]r){CHAIN}|{CHAIN})")
SOFTENED = {"ğ": "k", "b": "p", "d": "t", "c": "ç"}
PLAIN = str.maketrans("âîû", "aiu")
# What somebody without Turkish letters may have meant by a letter.
MEANT = {"c": "cç", "g": "gğ", "i": "ıi", "o": "oö", "s": "sş", "u": "uü"}
MOST_READINGS = 512
MOST_SHORTENED = 128
LONGEST_READ = 24


@dataclass(frozen=True, slots=True)
class Lemmas:
    """``stems``: words with all their inflections; ``forms``: single forms. Both give the base form."""

    stems: dict[str, str] = field(default_factory=dict)
    forms: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, lines: Iterable[str]) -> Lemmas:
        """From lines as ``words/lemmas.txt`` has them."""
        found = cls()
        for line in lines:
            said = line.partition("#")[0].strip()
            if "=" in said:
                form, lemma = (one.strip() for one in said.split("=", 1))
                found.forms[form] = lemma
            elif said:
                stem, lemma = (one.strip() for one in (said.split(">", 1) if ">" in said else (said, said)))
                found.stems[stem] = lemma
        return found

    def of(self, word: str) -> str | None:
        """The base form of ``word`` by this list; the longest stem that fits wins."""
        if word in self.forms:
            return self.forms[word]
        for end in range(len(word), 1, -1):
            for stem in _stems(word[:end]) if end < len(word) else (word,):
                if stem in self.stems and INFLECTION.fullmatch(word, end):
                    return self.stems[stem]
        return None


def _stems(beginning: str) -> Iterator[str]:
    """What the beginning of an inflected word may be without its suffix."""
    yield beginning
    if beginning[-1] in SOFTENED:
        yield beginning[:-1] + SOFTENED[beginning[-1]]


@cache
def house() -> Lemmas:
    """Our own list."""
    return Lemmas.read(LIST.read_text(encoding="utf-8").splitlines())


class _Office:
    """What the office has written itself, as far as this process knows it."""

    lines: tuple[str, ...] = ()
    lemmas = Lemmas()


# What else remembers base forms and has to forget them when the office's list changes.
FORGETS: list[Callable[[], None]] = []


def office() -> Lemmas:
    """The list that the office writes itself (``search.wordlist``); it goes before all others."""
    return _Office.lemmas


def hold(lines: tuple[str, ...]) -> bool:
    """Lets these lines be the office's list in this process; gives whether that changed anything."""
    if lines == _Office.lines:
        return False
    _Office.lines, _Office.lemmas = lines, Lemmas.read(lines)
    for forget in (lemma.cache_clear, derived.cache_clear, readings.cache_clear, *FORGETS):
        forget()
    return True


@lru_cache(maxsize=60_000)
def lemma(word: str) -> str:
    """The base form of ``word``, which is lower case by Turkish rules; the word itself when nobody knows it.

    Without the marks of â, î, û, which one writer sets and the next does not.
    """
    plain = word.translate(PLAIN)
    own = office().of(word) or office().of(plain) or house().of(word) or house().of(plain)
    return (own or _by_dictionary(word) or _by_dictionary(plain) or _shortened(word)).translate(PLAIN)


def is_known(word: str) -> bool:
    """Whether our list or the dictionary has ``word``."""
    return (office().of(word) or house().of(word)) is not None or bool(simplemma.is_known(word, lang=LANGUAGE))


def _by_dictionary(word: str) -> str:
    """Only what the dictionary has: beyond it simplemma guesses, and finds "can" in "canakkale"."""
    return str(simplemma.lemmatize(word, lang=LANGUAGE)) if simplemma.is_known(word, lang=LANGUAGE) else ""


def _shortened(word: str) -> str:
    """The base form of an inflection that the dictionary lacks, of a word that it has."""
    for end in range(len(word) - 1, 3, -1):
        if INFLECTION.fullmatch(word, end):
            for stem in _stems(word[:end]):
                if simplemma.is_known(stem, lang=LANGUAGE):
                    return str(simplemma.lemmatize(stem, lang=LANGUAGE))
    return word


@lru_cache(maxsize=4_000)
def derived(word: str, base: str) -> tuple[str, ...]:
    """What forms of ``word`` begin with, without Turkish letters, where it is more than an inflection of ``base``:
    "zeytinliğin" of "zeytin" gives "zeytinlig" and "zeytinlik"."""
    if not word.startswith(base[:-1]) or len(base) < 2:
        return ()
    for end in range(len(base), len(word) + 1):
        if INFLECTION.fullmatch(word, end):
            stems = tuple(dict.fromkeys(_stems(word[:end])))
            return () if base in stems else tuple(turkish.fold(stem) for stem in stems)
    return ()


@lru_cache(maxsize=4_000)
def readings(word: str) -> tuple[str, ...]:
    """Words of the dictionary that ``word`` may stand for, typed without Turkish letters: "isik" gives "ışık"."""
    if len(word) > LONGEST_READ or not word.isascii() or not word.isalpha():
        return ()
    choices = [MEANT.get(letter, letter) for letter in word]
    count = 1
    for one in choices:
        count *= len(one)
    if count == 1:
        return ()
    if count > MOST_READINGS:
        choices = _in_harmony(choices)
    read = []
    for number, letters in enumerate(product(*choices)):
        if number >= MOST_READINGS * 4:
            break
        reading = "".join(letters)
        if reading != word:
            read.append(reading)
    known = [one for one in read if is_known(one)]
    if not known and len(read) <= MOST_SHORTENED and _shortened(word) == word:
        known = [one for one in read if _shortened(one) != one]
    return tuple(known)


def _in_harmony(choices: list[str]) -> list[str]:
    """Fewer choices for a long word: the vowels of Turkish words agree, so each i follows the vowel before it."""
    back: bool | None = None
    narrowed = []
    for choice in choices:
        if choice == "ıi" and back is not None:
            narrowed.append("ı" if back else "i")
        else:
            narrowed.append(choice)
        if choice == "a":
            back = True
        elif choice == "e":
            back = False
    return narrowed
