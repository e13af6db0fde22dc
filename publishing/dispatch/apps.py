from django.apps import AppConfig


class DispatchConfig(AppConfig):
    name = "publishing.dispatch"
    label = "dispatch"
    verbose_name = "Dağıtım"

    def ready(self) -> None:
        from cms.core import health as parts
        from media_library.rights import spread
        from publishing.dispatch import findable, health, pictures, previews, receivers  # noqa: F401

        parts.register("worker", health.worker)
        parts.register("mail", health.mail)
        previews.register()
        spread.register("mails", pictures.mails_with)
