from django.apps import AppConfig


class MediaLibraryConfig(AppConfig):
    name = "media_library"
    verbose_name = "Fotoğraf ve video arşivi"

    def ready(self) -> None:
        from media_library import guards  # noqa: F401
