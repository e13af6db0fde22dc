from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccreditationConfig(AppConfig):
    name = "press_archive.accreditation"
    label = "accreditation"
    verbose_name = _("Akreditasyon")

    def ready(self) -> None:
        from cms.core import triggers, worker
        from press_archive.accreditation import applying, cards, following, guards, keeping
        from press_archive.agenda import registry
        from press_archive.journalists import people

        triggers.DERIVED.append(guards.kept_steps)
        keeping.connect()
        registry.EVENT_LINKS.append(cards.link)
        registry.EVENT_CARDS.append(cards.card)
        people.register(
            "accreditation", export=keeping.exported, forget=keeping.forget_account, label=_("Akreditasyon başvuruları")
        )
        worker.CHORES.append(worker.Chore("accreditation forms", 3.0, applying.send_forms))
        worker.CHORES.append(worker.Chore("accreditation follows events", following.EVERY, following.look))
        worker.CHORES.append(worker.Chore("accreditation retention", 3600.0, keeping.tidy))
