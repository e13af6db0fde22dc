"""What the files of a kit are called: readable in every newsroom's system, never a path of its own making."""

from __future__ import annotations

from pathlib import PurePath

from cms.core.text import clean_file_name
from cms.core.turkish import slugify
from media_library.kits.models import FileRole, Kit

FOLDERS = {
    FileRole.TEXT: "",
    FileRole.WEB: "web-1600/",
    FileRole.ORIGINAL: "orijinal/",
    FileRole.VIDEO: "video/",
    FileRole.DOCUMENT: "belge/",
}
CAPTIONS = "captions.txt"
BY_HAND = "basin-kiti"
FORBIDDEN = str.maketrans(dict.fromkeys('<>:"/\\|?*', "-"))


def stem_of(kit: Kit) -> str:
    """What every file of the kit begins with: ``2026-0123-sahil-yolu`` for a bulletin, from its signed headline; a
    number for a kit made by hand, because nobody signed a name for it."""
    return f"{BY_HAND}-{kit.pk}" if kit.is_by_hand else stem(kit.number, kit.title)


def stem(number: str, headline: str) -> str:
    """As :func:`stem_of`, of a bulletin's number and headline."""
    words = slugify(headline, max_length=50) or "kit"
    return f"{number.replace('/', '-')}-{words}" if number else words


def zip_name(kit: Kit) -> str:
    """The name under which the whole kit is downloaded."""
    return f"{stem_of(kit)}.zip" if kit.is_by_hand else f"{stem_of(kit)}-{BY_HAND}.zip"


def numbered(stem: str, position: int, count: int, suffix: str) -> str:
    """``2026-0123-sahil-yolu-01.jpg``: the ``position``-th (from 1) of ``count`` photos or videos."""
    digits = max(2, len(str(count)))
    return f"{stem}-{position:0{digits}d}{suffix}"


def document_name(filename: str) -> str:
    """A document's own name, Turkish letters kept, without anything that some system forbids in names."""
    return clean_file_name(clean_file_name(filename).translate(FORBIDDEN))


def in_folder(role: FileRole, name: str, taken: set[str]) -> str:
    """The path of ``name`` in the zip, made different from those ``taken`` (which gets it, in lower case)."""
    path, number = f"{FOLDERS[role]}{name}", 1
    while path.lower() in taken:
        number += 1
        pure = PurePath(name)
        path = f"{FOLDERS[role]}{pure.stem}-{number}{pure.suffix}"
    taken.add(path.lower())
    return path
