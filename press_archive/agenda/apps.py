from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgendaConfig(AppConfig):
    name = "press_archive.agenda"
    label = "agenda"
    verbose_name = _("Basın gündemi")

    def ready(self) -> None:
        from cms.core import triggers
        from press_archive.agenda import guards

        triggers.DERIVED.append(guards.triggers)
