from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "press_archive.portal"
    label = "portal"
    verbose_name = _("Basın portalı")

    def ready(self) -> None:
        from cms.core import followers, worker
        from press_archive.journalists import people
        from press_archive.portal import follows, own_data, public_tables, questions  # noqa: F401
        from press_archive.portal.models import Statement

        followers.follow(Statement, followers.Follower(questions.release, questions.take_back))
        people.register("portal", export=own_data.export, forget=own_data.forget, label=_("Basın portalı"))
        worker.CHORES.append(worker.Chore("portal matches", follows.EVERY, follows.gather))
        worker.CHORES.append(worker.Chore("portal letters", follows.EVERY, follows.write))
