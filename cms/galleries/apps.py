from django.apps import AppConfig


class GalleriesConfig(AppConfig):
    name = "cms.galleries"
    label = "galleries"
    verbose_name = "Foto ve video galeri"
