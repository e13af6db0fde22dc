from django.apps import AppConfig


class DispatchConfig(AppConfig):
    name = "publishing.dispatch"
    label = "dispatch"
    verbose_name = "Dağıtım"

    def ready(self) -> None:
        from media_library.rights import spread
        from publishing.dispatch import pictures, previews, receivers  # noqa: F401

        previews.register()
        spread.register("mails", pictures.mails_with)
