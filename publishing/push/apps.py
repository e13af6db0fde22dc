from django.apps import AppConfig


class PushConfig(AppConfig):
    name = "publishing.push"
    label = "push"
    verbose_name = "Bildirimler"

    def ready(self) -> None:
        from publishing.push import checks, receivers  # noqa: F401
