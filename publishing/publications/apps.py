from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublicationsConfig(AppConfig):
    name = "publishing.publications"
    label = "publications"
    verbose_name = _("Yayınlar")

    def ready(self) -> None:
        from django.db.models.signals import post_migrate

        from media_library.models import JobKind
        from media_library.work import sweeper
        from media_library.work.jobs import registry
        from publishing.approval.desk import surfaces
        from publishing.publications import entries, findable, presenters, public_tables, surface, work  # noqa: F401
        from publishing.publications.formats import rows
        from publishing.publications.models import FILES

        surfaces.register("proof", _("Baskı provası"), surface.render, leads=True)
        sweeper.DIRECTORIES.append(FILES)
        registry.register(JobKind.ISSUE, work.make, work.failed)
        post_migrate.connect(rows.seed, sender=self, dispatch_uid="publications.formats")
