from django.apps import AppConfig


class GalleriesConfig(AppConfig):
    name = "press_archive.galleries"
    label = "galleries"
    verbose_name = "Foto ve video galeri"
