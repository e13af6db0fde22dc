from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LettersConfig(AppConfig):
    name = "cms.letters"
    label = "letters"
    verbose_name = _("Mektuplar")

    def ready(self) -> None:
        from cms.letters import checks  # noqa: F401
