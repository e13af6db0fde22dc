from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "cms.core"
    label = "core"
    verbose_name = "Temel"

    def ready(self) -> None:
        from cms.core import checks, cleaning, grants, hold_triggers, lookups, open_screens, triggers  # noqa: F401

        triggers.connect(self)
        hold_triggers.connect(self)
        grants.connect()
