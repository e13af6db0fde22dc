from django.apps import AppConfig


class ContactsConfig(AppConfig):
    name = "press_archive.contacts"
    label = "contacts"
    verbose_name = "Basın rehberi"

    def ready(self) -> None:
        from wagtail.models import ReferenceIndex

        from press_archive.contacts.models import Journalist

        ReferenceIndex.register_model(Journalist)  # also in processes that load no screens
