from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DigestsConfig(AppConfig):
    name = "press_archive.digests"
    label = "digests"
    verbose_name = _("Basın özeti")

    def ready(self) -> None:
        from cms.core import worker
        from press_archive.digests import services

        worker.CHORES.append(worker.Chore("press digest", seconds=30.0, work=services.send_due))
        worker.CHORES.append(worker.Chore("press alerts", seconds=5.0, work=services.alert_due))
