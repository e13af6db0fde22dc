from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RepliesConfig(AppConfig):
    name = "press_archive.replies"
    label = "replies"
    verbose_name = _("Tekzip ve düzeltme")

    def ready(self) -> None:
        from django.db.models.signals import post_migrate

        from cms.core import triggers, worker
        from cms.letters import services as letters
        from press_archive.clippings import cards
        from press_archive.replies import clocks, findable, guards, reminders, selectors
        from press_archive.replies.panels import case_card

        triggers.DERIVED.append(guards.triggers)
        cards.CARDS.append(case_card)
        letters.STANDS.append(selectors.still_signed)
        findable.register()
        worker.CHORES.append(worker.Chore("reply deadlines", reminders.EVERY, reminders.look))
        post_migrate.connect(clocks.seed, sender=self, dispatch_uid="replies.clocks")
