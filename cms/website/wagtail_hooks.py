"""The website's snippets in the admin's menu."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.core.choosers import ChooseOnlyViewSet
from cms.website.models import AlertBanner


class AlertBannerViewSet(SnippetViewSet):
    """Alert banners: drafts here, signatures at the approvers' desk."""

    model = AlertBanner
    icon = "warning"
    menu_label = _("Uyarı bantları")
    menu_order = 250
    add_to_admin_menu = True
    list_display = ["title", "level", BooleanColumn("live", label=_("Yayında")), "last_published_at"]
    copy_view_enabled = False
    chooser_viewset_class = ChooseOnlyViewSet


register_snippet(AlertBannerViewSet)
