from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = "Arama"

    def ready(self) -> None:
        from cms.core import health, triggers, worker
        from cms.users import office_search
        from search import changes, lists, services, statistics
        from search.elastic import condition, upkeep
        from search.selectors import trouble

        triggers.DERIVED.append(changes.triggers)
        office_search.serve(lists.ListIndex())
        worker.CHORES.append(worker.Chore("search", seconds=1.0, work=services.catch_up))
        worker.CHORES.append(worker.Chore("search copies", seconds=1.0, work=upkeep.catch_up))
        worker.CHORES.append(worker.Chore("search counts", seconds=3600.0, work=lambda _owner: statistics.tidy()))
        health.register("search", trouble)
        health.register("elasticsearch", condition.trouble)
