from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "cms.office"
    label = "office"
    verbose_name = "Büro"

    def ready(self) -> None:
        from cms.office import reversals, undo

        undo.register(reversals.SAVED, reversals.undo_saving)
        undo.register(reversals.MOVED, reversals.undo_moving)
        undo.register(reversals.MANY_MOVED, reversals.undo_moving_many)
