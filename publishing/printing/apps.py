from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrintingConfig(AppConfig):
    name = "publishing.printing"
    label = "printing"
    verbose_name = _("Baskı ve dağıtım")

    def ready(self) -> None:
        from cms.core import worker
        from media_library.work import sweeper
        from publishing.printing import reminders
        from publishing.printing.models import FILES

        sweeper.DIRECTORIES.append(FILES)
        worker.CHORES.append(worker.Chore("print deadlines", reminders.EVERY, reminders.look))
