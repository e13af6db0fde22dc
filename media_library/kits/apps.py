from django.apps import AppConfig


class KitsConfig(AppConfig):
    name = "media_library.kits"
    label = "kits"
    verbose_name = "Basın kitleri"

    def ready(self) -> None:
        from wagtail.models import ReferenceIndex

        from media_library.kits import builder, findable, receivers, selectors, services  # noqa: F401
        from media_library.kits.models import Kit
        from media_library.models import JobKind
        from media_library.work import sweeper
        from media_library.work.jobs import registry
        from media_library.work.jobs.worker import MediaWorker

        ReferenceIndex.register_model(Kit)  # also in processes that load no screens
        registry.register(JobKind.KIT, builder.build, services.give_up)
        MediaWorker.chores.append(("kits.clean", 3600.0, builder.clean))
        MediaWorker.chores.append(("kits.tries", 3600.0, services.forget_tries))
        sweeper.KEEPERS.append(selectors.stored_in_use)
        receivers.register()
