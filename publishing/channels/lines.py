"""Plain text as mail programs want it: no line longer than 78 characters (RFC 5322, 2.1.1)."""

from __future__ import annotations

LONGEST = 78
# Before the sender's address; programs that know it cut it off in answers. It ends with a blank.
SIGNATURE = "-- "


def wrapped(text: str) -> str:
    """``text`` with long lines broken between words; what follows is indented like its line, in a list like its words.

    An address stays whole on a line of its own, however long: broken, nobody could open it. Any other word that fits
    into no line is cut.
    """
    return "\n".join(line for whole in text.splitlines() for line in _lines(whole))


def _lines(line: str) -> list[str]:
    if len(line) <= LONGEST:
        return [line]
    words = line.split()
    first = line[: len(line) - len(line.lstrip())][: LONGEST // 2]
    later = first + ("  " if words and words[0] in ("-", "•", "*") else "")
    found: list[str] = []
    now = first
    for word in words:
        for piece in _pieces(word, LONGEST - len(later)):
            start = now == (later if found else first)
            if start:
                now += piece
            elif len(now) + 1 + len(piece) <= LONGEST:
                now += f" {piece}"
            else:
                found.append(now)
                now = later + piece
    return [*found, now]


def _pieces(word: str, room: int) -> list[str]:
    if "://" in word or len(word) <= room:
        return [word]
    return [word[start : start + room] for start in range(0, len(word), room)]
