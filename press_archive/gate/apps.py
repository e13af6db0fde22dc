from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GateConfig(AppConfig):
    name = "press_archive.gate"
    label = "gate"
    verbose_name = _("Kapı")

    def ready(self) -> None:
        from cms.core import worker
        from cms.letters import services as mail
        from press_archive.agenda import registry
        from press_archive.gate import afterwards, cards, retention, selectors
        from press_archive.journalists import people

        mail.STANDS.append(afterwards.still_public)
        # With the badge's name goes what says who it was; that a gate saw a badge stays.
        people.register("gate", export=selectors.exported, forget=lambda _account: None, label=_("Kapı"))
        registry.EVENT_CARDS.append(cards.card)
        worker.CHORES.append(worker.Chore("gate retention", 3600.0, retention.tidy))
