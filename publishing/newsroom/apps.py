from django.apps import AppConfig


class NewsroomConfig(AppConfig):
    name = "publishing.newsroom"
    label = "newsroom"
    verbose_name = "Bültenler ve takvim"

    def ready(self) -> None:
        from publishing.newsroom import findable  # noqa: F401
