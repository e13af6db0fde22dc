from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccreditationConfig(AppConfig):
    name = "press_archive.accreditation"
    label = "accreditation"
    verbose_name = _("Akreditasyon")

    def ready(self) -> None:
        from cms.core import triggers, worker
        from press_archive.accreditation import applicants, cards, followups, guards, removal, retention
        from press_archive.agenda import registry
        from press_archive.journalists import people

        triggers.DERIVED.append(guards.kept_steps)
        removal.connect()
        registry.EVENT_LINKS.append(cards.link)
        registry.EVENT_CARDS.append(cards.card)
        people.register(
            "accreditation",
            export=retention.exported,
            forget=retention.forget_account,
            label=_("Akreditasyon başvuruları"),
        )  # fmt: skip
        worker.CHORES.append(worker.Chore("accreditation forms", 3.0, applicants.send_forms))
        worker.CHORES.append(worker.Chore("accreditation follows events", followups.EVERY, followups.look))
        worker.CHORES.append(worker.Chore("accreditation retention", 3600.0, retention.tidy))
