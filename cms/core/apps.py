from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "cms.core"
    label = "core"
    verbose_name = "Temel"

    def ready(self) -> None:
        from cms.core import checks, cleaning, hold_triggers  # noqa: F401

        hold_triggers.connect(self)
