"""Documents that nobody wrote, to fill a measured index with: Turkish words in all their forms, some often and most
rarely, the same in every run and for every system.

Each has sentences of its own order and number, one a line, from a pool: what reads them needs to analyse each once.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass

SEED = 11
FORMS, SENTENCES = 20_000, 4_000
FIRST_MOMENT = dt.datetime(2012, 1, 2, 9, tzinfo=dt.UTC)
YEARS = dt.timedelta(days=14 * 365)
GOLDEN = 0.618033988749895
# What is said in which share of all documents.
OFTEN = {
    "Belediye Başkanı çalışmaları yerinde inceledi.": 0.6,
    "Zeytin hasadı bu yıl erken başladı.": 0.2,
    "Hasat şenliği kentin her yanından konuk ağırladı.": 0.2,
    "Sahilde ücretsiz konser verildi.": 0.05,
}
TITLES = (
    "{} mahallesinde yol çalışması sürüyor", "{} için zeytin hasadı şenliği",
    "Belediye Başkanı {} esnafını ziyaret etti", "{} sahilinde ücretsiz konser",
    "{} kültür merkezinin açılışı yapıldı", "{} için su kesintisi uyarısı", "Zabıta {} pazarını denetledi",
    "{} okullarında fidan dikildi",
)  # fmt: skip
PLACES = (
    "Cunda", "Sarımsaklı", "Küçükköy", "Altınova", "Sakarya", "Hayrettinpaşa", "Fevzipaşa", "Kemalpaşa", "Mithatpaşa",
    "Murateli", "Bağyüzü", "Mutlu", "Yenimahalle", "Zekibey", "Hamdibey", "Namıkkemal",
)  # fmt: skip
DEPARTMENTS = (
    "Fen İşleri", "Kültür İşleri", "Zabıta", "Park ve Bahçeler", "İtfaiye", "Ulaşım", "Basın Yayın", "Temizlik",
)  # fmt: skip
TAGS = ("Ulaşım", "İçme suyu", "Kültür", "Zabıta", "Spor", "Orman", "Çevre", "Eğitim", "Sağlık", "Kıyı", "Park", "Afet")


@dataclass(frozen=True, slots=True)
class Said:
    """What one document says. ``spot`` and ``body`` are lines."""

    number: int
    title: str
    spot: str
    body: str
    moment: dt.datetime
    place: str
    department: str
    tags: tuple[str, ...]
    with_photo: bool
    with_video: bool


class Corpus:
    """Any number of documents, each from its number alone; however many there are, they lie evenly over the years."""

    def __init__(self) -> None:
        chance = random.Random(SEED)
        forms = _forms(chance)
        weights = [1 / (rank + 8) for rank in range(len(forms))]
        self.sentences = [
            " ".join(chance.choices(forms, weights, k=chance.randint(7, 15))).capitalize() + "."
            for _number in range(SENTENCES)
        ]

    def said(self, number: int) -> Said:
        """The document ``number``; ten by ten they share a word that no other has."""
        chance = random.Random(SEED * 1_000_003 + number)
        place = chance.choice(PLACES)
        lines = chance.choices(self.sentences, k=chance.randint(8, 32))
        for sentence, share in OFTEN.items():
            if chance.random() < share:
                lines.insert(chance.randrange(2, len(lines)), sentence)
        return Said(
            number=number, title=f"{chance.choice(TITLES).format(place)}: {number}. gün", spot="\n".join(lines[:2]),
            body="\n".join([*lines[2:], f"Dosya adı ender{number // 10}."]),
            moment=FIRST_MOMENT + YEARS * (number * GOLDEN % 1), place=f"{place} Mahallesi",
            department=chance.choice(DEPARTMENTS), tags=tuple(chance.sample(TAGS, k=chance.randint(0, 3))),
            with_photo=chance.random() < 0.7, with_video=chance.random() < 0.1,
        )  # fmt: skip


def _forms(chance: random.Random) -> list[str]:
    """Words as people write them, from the dictionary of base forms."""
    from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

    known = [str(word) for word in DefaultDictionaryFactory().get_dictionary("tr")]
    return chance.sample(
        sorted(word for word in known if word.isalpha() and word.islower() and 2 < len(word) < 15), FORMS
    )
