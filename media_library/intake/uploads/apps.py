from django.apps import AppConfig


class UploadsConfig(AppConfig):
    name = "media_library.intake.uploads"
    label = "uploads"
    verbose_name = "Yükleme"

    def ready(self) -> None:
        from media_library.intake.uploads import services
        from media_library.work.jobs.worker import MediaWorker

        MediaWorker.chores += [
            ("uploads: take in", 3.0, services.take_in_received),
            ("uploads: clean", 3600.0, services.clean),
        ]
