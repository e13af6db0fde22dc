"""``manage.py sealed_code <user name> [--office director|mayor]``: prints a code to hand over on paper."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.users import sealed_codes, services
from cms.users.models import User
from cms.users.roles import Office


class Command(BaseCommand):
    help = (
        "Prints a sealed code once: its owner makes the account their own with it. It also confirms an appointment "
        "that waits. --office puts the first holder into an office of a new installation."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--office", choices=Office.values, help="first holder of it, new installation only")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["username"]).first()
        if user is None:
            raise CommandError(f"{options['username']}: böyle bir hesap yok.")
        try:
            code = services.seed_office_holder(user=user, office=Office(options["office"])) if options["office"] else ""
            code = code or sealed_codes.issue_code(user=user, by=None)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"{user} ({user.username}): {code}")
        self.stdout.write(
            f"Bir kez kullanılır, {sealed_codes.CODE_LIFE.days} gün geçerlidir. Kapalı zarfta elden verin; kişi giriş "
            "yapıp “Hesabımı sahiplen” sayfasında yazar. Onay izine yazıldı, iki makama bildirildi."
        )
