from django.apps import AppConfig
from django.db.models.signals import post_migrate


class WebsiteConfig(AppConfig):
    name = "cms.website"
    label = "website"
    verbose_name = "Web sitesi"

    def ready(self) -> None:
        from cms.core import triggers
        from cms.website import checks, findable_files, presenters, public_tables, receivers  # noqa: F401
        from cms.website.site import follow_settings

        triggers.DERIVED.append(public_tables.triggers)

        post_migrate.connect(follow_settings, sender=self, dispatch_uid="website.site")
