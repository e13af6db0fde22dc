from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SocialConfig(AppConfig):
    name = "publishing.social"
    label = "social"
    verbose_name = "Sosyal medya"

    def ready(self) -> None:
        from media_library.rights import spread
        from publishing.approval.desk import surfaces
        from publishing.social import pictures, surface

        surfaces.register("social", _("Sosyal medya"), surface.render)
        surfaces.offer_while_writing("social", offered=lambda content: hasattr(content, "social_texts"))
        spread.register("social", pictures.posts_with)
