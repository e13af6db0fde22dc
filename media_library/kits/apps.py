from django.apps import AppConfig


class KitsConfig(AppConfig):
    name = "media_library.kits"
    label = "kits"
    verbose_name = "Basın kitleri"
