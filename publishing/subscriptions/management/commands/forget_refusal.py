"""``manage.py forget_refusal <address>``: who refused every question may be asked again."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from publishing.subscriptions import services


class Command(BaseCommand):
    help = "Forgets that an address wants no question about a subscription any more. Only when its owner asks for it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address")

    def handle(self, *args: Any, **options: Any) -> None:
        address = options["address"]
        try:
            forgotten = services.forget_refusal(email=address)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        if forgotten:
            text = _("%(address)s: ret kaydı silindi; sahibi yeniden abone olabilir.")
        else:
            text = _("%(address)s: bu adres için ret kaydı yok; hiçbir şey değişmedi.")
        self.stdout.write(text % {"address": address})
