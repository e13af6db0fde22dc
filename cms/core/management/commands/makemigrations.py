from django.core.management.commands import makemigrations

from cms.core.autodetector import PlainAutodetector


class Command(makemigrations.Command):
    """Django's; a corrected word or one block more makes no migration."""

    autodetector = PlainAutodetector
