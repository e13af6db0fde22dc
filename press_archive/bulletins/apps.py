from django.apps import AppConfig


class BulletinsConfig(AppConfig):
    name = "press_archive.bulletins"
    label = "bulletins"
    verbose_name = "Basın bültenleri"
