from django.apps import AppConfig


class DuplicatesConfig(AppConfig):
    name = "media_library.duplicates"
    label = "duplicates"
    verbose_name = "Benzer fotoğraflar"
