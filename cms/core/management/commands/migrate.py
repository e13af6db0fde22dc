from contextlib import nullcontext
from typing import Any

from django.core.management import CommandError
from django.core.management.commands import migrate
from django.db import DEFAULT_DB_ALIAS, connections

from cms.core import hold_triggers, triggers
from cms.core.autodetector import PlainAutodetector
from cms.core.first_migration import is_empty, joining_what_is_there
from cms.core.reset import SENTENCE, is_of_before


class Command(migrate.Command):
    """Django's, with five differences: a corrected word is no change; a database whose migrations began anew since is
    not touched; an empty one is migrated in half the time; when a migration fails, the triggers that slept meanwhile
    are made again; and it does not begin with what only the database can answer: it is what mends a missing trigger."""

    autodetector = PlainAutodetector

    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options.get("database") or DEFAULT_DB_ALIAS]
        if is_of_before(connection):
            raise CommandError(SENTENCE)
        way = joining_what_is_there() if is_empty(connection) else nullcontext()
        try:
            with way:
                super().handle(*args, **options)
        except BaseException:
            if not connection.needs_rollback:
                triggers.restore(connection)
                hold_triggers.create(connection)
            raise

    def get_check_kwargs(self, options: dict[str, Any]) -> dict[Any, Any]:
        return {**super().get_check_kwargs(options), "databases": None}
