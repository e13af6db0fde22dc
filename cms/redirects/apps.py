from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RedirectsConfig(AppConfig):
    name = "cms.redirects"
    label = "redirects"
    verbose_name = _("Yönlendirmeler")

    def ready(self) -> None:
        from wagtail.signals import page_slug_changed, post_page_move

        from cms.redirects import guards, services  # noqa: F401

        page_slug_changed.connect(services.after_rename, dispatch_uid="redirects.renamed")
        post_page_move.connect(services.after_move, dispatch_uid="redirects.moved")
