from django.apps import AppConfig


def our_photos() -> None:
    from press_archive.clippings.pictures import look

    look()


class ClippingsConfig(AppConfig):
    name = "press_archive.clippings"
    label = "clippings"
    verbose_name = "Kupür arşivi"

    def ready(self) -> None:
        from media_library.work import sweeper
        from media_library.work.jobs.worker import MediaWorker
        from press_archive.agenda import registry
        from press_archive.bulletins import editor
        from press_archive.clippings import findable, removal  # noqa: F401
        from press_archive.clippings.models import FILES
        from press_archive.clippings.outlet_lines import printed_of_us
        from press_archive.clippings.panels import clippings_panel

        registry.OUTLET_LINES.append(printed_of_us)
        sweeper.DIRECTORIES.append(FILES)
        editor.PANELS.append(clippings_panel)
        removal.connect()
        MediaWorker.chores.append(("our photos in the press", 5.0, our_photos))
