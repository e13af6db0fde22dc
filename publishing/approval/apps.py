from django.apps import AppConfig


class ApprovalConfig(AppConfig):
    name = "publishing.approval"
    label = "approval"
    verbose_name = "Onay"

    def ready(self) -> None:
        from publishing.approval import checks, guards  # noqa: F401
