from django.apps import AppConfig


class ScansConfig(AppConfig):
    name = "press_archive.scans"
    label = "scans"
    verbose_name = "Gazete taramaları"

    def ready(self) -> None:
        from media_library.work import sweeper
        from media_library.work.jobs import registry
        from press_archive.clippings import viewsets
        from press_archive.scans import removal, work
        from press_archive.scans.doors import scan_button
        from press_archive.scans.models import FILES

        sweeper.DIRECTORIES.append(FILES)
        for kind, do, give_up in work.KINDS:
            registry.register(kind, do, give_up)
        viewsets.BUTTONS.append(scan_button)
        removal.connect()
