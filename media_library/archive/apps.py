from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    name = "media_library.archive"
    label = "archive"
    verbose_name = "Arşiv ekranları"

    def ready(self) -> None:
        from django.db.models import ForeignKey
        from wagtail.admin.forms.models import register_form_field_override

        from cms.office import undo
        from media_library.archive import batch_undo, findable  # noqa: F401
        from media_library.archive.chooser import PhotoChooser
        from media_library.models import Photo

        register_form_field_override(ForeignKey, to=Photo, override={"widget": PhotoChooser})
        undo.register(batch_undo.UNDOING, batch_undo.undone)
