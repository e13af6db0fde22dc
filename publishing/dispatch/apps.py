from django.apps import AppConfig


class DispatchConfig(AppConfig):
    name = "publishing.dispatch"
    label = "dispatch"
    verbose_name = "Dağıtım"

    def ready(self) -> None:
        from publishing.dispatch import previews, receivers  # noqa: F401

        previews.register()
