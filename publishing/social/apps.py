from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SocialConfig(AppConfig):
    name = "publishing.social"
    label = "social"
    verbose_name = "Sosyal medya"

    def ready(self) -> None:
        from publishing.approval import surfaces
        from publishing.social import surface

        surfaces.register("social", _("Sosyal medya"), surface.render)
