from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JournalistsConfig(AppConfig):
    name = "press_archive.journalists"
    label = "journalists"
    verbose_name = _("Basın mensubu hesapları")

    def ready(self) -> None:
        from cms.core import worker
        from cms.users.models import ADDRESS_REFUSALS
        from media_library.work import sweeper
        from press_archive.journalists import links, proofs, removal, retention
        from press_archive.journalists.models import FILES
        from press_archive.journalists.selectors import refusal_of_staff_address

        removal.connect()
        sweeper.DIRECTORIES.append(FILES)
        ADDRESS_REFUSALS.append(refusal_of_staff_address)
        worker.CHORES.append(worker.Chore("press sign-in links", 2.0, links.answer))
        worker.CHORES.append(worker.Chore("press address proofs", 5.0, proofs.answer))
        worker.CHORES.append(worker.Chore("press retention", retention.EVERY, retention.look))
