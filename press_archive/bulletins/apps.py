from django.apps import AppConfig


class BulletinsConfig(AppConfig):
    name = "press_archive.bulletins"
    label = "bulletins"
    verbose_name = "Basın bültenleri"

    def ready(self) -> None:
        from press_archive.bulletins import entries, guards, presenters, public_tables  # noqa: F401
