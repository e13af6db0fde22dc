"""Looking rows up by words as people type them: ``having`` for a filter; ``name__folded__contains`` for one column.

What a database calls "without regard to case" knows no Turkish: SQLite tells ş from Ş, PostgreSQL I from ı, and both
ş from s.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.models import CharField, Q, TextField, Transform

from cms.core.turkish import fold

# PostgreSQL replaces letter by letter: those that occur in names here; its own rules make the rest lower case.
LETTERS = "IİıÇçĞğÖöŞşÜüÂâÎîÛûÁáÀàÄäÉéÈèÊêËëÍíÓóÔôÚúÑñ"
PLAIN = fold(LETTERS)


class Folded(Transform):
    """A column as :func:`cms.core.turkish.fold` gives it."""

    lookup_name = "folded"
    function = "turkish_fold"

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = f"lower(translate(%(expressions)s, '{LETTERS}', '{PLAIN}'))"
        return super().as_sql(compiler, connection, template=template, **context)


for field in (CharField, TextField):
    field.register_lookup(Folded)


def having(text: str, *names: str) -> Q:
    """Rows in which every word of ``text`` stands in one of the columns ``names``. No word at all asks for nothing."""
    found = Q()
    for word in fold(text).split():
        there = Q()
        for name in names:
            there |= Q(**{f"{name}__folded__contains": word})
        found &= there
    return found


def _teach(connection: BaseDatabaseWrapper, **_kwargs: Any) -> None:
    if connection.vendor == "sqlite":
        connection.connection.create_function("turkish_fold", 1, _fold, deterministic=True)


def _fold(text: str | None) -> str | None:
    if text is None or not text.isascii():
        return text and fold(text)
    return text.lower()


connection_created.connect(_teach, dispatch_uid="cms.core.lookups")
