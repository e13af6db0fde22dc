"""The stranger: fetches everything that can be fetched, also by addresses remembered from earlier, and asks of every
word and colour whether two people signed it."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from PIL import Image
from wagtail.images import get_image_model

from press_archive.bulletins.models import BulletinPage
from publishing.approval import evidence, selectors
from publishing.approval.models import Certificate
from tests.crawl import Answer, crawl, mails
from tests.publishing.approval.walk.house import COLOURS, House

MARK = re.compile(r"[iİ]m\d{4}x", re.IGNORECASE)
BLANK = "docProps/thumbnail.jpeg"  # the white sheet that every .docx of ours has for an icon
KITS = "/basin-kiti/"
NEAR = 12  # of 255, a channel: what JPEG, WebP and AVIF change of a plain colour


@dataclass
class Found:
    """What a stranger has in hands: words and pictures, each with the place where it was."""

    words: dict[str, set[str]] = field(default_factory=dict)
    colours: dict[tuple[int, int, int], str] = field(default_factory=dict)
    kinds: set[str] = field(default_factory=set)


def remembered(house: House) -> Iterator[str]:
    """Addresses that a stranger may have from earlier, or guesses: every page, original and size there ever was."""
    for slug in BulletinPage.objects.values_list("slug", flat=True):
        yield reverse("bulletin", args=[slug])
    for pk in house.photos:
        yield house.photo(house.photos.index(pk)).file.url
    sizes = get_image_model().get_rendition_model().objects
    for size in sizes.filter(image_id__in=house.photos):
        yield size.url


def look_into(answers: dict[str, Answer]) -> Found:
    found = Found()
    for address, answer in answers.items():
        _look(address, json.dumps(answer.headers).encode(), found)
        _look(address, answer.body, found)
    return found


def _look(place: str, body: bytes, found: Found) -> None:
    if body[:4] == b"PK\x03\x04":
        found.kinds.add("zip")
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            for name in archive.namelist():
                if name == BLANK:
                    continue
                _look(f"{place}!{name}", name.encode() + b"\n" if name.endswith("/") else archive.read(name), found)
                _note_words(place, name, found)
        return
    _note_words(place, body.decode("utf-8", "ignore"), found)
    if body[:3] == b"\xff\xd8\xff" or body[8:12] == b"WEBP" or body[4:8] == b"ftyp":
        found.kinds.add("picture")
        with Image.open(io.BytesIO(body)) as picture:
            found.colours.setdefault(picture.convert("RGB").resize((1, 1)).getpixel((0, 0)), place)


def _note_words(place: str, text: str, found: Found) -> None:
    for mark in MARK.findall(text):
        found.words.setdefault(mark.lower().replace("i̇", "i"), set()).add(place)


def number_of(colour: tuple[int, int, int]) -> int | None:
    """The number of the picture that is of this colour."""
    for number, one in enumerate(COLOURS):
        if all(abs(a - b) <= NEAR for a, b in zip(colour, one, strict=True)):
            return number
    return None


@dataclass
class Signed:
    """Words and digests under two valid signatures of two people who hold their own credentials."""

    words: set[str] = field(default_factory=set)
    letterheads: set[str] = field(default_factory=set)
    digests: set[str] = field(default_factory=set)

    def add(self, certificate: Certificate) -> None:
        text = json.dumps([certificate.signed_content, certificate.files], ensure_ascii=False)
        self.words |= set(MARK.findall(text))
        self.digests |= {entry["sha256"] for entry in certificate.files}


def valid(house: House, certificates: Iterable[Certificate]) -> Signed:
    found = Signed()
    for one in certificates:
        if house.books.two_free_people(one.director_record, one.mayor_record):
            found.add(one)
    return found


def signed_now(house: House) -> Signed:
    """What stands in the certificates of live content."""
    things: list[Any] = house.things()
    found = valid(house, filter(None, (selectors.certificate_of(one) for one in things)))
    # The text of a kit is a letter of its day: it keeps the letterhead that was signed when it was made.
    kind = evidence.content_type_of(things[-1]).pk
    found.letterheads = valid(house, Certificate.objects.filter(content_type_id=kind)).words
    return found


def signed_ever(house: House) -> Signed:
    """What may stand in a mail: it says what was signed when it was sent."""
    return valid(house, Certificate.objects.all())


def unsigned(house: House, found: Found, signed: Signed) -> list[str]:
    """What the stranger has and two people did not sign, a sentence each."""
    texts = {MARK.search(text)[0]: key for key, text in house.words.items()}
    faults = [
        f"{mark} ({texts.get(mark)}) at {place}"
        for mark, places in found.words.items()
        for place in sorted(places)
        if mark not in signed.words and not (place.startswith(KITS) and mark in signed.letterheads)
    ]
    for colour, place in found.colours.items():
        number = number_of(colour)
        if house.colours.get(number) not in signed.digests:
            faults.append(f"picture {number} {colour} at {place}")
    return faults


def comes(house: House) -> Found:
    """The stranger's visit; raises ``AssertionError`` that names whatever nobody signed."""
    found = look_into(crawl(remembered(house)))
    faults = unsigned(house, found, signed_now(house))
    faults += unsigned(house, look_into(mails()), signed_ever(house))
    assert not faults, "\n".join(faults)
    return found
