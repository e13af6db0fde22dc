from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    name = "media_library.archive"
    label = "archive"
    verbose_name = "Arşiv ekranları"
