from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgendaConfig(AppConfig):
    name = "press_archive.agenda"
    label = "agenda"
    verbose_name = _("Basın gündemi")

    def ready(self) -> None:
        from cms.core import followers, triggers, worker
        from cms.letters import services as mail
        from press_archive.agenda import findable, guards, letters, persons, public_tables, services  # noqa: F401
        from press_archive.agenda.models import PressEvent
        from press_archive.journalists import people

        triggers.DERIVED.append(guards.version_triggers)
        followers.follow(PressEvent, followers.Follower(services.announce, services.call_off))
        people.register("invitations", export=persons.kept, forget=persons.let_go, label=_("Basın gündemi: davetler"))
        findable.register()
        mail.STANDS.append(letters.still_holds)
        worker.CHORES.append(worker.Chore("event letters", letters.EVERY, letters.tell))
        worker.CHORES.append(worker.Chore("event reminders", letters.REMINDED_EVERY, letters.remind))
