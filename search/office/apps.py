from django.apps import AppConfig


class OfficeSearchConfig(AppConfig):
    name = "search.office"
    label = "officesearch"
    verbose_name = "Büronun araması"

    def ready(self) -> None:
        from cms.core import health, triggers, worker
        from search import wordlist
        from search.office import changes, index
        from search.office.answers import trouble

        triggers.DERIVED.append(changes.triggers)
        wordlist.FOLLOWERS.append(index.note_words)
        worker.CHORES.append(worker.Chore("office_search", seconds=1.0, work=index.catch_up))
        health.register("office_search", trouble)
