from django.apps import AppConfig


class MediaLibraryConfig(AppConfig):
    name = "media_library"
    verbose_name = "Fotoğraf ve video arşivi"

    def ready(self) -> None:
        from wagtail.models import ReferenceIndex

        from cms.core import health as parts
        from cms.recycle_bin import services as bin_services
        from media_library import guards, refusals  # noqa: F401
        from media_library.models import JobKind, Video
        from media_library.rights import services as rights
        from media_library.work import digests, health
        from media_library.work.jobs import registry
        from media_library.work.jobs.worker import MediaWorker
        from media_library.work.sizes import process_archived_photo, process_photo, process_public_photo
        from media_library.work.sweeper import KEEPERS, sweep
        from media_library.work.video import removal  # noqa: F401
        from media_library.work.video.job import give_up, process_video
        from media_library.work.video.workplace import clear_abandoned

        # Wagtail registers it with the admin's screens, which a worker never loads.
        ReferenceIndex.register_model(Video)
        parts.register("store", health.store)
        parts.register("media_worker", health.media_worker)
        registry.register(JobKind.PHOTO, process_photo)
        registry.register(JobKind.ARCHIVED, process_archived_photo)
        registry.register(JobKind.PUBLIC, process_public_photo)
        registry.register(JobKind.VIDEO, process_video, give_up)
        MediaWorker.chores.append(("films", 1800.0, clear_abandoned))
        MediaWorker.chores.append(("rights", 3600.0, rights.refresh_due))
        MediaWorker.chores.append(("files without a row", 86400.0, sweep))
        MediaWorker.chores.append(("recycle bin", 3600.0, bin_services.empty_due))
        KEEPERS.append(bin_services.kept_names)
        MediaWorker.chores.append(("digests of files that are gone", 86400.0, digests.forget_gone))
