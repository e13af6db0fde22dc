"""Whether a document is what its name says: looked into before it comes in, as pictures and videos are.

A web page that calls itself .pdf and half a .docx look like documents in every list, until somebody opens them.
"""

from __future__ import annotations

import errno
import zipfile
import zlib
from collections.abc import Callable
from pathlib import PurePath
from typing import BinaryIO

from django.utils.translation import gettext_lazy

NOT_A_PDF = gettext_lazy("Bu dosya bir PDF değil ya da yarım aktarılmış. Yeniden kaydedip deneyin.")
NOT_AN_OFFICE_FILE = gettext_lazy(
    "Bu dosya .%(suffix)s ile bitiyor ama içi öyle değil ya da bozuk. Hazırlandığı programda açıp yeniden kaydedin."
)
NOT_A_ZIP = gettext_lazy("Bu ZIP dosyası bozuk ya da yarım aktarılmış. Yeniden sıkıştırıp deneyin.")
NOT_A_TEXT = gettext_lazy("Bu dosya .%(suffix)s ile bitiyor ama içi düz metin değil.")

# The part of a package by which programs know what it is.
OOXML = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
OPENDOCUMENT = {
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
ENDS, MOST_MEMBERS, MOST_UNPACKED = 4096, 20_000, 500 * 1024 * 1024
PIECE = 1024 * 1024
ENCRYPTED = 0x1


class NotADocument(Exception):
    """The file is not what its name says; the text is a Turkish sentence for the person who brought it."""


def examine(file: BinaryIO, name: str) -> None:
    """Looks into ``file``, which is called ``name``, and leaves it at its beginning. Raises :class:`NotADocument`.

    A suffix that we know nothing of is left to those who allowed it.
    """
    suffix = PurePath(name).suffix.lower().lstrip(".")
    try:
        file.seek(0)
        if check := CHECKS.get(suffix):
            check(file, suffix)
    finally:
        file.seek(0)


def _pdf(file: BinaryIO, suffix: str) -> None:
    """Source: ISO 32000-1, 7.5.2 and 7.5.5; readers look for the mark within the first 1,024 bytes."""
    head = file.read(1024)
    file.seek(0, 2)
    file.seek(max(0, file.tell() - ENDS))
    if b"%PDF-" not in head or b"%%EOF" not in file.read():
        raise NotADocument(NOT_A_PDF)


def _zip(file: BinaryIO, suffix: str) -> None:
    _members(file, NotADocument(NOT_A_ZIP))


def _office(file: BinaryIO, suffix: str) -> None:
    wrong = NotADocument(NOT_AN_OFFICE_FILE % {"suffix": suffix})
    names = _members(file, wrong)
    if suffix in OOXML:
        if not {"[Content_Types].xml", OOXML[suffix]} <= names:
            raise wrong
        return
    file.seek(0)
    with zipfile.ZipFile(file) as package:
        kind = package.read("mimetype")[:200].decode("ascii", "replace").strip() if "mimetype" in names else ""
    if "content.xml" not in names or kind.removesuffix("-template") != OPENDOCUMENT[suffix]:
        raise wrong


def _members(file: BinaryIO, wrong: NotADocument) -> set[str]:
    """The names in a ZIP all of whose parts are whole; what is encrypted cannot be looked into. Raises ``wrong``."""
    try:
        with zipfile.ZipFile(file) as package:
            parts = package.infolist()
            if len(parts) > MOST_MEMBERS:
                raise wrong
            left = MOST_UNPACKED
            for part in parts:
                if part.flag_bits & ENCRYPTED:
                    continue
                with package.open(part) as member:
                    # Reading to the end compares the sum; a bomb is left packed.
                    while left > 0 and (piece := member.read(PIECE)):
                        left -= len(piece)
            return {part.filename for part in parts}
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError, OSError) as error:
        if isinstance(error, OSError) and error.errno not in (None, errno.EINVAL):
            raise
        raise wrong from error


def _text(file: BinaryIO, suffix: str) -> None:
    """Plain text has no zero bytes, unless it is UTF-16 and says so."""
    head = file.read(PIECE)
    if b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise NotADocument(NOT_A_TEXT % {"suffix": suffix})


CHECKS: dict[str, Callable[[BinaryIO, str], None]] = {
    "pdf": _pdf, "zip": _zip, "docx": _office, "xlsx": _office, "odt": _office, "ods": _office, "txt": _text,
    "csv": _text,
}  # fmt: skip
