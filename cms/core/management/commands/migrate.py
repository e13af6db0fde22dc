from typing import Any

from django.core.management.commands import migrate
from django.db import DEFAULT_DB_ALIAS, connections

from cms.core import hold_triggers, triggers
from cms.core.autodetector import PlainAutodetector


class Command(migrate.Command):
    """Django's; it sees no change in a corrected word, and leaves no database without its triggers when it fails."""

    autodetector = PlainAutodetector

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            super().handle(*args, **options)
        except BaseException:
            connection = connections[options.get("database") or DEFAULT_DB_ALIAS]
            if not connection.needs_rollback:
                triggers.restore(connection)
                hold_triggers.create(connection)
            raise
