from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GateConfig(AppConfig):
    name = "press_archive.gate"
    label = "gate"
    verbose_name = _("Kapı")

    def ready(self) -> None:
        from cms.core import worker
        from press_archive.agenda import registry
        from press_archive.gate import cards, retention

        registry.EVENT_CARDS.append(cards.card)
        worker.CHORES.append(worker.Chore("gate retention", 3600.0, retention.tidy))
