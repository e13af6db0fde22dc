from django.apps import AppConfig


class ContactsConfig(AppConfig):
    name = "press_archive.contacts"
    label = "contacts"
    verbose_name = "Basın rehberi"
