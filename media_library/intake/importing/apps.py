from django.apps import AppConfig


class ImportingConfig(AppConfig):
    name = "media_library.intake.importing"
    label = "importing"
    verbose_name = "Eski arşivin aktarımı"
