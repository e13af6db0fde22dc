"""``manage.py open_door <user name>``: ends the pauses after wrong passwords."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cms.users import door


class Command(BaseCommand):
    help = "Forgets the wrong passwords tried with a user name, so that its owner need not wait."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, **options: Any) -> None:
        cleared = door.open_for(options["username"])
        self.stdout.write(f"{options['username']}: {cleared} kayıt silindi.")
