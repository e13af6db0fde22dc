from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class RecycleBinConfig(AppConfig):
    name = "cms.recycle_bin"
    label = "recycle_bin"
    verbose_name = _("Çöp kutusu")

    def ready(self) -> None:
        from cms.office import undo
        from cms.recycle_bin import receivers, services  # noqa: F401

        autodiscover_modules("discards")
        undo.register("deletion", services.undo_deletion)
