from django.apps import AppConfig


class MediaLibraryConfig(AppConfig):
    name = "media_library"
    verbose_name = "Fotoğraf ve video arşivi"

    def ready(self) -> None:
        from media_library import guards  # noqa: F401
        from media_library.jobs import registry
        from media_library.models import JobKind
        from media_library.renditions.work import process_photo

        registry.register(JobKind.PHOTO, process_photo)
