"""Base forms that the office writes itself: what the dictionary joins wrongly or does not know.

One person writes a line, another confirms it, and it holds: in every text that is indexed, asked or marked. The words
of the index that read otherwise now are noted in the same transaction, and the worker carries their documents; nothing
else has to be built anew. Each process asks for the list with one query when it asks or writes (:func:`refresh`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.core import turkish
from cms.core.refusal import Refusal
from cms.core.text import clean
from cms.users.models import User
from search import confirmation, lemmas
from search.analysis import analyse
from search.engines import engine
from search.lemmas import Lemmas
from search.models import BaseForm, Change, Document, VocabularyWord, line_of
from search.tables import live, rows_of
from search.terms import FOLD, Expression, Word, either

LONGEST, MOST = 40, 500
# What else keeps words by their base forms: gets a question that its entries with such words answer.
FOLLOWERS: list[Callable[[Expression], None]] = []
# So many words are looked for in one question, so many documents noted in one statement.
PIECE = 200
HELD = f"SELECT word, base, alone FROM {BaseForm._meta.db_table} WHERE confirmed_at IS NOT NULL ORDER BY id"  # noqa: S608
SOFT = {hard: soft for soft, hard in lemmas.SOFTENED.items()}


def may_list(user: User) -> bool:
    """Whether ``user`` may write base forms, and confirm those of others."""
    return confirmation.may_write_by_two(BaseForm, user)


def refresh() -> bool:
    """Takes the list that holds into this process; gives whether it is another one than before. One query."""
    return lemmas.hold(tuple(line_of(*row) for row in rows_of(HELD)))


def reading(text: str) -> list[tuple[str, str]]:
    """Each word of ``text`` with the base form that holds now."""
    refresh()
    return [(token.surface, token.lemma) for token in analyse(text)]


@transaction.atomic
def write(*, word: str, base: str, alone: bool, user: User, pk: int | None = None) -> BaseForm:
    """Stores a line, new or in place of ``pk``; it holds once another has confirmed it. Until then none holds.

    Raises ``PermissionDenied``, ``Refusal``, ``BaseForm.DoesNotExist``.
    """
    row = confirmation.locked(BaseForm, user=user, pk=pk)
    refresh()  # what holds until now, whatever this process has heard of
    own, root = _one_word(word), _one_word(base)
    said = (own, root if root == own else lemmas.lemma(root), alone)
    if pk and (row.word, row.base, row.alone) == said:
        return row
    if pk is None and BaseForm.objects.count() >= MOST:
        raise Refusal(_("Çok fazla sözcük kökü var; önce gerekmeyenleri silin."))
    held, had = row.confirmed_at is not None, row.word
    try:
        with transaction.atomic():
            confirmation.store(row, said=dict(zip(("word", "base", "alone"), said, strict=True)), user=user)
    except IntegrityError:  # there it is, maybe since a moment ago
        raise Refusal(_("Bu sözcük listede zaten var; oradan değiştirin.")) from None
    if held:
        _follow(had)
    return row


@transaction.atomic
def confirm(*, pk: int, seen: str, user: User) -> None:
    """Lets a line hold that another has written. ``seen``: the line as ``user`` saw it.

    Raises ``PermissionDenied``, ``Refusal``, ``BaseForm.DoesNotExist``.
    """
    refresh()
    done = confirmation.confirm(BaseForm, pk=pk, seen=seen, user=user)
    if not done.before:
        _follow(done.row.word)


@transaction.atomic
def remove(*, pk: int, user: User) -> None:
    """Takes a line away: the dictionary is right again. Raises as :func:`confirm`."""
    refresh()
    done = confirmation.remove(BaseForm, pk=pk, user=user)
    if done.before:
        _follow(done.row.word)


def _one_word(text: str) -> str:
    said = turkish.lower(" ".join(clean(text, lines=False).split())).translate(lemmas.PLAIN)
    if not said.isalpha() or not 2 <= len(said) <= LONGEST or [token.surface for token in analyse(said)] != [said]:
        raise Refusal(_("Tek bir sözcük yazın: en az iki, en çok %(most)d harf.") % {"most": LONGEST})
    return said


# --- What changes in the index ----------------------------------------------------------------------------------------


def _follow(word: str) -> None:
    """Notes the documents with words that begin as ``word`` and are read otherwise from now on."""
    before = lemmas.office()
    refresh()
    after = lemmas.office()
    beginning = turkish.fold(word[:-1])
    changed = [
        one
        for one in VocabularyWord.objects.filter(fold__startswith=beginning)
        if _by(before, one.surface) != _by(after, one.surface)
    ]
    for one in changed:
        one.lemma = lemmas.lemma(one.surface)
    VocabularyWord.objects.bulk_update(changed, ["lemma"], batch_size=PIECE)
    _note({one.fold for one in changed})
    endings = {turkish.fold(word), turkish.fold(word[:-1] + SOFT.get(word[-1], word[-1]))}
    for follower in FOLLOWERS:
        follower(either([Word(FOLD, ending, prefix=True) for ending in sorted(endings)]))


def _by(listed: Lemmas, surface: str) -> str | None:
    return listed.of(surface) or listed.of(surface.translate(lemmas.PLAIN))


def _note(folds: Iterable[str]) -> None:
    wanted = sorted(folds)
    places = {
        place
        for start in range(0, len(wanted), PIECE)
        for place in engine().found(live(), either([Word(FOLD, fold) for fold in wanted[start : start + PIECE]]))
    }
    now = timezone.now()
    for start in range(0, len(places), PIECE):
        documents = Document.objects.filter(place_in_order__in=sorted(places)[start : start + PIECE])
        rows = list(documents.values_list("kind", "object_id"))
        # A document without a digest is written anew when the worker comes to it.
        documents.update(digest="")
        Change.objects.bulk_create(Change(kind=kind, object_id=object_id, noted_at=now) for kind, object_id in rows)
