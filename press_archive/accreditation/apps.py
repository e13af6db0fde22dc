from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccreditationConfig(AppConfig):
    name = "press_archive.accreditation"
    label = "accreditation"
    verbose_name = _("Akreditasyon")

    def ready(self) -> None:
        from cms.core import triggers
        from press_archive.accreditation import guards

        triggers.DERIVED.append(guards.kept_steps)
