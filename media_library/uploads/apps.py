from django.apps import AppConfig


class UploadsConfig(AppConfig):
    name = "media_library.uploads"
    label = "uploads"
    verbose_name = "Yükleme"
