from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutdoorConfig(AppConfig):
    name = "publishing.outdoor"
    label = "outdoor"
    verbose_name = _("Panolar")

    def ready(self) -> None:
        from media_library.work import sweeper
        from publishing.outdoor.models import FILES

        sweeper.DIRECTORIES.append(FILES)
