from django.apps import AppConfig


class BulletinsConfig(AppConfig):
    name = "press_archive.bulletins"
    label = "bulletins"
    verbose_name = "Basın bültenleri"

    def ready(self) -> None:
        from wagtail.models import ReferenceIndex

        from cms.office import undo
        from press_archive.bulletins import bulk, entries, findable, guards, presenters, public_tables  # noqa: F401
        from press_archive.bulletins.kinds import BulletinKind, ReadyText

        undo.register(bulk.UNDOING, bulk.undone)
        # As with the screens: the archive names them where it says what uses a photo, whichever process saved them.
        ReferenceIndex.register_model(BulletinKind)
        ReferenceIndex.register_model(ReadyText)
