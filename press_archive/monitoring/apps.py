from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    name = "press_archive.monitoring"
    label = "monitoring"
    verbose_name = "Basın izleme"

    def ready(self) -> None:
        from cms.core import health, worker
        from press_archive.monitoring import findable, rounds

        worker.CHORES.append(worker.Chore("monitors", seconds=1.0, work=rounds.look))
        worker.CHORES.append(worker.Chore("silent monitors", seconds=300.0, work=rounds.look_for_silence))
        worker.CHORES.append(worker.Chore("old items of monitors", seconds=3600.0, work=rounds.tidy))
        health.register("monitors", rounds.trouble)
        findable.register()
