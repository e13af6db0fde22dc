"""Subtitles: what people bring (WebVTT or SubRip) made into plain, harmless WebVTT.

Source: W3C, WebVTT: The Web Video Text Tracks Format. Kept are cues, their places and simple emphasis; style sheets,
regions, notes and every other markup go.
"""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from cms.core.text import clean

LARGEST = 1024 * 1024  # bytes
MOST_CUES = 20_000
TIME = r"(?:(\d{1,3}):)?([0-5]?\d):([0-5]?\d)[.,](\d{1,3})"
TIMING = re.compile(rf"^{TIME}[ \t]+-->[ \t]+{TIME}(?:[ \t]+(.*))?$")
SETTING = re.compile(
    r"^(?:vertical:(?:rl|lr)|line:-?[\d.]+%?(?:,\w+)?|position:[\d.]+%(?:,[\w-]+)?|size:[\d.]+%|align:\w+)$"
)
KEPT_TAG = re.compile(r"^</?(?:b|i|u)>$|^<v(?:\.[\w.]+)? [^<>&]{1,80}>$|^</v>$")
TAG = re.compile(r"<[^<>]*>")


class BadCaptions(Exception):
    """The file holds no usable subtitles; the text is a Turkish sentence for who brought it."""


def normalized(data: bytes, name: str) -> bytes:
    """``data``, the bytes of a ``.vtt`` or ``.srt`` file called ``name``, as clean WebVTT in UTF-8.

    Raises ``BadCaptions``.
    """
    if not data.strip():
        raise BadCaptions(_("Altyazı dosyası boş."))
    if len(data) > LARGEST:
        raise BadCaptions(_("Altyazı dosyası çok büyük. En çok 1 MB olabilir."))
    subrip = name.lower().endswith(".srt")
    text = clean(_decoded(data, subrip))
    if not subrip and not re.match(r"WEBVTT(?:[ \t\n]|$)", text):
        raise BadCaptions(_("Bu dosya WebVTT altyazısı değil: ilk satırı WEBVTT olmalı."))
    cues = _cues(text, subrip=subrip)
    if not cues:
        raise BadCaptions(_("Altyazı dosyasında hiç altyazı yok."))
    if len(cues) > MOST_CUES:
        raise BadCaptions(_("Altyazı dosyasında çok fazla altyazı var."))
    return ("WEBVTT\n\n" + "\n\n".join(cues) + "\n").encode()


def _decoded(data: bytes, subrip: bool) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if subrip:
            # What Turkish subtitle programs of Windows write.
            return data.decode("cp1254", errors="replace")
        raise BadCaptions(_("Altyazı dosyası UTF-8 olarak kaydedilmiş olmalı.")) from error


def _cues(text: str, *, subrip: bool) -> list[str]:
    cues: list[str] = []
    for number, block in enumerate(re.split(r"\n[ \t]*\n+", text.strip())):
        lines = [line.rstrip() for line in block.split("\n")]
        if (number == 0 and not subrip) or re.match(r"(?:NOTE|STYLE|REGION)(?:[ \t]|$)", lines[0]):
            continue
        at = next((index for index, line in enumerate(lines[:2]) if "-->" in line), None)
        if at is None:
            raise BadCaptions(_("Altyazının şu yerinde zaman satırı eksik: “%(line)s”.") % {"line": lines[0][:60]})
        words = [_clean_line(line) for line in lines[at + 1 :]]
        if any("-->" in line for line in words):
            raise BadCaptions(_("İki altyazı arasında boş satır eksik: “%(line)s”.") % {"line": lines[at][:60]})
        if shown := [line for line in words if line.strip()]:
            cues.append("\n".join([_timing(lines[at]), *shown]))
    return cues


def _timing(line: str) -> str:
    found = TIMING.match(line.strip())
    if not found:
        raise BadCaptions(_("Altyazının şu zaman satırı okunamıyor: “%(line)s”.") % {"line": line[:60]})
    parts = found.groups()
    start, end = _milliseconds(parts[0:4]), _milliseconds(parts[4:8])
    if end <= start:
        raise BadCaptions(_("Bir altyazı başlamadan bitiyor: “%(line)s”.") % {"line": line[:60]})
    settings = [one for one in (parts[8] or "").split() if SETTING.match(one)]
    return " ".join([f"{_time(start)} --> {_time(end)}", *settings])


def _milliseconds(parts: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, rest = parts
    return ((int(hours or 0) * 60 + int(minutes or 0)) * 60 + int(seconds or 0)) * 1000 + int(f"{rest:0<3}")


def _time(at: int) -> str:
    seconds, rest = divmod(at, 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{rest:03d}"


def _clean_line(line: str) -> str:
    return TAG.sub(lambda tag: tag.group() if KEPT_TAG.match(tag.group()) else "", line)
