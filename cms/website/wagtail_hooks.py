"""The website's snippets in the admin's menu; what the archive says now in a draft that is opened."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.core.choosers import ChooseOnlyViewSet
from cms.office.columns import StandingColumn
from cms.website.models import AlertBanner
from media_library import draft_words, suggestions


class AlertBannerViewSet(SnippetViewSet):
    """Alert banners: drafts here, signatures at the approvers' desk."""

    model = AlertBanner
    icon = "warning"
    menu_label = _("Uyarı bantları")
    menu_order = 250
    add_to_admin_menu = True
    list_display = ["title", "level", StandingColumn("standing", label=_("Durum")), "last_published_at"]
    copy_view_enabled = False
    chooser_viewset_class = ChooseOnlyViewSet


register_snippet(AlertBannerViewSet)


@hooks.register("before_edit_page")
def words_of_the_archive(request: HttpRequest, page: Any) -> None:
    """A photo described since fills an open draft; what is being signed, or was, stands as it is."""
    uses = getattr(page, "photo_uses", None)
    if request.method != "GET" or uses is None:
        return
    found = uses()
    suggestions.suggested(use.photo for use in found)
    if page.workflow_in_progress or page.approved_schedule or (page.live and not page.has_unpublished_changes):
        return
    draft_words.fill(found, since=page.latest_revision_created_at)
