from django.apps import AppConfig


class UploadsConfig(AppConfig):
    name = "media_library.uploads"
    label = "uploads"
    verbose_name = "Yükleme"

    def ready(self) -> None:
        from media_library.jobs.worker import MediaWorker
        from media_library.uploads import services

        MediaWorker.chores += [
            ("uploads: take in", 3.0, services.take_in_received),
            ("uploads: clean", 3600.0, services.clean),
        ]
