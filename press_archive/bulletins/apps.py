from django.apps import AppConfig


class BulletinsConfig(AppConfig):
    name = "press_archive.bulletins"
    label = "bulletins"
    verbose_name = "Basın bültenleri"

    def ready(self) -> None:
        from wagtail.models import ReferenceIndex

        from press_archive.bulletins import entries, guards, presenters, public_tables  # noqa: F401
        from press_archive.bulletins.kinds import BulletinKind, ReadyText

        # As with the screens: the archive names them where it says what uses a photo, whichever process saved them.
        ReferenceIndex.register_model(BulletinKind)
        ReferenceIndex.register_model(ReadyText)
