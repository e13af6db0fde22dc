from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LinksConfig(AppConfig):
    name = "cms.links"
    label = "links"
    verbose_name = _("Bağlantılar")

    def ready(self) -> None:
        from cms.links import services
        from media_library.work.jobs.worker import MediaWorker

        MediaWorker.chores.append(("links of public pages", 600.0, services.read_pages))
        MediaWorker.chores.append(("links to other sites", 30.0, services.check_due))
