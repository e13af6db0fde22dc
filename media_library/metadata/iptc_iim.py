"""IPTC-IIM, the record that picture agencies have put into JPEG files since the 1990s, taken apart.

Source: IPTC–NAA Information Interchange Model 4.2, chapters 1.5 (datasets) and 5 (record 2).
"""

from __future__ import annotations

from collections.abc import Iterator

from media_library.metadata.turkish_text import decode_bytes, is_utf8

CODED_CHARACTER_SET = (1, 90)
ESCAPES = {
    b"\x1b%G": "utf-8",
    b"\x1b-A": "latin-1",
    b"\x1b.A": "latin-1",
    b"\x1b-M": "iso8859-9",
    b"\x1b.M": "iso8859-9",
}

NAMES = {
    5: "ObjectName", 15: "Category", 25: "Keywords", 40: "SpecialInstructions", 55: "DateCreated", 60: "TimeCreated",
    80: "By-line", 85: "By-lineTitle", 90: "City", 92: "Sub-location", 95: "Province-State", 100: "CountryCode",
    101: "Country", 103: "TransmissionReference", 105: "Headline", 110: "Credit", 115: "Source", 116: "CopyrightNotice",
    118: "Contact", 120: "Caption-Abstract", 122: "Writer-Editor",
}  # fmt: skip
MOST_DATASETS = 2000


def parse(block: bytes) -> dict[str, list[str]]:
    """The texts of record 2 by their IIM names, each a list in the file's order; what is broken is left out."""
    declared = ""
    values: list[tuple[str, bytes]] = []
    for record, number, data in datasets(block):
        if (record, number) == CODED_CHARACTER_SET:
            declared = ESCAPES.get(data.strip(), "")
        elif record == 2 and number in NAMES and data:
            values.append((NAMES[number], data))
    # What a record says of itself is no proof of UTF-8; that some of it reads as nothing else is.
    unicode = any(not data.isascii() and is_utf8(data) for _, data in values)
    # One program wrote the whole record in one encoding: the long caption settles what a short name leaves open.
    together = b" ".join(data for _, data in values)
    found: dict[str, list[str]] = {}
    for name, data in values:
        text = decode_bytes(data, declared, beside=together, cut=unicode)
        if text:
            found.setdefault(name, []).append(text)
    return found


def datasets(block: bytes) -> Iterator[tuple[int, int, bytes]]:
    """``(record, dataset, data)`` one after the other, until the end or the first thing that is no dataset."""
    position = 0
    for _ in range(MOST_DATASETS):
        if position + 5 > len(block) or block[position] != 0x1C:
            return
        record, number = block[position + 1], block[position + 2]
        size = int.from_bytes(block[position + 3 : position + 5], "big")
        position += 5
        if size & 0x8000:  # extended dataset: the length of the length comes first
            width = size & 0x7FFF
            if width > 4:
                return
            size = int.from_bytes(block[position : position + width], "big")
            position += width
        if position + size > len(block):
            return
        yield record, number, block[position : position + size]
        position += size
