"""Other names of the same: whoever asks for one finds the others too.

They stand in ``words/names.txt``, which comes with the program, and in ``OtherNames``, which the office writes. They
are never shown; they only widen what is found, and need no rebuild. What one person wrote holds once another has
confirmed it: else one alone could have strangers find somebody's news under an insult.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from cms.core.refusal import Refusal
from cms.core.text import clean
from cms.users.models import User
from search import confirmation, lemmas
from search.analysis import analyse
from search.models import OtherNames
from search.plans import LONGEST_NAME
from search.tables import rows_of

LIST = Path(__file__).parent / "words" / "names.txt"
HELD = f"SELECT names FROM {OtherNames._meta.db_table} WHERE confirmed_at IS NOT NULL ORDER BY id"  # noqa: S608
MOST_NAMES, MOST_GROUPS, LONGEST = 12, 1000, 400


def names() -> Mapping[str, Sequence[str]]:
    """Base forms of a name, joined by a blank, to those of its other names."""
    return _together(tuple(names for (names,) in rows_of(HELD)))


@lru_cache(maxsize=2)
def _together(groups: tuple[str, ...]) -> Mapping[str, Sequence[str]]:
    return read([*_listed(), *("=".join(group.splitlines()) for group in groups)])


lemmas.FORGETS.append(_together.cache_clear)


@cache
def _listed() -> Sequence[str]:
    return LIST.read_text(encoding="utf-8").splitlines()


def read(lines: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """From lines as ``words/names.txt`` has them: names of one thing with ``=`` between them."""
    found: dict[str, tuple[str, ...]] = {}
    for line in lines:
        group = [_key(name) for name in line.partition("#")[0].split("=")]
        group = list(dict.fromkeys(name for name in group if name))
        for name in group:
            others = (one for one in group if one != name)
            found[name] = tuple(dict.fromkeys((*found.get(name, ()), *others)))
    return {name: others for name, others in found.items() if others}


def listed() -> list[list[str]]:
    """The groups that come with the program."""
    lines = (line.partition("#")[0] for line in _listed())
    return [[name.strip() for name in line.split("=")] for line in lines if line.strip()]


def _key(name: str) -> str:
    return " ".join(token.lemma for token in analyse(name) if not token.extra)


# --- What the office writes -------------------------------------------------------------------------------------------


def may_name(user: User) -> bool:
    """Whether ``user`` may write other names, and confirm those of others."""
    return confirmation.may_write_by_two(OtherNames, user)


def cleaned(text: str) -> str:
    """``text`` with one name a line. Raises ``Refusal`` for what is no group of names."""
    said = [" ".join(clean(line, lines=False).split()) for line in text.replace("=", "\n").splitlines()]
    said = list(dict.fromkeys(name for name in said if name))
    if any("#" in name or not _key(name) for name in said):
        raise Refusal(_("Her satırda bir ad olmalı; adlar harf ya da rakamdan oluşur, # işareti içermez."))
    if any(len(_key(name).split()) > LONGEST_NAME for name in said):
        raise Refusal(_("Bir ad en çok %(most)d sözcük olabilir.") % {"most": LONGEST_NAME})
    if len({_key(name) for name in said}) < 2:
        raise Refusal(_("En az iki ayrı ad yazın; ekleri atılınca aynı olan adlar zaten birlikte bulunur."))
    if len(said) > MOST_NAMES:
        raise Refusal(_("En çok %(most)d ad yazılabilir.") % {"most": MOST_NAMES})
    if len("\n".join(said)) > LONGEST:
        raise Refusal(_("Adlar toplam en çok %(most)d karakter olabilir.") % {"most": LONGEST})
    return "\n".join(said)


@transaction.atomic
def write(*, text: str, user: User, pk: int | None = None) -> OtherNames:
    """Stores a group, new or in place of ``pk``; it holds once another has confirmed it.

    Raises ``PermissionDenied``, ``Refusal``, ``OtherNames.DoesNotExist``.
    """
    row = confirmation.locked(OtherNames, user=user, pk=pk)
    said = cleaned(text)
    if pk and row.names == said:
        return row
    if pk is None and OtherNames.objects.count() >= MOST_GROUPS:
        raise Refusal(_("Çok fazla eş ad var; önce gerekmeyenleri silin."))
    confirmation.store(row, said={"names": said}, user=user)
    return row


def confirm(*, pk: int, seen: str, user: User) -> None:
    """Lets a group hold that another has written. ``seen``: its names as ``user`` saw them.

    Raises ``PermissionDenied``, ``Refusal``, ``OtherNames.DoesNotExist``.
    """
    confirmation.confirm(OtherNames, pk=pk, seen=seen, user=user)


def remove(*, pk: int, user: User) -> None:
    """Takes a group away: what it found besides is not found any more. Raises as :func:`confirm`."""
    confirmation.remove(OtherNames, pk=pk, user=user)
