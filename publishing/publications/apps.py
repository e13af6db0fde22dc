from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublicationsConfig(AppConfig):
    name = "publishing.publications"
    label = "publications"
    verbose_name = _("Yayınlar")

    def ready(self) -> None:
        from publishing.approval.desk import surfaces
        from publishing.publications import surface

        surfaces.register("proof", _("Baskı provası"), surface.render)
        from media_library.models import JobKind
        from media_library.work import sweeper
        from media_library.work.jobs import registry
        from publishing.publications import entries, presenters, public_tables, work  # noqa: F401
        from publishing.publications.models import FILES

        sweeper.DIRECTORIES.append(FILES)
        registry.register(JobKind.ISSUE, work.make, work.failed)
