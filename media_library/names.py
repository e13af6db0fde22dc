"""What photos and videos of a shoot are called: the shoot, a running number, and words of their own if there are any.

The number is given once (``media_library.intake.numbers``) and never again in that shoot, whatever is deleted or
moved.
A title that a person wrote is left alone.
"""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Any

from django.utils.translation import gettext as _

from cms.core.turkish import fold

LONGEST = 255
SEPARATOR = " · "
NAME = re.compile(r"^(?P<shoot>.+?) (?P<number>\d{3,})(?: · (?P<words>.+))?$", re.S)
# A counter with at most four letters before it, as cameras and telephones write it: DSC_0412, _MG_1234, P1010023.
COUNTER = re.compile(r"^_?[a-z]{0,4}[_-]?[a-z]?\d{3,}(?=$|[ _.()-])", re.I)
DIGEST = re.compile(r"^[0-9a-f-]{12,}$", re.I)
# What cameras, telephones and programs put into names; none of it says what is seen.
NO_WORDS = {
    "adsiz", "at", "burst", "cimg", "copy", "cover", "download", "dscf", "dscn", "dsc", "dji", "edit", "edited",
    "ekran", "exposure", "foto", "fotograf", "gopr", "goruntusu", "hdr", "image", "imag", "images", "img", "indir",
    "isimsiz", "kopya", "kopyasi", "long", "mobile", "mp", "mvi", "mvimg", "night", "original", "pano", "photo",
    "picture", "portrait", "pxl", "raw", "resim", "sam", "screenshot", "son", "untitled", "vid", "video", "wa", "web",
    "whatsapp", "yeni",
}  # fmt: skip


def words_of(name: str) -> str:
    """What the name of a file says of its picture, readable; empty for what a camera or a program wrote."""
    stem = PurePath(name).stem
    if DIGEST.match(stem):
        return ""
    rest = COUNTER.sub("", stem, count=1)
    said = [word for word in re.findall(r"[^\W\d_]+", fold(rest)) if word not in NO_WORDS]
    if not any(len(word) > 2 for word in said):
        return ""
    return " ".join(rest.replace("_", " ").replace("-", " ").split())


def name_of(shoot: str, number: int, words: str = "") -> str:
    """``"Sahil yolu açılışı 014 · kurdele"``; words that only repeat the shoot are left out."""
    words = " ".join(words.split())
    if re.match(rf"{re.escape(fold(shoot))}(?![\w'’])", fold(words)):
        words = words[len(shoot) :].strip(" .,:;·-")
    name = f"{shoot} {number:03d}"
    return (f"{name}{SEPARATOR}{words}" if words else name)[:LONGEST].strip()


def is_given(title: str, shoot: str) -> bool:
    """Whether the house gave this ``title`` in the shoot of that name: no person wrote it."""
    found = NAME.match(title)
    return title == shoot or bool(found and found["shoot"] == shoot)


def is_numbered(title: str, shoot: str) -> bool:
    """Whether ``title`` is a name with a running number of the shoot."""
    return title != shoot and is_given(title, shoot)


def number_of(title: str) -> int:
    """The running number in ``title``, 0 where there is none."""
    found = NAME.match(title)
    return int(found["number"]) if found else 0


def own_words(title: str) -> str:
    """The words after the number; empty where the house knew none."""
    found = NAME.match(title)
    return (found["words"] or "") if found else ""


def parts(title: str) -> tuple[str, str]:
    """``title`` as the part that may be cut where there is little room, and the part that tells photos of one shoot
    apart: number and words. The second is empty for a title that a person wrote."""
    found = NAME.match(title)
    return (found["shoot"], title[found.end("shoot") + 1 :]) if found else (title, "")


def read_aloud(item: Any) -> str:
    """What a reader may be told in place of a missing headline: the title without the archive's number."""
    shoot = item.shoot
    if shoot is None or not is_given(item.title, shoot.title):
        return str(item.title)
    return own_words(item.title) or str(shoot.title)


def version_title(title: str, *, turned: bool, cropped: bool) -> str:
    """What a version of the photo called ``title`` is called."""
    done = _("döndürülmüş, kırpılmış") if turned and cropped else _("kırpılmış") if cropped else _("döndürülmüş")
    return f"{title[: LONGEST - len(done) - 3].rstrip()} ({done})"
