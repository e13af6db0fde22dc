from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IdentityConfig(AppConfig):
    name = "cms.identity"
    label = "identity"
    verbose_name = _("Kurum kimliği")

    def ready(self) -> None:
        from cms.identity import guards  # noqa: F401
