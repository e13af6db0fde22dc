from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "cms.office"
    label = "office"
    verbose_name = "Büro"
