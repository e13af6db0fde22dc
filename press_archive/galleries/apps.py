from django.apps import AppConfig


class GalleriesConfig(AppConfig):
    name = "press_archive.galleries"
    label = "galleries"
    verbose_name = "Foto ve video galeri"

    def ready(self) -> None:
        from press_archive.galleries import entries, findable, presenters, public_tables  # noqa: F401
