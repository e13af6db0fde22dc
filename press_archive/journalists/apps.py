from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JournalistsConfig(AppConfig):
    name = "press_archive.journalists"
    label = "journalists"
    verbose_name = _("Basın mensubu hesapları")

    def ready(self) -> None:
        from press_archive.journalists import removal

        removal.connect()
