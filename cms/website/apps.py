from django.apps import AppConfig


class WebsiteConfig(AppConfig):
    name = "cms.website"
    label = "website"
    verbose_name = "Web sitesi"

    def ready(self) -> None:
        from cms.website import copies  # noqa: F401
        from cms.website.selectors import identity
        from media_library.archive import naming

        naming.register(lambda: identity().municipality)
