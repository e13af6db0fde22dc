from django.apps import AppConfig


class ContactsConfig(AppConfig):
    name = "press_archive.contacts"
    label = "contacts"
    verbose_name = "Basın rehberi"

    def ready(self) -> None:
        from wagtail.models import ReferenceIndex

        from cms.users.models import ADDRESS_REFUSALS
        from press_archive.contacts import findable  # noqa: F401
        from press_archive.contacts.models import Journalist
        from press_archive.contacts.selectors import refusal_of_account

        ADDRESS_REFUSALS.append(refusal_of_account)
        ReferenceIndex.register_model(Journalist)  # also in processes that load no screens
