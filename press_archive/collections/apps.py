from django.apps import AppConfig


class CollectionsConfig(AppConfig):
    name = "press_archive.collections"
    label = "collections"
    verbose_name = "Derlemeler"

    def ready(self) -> None:
        from cms.website import sitemaps
        from press_archive.collections import findable, guards, presenters, public_tables  # noqa: F401
        from press_archive.collections.models import CollectionPage

        sitemaps.OWN_PAGES.append(CollectionPage)
